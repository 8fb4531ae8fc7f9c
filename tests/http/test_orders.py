"""The orders of the desk's lists: each total, page by page the same, whatever moves in between."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import world
from flask import Flask
from flask.testing import FlaskClient
from world import World

from server.core.clock import iso
from server.core.db import db
from server.findings.models import Finding
from server.tips.models import Tip

ORDERS = ("newest", "oldest", "waiting", "team", "opd")


@pytest.fixture
def city(app: Flask) -> World:
    """A world with seven findings: two teams, two OPDs and none, some judged, two at one moment."""
    city = world.build(app)
    with app.app_context():
        found, _ = city.send(city.finding())
        row = db.session.get_one(Finding, found)
        like = {one.key: getattr(row, one.key) for one in Finding.__mapper__.column_attrs}
        for number, (team, opd, status, assessment) in enumerate(
            (
                (2, "Dishub", "received", "unassessed"),
                (1, None, "confirmed", "pending"),
                (2, "Disdik", "confirmed", "unassessed"),
                (1, "Dishub", "reopened", "unassessed"),
                (2, None, "dismissed", "unassessed"),
                (2, "Disdik", "received", "unassessed"),
            )
        ):
            seen = city.seen_at + timedelta(minutes=5 * (number // 2))
            other = {
                "id": uuid4(),
                "team_id": city.teams[team],
                "opd_id": city.opds[opd] if opd else None,
                "status": status,
                "assessment": assessment,
                "seen_at": seen,
            }
            db.session.add(Finding(**like | other))
        db.session.commit()
    return city


def walked(
    client: FlaskClient, path: str, size: str = "limit", **where: Any
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a list page by page, two at a time."""
    cursor: str | None = ""
    while cursor is not None:
        page = {size: 2, **({"cursor": cursor} if cursor else {})}
        answer = client.get(path, query_string=where | page)
        assert answer.status_code == 200, answer.text
        yield from answer.json["items"]
        cursor = answer.json["next"]


def keyed(order: str, row: dict[str, Any]) -> Any:
    """Say naively where a finding stands in an order, ties by time aside."""
    match order:
        case "waiting":
            judged = row["status"] not in {"received", "reopened"}
            pending = row["assessment"]["state"] == "pending"
            return (judged and 2 - pending, row["seen_at"])
        case "team":
            return row["team_number"]
        case "opd":
            return row["person"]["opd_name"] or "~"
        case _:
            return row["seen_at"]


def test_each_order_of_the_queue_holds_over_all_its_pages(city: World) -> None:
    desk = city.client("desk")
    for order in ORDERS:
        where = {"operation": city.operation, "order": order}
        whole = desk.get("/api/findings", query_string=where).json["items"]
        paged = [one["id"] for one in walked(desk, "/api/findings", **where)]
        assert paged == [one["id"] for one in whole]
        keys = [keyed(order, one) for one in whole]
        assert (len(keys), keys) == (7, sorted(keys, reverse=order == "newest")), order
        if order in {"team", "opd"}:  # of one team or OPD the newest first
            told = [(keyed(order, one), one["seen_at"]) for one in whole]
            assert told == sorted(sorted(told, key=lambda one: one[1], reverse=True), key=first)
    figures = f"/api/operations/{city.operation}/figures"
    seen = [one["seen_at"] for one in walked(desk, figures, figure="people", order="oldest")]
    assert seen
    assert seen == sorted(seen)


def first(pair: tuple[Any, Any]) -> Any:
    return pair[0]


def test_a_finding_that_is_judged_between_two_pages_hides_none_of_those_behind_it(
    city: World,
) -> None:
    desk = city.client("desk")
    where = {"operation": city.operation, "order": "waiting"}
    waiting = [one["id"] for one in desk.get("/api/findings", query_string=where).json["items"]][:4]
    where["limit"] = 2
    page = desk.get("/api/findings", query_string=where).json
    last = page["items"][-1]
    assert city.judge(UUID(last["id"]), "confirm", revision=last["revision"]).status_code == 200
    rest = desk.get("/api/findings", query_string=where | {"cursor": page["next"]}).json
    assert [one["id"] for one in page["items"] + rest["items"]] == waiting


@pytest.mark.one_database
def test_a_cursor_of_another_order_is_refused(city: World) -> None:
    desk = city.client("desk")
    cursor = desk.get("/api/findings?limit=2&order=team").json["next"]
    for order, told in (("newest", cursor), ("waiting", f"x~{cursor.partition('~')[2]}")):
        answer = desk.get("/api/findings", query_string={"order": order, "cursor": told})
        assert (answer.status_code, answer.json["code"]) == (422, "bad-cursor")
    assert desk.get("/api/findings?order=name").json["code"] == "bad-field"


def test_reports_of_citizens_are_read_by_time_or_by_what_waits_for_the_desk(city: World) -> None:
    with city.app.app_context():
        for number, state in enumerate(("case", "received", "looking", "received", "target")):
            received = city.seen_at + timedelta(minutes=number)
            said = dict.fromkeys(("what", "place", "who", "link", "seen_time"), "di kedai")
            db.session.add(Tip(state=state, received_at=received, **said))
        db.session.commit()
    desk, stages = city.client("desk"), ("received", "looking", "target", "case")
    for order, keys in (
        ("newest", lambda one: one["received_at"]),
        ("oldest", lambda one: one["received_at"]),
        ("stage", lambda one: (stages.index(one["state"]), one["received_at"])),
    ):
        rows = list(walked(desk, "/api/tips", "size", order=order))
        assert len({one["id"] for one in rows}) == 5
        assert rows == sorted(rows, key=keys, reverse=order == "newest"), order
    page = desk.get("/api/tips?size=2&order=stage").json
    assert page["next"].startswith(f"0~{iso(city.seen_at + timedelta(minutes=3))}~")


def test_the_history_is_read_from_its_end_or_from_its_beginning(city: World) -> None:
    inspector = city.client("inspector")
    told = {
        order: [one["log_index"] for one in walked(inspector, "/api/audit", "size", order=order)]
        for order in ("newest", "oldest")
    }
    assert told["oldest"] == sorted(told["oldest"])
    assert told["newest"] == told["oldest"][::-1]
    assert len(told["oldest"]) >= 2
