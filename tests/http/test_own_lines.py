"""An OPD sees its own lines after closing, answers until the deadline, and nothing of anybody else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from paperwork import drafted, furnished
from world import World, working_days_ago

from server.accounts.models import User
from server.core.clock import now
from server.core.db import db
from server.findings.models import Finding
from server.operations.models import Operation
from server.people.models import Opd

PDF = b"%PDF-1.7 made up"


@pytest.fixture
def city(app: Flask) -> World:
    city = furnished(app)
    city.confirmed(city.finding())
    siti = city.finding(identity=city.identity("siti"), note="CATATAN PETUGAS", place="Kedai A")
    city.confirmed(siti)
    return city


def close(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()


def own(city: World) -> list[dict[str, Any]]:
    answer = city.client("opd_disdik").get("/api/own-lines")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def reply(city: World, line_id: str, **said: Any) -> Any:
    body = {"operation_id": str(city.operation), "kind": "surat_tugas", "number": "9/ST", **said}
    return city.client("opd_disdik").post(f"/api/own-lines/{line_id}/replies", json=body)


def test_an_opd_sees_its_own_people_only_after_closing(city: World) -> None:
    assert own(city) == []
    close(city)
    (line,) = own(city)
    assert (line["name"], line["seen"][0]["place"]) == ("SITI AMINAH", "Kedai A")
    text = city.client("opd_disdik").get("/api/own-lines").text
    for hidden in ("BUDI", "CATATAN PETUGAS", "Officer1", "photo"):
        assert hidden not in text
    for who in ("desk", "sekda", "officer1", "admin"):
        assert city.client(who).get("/api/own-lines").status_code == 404


@pytest.mark.parametrize("hidden", ["head", "owner"])
def test_the_line_of_the_own_head_or_of_the_account_stays_hidden(city: World, hidden: str) -> None:
    close(city)
    (line,) = own(city)
    with city.app.app_context():
        if hidden == "head":
            db.session.get_one(Opd, city.opds["Disdik"]).head_id = city.employees["siti"]
        else:
            user = db.session.get_one(User, city.users["opd_disdik"])
            user.employee_id = city.employees["siti"]
        db.session.commit()
    assert own(city) == []
    assert reply(city, line["line_id"]).status_code == 404


def test_an_answer_reaches_the_desk_and_moves_nobody(city: World) -> None:
    close(city)
    (line,) = own(city)
    late = reply(city, line["line_id"]).json
    path = f"/api/own-lines/{line['line_id']}/replies/{late['id']}/file"
    other = path.replace(line["line_id"], str(uuid4()))
    put = city.client("opd_disdik").put(other, data=PDF, content_type="application/pdf")
    assert put.status_code == 404
    put = city.client("opd_disdik").put(path, data=PDF, content_type="application/pdf")
    assert (put.status_code, put.json["has_file"]) == (200, True)
    assert [one["number"] for one in own(city)[0]["replies"]] == ["9/ST"]
    owed = city.client("desk").get(f"/api/operations/{city.operation}/late-letters").json["items"]
    assert [(one["name"], one["letters"][0]["source"]) for one in owed] == [("SITI AMINAH", "opd")]
    answer = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.json").json
    assert answer["totals"]["listed"] == 2
    # leave shows neither its number nor a reason, even to the OPD that sent it
    sick = reply(city, line["line_id"], kind="cuti_sakit", note="DIAGNOSIS").json
    assert (sick["kind"], sick["number"], sick["note"]) == ("cuti", "", "")
    assert "DIAGNOSIS" not in city.client("opd_disdik").get("/api/own-lines").text


def test_an_opd_that_looked_is_among_the_readers_of_a_letter(city: World) -> None:
    letters = {one["opd_name"]: one for one in drafted(city)}
    close(city)
    assert own(city)
    for opd, expected in (("Dinas Pendidikan", {"own_lines"}), ("Dinas Perhubungan", set())):
        answer = city.client("inspector").get(f"/api/letters/{letters[opd]['id']}/readers")
        assert {one["how"] for one in answer.json["items"]} == expected


def test_after_the_deadline_the_way_is_to_bkpsdm(city: World) -> None:
    """An OPD learns of its people at closing: it has three working days from then, at least."""
    close(city)
    (line,) = own(city)
    with city.app.app_context():
        for row in db.session.query(Finding):
            row.assessment_due_at = now() - timedelta(minutes=1)
        db.session.commit()
    assert own(city)[0]["may_reply"] is True
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).closed_at = working_days_ago(3)
        db.session.commit()
    assert own(city)[0]["may_reply"] is False
    answer = reply(city, line["line_id"])
    assert (answer.status_code, answer.json["code"]) == (409, "deadline-passed")


def test_another_opds_line_cannot_be_answered(city: World) -> None:
    close(city)
    found = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.json").json
    dishub = next(opd for opd in found["opds"] if opd["name"] == "Dinas Perhubungan")
    assert reply(city, dishub["lines"][0]["line_id"]).status_code == 404
