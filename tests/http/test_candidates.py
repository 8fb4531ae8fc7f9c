"""Who is meant: candidates by NIP first, then by name, office and job; nobody is matched by itself."""

from typing import Any
from uuid import UUID

import pytest
import world
from flask import Flask
from sqlalchemy import select
from world import World

from server.core.db import db
from server.findings.models import Amendment, Finding
from server.people.models import Employee

BUDI = "198703122010011004"


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def claimed(city: World, **said: Any) -> UUID:
    """Send a finding of somebody who was not in the phone's roster."""
    said.setdefault("opd_id", str(city.opds["Dishub"]))
    found, answer = city.send(city.finding(identity=city.identity(None, **said)))
    assert answer.status_code == 201, answer.text
    return found


def asked(city: World, finding_id: UUID, who: str = "desk") -> Any:
    return city.client(who).get(f"/api/findings/{finding_id}/candidates")


def test_candidates_come_with_score_reasons_margin_and_what_holds(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Employee, city.employees["budi"]).job = "Pengemudi"
        db.session.commit()
    both = asked(city, claimed(city, name="Budi Santosa", job="PENGEMUDI")).json
    first = both["items"][0]
    assert (first["employee"]["name"], first["reasons"]) == ("BUDI SANTOSO, S.T.", ["name", "job"])
    assert both["suggested"] == str(city.employees["budi"])
    assert both["margin"] > 0.15
    assert both["holds"] == []
    for said, hold in (
        ({"name": "Budi Santoso"}, "too_few_attributes"),
        ({"name": "Budi", "job": "Pengemudi"}, "one_word_name"),
        ({"name": "Budi Santoso", "opd_id": str(city.opds["Disdik"])}, "not_the_same_opd"),
        ({"name": "Zainal Qodir Widodo", "opd_id": None}, "no_candidate"),
    ):
        found = asked(city, claimed(city, **said)).json
        assert found["suggested"] is None, said
        assert hold in found["holds"], said


def test_the_number_goes_first_and_a_name_that_differs_is_told(city: World) -> None:
    found = asked(city, claimed(city, nip=BUDI, name="SITI AMINAH")).json
    assert [one["employee"]["name"] for one in found["items"][:2]] == [
        "BUDI SANTOSO, S.T.",
        "SITI AMINAH",
    ]
    assert (found["suggested"], found["holds"]) == (None, ["nip_name_mismatch"])


@pytest.mark.one_database
def test_what_the_desk_chose_is_kept_with_method_and_score(city: World) -> None:
    finding = claimed(city, name="Budi Santoso")
    for who in ("officer1", "sekda", "admin"):
        assert asked(city, finding, who).status_code == 404
    budi = str(city.employees["budi"])
    assert city.judge(finding, "identify", employee_id=budi).status_code == 200
    with city.app.app_context():
        match = db.session.get_one(Finding, finding).verdicts["match"]
        assert (match["method"], match["reasons"]) == ("attributes", ["name"])
        assert 0.3 < match["score"] < 0.5
        step = db.session.scalars(select(Amendment).where(Amendment.finding_id == finding)).one()
        assert step.changes["verdicts"]["after"]["match"] == match
