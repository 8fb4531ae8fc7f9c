"""The board: every figure a naive recount agrees with, cheap to poll, no names for strangers."""

import gzip
from datetime import timedelta
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest
import world
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError
from world import World

from server.accounts.models import Device, SignIn, User
from server.board import service
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db
from server.core.geo import point
from server.core.http import HEADERS
from server.operations.models import Operation, Team, TeamMember, Visit
from server.people.models import Employee

ASN = ("pns", "cpns", "pppk", "pppk_part_time", "pns", "pns", "pppk")


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def get(city: World, by: str = "sekda", etag: str | None = None) -> Any:
    headers = {"If-None-Match": etag} if etag else {}
    return city.client(by).get(f"/api/operations/{city.operation}/board", headers=headers)


def board(city: World, by: str = "sekda") -> dict[str, Any]:
    answer = get(city, by)
    assert answer.status_code == 200, answer.text
    return answer.json


def hire(city: World, kind: str, number: int, opd: str = "Disdik") -> str:
    with city.app.app_context():
        one = Employee(name=f"ORANG {number}", kind=kind, job="Staf", opd_id=city.opds[opd])
        db.session.add(one)
        db.session.commit()
        city.employees[one.name] = one.id
        return one.name


def second(city: World, **changes: Any) -> dict[str, Any]:
    return city.finding(
        team_id=str(city.teams[2]), author_id=str(city.users["officer2"]), **changes
    )


def visit(city: World, team: int, *, nil: bool) -> None:
    """Report a visit as its service does: the row and its audit row."""
    with city.app.app_context():
        one = Visit(
            id=uuid4(),
            operation_id=city.operation,
            team_id=city.teams[team],
            author_id=city.users[f"officer{team}"],
            place="Kedai B",
            nil=nil,
            at=now(),
            accuracy_m=9.0,
            sha256="0" * 64,
            position=point(*world.IN_MARKET),
        )
        db.session.add(one)
        world_audit(city, "visit.report", one.id)
        db.session.commit()


def world_audit(city: World, action: str, subject: object) -> None:
    from server.core import audit  # noqa: PLC0415 - inside the application's context alone

    audit.record(action, actor_id=None, subject_id=subject, operation_id=city.operation)


def team(found: dict[str, Any], number: int) -> dict[str, Any]:
    return next(one for one in found["teams"] if one["number"] == number)


def test_the_morning_adds_up(city: World) -> None:
    """Fifteen people of this government: 7 ASN and 8 non-ASN, two more of another agency."""
    people = [(kind, number) for number, kind in enumerate((*ASN, *["non_asn"] * 8))]
    for kind, number in people:
        name = hire(city, kind, number, "Disdik" if number % 2 else "Dishub")
        said = {"identity": city.identity(name, kind=kind)}
        by = "officer2" if number >= 9 else "officer1"
        city.send(second(city, **said) if number >= 9 else city.finding(**said), by=by)
    for name in ("WAHYU", "YUSUF"):
        city.send(city.finding(identity=city.identity(name=name, kind="other_agency")))
    # seen again by the other team: still one person, but on both cards
    city.send(second(city, identity=city.identity("ORANG 0", kind="pns")), by="officer2")
    found = board(city)
    assert found["totals"] == {
        "people": 17,
        "asn": 7,
        "non_asn": 8,
        "other_agency": 2,
        "unknown": 0,
        "left": 0,
        "document_accepted": 0,
        "outsourced": 0,
        "not_employee": 0,
    }
    one, two = team(found, 1), team(found, 2)
    assert (one["people"], one["asn"], one["non_asn"], one["other"]) == (11, 7, 2, 2)
    assert (two["people"], two["asn"], two["non_asn"], two["other"]) == (7, 1, 6, 0)
    assert {opd["name"]: (opd["people"], opd["employees"]) for opd in found["opds"]} == {
        "Dinas Perhubungan": (8, 10),
        "Dinas Pendidikan": (7, 10),
    }


def test_not_reported_is_not_nil(city: World) -> None:
    assert [one["state"] for one in board(city)["teams"]] == ["not_reported", "not_reported"]
    visit(city, 2, nil=True)
    city.send(city.finding())
    found = board(city)
    assert [one["state"] for one in found["teams"]] == ["findings", "nihil"]
    assert (team(found, 2)["visits"], team(found, 2)["nil_visits"]) == (1, 1)
    with city.app.app_context():
        db.session.get_one(Team, city.teams[1]).closed_at = now()
        world_audit(city, "team.close", city.teams[1])
        db.session.commit()
    assert team(board(city), 1)["state"] == "closed"


def test_dismissed_findings_leave_every_figure(city: World) -> None:
    finding, _ = city.send(city.finding())
    assert board(city)["totals"]["people"] == 1
    city.judge(finding, "dismiss")
    found = board(city)
    assert found["totals"]["people"] == 0
    assert team(found, 1)["state"] == "not_reported"
    assert found["opds"] == []


def test_figures_are_verified_once_closed_and_judged(city: World) -> None:
    city.confirmed(city.finding())
    assert board(city)["state"] == "provisional"
    with city.app.app_context():
        operation = db.session.get_one(Operation, city.operation)
        operation.status, operation.revision = "closed", operation.revision + 1
        db.session.commit()
    assert board(city)["state"] == "verified"


def test_unsent_work_of_a_team_shows(city: World) -> None:
    with city.app.app_context():
        phone = Device(user_id=city.users["officer1"], name="HP", public_key={"kty": "EC"})
        db.session.add(phone)
        db.session.commit()
        device = phone.id
    etag = get(city).headers["ETag"]
    body = {"unsent_findings": 2, "unsent_photos": 5, "last_sequence": 7}
    answer = city.client("officer1").post(f"/api/devices/{device}/heartbeat", json=body)
    assert answer.status_code == 204, answer.text
    answer = get(city, etag=etag)
    assert answer.status_code == 200
    card = team(answer.json, 1)
    assert (card["unsent_findings"], card["unsent_photos"]) == (2, 5)
    assert card["last_contact_at"] is not None
    assert team(answer.json, 2)["last_contact_at"] is None


def test_the_map_shows_zones_places_and_findings(city: World) -> None:
    visit(city, 1, nil=False)
    finding, _ = city.send(city.finding())
    features = board(city)["features"]["features"]
    zone, place, seen = (feature["properties"] for feature in features)
    assert [one["kind"] for one in (zone, place, seen)] == ["zone", "visit", "finding"]
    assert (zone["name"], zone["team_number"]) == ("Pasar Baru", 1)
    assert seen["name"] == "BUDI SANTOSO, S.T."
    assert (seen["finding_id"], seen["person_kind"]) == (str(finding), "pns")
    assert (seen["status"], seen["accuracy_m"], seen["team_number"]) == ("received", 8.5, 1)
    assert features[2]["geometry"]["coordinates"] == list(world.IN_MARKET)


def test_a_coordinator_sees_all_figures_and_own_names(city: World) -> None:
    city.send(city.finding())
    city.send(second(city, identity=city.identity("siti")), by="officer2")
    found = board(city, "coordinator1")
    assert found["totals"]["people"] == 2
    names = {
        one["properties"]["team_number"]: one["properties"]["name"]
        for one in found["features"]["features"]
        if one["properties"]["kind"] == "finding"
    }
    assert names == {1: "BUDI SANTOSO, S.T.", 2: None}
    assert "SITI" not in get(city, "coordinator1").text
    assert "SITI" in get(city, "sekda").text


@pytest.mark.parametrize("who", ["officer1", "admin", "opd_disdik"])
def test_the_board_is_hidden_from_others(city: World, who: str) -> None:
    for _ in range(2):  # the second time as the first: nothing of the first is remembered
        assert get(city, who).status_code == 404


def test_an_unknown_operation_is_not_found(city: World) -> None:
    answer = city.client("sekda").get(f"/api/operations/{uuid4()}/board")
    assert answer.status_code == 404


def test_an_unchanged_board_is_told_in_one_question(city: World, statements: list[str]) -> None:
    city.send(city.finding())
    first = get(city)
    client = city.client("sekda")
    statements.clear()
    known = {"If-None-Match": first.headers["ETag"]}
    answer = client.get(f"/api/operations/{city.operation}/board", headers=known)
    assert (answer.status_code, answer.data) == (304, b"")
    asked = [one for one in statements if one.startswith("SELECT")]
    assert len(asked) == 1
    assert not any("FROM findings" in one for one in asked)


def test_a_new_board_is_told_in_one_question_to_all_but_the_first(
    city: World, statements: list[str]
) -> None:
    for who in ("sekda", "inspector", "coordinator1"):
        get(city, who)  # whose trace of this hour stands
    city.send(city.finding())
    etag = get(city).headers["ETag"]
    for who in ("inspector", "coordinator1"):
        city.client(who)
        statements.clear()
        answer = get(city, who, etag="W/older")
        assert answer.status_code == 200
        assert answer.json["totals"]["people"] == 1
        assert len([one for one in statements if one.startswith("SELECT")]) == 1, who
    assert get(city, "inspector").headers["ETag"] == etag


def test_a_board_comes_packed_where_the_browser_reads_that(city: World) -> None:
    city.send(city.finding())
    plain, where = get(city), f"/api/operations/{city.operation}/board"
    packed = city.client("sekda").get(where, headers={"Accept-Encoding": "gzip, br"})
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (
        None,
        "gzip",
    )
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"]
    unchanged = get(city, etag=packed.headers["ETag"])
    assert unchanged.status_code == 304
    for answer in (plain, packed, unchanged):
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.one_database
def test_what_cannot_be_answered_in_front_is_answered_by_the_route(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = get(city)
    fault = OperationalError("SELECT", {}, OSError("gone"))
    monkeypatch.setattr(service, "polled", Mock(side_effect=fault))
    assert get(city).data == known.data
    assert get(city, etag=known.headers["ETag"]).status_code == 304
    assert get(city, "officer1").json["code"] == "not-found"
    polled = Mock()
    monkeypatch.setattr(service, "polled", polled)
    where = f"/api/operations/{city.operation}/board"
    assert city.client().get(where).json["code"] == "sign-in-needed"
    assert city.client("sekda").delete(where).json["code"] == "method-not-allowed"
    assert city.client("sekda").get(f"{where}/x").status_code == 404
    assert polled.mock_calls == []


def test_every_change_wakes_the_board(city: World) -> None:
    changes = [
        lambda: city.send(city.finding()),
        lambda: visit(city, 2, nil=True),
        lambda: city.judge(finding, "confirm"),
    ]
    finding, _ = city.send(city.finding(identity=city.identity("siti")))
    etag = get(city).headers["ETag"]
    for change in changes:
        assert get(city, etag=etag).status_code == 304
        change()
        answer = get(city, etag=etag)
        assert answer.status_code == 200
        etag = answer.headers["ETag"]


def test_a_cookie_that_is_no_text_is_nobodys(city: World) -> None:
    """Found by a million requests of the fuzzer: polls read cookies before the application does."""
    with city.app.test_client(use_cookies=False) as client:
        where = f"/api/operations/{city.operation}/board"
        answer = client.get(where, headers={"Cookie": "sidak=\xff; ="})
    assert (answer.status_code, answer.json["code"]) == (401, "sign-in-needed")


def test_a_poll_that_nothing_changed_for_still_asks_who_polls(city: World) -> None:
    city.send(city.finding())
    ended: dict[str, Any] = {
        "sekda": update(User).where(User.username == "sekda").values(active=False),
        "inspector": update(SignIn).where(SignIn.user_id == city.users["inspector"]).values(
            expires_at=now() - timedelta(seconds=1)
        ),
        "desk": update(SignIn).where(SignIn.user_id == city.users["desk"]).values(
            seen_at=now() - timedelta(days=2)
        ),
        "approver": update(User).where(User.username == "approver").values(roles=["admin"]),
        "coordinator1": delete(TeamMember).where(
            TeamMember.user_id == city.users["coordinator1"]
        ),
    }  # fmt: skip
    for who, change in ended.items():
        etag = get(city, who).headers["ETag"]
        assert get(city, who, etag).status_code == 304
        with city.app.app_context():
            db.session.execute(change)
            db.session.commit()
        assert get(city, who, etag).status_code in {401, 404}, who
        assert get(city, who).status_code in {401, 404}, who  # a finished board is nobody's either
    limited = get(city, "desk2").headers["ETag"]
    with city.app.app_context():
        db.session.execute(
            update(SignIn).where(SignIn.user_id == city.users["desk2"]).values(limited=True)
        )
        db.session.commit()
    assert get(city, "desk2", limited).json["code"] == "second-factor-setup"


def test_readers_and_coordinators_never_share_a_validator(city: World) -> None:
    city.send(city.finding())
    assert get(city, "coordinator1", get(city).headers["ETag"]).status_code == 200


def test_polling_leaves_one_row_per_user_and_hour(city: World) -> None:
    city.send(city.finding())
    etag = get(city).headers["ETag"]
    for _ in range(3):
        assert get(city, etag=etag).status_code == 304
    get(city, "coordinator1")
    with city.app.app_context():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "board.read"))
        assert [row.actor_id for row in rows] == [city.users["sekda"], city.users["coordinator1"]]
