"""The public page: nothing before a release, figures without persons after it, nothing once withdrawn."""

from typing import Any

import pytest
import world
from flask import Flask
from sqlalchemy import select
from world import World

from server.board.models import PublicRelease
from server.core.audit import AuditEntry
from server.core.db import db
from server.operations.models import Operation
from server.people.models import Employee

PUBLIC = "/api/public-figures"
WHY = {"reason": "diminta Sekda untuk diumumkan"}


@pytest.fixture
def city(app: Flask) -> World:
    """Nine of Disdik and two of Dishub are on the list; one of Dishub is dismissed."""
    city = world.build(app)
    with app.app_context():
        people = {
            f"ORANG {number}": Employee(
                name=f"ORANG {number}", nip=None, kind="pns", job="Staf", opd_id=city.opds[opd]
            )
            for number, opd in enumerate(["Disdik"] * 9 + ["Dishub"] * 2)
        }
        db.session.add_all(people.values())
        db.session.commit()
        city.employees |= {name: one.id for name, one in people.items()}
    for name in people:
        city.confirmed(city.finding(identity=city.identity(name)))
    finding, _ = city.send(city.finding())
    city.judge(finding, "dismiss")
    return city


def close(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()


def step(city: World, by: str, path: str = "release") -> Any:
    return city.client(by).post(f"/api/operations/{city.operation}/{path}", json=WHY)


def test_figures_are_public_between_release_and_withdrawal(city: World) -> None:
    assert city.client().get(PUBLIC).json == {"items": [], "next": None}
    refused = step(city, "approver")
    assert (refused.status_code, refused.json["code"]) == (409, "figures-not-final")
    close(city)
    preview = city.client("desk").get(f"/api/operations/{city.operation}/release").json
    assert (preview["release"], preview["changed"]) == (None, False)
    assert step(city, "desk").status_code == 404, "the desk prepares, somebody else decides"
    made = step(city, "approver")
    assert made.status_code == 200, made.text
    assert made.json["release"]["reason"] == WHY["reason"]
    assert step(city, "sekda").json["code"] == "step-not-allowed"
    answer = city.client().get(PUBLIC)
    (shown,) = (one["figures"] for one in answer.json["items"])
    assert shown == preview["figures"]
    assert shown["people"] == 11
    assert shown["opds"] == {
        "rows": [],  # two of Dishub alone would be told by the total
        "rest": {"name": "", "people": 11, "employees": 16, "per_thousand": 687.5},
    }
    assert shown["kinds"]["cells"][0] == {"name": "asn", "people": 11}
    for secret in ("ORANG", "BUDI", "198703122010011004", "Approver", WHY["reason"]):
        assert secret not in answer.text
    assert step(city, "desk", "release/withdraw").status_code == 200
    assert city.client().get(PUBLIC).json["items"] == []
    assert step(city, "desk", "release/withdraw").json["code"] == "step-not-allowed"
    with city.app.app_context():
        rows = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action.startswith("figures."))
        ).all()
        assert [(row.action, row.reason) for row in rows] == [
            ("figures.release", WHY["reason"]),
            ("figures.withdraw", WHY["reason"]),
        ]


def test_what_was_released_changes_only_by_a_decision(city: World) -> None:
    close(city)
    step(city, "sekda")
    before = city.client().get(PUBLIC).json
    with city.app.app_context():
        hired = Employee(name="BARU", kind="pns", job="Staf", opd_id=city.opds["Disdik"])
        db.session.add(hired)
        db.session.commit()
    seen = city.client("sekda").get(f"/api/operations/{city.operation}/release").json
    assert seen["changed"] is True
    assert city.client().get(PUBLIC).json == before
    with city.app.app_context():
        assert len(db.session.scalars(select(PublicRelease)).all()) == 1
