"""Visits: a place that a team went to, counted once however often a phone sends it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from server.core.audit import AuditEntry
from server.core.db import db

INSIDE = {"lon": 113.215, "lat": -7.755, "accuracy_m": 9.5, "fixed_at": "2026-11-23T02:00:00Z"}


def visit(operation: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "team_id": operation["team_id"],
        "place": "Pasar Baru",
        "nil": True,
        "at": "2026-11-23T02:00:00Z",
        "position": INSIDE,
        "note": "",
    } | more


def test_sending_twice_is_one_visit(town: Any, plan: Any) -> None:
    operation = plan(opened=True)
    officer = town.client("officer")
    url, body = operation["base"] + "/visits", visit(operation)
    first = officer.post(url, json=body)
    # the same moment, written in another way
    again = officer.post(url, json=body | {"at": "2026-11-23T09:00:00.000+07:00"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json["zone"] == "inside"
    assert first.json["zone_id"] == operation["zone_id"]
    assert first.json["position"] == [113.215, -7.755]
    listed = town.client("sekda").get(url).json["items"]
    assert [one["id"] for one in listed] == [body["id"]]


def test_the_same_id_with_other_content_is_refused_and_leaves_a_trace(town: Any, plan: Any) -> None:
    operation = plan(opened=True)
    officer = town.client("officer")
    url, body = operation["base"] + "/visits", visit(operation)
    officer.post(url, json=body)
    for change in ({"nil": False}, {"place": "Mal"}, {"position": None}, {"note": "x"}):
        other = officer.post(url, json=body | change)
        assert (other.status_code, other.json["code"]) == (409, "visit-exists")
    assert officer.get(url).json["items"][0]["nil"] is True
    with town.app.app_context():
        refused = select(AuditEntry).where(AuditEntry.action == "visit.refuse")
        assert len(db.session.scalars(refused).all()) == 4


@pytest.mark.parametrize(
    ("position", "zone"),
    [({"lon": 113.3, "lat": -7.7, "accuracy_m": 5}, "outside"), (None, None)],
)
def test_outside_every_zone_or_without_a_position_it_is_taken_all_the_same(
    town: Any, plan: Any, position: Any, zone: str | None
) -> None:
    operation = plan(opened=True)
    body = visit(operation, position=position, nil=False)
    answer = town.client("officer").post(operation["base"] + "/visits", json=body)
    assert (answer.status_code, answer.json["zone"]) == (201, zone)


def test_only_the_team_reports_for_itself(town: Any, plan: Any) -> None:
    operation = plan(opened=True)
    url = operation["base"] + "/visits"
    answer = town.client("bkpsdm").post(url, json=visit(operation))
    assert (answer.status_code, answer.json["code"]) == (403, "not-team-member")
    foreign = town.client("officer").post(url, json=visit(operation, team_id=str(uuid4())))
    assert foreign.json["code"] == "not-team-member"
    assert town.client("stranger").post(url, json=visit(operation)).status_code == 404


def test_before_the_opening_nothing_is_taken_after_the_close_it_still_is(
    town: Any, plan: Any
) -> None:
    operation = plan()
    url = operation["base"] + "/visits"
    early = town.client("leader").post(url, json=visit(operation))
    assert early.json["code"] == "operation-not-open"
    desk = town.client("bkpsdm")
    desk.post(operation["base"] + "/open")
    desk.post(operation["base"] + "/close")
    assert town.client("officer").post(url, json=visit(operation)).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "2026-11-23T02:00:00"},
        {"at": "soon"},
        {"position": {"lon": 200, "lat": 0, "accuracy_m": 1}},
        {"place": ""},
        {"place": "a\u0000b"},
        {"nil": None},
        {"received_at": "2020-01-01T00:00:00Z"},
    ],
)
def test_a_visit_that_the_contract_does_not_know_is_refused(
    town: Any, plan: Any, wrong: dict[str, Any]
) -> None:
    operation = plan(opened=True)
    body = visit(operation, **wrong)
    answer = town.client("officer").post(operation["base"] + "/visits", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "bad-field")


def test_a_burst_of_duplicates_is_one_visit(committed_town: Any, committed_plan: Any) -> None:
    body = visit(committed_plan)
    url = committed_plan["base"] + "/visits"
    clients = [committed_town.client("officer") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda client: client.post(url, json=body).status_code, clients))
    assert sorted(answers) == [200] * 5 + [201]
    assert len(clients[0].get(url).json["items"]) == 1
