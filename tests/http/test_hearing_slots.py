"""Letters B drafted in bulk call each person at a time of their own, shown before they are drafted."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from paperwork import (
    LETTERHEAD,
    WIB,
    change,
    draft,
    drafted,
    furnished,
    lines_of,
    signed,
    step,
    take,
    text_of,
)
from world import World

from server.core.db import db
from server.people.models import Employee


@pytest.fixture
def city(app: Flask) -> World:
    city = furnished(app)
    with app.app_context():
        for name in ("siti", "joko"):
            db.session.get_one(Employee, city.employees[name]).superior_id = city.employees["head"]
        db.session.commit()
    for name in ("budi", "siti", "joko", "rina"):
        kind = {"joko": "pppk", "rina": "non_asn"}.get(name, "pns")
        city.confirmed(city.finding(identity=city.identity(name, kind=kind)))
    return city


def clock(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(WIB):%H.%M}"


def shown(city: World, line_ids: list[str]) -> list[dict[str, Any]]:
    path = f"/api/operations/{city.operation}/letters/slots"
    answer = city.client("desk").post(path, json={"line_ids": line_ids})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def test_one_examiner_sees_one_person_at_a_time(city: World) -> None:
    lines = lines_of(city)
    ids = {line["line_id"]: name for name, line in lines.items()}
    told = {ids[one["line_id"]]: one for one in shown(city, list(ids))}
    assert told["RINA WATI"] | {"line_id": ""} == {
        "line_id": "", "hearing_at": None, "place": None, "held": "letter_kind",
    }  # fmt: skip
    called = [name for name, one in told.items() if one["hearing_at"]]
    assert [clock(told[name]["hearing_at"]) for name in called] == ["09.00", "09.30", "10.00"]
    letters = drafted(city, "B", line_ids=[lines[name]["line_id"] for name in reversed(called)])
    assert {one["people"][0]["name"]: one["hearing_at"] for one in letters} == {
        name: told[name]["hearing_at"] for name in called
    }
    # made again, a draft keeps its time; a letter that is replaced gives its own back
    again = {one["people"][0]["name"]: one["hearing_at"] for one in drafted(city, "B")}
    assert again == {name: told[name]["hearing_at"] for name in called}
    middle = next(one for one in letters if one["people"][0]["name"] == called[1])
    middle = city.client("desk").get(f"/api/letters/{middle['id']}").json
    fresh = step(
        city, step(city, middle, "submit"), "replace", by="approver", reason="salah tempat"
    )
    assert fresh["hearing_at"] == told[called[1]]["hearing_at"]
    assert step(city, fresh, "submit")["status"] == "submitted"
    (under_way,) = shown(city, [lines[called[1]]["line_id"]])
    assert (under_way["hearing_at"], under_way["held"]) == (None, "under_way")
    assert draft(city, "B", line_ids=[lines["RINA WATI"]["line_id"]]).status_code == 422


def test_a_letter_to_an_office_calls_one_person_after_the_other(city: World) -> None:
    made = {one["opd_name"]: one for one in drafted(city)}
    times = {
        person["name"]: clock(person["hearing_at"])
        for one in made.values()
        for person in one["people"]
    }
    assert sorted(times.values()) == ["09.00", "09.30", "10.00", "10.30"]
    letter = made["Dinas Pendidikan"]
    words = text_of(city, letter)
    assert "Jam menghadap tiap pegawai tercantum dalam lampiran" in words
    assert all(f"Menghadap pukul {times[one['name']]} WIB" in words for one in letter["people"])
    start = f"{letter['hearing_at'][:10]}T07:00:00Z"  # 14.00, whoever else is called there
    moved = change(city, letter, hearing_at=start)
    moved_times = [clock(one["hearing_at"]) for one in moved["people"]]
    assert moved_times == ["14.00", "14.30", "15.00"]
    (again,) = (one for one in drafted(city) if one["opd_name"] == letter["opd_name"])
    assert [clock(one["hearing_at"]) for one in again["people"]] == moved_times
    again = city.client("desk").get(f"/api/letters/{again['id']}").json
    signed(city, again)
    called = {
        name: clock(one["hearing_at"]) for name, one in lines_of(city).items() if one["hearing_at"]
    }
    assert called == {one["name"]: clock(one["hearing_at"]) for one in again["people"]}


def test_examiners_side_by_side_and_who_is_off_the_list(city: World) -> None:
    head = {**LETTERHEAD, "hearing_parallel": 2, "hearing_minutes": 90, "hearing_time": "10:00"}
    assert city.client("desk").put("/api/letterhead", json=head).status_code == 200
    lines = lines_of(city)
    ids = [line["line_id"] for name, line in lines.items() if name != "RINA WATI"]
    times = [clock(one["hearing_at"]) for one in shown(city, ids)]
    assert times == ["10.00", "10.00", "13.00"]  # the second slot would touch the break
    take(city, lines["JOKO"], "exclude")
    path = f"/api/operations/{city.operation}/letters/slots"
    answer = city.client("desk").post(path, json={"line_ids": [lines["JOKO"]["line_id"]]})
    assert answer.json["code"] == "no-lines"
