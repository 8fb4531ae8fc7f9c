"""What follows: visits of pembinaan and decisions, kept as written, asked for when their day has come."""

import csv
import io
import zipfile
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from doors import connection_of
from flask import Flask
from paperwork import approved, furnished, letter_for_budi, lines_of, signed, take, today
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from world import World

from server.accounts.models import User
from server.core.clock import now
from server.core.db import db
from server.summons.models import CaseRecord, Letter, Line

NAME = "BUDI SANTOSO, S.T."


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def path(city: World) -> str:
    line = lines_of(city)[NAME]["line_id"]
    return f"/api/operations/{city.operation}/lines/{line}/case-records"


def write(city: World, last: int, by: str = "desk", status: int = 201, **said: Any) -> Any:
    days = {name: one.isoformat() for name, one in said.items() if isinstance(one, date)}
    answer = city.client(by).post(path(city), json={"last": last, **said, **days})
    assert answer.status_code == status, answer.text
    return answer.json


def ended(city: World, outcome: str) -> None:
    """Let Budi come to a letter A, and end it."""
    signed(city, letter_for_budi(city))
    line = take(city, lines_of(city)[NAME], "attend")
    take(city, line, "outcome", outcome=outcome)


def due(city: World) -> list[str]:
    return [one["kind"] for one in city.client("desk").get("/api/due").json["items"]]


def overdue(city: World) -> list[tuple[str, int]]:
    answer = city.client("desk").get("/api/overdue")
    return [(one["why"], one["days"]) for row in answer.json["items"] for one in row["lines"]]


def test_visits_are_planned_held_asked_for_and_end(city: World) -> None:
    signed(city, letter_for_budi(city))
    assert write(city, 0, status=409)["code"] == "step-not-allowed"
    line = take(city, lines_of(city)[NAME], "attend")
    take(city, line, "outcome", outcome="coached")
    shown = city.client("inspector").get(path(city)).json
    assert (shown["items"], shown["due_on"], shown["may_write"]) == ([], None, None)
    assert city.client("desk").get(path(city)).json["may_write"] == "visit"
    for said, wrong in (
        ({}, "next_on"),
        ({"held_on": today() + timedelta(days=1), "by_whom": "x", "result": "improved"}, "held_on"),
        ({"held_on": today(), "result": "improved"}, "by_whom"),
        ({"held_on": today(), "by_whom": "x", "result": "verbal"}, "result"),
        ({"held_on": today(), "by_whom": "x", "result": "finished", "next_on": today()}, "next_on"),
        ({"next_on": today() - timedelta(days=1)}, "next_on"),
        ({"result": "improved", "next_on": today()}, "held_on"),
    ):
        assert list(write(city, 0, status=422, **said)["invalid"]) == [wrong]
    assert write(city, 0, next_on=today() + timedelta(days=1))["due_on"] is not None
    assert "visit_due" not in due(city)
    held = {"held_on": today(), "by_whom": "Kepala Dishub", "note": "Datang tepat waktu"}
    stale = write(city, 0, status=409, **held, result="improved", next_on=today())
    assert stale["current"]["items"][0]["number"] == 1
    write(city, 1, **held, result="improved", next_on=today())
    assert "visit_due" in due(city)
    with city.app.app_context():
        later = db.session.execute(
            text("SELECT count(*) FROM audit_entries WHERE action = 'case_record.write'")
        ).scalar_one()
    assert later == 2
    assert write(city, 2, **held, result="finished")["due_on"] is None
    assert "visit_due" not in due(city)
    write(city, 3, by="inspector", status=404, next_on=today())
    bound = connection_of(city.app)
    for statement in ("UPDATE case_records SET result = 'x'", "DELETE FROM case_records"):
        step = bound.begin_nested()
        with pytest.raises(DBAPIError, match="refused"):
            bound.execute(text(statement))
        step.rollback()
    packet = path(city).replace("case-records", "packet.zip")
    made = zipfile.ZipFile(io.BytesIO(city.client("desk").get(packet).data))
    (fields,) = (name for name in made.namelist() if "IDIS" in name)
    rows = list(csv.reader(io.StringIO(made.read(fields).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:4] == ["'198703122010011004", NAME, "", ""]


def test_a_superior_who_keeps_a_line_is_on_the_overdue_list(city: World) -> None:
    city.confirmed(city.finding())
    made = city.client("desk").post(f"/api/operations/{city.operation}/letters", json={"kind": "B"})
    letter = approved(city, made.json["items"][0])
    assert overdue(city) == []
    with city.app.app_context():
        row = db.session.get_one(Letter, UUID(letter["id"]))
        row.content = {**row.content, "counted_until": (today() - timedelta(days=3)).isoformat()}
        db.session.commit()
    assert overdue(city) == [("signature", 3)]


def test_a_visit_whose_day_has_passed_is_on_the_overdue_list_until_it_is_held(city: World) -> None:
    ended(city, "coached")
    assert overdue(city) == []
    with city.app.app_context():
        desk = db.session.scalars(select(User.id).where(User.username == "desk")).one()
        line = UUID(lines_of(city)[NAME]["line_id"])
        db.session.add(CaseRecord(operation_id=city.operation, line_id=line, number=1, kind="visit",
                                  next_on=today() - timedelta(days=4), recorded_by=desk))  # fmt: skip
        db.session.commit()
    assert overdue(city) == [("visit", 4)]
    held = {"held_on": today(), "by_whom": "Kepala Dishub", "note": "Datang", "result": "finished"}
    write(city, 1, **held)
    assert overdue(city) == []


def test_a_decision_is_recorded_and_ends_the_waiting(city: World) -> None:
    ended(city, "handed_over")
    assert overdue(city) == []
    with city.app.app_context():
        db.session.execute(update(Line).values(changed_at=now() - timedelta(days=20)))
        db.session.commit()
    assert overdue(city) == [("decision", 6)]
    write(city, 0, status=422, next_on=today())
    said = {"held_on": today(), "by_whom": "Kepala Dinas Perhubungan", "note": "800/7/DISHUB/2026"}
    assert write(city, 0, **said, result="verbal")["items"][0]["result"] == "verbal"
    assert overdue(city) == []
