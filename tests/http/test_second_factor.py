"""A stolen password alone opens no account that judges people or changes who may."""

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import world
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from world import World

from server.accounts import rules, second_factor
from server.accounts.models import SignIn, User
from server.accounts.passwords import hash_password
from server.accounts.service import FREE_GUESSES
from server.accounts.sessions import anybody
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db

PASSWORD = "kata-sandi-panjang"
HASH = hash_password(PASSWORD)


@pytest.fixture
def city(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    city = world.build(app)
    # the work of Argon2 is tested where it belongs
    monkeypatch.setattr(
        "server.accounts.routes.sessions.matches",
        lambda known, typed: known == HASH and typed == PASSWORD,
    )
    with app.app_context():
        db.session.execute(update(User).values(password_hash=HASH))
        db.session.commit()
    return city


def sign_in(city: World, username: str = "desk", **more: Any) -> tuple[FlaskClient, Any]:
    client = city.client()
    return client, client.post(
        "/api/session", json={"username": username, "password": PASSWORD, **more}
    )


def code_of(secret: str, steps: int = 0) -> str:
    raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return rules.code_at(raw, rules.step_of(now()) + steps)


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Turn it on as the screen does; return the secret and the recovery codes."""
    begun = client.post("/api/second-factor/begin", json={}).json
    done = client.post(
        "/api/second-factor", json={"ticket": begun["ticket"], "code": code_of(begun["secret"], -1)}
    )
    assert done.status_code == 200, done.text
    return begun["secret"], done.json["recovery_codes"]


def test_it_is_on_only_after_a_code_that_fits(city: World) -> None:
    client, _ = sign_in(city)
    begun = client.post("/api/second-factor/begin", json={}).json
    for code in ("000000", "", "12345"):
        answer = client.post("/api/second-factor", json={"ticket": begun["ticket"], "code": code})
        assert answer.status_code in {401, 422}, code
        assert answer.json["code"] in {"bad-code", "bad-field"}
    assert sign_in(city)[1].json["second_factor"] == "required"


@pytest.mark.parametrize("username", ["desk", "approver", "admin"])
def test_who_judges_or_manages_can_only_set_it_up_first(city: World, username: str) -> None:
    client, answer = sign_in(city, username)
    assert answer.json["second_factor"] == "required"
    for path in ("/api/findings", "/api/operations", "/api/opds"):
        assert client.get(path).json["code"] == "second-factor-setup"
    assert client.get("/api/session").json["second_factor"] == "required"
    set_up(client)
    assert client.get("/api/session").json["second_factor"] == "on"
    assert client.get("/api/opds").status_code == 200


@pytest.mark.parametrize(("username", "somebody"), [("desk", False), ("officer1", True)])
def test_where_a_session_is_not_needed_one_that_has_yet_to_set_it_up_is_nobody(
    city: World, *, username: str, somebody: bool
) -> None:
    client, _ = sign_in(city, username)
    cookie = client.get_cookie("sidak")
    assert cookie is not None
    with city.app.test_request_context(headers={"Cookie": f"sidak={cookie.value}"}):
        assert (anybody() is not None) is somebody


@pytest.mark.parametrize("username", ["officer1", "sekda", "inspector", "opd_disdik"])
def test_others_sign_in_as_before(city: World, username: str) -> None:
    client, answer = sign_in(city, username)
    assert answer.json["second_factor"] == "off"
    assert client.get("/api/opds").status_code == 200


def test_then_the_password_alone_is_not_enough_and_a_code_opens_once(city: World) -> None:
    first, _ = sign_in(city)
    secret, _ = set_up(first)
    _, answer = sign_in(city)
    assert (answer.status_code, answer.json["code"]) == (401, "second-factor-needed")
    _, answer = sign_in(city, code="000000")
    assert answer.json["code"] == "bad-code"
    code = code_of(secret)
    client, answer = sign_in(city, code=f"{code[:3]} {code[3:]}")
    assert answer.status_code == 201, answer.text
    assert client.get("/api/opds").status_code == 200
    _, answer = sign_in(city, code=code)
    assert answer.json["code"] == "bad-code"


def test_the_code_is_asked_only_of_who_knows_the_password(city: World) -> None:
    set_up(sign_in(city)[0])
    client = city.client()
    wrong = {"password": "kata-sandi-salah", "code": "123456"}
    answers = [
        client.post("/api/session", json={"username": name, **wrong})
        for name in ("desk", "officer1", "tidak-ada")
    ]
    assert {(one.status_code, one.text) for one in answers} == {(401, answers[0].text)}
    assert answers[0].json["code"] == "bad-credentials"


def test_guessing_codes_pauses_the_name(city: World) -> None:
    secret, _ = set_up(sign_in(city)[0])
    for _ in range(FREE_GUESSES):
        assert sign_in(city, code="999999x")[1].json["code"] == "bad-code"
    _, answer = sign_in(city, code=code_of(secret))
    assert (answer.status_code, answer.json["code"]) == (429, "too-many-attempts")


def test_a_recovery_code_opens_once_and_leaves_a_trace(city: World) -> None:
    _, codes = set_up(sign_in(city)[0])
    assert sign_in(city, code=codes[3].upper())[1].status_code == 201
    assert sign_in(city, code=codes[3])[1].json["code"] == "bad-code"
    assert sign_in(city, code=codes[4])[1].status_code == 201
    with city.app.app_context():
        used = select(AuditEntry.detail).where(AuditEntry.action == "user.recovery_code")
        assert [one["left"] for one in db.session.scalars(used)] == [9, 8]


def test_setting_it_up_ends_every_older_session_and_renews_this_one(city: World) -> None:
    elsewhere = city.client("desk")
    client, _ = sign_in(city)
    before = client.get_cookie("sidak")
    set_up(client)
    after = client.get_cookie("sidak")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert elsewhere.get("/api/session").status_code == 401
    client.set_cookie("sidak", before.value)
    assert client.get("/api/session").status_code == 401


def test_signing_in_again_ends_the_session_that_the_browser_had(city: World) -> None:
    client, _ = sign_in(city, "sekda")
    before = client.get_cookie("sidak")
    assert before is not None
    client.post("/api/session", json={"username": "sekda", "password": PASSWORD})
    client.set_cookie("sidak", before.value)
    assert client.get("/api/session").status_code == 401


def test_a_new_authenticator_needs_a_code_of_the_old_one(city: World) -> None:
    client, _ = sign_in(city)
    _, codes = set_up(client)
    refused = client.post("/api/second-factor/begin", json={})
    assert refused.json["code"] == "bad-code"
    begun = client.post("/api/second-factor/begin", json={"code": codes[0]})
    assert begun.status_code == 200
    assert "<svg" in begun.json["qr"]


def test_a_ticket_of_somebody_else_or_of_yesterday_is_refused(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mine, _), (other, _) = sign_in(city, "desk"), sign_in(city, "desk2")
    begun = mine.post("/api/second-factor/begin", json={}).json
    body = {"ticket": begun["ticket"], "code": code_of(begun["secret"])}
    assert other.post("/api/second-factor", json=body).json["code"] == "bad-code"
    monkeypatch.setattr(second_factor, "TICKET_VALID", timedelta(seconds=-1))
    late = mine.post("/api/second-factor/begin", json={}).json
    body = {"ticket": late["ticket"], "code": code_of(late["secret"])}
    assert mine.post("/api/second-factor", json=body).json["code"] == "bad-code"


def test_the_database_holds_neither_secret_nor_recovery_code(city: World) -> None:
    secret, codes = set_up(sign_in(city)[0])
    raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
    with city.app.app_context():
        kept = db.session.scalars(select(User).where(User.username == "desk")).one()
        text = f"{kept.totp_secret} {kept.recovery_hashes}"
    assert raw.hex() not in text
    assert secret not in text
    assert not any(code.replace("-", "") in text for code in codes)


def test_an_admin_session_ends_after_half_an_hour_without_use_and_use_keeps_it(
    city: World,
) -> None:
    client = city.client("admin")
    for minutes, status in ((20, 200), (20, 200), (31, 401)):
        with city.app.app_context():
            idle = now() - timedelta(minutes=minutes)
            db.session.execute(update(SignIn).values(seen_at=idle))
            db.session.commit()
        assert client.get("/api/opds").status_code == status
        if status == 200:
            with city.app.app_context():
                mine = SignIn.user_id == city.users["admin"]
                seen = db.session.scalars(select(SignIn.seen_at).where(mine)).one()
                assert now() - seen < timedelta(minutes=5)


def test_only_demo_accounts_are_exempt(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with city.app.app_context():
        who = db.session.scalars(select(User).where(User.username == "desk")).one()
        assert second_factor.must_set_up(who)
        real = city.app.extensions["sidak_settings"]
        monkeypatch.setitem(
            city.app.extensions, "sidak_settings", type(real)(Path(), real.database_url, demo=True)
        )
        assert not second_factor.must_set_up(who)
