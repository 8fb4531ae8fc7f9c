"""The own account: its password, its sessions, and what the permission table refused to it."""

from typing import Any

import pytest
import world
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, update
from world import World

from server.accounts import refusals
from server.accounts.models import User
from server.accounts.service import FREE_GUESSES
from server.accounts.strength import refuse_weak
from server.core.audit import AuditEntry
from server.core.db import db
from server.core.problems import Problem

NOW, NEXT = "kata-sandi-panjang", "kuda baterai jepit benar"
# A hash carries its own cost: this one opens the same door in a hundredth of the time.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = CHEAP.hash(NOW)


@pytest.fixture
def city(app: Flask) -> World:
    city = world.build(app)
    with app.app_context():
        db.session.execute(update(User).where(User.username == "desk").values(password_hash=HASH))
        db.session.commit()
    return city


def change(client: Any, current: str = NOW, password: str = NEXT) -> Any:
    return client.put("/api/password", json={"current": current, "password": password})


def audited(city: World, action: str) -> list[AuditEntry]:
    with city.app.app_context():
        return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_a_changed_password_ends_every_other_session_and_stands_in_the_audit(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.accounts.routes.own.hash_password", CHEAP.hash)
    here, there = city.client("desk"), city.client("desk")
    answer = change(here)
    assert (answer.status_code, answer.json["user"]["username"]) == (200, "desk")
    assert here.get("/api/session").status_code == 200
    assert there.get("/api/session").status_code == 401
    told = {"username": "desk", "password": NEXT}
    assert city.client().post("/api/session", json=told).status_code == 201
    told["password"] = NOW
    assert city.client().post("/api/session", json=told).json["code"] == "bad-credentials"
    assert [one.actor_id for one in audited(city, "user.change_password")] == [city.users["desk"]]


def test_the_password_of_today_is_asked_and_guesses_at_it_are_slowed(city: World) -> None:
    client = city.client("desk")
    for _ in range(FREE_GUESSES):
        assert change(client, current="bukan yang ini").json["code"] == "wrong-password"
    assert change(client).json["code"] == "too-many-attempts"
    assert client.get("/api/session").status_code == 200
    assert len(audited(city, "session.refuse")) == FREE_GUESSES


@pytest.mark.one_database
def test_a_password_chosen_elsewhere_meanwhile_is_not_overwritten(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_link(_password: str) -> str:  # an admin's link was used while the slow hash ran
        db.session.execute(update(User).where(User.username == "desk").values(password_hash="!"))
        db.session.commit()
        return HASH

    monkeypatch.setattr("server.accounts.routes.own.hash_password", by_link)
    assert change(city.client("desk")).json["code"] == "sign-in-needed"


@pytest.mark.parametrize(
    "weak",
    [
        "rahasia12345", "bismillah123", "qwertyuiop123", "indonesia1945", "sandisandisandi",
        "P4ssw0rd1234", "Petugas Meja", "probolinggo2026", "bkpsdm123456",
    ],
)  # fmt: skip
@pytest.mark.one_database
def test_a_common_password_is_refused_wherever_one_is_chosen(weak: str) -> None:
    with pytest.raises(Problem, match="weak-password"):
        refuse_weak(weak, "desk", "Petugas Meja")


@pytest.mark.one_database
def test_words_that_nobody_puts_together_are_taken_in_any_composition(city: World) -> None:
    for good in (NEXT, "gerobak tetangga hujan sore", "Tq8#mmPvx0Zz", "x7" + "kerbau payung" * 9):
        refuse_weak(good, "desk", "Petugas Meja")
    client = city.client("desk")
    assert change(client, password="rahasia12345").json["code"] == "weak-password"
    link = city.client("admin").post(f"/api/users/{city.users['approver']}/link").json["token"]
    chosen = city.client().post("/api/password", json={"token": link, "password": "approver1234"})
    assert chosen.json["code"] == "weak-password"
    assert city.client("desk").get("/api/session").status_code == 200


def test_somebody_sees_the_own_sessions_and_ends_the_others(city: World) -> None:
    here, there, other = city.client("desk"), city.client(), city.client("approver")
    there.post("/api/session", json={"username": "desk", "password": NOW})
    items = here.get("/api/sessions").json["items"]
    assert [one["here"] for one in items].count(True) == 1
    others = len(items) - 1
    assert here.delete("/api/sessions").json == {"ended": others}
    assert [one["here"] for one in here.get("/api/sessions").json["items"]] == [True]
    assert there.get("/api/session").status_code == 401
    assert other.get("/api/session").status_code == 200
    assert [one.detail for one in audited(city, "session.end_others")] == [{"ended": others}]


def test_a_refused_right_stands_in_the_audit_once_an_hour_and_says_nothing_outside(
    city: World,
) -> None:
    client = city.client("officer1")
    refused = client.get("/api/audit")
    absent = client.get("/api/nothing-of-the-kind")
    assert (refused.status_code, refused.json) == (absent.status_code, absent.json)
    for _ in range(3):
        client.get("/api/audit")
    client.post("/api/users", json={"users": []})
    rows = audited(city, refusals.ACTION)
    assert [(one.subject_id, one.detail) for one in rows] == [
        ("audit.read", {"route": "/api/audit"}),
        ("user.manage", {"route": "/api/users"}),
    ]
    assert {one.actor_id for one in rows} == {city.users["officer1"]}
    city.client().get("/api/audit")  # a stranger is nobody: no row
    assert len(audited(city, refusals.ACTION)) == 2


def test_nobody_fills_the_chain_with_refusals(city: World) -> None:
    with city.app.app_context():
        for number in range(refusals.MOST + 9):  # as many words, processes and hours as you like
            refusals.note(city.users["officer1"], f"word.{number}", "/api/x")
        refusals.note(city.users["officer2"], "word.0", "/api/x")
    actors = [one.actor_id for one in audited(city, refusals.ACTION)]
    assert actors.count(city.users["officer1"]) == refusals.MOST
    assert actors.count(city.users["officer2"]) == 1


@pytest.mark.one_database
def test_a_refusal_that_cannot_be_noted_is_still_a_refusal(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(refusals, "note", full)
    assert city.client("officer2").get("/api/audit").status_code == 404
