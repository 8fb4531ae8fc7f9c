"""The demo city as people find it: the figures of both operations, asked for over HTTP."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.archive.service import faults
from server.core.audit import AuditEntry
from server.core.db import db
from server.demo.masters import rank_words
from server.demo.records import City
from server.demo.samples import OPD_COLUMNS, csv_bytes, opd_rows
from server.demo.users import PASSWORD
from server.demo.working_days import WIB, working_day_from
from server.findings.models import Finding, FindingPhoto
from server.people.models import Employee

SERVER = Path(__file__).resolve().parents[2] / "server"


def signed_in(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/api/session", json={"username": username, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return client


@pytest.fixture(scope="module")
def desk(demo_app: Flask) -> FlaskClient:
    return signed_in(demo_app, "bkpsdm")


@pytest.fixture(scope="module")
def sidak(desk: FlaskClient) -> dict[str, dict[str, Any]]:
    """Both operations by what they are."""
    items = desk.get("/api/operations").get_json()["items"]
    assert len(items) == 2
    return {"published" if item["simulation"] else "opened": item for item in items}


@pytest.fixture(scope="module")
def board(desk: FlaskClient, sidak: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return desk.get(f"/api/operations/{sidak['published']['id']}/board").get_json()


@pytest.fixture(scope="module")
def summons(desk: FlaskClient, sidak: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return desk.get(f"/api/operations/{sidak['opened']['id']}/summons-list.json").get_json()


@pytest.fixture(scope="module")
def opened(desk: FlaskClient, sidak: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found = desk.get(f"/api/findings?operation={sidak['opened']['id']}&limit=100").get_json()
    return list(found["items"])


# --- The published morning ------------------------------------------------------------------------


def test_the_published_morning_shows_15_people_7_asn_and_8_non_asn(board: dict[str, Any]) -> None:
    totals = board["totals"]
    assert (totals["people"], totals["asn"], totals["non_asn"]) == (15, 7, 8)
    assert totals["other_agency"] == totals["unknown"] == totals["left"] == 0
    assert totals["document_accepted"] == 0


def test_the_published_teams_show_0_9_none_2_and_4(board: dict[str, Any]) -> None:
    people = {team["number"]: team["people"] for team in board["teams"]}
    assert people == {1: 0, 2: 9, 3: 0, 4: 2, 5: 4}
    five = next(team for team in board["teams"] if team["number"] == 5)
    assert (five["asn"], five["non_asn"], five["other"]) == (1, 3, 0)


def test_team_1_reported_nihil_and_team_3_has_not_reported(
    board: dict[str, Any], desk: FlaskClient, sidak: dict[str, dict[str, Any]]
) -> None:
    states = {team["number"]: team["state"] for team in board["teams"]}
    assert states[3] == "not_reported"
    assert {states[number] for number in (1, 2, 4, 5)} == {"closed"}
    visits = {team["number"]: team["visits"] for team in board["teams"]}
    assert (visits[1], visits[3]) == (3, 0)
    sent = desk.get(f"/api/operations/{sidak['published']['id']}/visits").get_json()["items"]
    one = next(team["id"] for team in board["teams"] if team["number"] == 1)
    assert [visit["nil"] for visit in sent if visit["team_id"] == one] == [True, True, True]


def test_the_published_operation_is_closed_with_its_reason(
    sidak: dict[str, dict[str, Any]], board: dict[str, Any]
) -> None:
    published = sidak["published"]
    assert published["status"] == "closed"
    assert "Tim 3 belum melapor" in published["close_reason"]
    assert board["state"] == "verified"
    assert (sidak["opened"]["status"], sidak["opened"]["simulation"]) == ("open", False)


def test_the_sekda_leads_team_1_with_a_deputy_and_the_inspektur_team_5(
    demo_app: Flask, sidak: dict[str, dict[str, Any]]
) -> None:
    for username, number in (("sekda", 1), ("koordinator1", 1), ("koordinator5", 5)):
        client = signed_in(demo_app, username)
        mine = {one["id"]: one for one in client.get("/api/reference").get_json()["operations"]}
        teams = {team["id"]: team["number"] for team in mine[sidak["opened"]["id"]]["teams"]}
        assert teams[mine[sidak["opened"]["id"]]["team_id"]] == number


# --- The open operation ---------------------------------------------------------------------------


def test_the_open_operation_lists_8_of_16_people_with_no_difference(
    summons: dict[str, Any],
) -> None:
    totals = summons["totals"]
    assert totals["findings"] == 17
    assert totals["repeat_findings"] == 1
    assert totals["people"] == 16
    assert totals["listed"] == 8
    assert totals["not_listed"] == 8
    assert totals["difference"] == 0
    assert sum(len(opd["lines"]) for opd in summons["opds"]) == 8


@pytest.mark.parametrize(
    ("bucket", "people"),
    [
        ("dismissed", 1),
        ("unconfirmed", 1),
        ("unidentified", 1),
        ("not_employee", 0),
        ("other_agency", 1),
        ("outsourced", 1),
        ("off_hours", 0),
        ("pending_document", 1),
        ("document_accepted", 2),
    ],
)
def test_each_reason_for_not_being_listed_counts_its_people(
    summons: dict[str, Any], bucket: str, people: int
) -> None:
    assert summons["not_listed"][bucket] == people


def test_the_ward_nurse_waits_for_the_desk(opened: list[dict[str, Any]]) -> None:
    waiting = [one for one in opened if one["status"] == "received"]
    assert ["Perawat" in one["person"]["job"] for one in waiting] == [True]


def test_one_promised_letter_has_expired_and_one_is_awaited(opened: list[dict[str, Any]]) -> None:
    states = Counter(one["assessment"]["state"] for one in opened)
    assert states["expired"] == 1
    assert states["pending"] == 1
    assert states["accepted"] == 2
    assert states["mismatch"] == 1


def test_every_photo_of_the_demo_is_stored_and_can_be_seen(
    desk: FlaskClient, opened: list[dict[str, Any]]
) -> None:
    for one in opened:
        assert one["photo_count"]["announced"] > 0
        assert one["photo_count"]["stored"] == one["photo_count"]["announced"]
    whole = desk.get(f"/api/findings/{opened[0]['id']}").get_json()
    seen = desk.get(whole["photos"][0]["thumb_url"])
    assert (seen.status_code, seen.content_type) == (200, "image/jpeg")


def test_an_accepted_letter_is_the_one_that_the_opd_registered(
    desk: FlaskClient, opened: list[dict[str, Any]]
) -> None:
    accepted = [one for one in opened if one["assessment"]["state"] == "accepted"]
    for one in accepted:
        whole = desk.get(f"/api/findings/{one['id']}").get_json()
        assert whole["verdicts"]["permit_id"] in {permit["id"] for permit in whole["permits"]}


# --- The story's own time -------------------------------------------------------------------------


def test_everything_was_received_within_a_minute_of_being_seen(demo_app: Flask) -> None:
    with demo_app.app_context():
        found = db.session.scalars(select(Finding)).all()
        assert len(found) == 32
        for one in found:
            assert one.seen_at == one.captured_at
            assert 0 < (one.received_at - one.seen_at).total_seconds() < 60
            assert one.verdicts["work_time"]["state"] in {"inside", "shift"}
            assert one.verdicts["zone"]["state"] == "inside"


def test_the_audit_of_the_replay_runs_forward_and_verifies(demo_app: Flask) -> None:
    with demo_app.app_context():
        moments = db.session.scalars(
            select(AuditEntry.at).order_by(AuditEntry.log_index).where(AuditEntry.log_index < 400)
        ).all()
        assert moments == sorted(moments)
        assert moments[-1] <= datetime.now(UTC)
        assert list(faults()) == []


def test_steps_photos_and_audit_rows_carry_the_time_of_the_story(
    desk: FlaskClient, demo_app: Flask, sidak: dict[str, dict[str, Any]]
) -> None:
    published = sidak["published"]
    assert published["closed_at"] == f"{published['day']}T08:30:00Z"
    found = desk.get(f"/api/findings?operation={published['id']}").get_json()["items"]
    for one in found:
        steps = desk.get(f"/api/findings/{one['id']}").get_json()["amendments"]
        assert steps[0]["at"] == f"{published['day']}T06:00:00Z"
    with demo_app.app_context():
        stored = db.session.scalars(select(FindingPhoto.stored_at)).all()
        sent = db.session.scalars(
            select(AuditEntry.at).where(AuditEntry.action == "finding.send")
        ).all()
        assert sorted(sent) == sorted(db.session.scalars(select(Finding.received_at)))
        assert len(stored) == 36
        assert max(filter(None, stored)) < max(sent) + timedelta(minutes=1)


def test_only_the_demo_sets_the_clock_back() -> None:
    callers = {
        str(path.relative_to(SERVER))
        for path in SERVER.rglob("*.py")
        if re.search(r"\bclock\.at\(|clock import [^\n]*\bat\b", path.read_text())
    }
    assert callers == {"demo/load.py", "demo/replay.py"}


def test_both_operations_are_on_working_days_one_after_the_other(
    sidak: dict[str, dict[str, Any]],
) -> None:
    published, opened = (date.fromisoformat(sidak[key]["day"]) for key in ("published", "opened"))
    assert working_day_from(opened, -1) == opened <= datetime.now(WIB).date()
    assert working_day_from(opened - timedelta(days=1), -1) == published


# --- What was brought before the sidak ------------------------------------------------------------


def test_an_earlier_import_is_shown_that_left_everybody_as_the_seed_has_them(
    desk: FlaskClient, demo_app: Flask, city: City
) -> None:
    (one,) = desk.get("/api/imports?kind=roster").get_json()["items"]
    figures = {kind: one["figures"][kind] for kind in ("change", "move", "rejected", "applied")}
    assert (one["status"], figures) == (
        "applied", {"change": 9, "move": 2, "rejected": 0, "applied": 11}
    )  # fmt: skip
    with demo_app.app_context():
        rows = db.session.execute(select(Employee.id, Employee.rank, Employee.opd_id, Employee.job))
        now = {row.id: tuple(row) for row in rows}
    assert now == {who.id: (who.id, rank_words(who), who.opd_id, who.job) for who in city.employees}


def test_the_sample_list_of_opds_differs_in_nothing_from_the_city(
    desk: FlaskClient, city: City
) -> None:
    data = csv_bytes(OPD_COLUMNS, opd_rows(city))
    one = desk.post("/api/imports/opds?form=csv", data=data).get_json()
    figures = one["figures"]
    assert (figures["rows"], figures["unchanged"]) == (len(city.opds) + len(city.units),) * 2
    assert desk.delete(f"/api/imports/{one['id']}").status_code == 204
