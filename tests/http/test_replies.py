"""The right of reply: a paper slip, a code, an answer; the desk reads it, and only the desk judges."""

import subprocess
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import world
from flask import Flask
from sqlalchemy import select
from world import World, working_days_ago

from server.archive.guards import guard_faults
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db
from server.core.pace import Pace
from server.findings.models import Finding, ReplySlip
from server.findings.service import replies
from server.operations.models import Operation

PDF = b"%PDF-1.7 made up"
TEXT = "Saya bertugas mengambil berkas di kantor pajak."


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def slips(city: World, tmp_path: Path, by: str = "coordinator1") -> list[tuple[str, str]]:
    """Make a page of slips, print it, and return (number, code) as they stand on the paper."""
    made = city.client(by).post(f"/api/operations/{city.operation}/slips", json={"pages": 1})
    assert made.status_code == 201, made.text
    path = f"/api/slips/{made.json['id']}.pdf"
    paper, again = city.client(by).get(path), city.client("desk").get(path)
    assert (paper.status_code, paper.content_type) == (200, "application/pdf")
    assert paper.data == again.data  # printed again it is the same
    file = tmp_path / "slips.pdf"
    file.write_bytes(paper.data)
    text = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, text=True
    ).stdout
    lines = text.splitlines()
    found = {
        after: [line.strip() for before, line in pairwise(lines) if before == after]
        for after in ("Nomor slip", "Kode jawab")
    }
    return list(zip(found["Nomor slip"], found["Kode jawab"], strict=True))


def seen(city: World, slip: str | None, **more: Any) -> UUID:
    finding, answer = city.send(city.finding(slip=slip, **more))
    assert answer.status_code == 201, answer.text
    return finding


def look(city: World, code: str) -> Any:
    return city.client().post("/api/replies/look", json={"code": code})


def say(city: World, code: str, text: str = TEXT, **more: Any) -> Any:
    return city.client().post("/api/replies", json={"code": code, "text": text, **more})


def put(city: World, code: str, late_id: str, data: bytes) -> Any:
    path = f"/api/replies/{late_id}/file"
    headers = {"Sidak-Reply-Code": code}
    return city.client().put(path, data=data, headers=headers, content_type="application/pdf")


def flags(city: World, finding: UUID, by: str = "desk") -> list[str]:
    found: list[str] = city.client(by).get(f"/api/findings/{finding}").json["flags"]
    return found


def test_a_person_answers_by_slip_and_only_the_desk_moves_the_line(
    city: World, tmp_path: Path
) -> None:
    pages = slips(city, tmp_path)
    assert len(pages) == 10
    number, code = pages[3]
    assert look(city, code).json["code"] == "reply-unknown"  # nobody has written the number yet
    finding = seen(city, number)
    assert city.judge(finding, "confirm").status_code == 200
    told = look(city, code.lower().replace("-", " "))
    assert told.status_code == 200
    assert "Set-Cookie" not in told.headers
    (note,) = told.json["notes"]
    assert set(note) == {
        "number", "seen_at", "time_zone", "place", "observed", "reply_until", "may_reply",
        "replies",
    }  # fmt: skip
    assert (note["place"], note["observed"], note["may_reply"]) == ("Pasar Baru", "none", True)
    for hidden in ("BUDI", "198703122010011004", "officer1", "Dinas", "petugas"):
        assert hidden not in told.text

    sent, again = say(city, code), say(city, code)
    assert sent.status_code == 201, sent.text
    assert sent.json == again.json  # the same text twice is one answer
    assert sent.json["receipt"] == sent.json["id"].upper().replace("-", "")[:4] + "-" + (
        sent.json["id"].upper().replace("-", "")[4:8] + "-" + sent.json["id"].upper()[9:11]
    )
    assert put(city, code, sent.json["id"], b"<html>").json["code"] == "bad-field"
    assert put(city, code, sent.json["id"], b"\xff\xd8\xff no picture").json["code"] == "bad-field"
    assert put(city, pages[0][1], sent.json["id"], PDF).json["code"] == "reply-unknown"
    assert put(city, code, sent.json["id"], PDF).json["has_file"] is True
    assert put(city, code, sent.json["id"], PDF + b"2").json["code"] == "step-not-allowed"
    assert say(city, code, "Surat menyusul besok.").status_code == 201
    given = look(city, code).json["notes"][0]["replies"]
    assert [one["has_file"] for one in given] == [True, False]
    assert TEXT not in look(city, code).text  # a lost slip does not tell what was written

    # the desk: on the queue and on the first page, with receipt and text; nothing has moved
    whole = city.client("desk").get(f"/api/findings/{finding}").json
    assert (whole["status"], whole["assessment"]["state"]) == ("confirmed", "unassessed")
    assert whole["amendments"][-1]["actor_name"] == "Yang bersangkutan"
    paper = whole["late_letters"][0]
    assert (paper["source"], paper["note"], paper["unread"]) == ("person", TEXT, True)
    assert paper["receipt"] == sent.json["receipt"]
    queue = city.client("desk").get(f"/api/findings?operation={city.operation}").json["items"]
    assert "reply_unread" in queue[0]["flags"]
    assert "reply_unread" not in flags(city, finding, by="officer1")
    due = city.client("desk").get("/api/due").json["items"]
    assert [one["kind"] for one in due] == ["reply_unread"]
    stale = city.judge(finding, "assess-document", revision=2, state="accepted")
    assert stale.json["code"] == "stale-revision"  # decided before the answer came
    for late in whole["late_letters"]:
        read = city.client("desk").post(f"/api/late-letters/{late['id']}/read", json={})
        assert read.json["unread"] is False
    assert "reply_unread" not in flags(city, finding)
    assert city.client("desk").get("/api/due").json["items"] == []
    with city.app.app_context():
        rows = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "finding.receive_letter")
        ).all()
        assert [row.actor_id for row in rows] == [None, None, None]
        assert code.replace("-", "").lower() not in str([row.detail for row in rows])
        assert list(guard_faults()) == []


def test_a_stranger_learns_nothing_and_is_slowed(city: World, tmp_path: Path) -> None:
    number, code = slips(city, tmp_path, by="desk")[0]
    seen(city, number)
    wrong = ["ABCDE-FGHJK-LMNPQ", "x", code[:-1] + ("A" if code[-1] != "A" else "B"), "é" * 20]
    answers = [look(city, one) for one in wrong] + [say(city, one) for one in wrong]
    assert {one.status_code for one in answers} == {404}
    assert len({one.data for one in answers}) == 1  # however it is wrong
    city.app.extensions["sidak_strangers"] = Pace(1)
    assert [look(city, "x").status_code for _ in range(2)] == [404, 429]
    assert look(city, code).status_code == 200  # who holds a slip is not
    with city.app.app_context():
        kept = db.session.scalars(select(ReplySlip)).all()
        assert code.replace("-", "").lower() not in str([vars(one) for one in kept])


def test_a_number_typed_twice_or_never_printed_is_a_flag_and_never_a_refusal(
    city: World, tmp_path: Path
) -> None:
    (first, code), (second, other) = slips(city, tmp_path)[:2]
    one = seen(city, first)
    two = seen(city, first, identity=city.identity("siti"), place="Terminal")
    never = seen(city, "9999-9", identity=city.identity("joko"))
    assert "slip_twice" in flags(city, one)
    assert "slip_twice" in flags(city, two)
    assert flags(city, never).count("slip_unknown") == 1
    # whoever holds the slip says which note it is
    places = [note["place"] for note in look(city, code).json["notes"]]
    assert places == ["Pasar Baru", "Terminal"]
    assert say(city, code, note=2).status_code == 201
    assert say(city, code, note=3).status_code == 404
    papers = city.client("desk").get(f"/api/findings/{two}").json["late_letters"]
    assert [paper["note"] for paper in papers] == [TEXT]
    # the desk corrects what was typed wrong
    bad = city.judge(never, "amend", slip="9999-9")
    assert bad.json["invalid"] == {"slip": ["Slip bernomor ini tidak pernah dicetak."]}
    for finding, revision in ((never, 1), (two, 2)):
        answer = city.judge(finding, "amend", revision=revision, slip=second)
        assert answer.json["slip"] == second, answer.text
    assert "slip_unknown" not in flags(city, never)
    assert len(look(city, code).json["notes"]) == 1
    assert len(look(city, other).json["notes"]) == 2
    # merged, both are one note
    answer = city.judge(never, "merge", revision=2, into=str(two))
    assert answer.status_code == 200, answer.text
    assert len(look(city, other).json["notes"]) == 1


def test_after_the_deadline_the_page_says_so_and_takes_nothing(city: World, tmp_path: Path) -> None:
    number, code = slips(city, tmp_path)[0]
    finding = seen(city, number)
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).promised_until = now() - timedelta(hours=1)
        found = db.session.get_one(Finding, finding)
        found.seen_at = working_days_ago(2)
        db.session.commit()
    assert look(city, code).json["notes"][0]["may_reply"] is True  # three working days at least
    with city.app.app_context():
        db.session.get_one(Finding, finding).seen_at = working_days_ago(3)
        db.session.commit()
    assert look(city, code).json["notes"][0]["may_reply"] is False
    assert say(city, code).json["code"] == "deadline-passed"
    with city.app.app_context():
        found = db.session.get_one(Finding, finding)
        found.assessment_due_at = now() + timedelta(hours=1)  # this person was given longer
        db.session.commit()
    for number_of in range(replies.MOST):
        assert say(city, code, f"Penjelasan {number_of}").status_code == 201
    assert say(city, code, "Satu lagi").json["code"] == "step-not-allowed"
    city.client("desk").post(f"/api/operations/{city.operation}/close", json={"reason": "selesai"})
    late = city.client("desk").post(f"/api/operations/{city.operation}/slips", json={"pages": 1})
    assert late.json["code"] == "step-not-allowed"


@pytest.mark.one_database
def test_a_letter_of_the_person_is_a_picture_that_decodes(city: World, tmp_path: Path) -> None:
    (number, code), (another, other_code) = slips(city, tmp_path)[:2]
    finding = seen(city, number)
    seen(city, another, sequence=2, identity=city.identity("siti"))
    _, jpeg = world.photo()
    late_id = say(city, code).json["id"]
    # the answer of somebody else takes nothing, and looks like none
    for strange in (say(city, other_code).json["id"], str(uuid4())):
        refused = put(city, code, strange, PDF)
        assert (refused.status_code, refused.json["code"]) == (404, "not-found")
    assert put(city, code, late_id, jpeg).json["has_file"] is True
    path = f"/api/late-letters/{late_id}/file"
    got = city.client("desk").get(path)
    assert (got.data, got.content_type) == (jpeg, "image/jpeg")
    assert put(city, code, late_id, b"%PDF" + bytes(5_000_000)).status_code == 413
    # an old phone knows no slips; the person keeps the right to write to BKPSDM
    said = city.finding()
    assert "slip" not in said
    assert city.send(said)[1].status_code == 201
    assert city.client("desk").get(f"/api/findings/{finding}").json["slip"] == number
