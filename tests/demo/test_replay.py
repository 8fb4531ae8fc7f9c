"""The demo city as people find it: the figures of both operations, asked for over HTTP."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import databases
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from server.accounts.service import add_user
from server.app import create_app
from server.archive.service import faults
from server.cli.up import prepare_data
from server.core.audit import AuditEntry
from server.core.db import db, transaction
from server.core.state import DemoRefused, refuse_demo_data
from server.demo.city import build_city
from server.demo.load import load
from server.demo.users import PASSWORD
from server.demo.working_days import demo_today
from server.findings.models import Finding
from server.settings import Settings

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


def test_only_the_demo_sets_the_clock_back() -> None:
    callers = {
        str(path.relative_to(SERVER))
        for path in SERVER.rglob("*.py")
        if re.search(r"\bclock\.at\(|clock import [^\n]*\bat\b", path.read_text())
    }
    assert callers == {"demo/load.py", "demo/replay.py"}


# --- Demo and real records stay apart -------------------------------------------------------------


def counted(app: Flask) -> tuple[int, int]:
    with app.app_context():
        findings = db.session.scalar(select(func.count()).select_from(Finding)) or 0
        return findings, db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_a_second_start_changes_nothing(demo_app: Any) -> None:
    before = counted(demo_app)
    prepare_data(demo_app)
    assert counted(demo_app) == before


def test_a_real_start_refuses_the_demo_database(demo_app: Flask) -> None:
    settings: Settings = demo_app.extensions["sidak_settings"]
    real = Settings(instance=settings.instance, database_url=settings.database_url)
    with demo_app.app_context(), pytest.raises(DemoRefused, match="data simulasi"):
        refuse_demo_data(real)


@pytest.fixture
def used_app(database: str, all_databases: databases.Databases, tmp_path: Path) -> Iterator[Any]:
    """A demo start on a database where somebody works already."""
    url = all_databases.fresh(database)
    app = create_app(Settings(instance=tmp_path, database_url=url, demo=True))
    with app.app_context(), transaction():
        add_user("ratna", "Ratna", ["admin"], "a password of her own")
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_demo_is_not_loaded_where_somebody_works(used_app: Any) -> None:
    before = counted(used_app)
    with pytest.raises(click.ClickException, match="tidak dicampur"):
        prepare_data(used_app)
    assert counted(used_app) == before


def test_a_load_that_fails_leaves_nothing(
    database: str,
    all_databases: databases.Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("server.demo.load.play", fail)
    monkeypatch.setattr("server.demo.load.draw_photo", lambda _photo: b"no picture")
    url = all_databases.fresh(database)
    app = create_app(Settings(instance=tmp_path, database_url=url, demo=True))
    with app.app_context():
        with pytest.raises(OSError, match="full"):
            load(lambda _line: None, datetime.now(UTC))
        assert counted(app) == (0, 0)
        db.engine.dispose()


def test_the_open_operation_is_of_the_last_working_day(sidak: dict[str, dict[str, Any]]) -> None:
    city = build_city(demo_today(datetime.now(UTC)))
    days = (sidak["published"]["day"], sidak["opened"]["day"])
    assert days == (iso_day(city.published_day), iso_day(city.open_day))


def iso_day(day: Any) -> str:
    return str(day.isoformat())
