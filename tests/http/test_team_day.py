"""A team closes its report: once, with place and time; what comes later is received and marked."""

import subprocess
from typing import Any
from uuid import UUID, uuid4

import pytest
import world
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse
from world import World

from server.accounts.models import Device
from server.core.audit import AuditEntry
from server.core.clock import iso, now
from server.core.db import db
from server.findings.models import TeamReport
from server.operations.models import Operation

HERE = {"lon": 113.2159, "lat": -7.7541, "accuracy_m": 8.5, "fixed_at": None}


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def path(city: World, end: str, team: int = 1) -> str:
    return f"/api/operations/{city.operation}/teams/{city.teams[team]}/{end}"


def close(city: World, by: str = "coordinator1", team: int = 1, **said: Any) -> TestResponse:
    return city.client(by).post(path(city, "close", team), json=said)


def day(city: World, by: str = "coordinator1") -> Any:
    answer = city.client(by).get(path(city, "day"))
    assert answer.status_code == 200, answer.text
    return answer.json


def reports(city: World) -> Any:
    return city.client("desk").get(f"/api/operations/{city.operation}/reports").json["items"]


def nihil(city: World, place: str) -> None:
    said = {"id": str(uuid4()), "team_id": str(city.teams[1]), "place": place, "nil": True}
    visits = f"/api/operations/{city.operation}/visits"
    answer = city.client("officer1").post(visits, json={**said, "at": iso(now())})
    assert answer.status_code == 201, answer.text


def hold(city: World, findings: int) -> UUID:
    with city.app.app_context():
        phone = Device(
            user_id=city.users["officer1"], name="HP 3", public_key={}, unsent_findings=findings
        )
        db.session.add(phone)
        db.session.commit()
        return phone.id


def board_team(city: World) -> Any:
    board = city.client("sekda").get(f"/api/operations/{city.operation}/board").json
    return next(one for one in board["teams"] if one["number"] == 1)


def test_the_day_shows_findings_places_and_what_each_phone_still_holds(city: World) -> None:
    city.send(city.finding())
    nihil(city, "Kafe Timur")
    phone = hold(city, 2)
    beat = {"unsent_findings": 2, "unsent_photos": 0, "last_sequence": 2, "open_drafts": 1}
    told = city.client("officer1").post(f"/api/devices/{phone}/heartbeat", json=beat)
    assert told.status_code == 204
    seen = day(city)
    assert [(one["name"], one["place"], one["late"]) for one in seen["findings"]] == [
        ("BUDI SANTOSO, S.T.", "Pasar Baru", False)
    ]
    assert [(one["place"], one["nil"]) for one in seen["visits"]] == [("Kafe Timur", True)]
    held = ("role", "name", "unsent_findings", "open_drafts")
    assert [tuple(one[it] for it in held) for one in seen["phones"]] == [
        ("coordinator", None, None, None),
        ("officer", "HP 3", 2, 1),
    ]
    assert (seen["state"], seen["may_close"], seen["later"]) == ("findings", True, None)
    # a member sees the day too, but does not close it; another team sees nothing
    assert day(city, "officer1")["may_close"] is False
    assert city.client("officer2").get(path(city, "day")).status_code == 404
    assert city.client("officer1").post(path(city, "close"), json={}).status_code == 404
    for nothing in (f"{uuid4()}/teams/{city.teams[1]}", f"{city.operation}/teams/{uuid4()}"):
        assert city.client("desk").get(f"/api/operations/{nothing}/day").status_code == 404


def test_the_map_of_a_team_has_its_places_and_nobody_on_it(city: World) -> None:
    city.send(city.finding())
    other = {"team_id": str(city.teams[2]), "author_id": str(city.users["officer2"])}
    _, sent = city.send(city.finding(**other), by="officer2")
    assert sent.status_code == 201, sent.text
    nihil(city, "Kafe Timur")
    seen = city.client("coordinator1").get(path(city, "walked"))
    assert [(one["kind"], one["place"]) for one in seen.json["items"]] == [
        ("finding", "Pasar Baru"), ("nihil", "Kafe Timur"),
    ]  # fmt: skip
    lon, lat = seen.json["items"][0]["position"]
    assert (lon, lat) == (pytest.approx(113.2159), pytest.approx(-7.7541))
    assert seen.json["items"][1]["position"] is None
    assert "SANTOSO" not in seen.text
    assert city.client("officer2").get(path(city, "walked")).status_code == 404
    dismiss = {"reason": "salah orang", "revision": 1}
    found = f"/api/findings/{seen.json['items'][0]['id']}/dismiss"
    assert city.client("desk").post(found, json=dismiss).status_code == 200
    again = city.client("officer1").get(path(city, "walked")).json["items"]
    assert [one["kind"] for one in again] == ["nihil"]


def test_a_report_is_declared_once_with_time_and_place_and_shows_everywhere(city: World) -> None:
    city.send(city.finding())
    nihil(city, "Kafe Timur")
    said = {"id": str(uuid4()), "at": iso(world.workday(11, 2)), "position": HERE}
    first, again = close(city, **said), close(city, **said)
    assert (first.status_code, again.status_code) == (201, 201), first.text
    assert first.json == again.json
    assert {name: first.json[name] for name in ("number", "addendum", "findings", "visits")} == {
        "number": 1, "addendum": False, "findings": 1, "visits": 1,
    }  # fmt: skip
    assert (first.json["lon"], first.json["declared_at"]) == (HERE["lon"], said["at"])
    assert [one["id"] for one in reports(city)] == [said["id"]]
    shown = board_team(city)
    assert (shown["state"], shown["later_findings"]) == ("closed", 0)
    assert shown["closed_at"] == first.json["received_at"]
    with city.app.app_context():
        rows = select(AuditEntry).where(AuditEntry.action == "team.close")
        entry = db.session.scalars(rows).one()
        assert (entry.log_index, entry.detail["number"]) == (first.json["log_index"], 1)
    # the same id with another content, and a second report of the same facts, are refused
    assert close(city, **{**said, "note": "lain"}).json["code"] == "step-not-allowed"
    assert close(city).json["code"] == "step-not-allowed"
    assert day(city)["may_close"] is False


def test_what_arrives_later_is_received_marked_and_makes_an_addendum(city: World) -> None:
    city.send(city.finding())
    close(city)
    late, answer = city.send(city.finding(identity=city.identity("siti")))
    assert answer.status_code == 201
    assert "late_after_close" in city.client("desk").get(f"/api/findings/{late}").json["flags"]
    assert board_team(city)["later_findings"] == 1
    seen = day(city)
    assert (seen["may_close"], seen["later"]["findings"]) == (True, 1)
    assert [one["late"] for one in seen["findings"] if one["id"] == str(late)] == [True]
    # the operation may be closed meanwhile: what came later is still accounted for
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()
    added = close(city, note="HP petugas baru mendapat sinyal")
    assert (added.json["number"], added.json["addendum"], added.json["findings"]) == (2, True, 1)
    assert board_team(city)["later_findings"] == 0
    assert close(city).json["code"] == "step-not-allowed"
    with city.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TeamReport)) == 2


def test_unsent_work_closes_only_for_a_reason_that_is_kept(city: World) -> None:
    hold(city, 2)
    refused = close(city)
    assert (refused.status_code, refused.json["code"]) == (409, "unsent-work")
    assert refused.json["unsent"][0]["unsent_findings"] == 2
    kept = close(city, reason="HP petugas 3 rusak")
    assert (kept.json["reason"], kept.json["unsent_findings"]) == ("HP petugas 3 rusak", 2)


def test_a_team_of_an_operation_that_is_not_open_reports_nothing_first(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()
    assert close(city).json["code"] == "step-not-allowed"


def printed(city: World, report: object, by: str = "coordinator1") -> TestResponse:
    return city.client(by).get(f"/api/team-reports/{report}.pdf")


def words_of(answer: TestResponse) -> str:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text
    asked = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(asked, input=answer.data, capture_output=True, check=True).stdout.decode()
    return " ".join(text.split())


def test_the_paper_stays_as_it_was_declared_and_the_next_one_tells_the_rest(city: World) -> None:
    first, _ = city.send(city.finding())
    nihil(city, "Kafe Timur")
    declared = close(city, at=iso(world.workday(11, 2))).json
    city.send(city.finding(identity=city.identity("siti"), place="Pasar Lama"))
    city.send(city.finding(identity=city.identity(basis="unknown"), conduct="left", place="Lama"))
    later = close(city).json
    city.judge(first, "dismiss")
    one, two = (words_of(printed(city, one["id"])) for one in (declared, later))
    for said in ("BERITA ACARA", "BUDI SANTOSO, S.T.", "Kafe Timur", "nihil", "11.02 WIB", "Tidak ada",
                 "Coordinator1", f"{declared['log_index']}:"):  # fmt: skip
        assert said in one
    assert "SITI AMINAH" not in one
    assert "BERITA ACARA TAMBAHAN" in two
    assert "Tidak dikenal" in two  # who left was not asked for a name
    assert "Tidak menyebut nama" not in two
    assert ("SITI AMINAH" in two, "BUDI SANTOSO" in two, "Kafe Timur" in two) == (
        True,
        False,
        False,
    )
    for stranger in ("officer2", "admin", "opd_disdik"):
        assert printed(city, later["id"], by=stranger).status_code == 404
    assert printed(city, uuid4()).status_code == 404


def test_a_team_learns_who_was_already_found_and_nothing_else_of_other_teams(city: World) -> None:
    once, _ = city.send(city.finding())
    twice, _ = city.send(city.finding(sequence=2, note="KENARI"))
    city.send(city.finding(sequence=3, identity=city.identity(name="TAK TERDAFTAR")))
    where = f"/api/operations/{city.operation}/recorded"
    listed = city.client("officer2").get(where)
    (one,) = listed.json["items"]
    assert (one["employee_id"], one["team_number"]) == (str(city.employees["budi"]), 1)
    assert sorted(one) == ["employee_id", "nip", "seen_at", "team_number"]
    assert one["nip"] == "198703122010011004"
    for who in ("desk", "sekda", "admin"):
        assert city.client(who).get(where).status_code == 404
    for finding_id in (once, twice):
        city.judge(finding_id, "dismiss")
    assert city.client("officer2").get(where).json["items"] == []
    with city.app.app_context():  # a plan has found nobody, and is a secret
        db.session.get_one(Operation, city.operation).status = "planned"
        db.session.commit()
    assert city.client("coordinator1").get(where).status_code == 404
