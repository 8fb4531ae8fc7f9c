"""A one-time code signs a petugas in and enrols a phone: once, for a while, for the field alone."""

from datetime import timedelta
from typing import Any

import pytest
import sealed_phone
import world
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse
from world import World

from server.accounts import enrolments
from server.accounts.models import Enrolment, SignIn, User
from server.accounts.service import end_powerful_sessions, token_hash
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db
from server.core.problems import Problem


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def ask(city: World, *whom: str, by: str = "coordinator1", printed: bool = False) -> TestResponse:
    body = {"user_ids": [str(city.users[one]) for one in whom], "printed": printed}
    return city.client(by).post(f"/api/operations/{city.operation}/phone-codes", json=body)


def code_for(city: World, who: str = "officer1", **more: Any) -> str:
    answer = ask(city, who, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json["items"][0]["code"])


def key() -> dict[str, Any]:
    return sealed_phone.jwk(sealed_phone.new_key())


def use(client: FlaskClient, code: str, public_key: dict[str, Any] | None = None) -> TestResponse:
    body = {"code": code, "name": "HP Contoh", "public_key": public_key or key()}
    return client.post("/api/enrolments/use", json=body)


def test_a_code_signs_in_and_enrols_the_phone_without_a_password(city: World) -> None:
    code = code_for(city)
    phone = city.client()
    seen = phone.post("/api/enrolments/look", json={"code": code.lower().replace("-", " ")})
    assert seen.json == {"id": str(city.users["officer1"]), "name": "Officer1"}
    entered = use(phone, code)
    assert entered.status_code == 201, entered.text
    assert phone.get("/api/session").json["user"]["username"] == "officer1"
    body = {"unsent_findings": 0, "unsent_photos": 0, "last_sequence": 0}
    device = entered.json["device_id"]
    assert phone.post(f"/api/devices/{device}/heartbeat", json=body).status_code == 204
    with city.app.app_context():
        kept = db.session.scalars(select(Enrolment)).one()
        assert kept.token_sha256 == token_hash(code.lower().replace("-", ""))
        assert str(kept.device_id) == device
        words = ("device.invite", "device.enrol", "device.accept", "session.begin")
        rows = select(AuditEntry.action).where(AuditEntry.action.in_(words))
        assert set(db.session.scalars(rows)) == set(words)


def test_the_same_phone_may_ask_twice_and_another_phone_may_not(city: World) -> None:
    code, mine = code_for(city), key()
    first, again = use(city.client(), code, mine), use(city.client(), code, mine)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["device_id"] == again.json["device_id"]
    other = use(city.client(), code)
    assert (other.status_code, other.json["code"]) == (410, "enrolment-used")
    late = now() - enrolments.SAME_PHONE_AGAIN - timedelta(seconds=1)
    with city.app.app_context():
        db.session.execute(update(Enrolment).values(used_at=late))
        db.session.commit()
    assert use(city.client(), code, mine).json["code"] == "enrolment-used"


@pytest.mark.parametrize("printed", [False, True])
def test_a_code_ends_by_itself(city: World, *, printed: bool) -> None:
    code = code_for(city, printed=printed)
    with city.app.app_context():
        row = db.session.scalars(select(Enrolment)).one()
        whole = enrolments.ON_PAPER if printed else enrolments.ON_SCREEN
        assert whole - (row.expires_at - now()) < timedelta(minutes=1)
        row.expires_at = now() - timedelta(seconds=1)
        db.session.commit()
    assert use(city.client(), code).json["code"] == "enrolment-expired"


def test_a_newer_code_a_lost_place_and_a_restore_end_an_older_code(city: World) -> None:
    older, newer = code_for(city), code_for(city)
    assert use(city.client(), older).json["code"] == "enrolment-unknown"
    members = [{"user_id": str(city.users["coordinator1"]), "role": "coordinator"}]
    teams = f"/api/operations/{city.operation}/teams"
    answer = city.client("desk").post(teams, json={"number": 1, "members": members})
    assert answer.status_code == 201, answer.text
    assert use(city.client(), newer).json["code"] == "enrolment-unknown"
    spent = code_for(city, "coordinator1")
    with city.app.app_context():
        end_powerful_sessions()
        db.session.commit()
    city.tokens.clear()  # everybody signs in again
    assert use(city.client(), spent).json["code"] == "enrolment-unknown"
    last = code_for(city, "coordinator1")
    closed = city.client("desk").post(f"/api/operations/{city.operation}/close")
    assert closed.status_code == 200, closed.text
    assert use(city.client(), last).json["code"] == "enrolment-unknown"
    assert ask(city, "coordinator1").json["code"] == "step-not-allowed"


def test_only_accounts_of_the_field_are_opened_by_a_code(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(User, city.users["coordinator1"]).roles = ["coordinator", "sekda"]
        db.session.commit()
    assert ask(city, "coordinator1").json["code"] == "enrolment-not-field"
    with city.app.app_context():
        powerful = db.session.get_one(User, city.users["desk"])
        with pytest.raises(Problem, match="enrolment-not-field"):
            enrolments.invite(powerful, powerful, city.operation, printed=False)
    both = ask(city, "coordinator1", "officer1", by="desk", printed=True).json
    assert [one["name"] for one in both["items"]] == ["Officer1"]
    assert [one["name"] for one in both["without"]] == ["Coordinator1"]
    # an account that was disabled, or given more rights, after the code was made
    with city.app.app_context():
        db.session.get_one(User, city.users["officer1"]).active = False
        db.session.commit()
        sessions = select(SignIn.token_sha256).where(SignIn.user_id == city.users["officer1"])
        before = db.session.scalars(sessions).all()
    entered = use(city.client(), both["items"][0]["code"])
    assert (entered.status_code, entered.json["code"]) == (409, "enrolment-not-field")
    with city.app.app_context():
        sessions = select(SignIn.token_sha256).where(SignIn.user_id == city.users["officer1"])
        assert db.session.scalars(sessions).all() == before


def test_who_may_show_a_code(city: World) -> None:
    for by in ("coordinator1", "desk", "admin"):
        assert ask(city, "officer1", by=by).status_code == 201
    # another team's petugas, somebody of no team, and people who lead nothing
    assert ask(city, "officer2").status_code == 404
    assert ask(city, "admin", by="desk").status_code == 404
    for by in ("officer1", "sekda", "inspector", "opd_disdik"):
        assert ask(city, "officer1", by=by).status_code == 404


def test_guessing_waits_and_a_code_that_is_known_does_not(city: World) -> None:
    good = code_for(city)
    guesses = [use(city.client(), f"AAAA-{number:04d}").json["code"] for number in range(10)]
    assert guesses[0] == "enrolment-unknown"
    assert guesses[-1] == "too-many-attempts"
    assert use(city.client(), good).status_code == 201


def test_a_key_that_was_taken_back_enters_with_no_code(city: World) -> None:
    mine = key()
    device = use(city.client(), code_for(city), mine).json["device_id"]
    revoked = city.client("desk").post(f"/api/devices/{device}/revoke", json={"reason": "hilang"})
    assert revoked.status_code == 200
    code = code_for(city)
    assert use(city.client(), code, mine).json["code"] == "device-revoked"
    assert use(city.client(), code).status_code == 201  # the same code, a new key: a new phone
