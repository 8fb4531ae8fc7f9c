"""Proof of a letter: what the QR on a paper tells whoever scans it, and what it never tells."""

import io
import re
import zipfile
from typing import Any

import pytest
from flask import Flask
from paperwork import approved, drafted, furnished, letter_for_budi, signed, step, text_of, today
from sqlalchemy import select
from world import World

from server.core import app_state
from server.core.db import db
from server.core.pace import Pace
from server.summons.models import Letter
from server.summons.rules import ALPHABET, TOKEN_LENGTH

ADDRESS = re.compile(rf"http://127\.0\.0\.1:8000/periksa/([{ALPHABET}]{{{TOKEN_LENGTH}}})")


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def token_of(city: World, letter: dict[str, Any]) -> str:
    found = ADDRESS.search(text_of(city, letter))
    assert found, "the paper bears no address"
    return found[1]


def ask(city: World, token: str) -> Any:
    return city.client().get(f"/api/letters/check/{token}")


def foot_of(city: World, letter: dict[str, Any]) -> str:
    data = city.client("desk").get(f"/api/letters/{letter['id']}.docx").data
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read("word/footer1.xml").decode()


def test_a_stranger_learns_number_date_and_state_and_nothing_else(city: World) -> None:
    letter = signed(city, letter_for_budi(city))
    token = token_of(city, letter)
    answer = ask(city, token)
    assert answer.status_code == 200
    assert answer.json == {
        "genuine": True,
        "state": "valid",
        "number": "800.1.6.2/123/BKPSDM/2026",
        "dated": today().isoformat(),
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    typed = token.upper().replace("0", "o")
    assert ask(city, f"{typed[:4]}-{typed[4:]}").json == answer.json
    assert letter["check_address"] == f"http://127.0.0.1:8000/periksa/{token}"
    wrong = ["0" * TOKEN_LENGTH, "pendek", "x" * 500, "%F0%9F%98%80", letter["id"]]
    answers = [ask(city, one) for one in wrong]
    assert {one.status_code for one in answers} == {404}
    assert len({one.data for one in answers}) == 1  # however it is wrong
    told = answers[0].json
    assert told["code"] == "letter-unknown"
    assert (told["genuine"], told["state"], told["number"]) == (False, "unknown", None)
    # who guesses is slowed, who holds a paper is not
    city.app.extensions["sidak_strangers"] = Pace(2)
    answers = [ask(city, "0" * TOKEN_LENGTH) for _ in range(3)]
    assert [one.status_code for one in answers] == [404, 404, 429]
    assert answers[-1].json["code"] == "too-many-checks"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert ask(city, token).status_code == 200


@pytest.mark.one_database
def test_every_signed_kind_bears_its_own_code_and_no_draft_any(city: World) -> None:
    draft = approved(city, letter_for_budi(city))
    assert "/periksa/" not in text_of(city, draft)
    foot = foot_of(city, draft)
    assert "/periksa/" not in foot
    assert "<w:drawing>" not in foot
    with city.app.app_context():
        assert db.session.scalar(select(Letter.check_token)) is None
    stranger = city.identity(name="WAHYU", kind="other_agency", opd_text="Kantor Pajak Contoh")
    city.confirmed(city.finding(identity=stranger))
    others = [*drafted(city, "B"), *drafted(city, "referral")]
    papers = [signed(city, one, f"800/{at}/2026") for at, one in enumerate(others)]
    papers.append(step(city, draft, "sign", number="800/9/2026", dated=today().isoformat()))
    tokens = [token_of(city, one) for one in papers]
    assert len(set(tokens)) == 3
    for token, paper in zip(tokens, papers, strict=True):
        foot = foot_of(city, paper)
        assert token in foot
        assert "<w:drawing>" in foot


def test_a_paper_says_when_it_counts_no_longer_or_cannot_be_confirmed(city: World) -> None:
    letter = signed(city, letter_for_budi(city), "800/1/2026")
    formal = signed(city, drafted(city, "B")[0], "800/2/2026")
    tokens = token_of(city, letter), token_of(city, formal)
    step(city, letter, "withdraw", by="approver", reason="salah tanggal")
    step(city, formal, "replace", by="approver", reason="salah tempat")
    told = [ask(city, one).json for one in tokens]
    assert [(one["genuine"], one["state"], one["number"]) for one in told] == [
        (True, "withdrawn", "800/1/2026"),
        (True, "replaced", "800/2/2026"),
    ]
    with city.app.app_context():
        path = app_state.blobs().path(letter["pdf_sha256"])
    unsure = {"genuine": None, "state": "uncertain", "number": None, "dated": None}
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert ask(city, tokens[0]).json == unsure
    path.unlink()
    assert ask(city, tokens[0]).json == unsure
