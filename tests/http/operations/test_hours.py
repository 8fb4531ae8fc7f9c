"""Work schedules and the calendar as the desk keeps them: hours, Ramadan, national days off."""

from datetime import date, datetime
from typing import Any

import pytest

from server.people import queries, rules

WEEK = [{"weekday": day, "starts": "07:30:00", "ends": "16:00:00", "break_starts": "12:00:00",
         "break_ends": "13:00:00"} for day in range(5)]  # fmt: skip
FASTING = [{"weekday": day, "ramadan": True, "starts": "08:00:00", "ends": "15:00:00"}
           for day in range(5)]  # fmt: skip
SCHOOL = {"name": "Enam hari (sekolah)", "decree": "Perwali 9/2026", "valid_from": "2026-01-01",
          "reason": "Perwali baru",
          "days": [*WEEK, *FASTING, {"weekday": 5, "starts": "07:30:00", "ends": "12:00:00"}]}  # fmt: skip


def test_a_schedule_is_made_given_to_a_unit_and_judges_from_its_day_on(town: Any) -> None:
    desk = town.client("bkpsdm")
    made = desk.post("/api/schedules", json=SCHOOL)
    assert (made.status_code, len(made.json["days"])) == (201, 11)
    unit = f"/api/opds/{town.ids['school']}"
    given = {"schedule_id": made.json["id"], "revision": 1, "reason": "Perwali baru"}
    assert desk.patch(unit, json=given).status_code == 200
    assert desk.put("/api/ramadan", json={
        "first_day": "2027-02-08", "last_day": "2027-03-09", "source": "KMA"}).status_code == 200  # fmt: skip
    with town.app.app_context():
        for day, hour, state in (
            (date(2026, 11, 21), 10, "inside"),  # a Saturday
            (date(2026, 11, 21), 13, "outside"),
            (date(2027, 2, 9), 15, "outside"),  # Ramadan ends at three
            (date(2025, 12, 31), 10, "inside"),  # before its day: the city's own week
        ):
            hours = queries.schedule_for(town.ids["school"], day)
            seen = datetime.combine(day, datetime.min.time()).replace(hour=hour)
            verdict = rules.work_time(seen, hours, queries.calendar(day, day))
            assert verdict.state.value == state, (day, hour)
        assert queries.schedule_for(town.ids["rsud"], date(2026, 11, 21)).shift


def test_who_changed_which_hours_is_told_and_an_old_version_is_refused(town: Any) -> None:
    desk, where = town.client("admin"), "/api/schedules"
    made = desk.post(where, json=SCHOOL).json
    later = {**SCHOOL, "revision": 1, "reason": "salah ketik", "days": WEEK[:1], "decree": "X"}
    changed = desk.put(f"{where}/{made['id']}", json=later)
    assert (changed.json["revision"], len(changed.json["days"])) == (2, 1)
    assert desk.put(f"{where}/{made['id']}", json=later).json["code"] == "stale-revision"
    told = desk.get("/api/audit", query_string={"subject": made["id"]}).json["items"][0]["changes"]
    assert {one["field"]: one["after"] for one in told} == {
        "decree": "X", "hours": "Sen 07.30-16.00 (istirahat 12.00-13.00)", "ramadan_hours": ""
    }  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": "LIMA HARI"}),
        ("valid_to", {"valid_to": "2025-12-31"}),
        ("days", {"days": []}),
        ("days", {"days": [WEEK[0], WEEK[0]]}),
        ("days", {"days": [{**WEEK[0], "ends": "07:00:00"}]}),
        ("days", {"days": [{**WEEK[0], "break_starts": "16:30:00", "break_ends": "17:00:00"}]}),
        ("days", {"days": [{**WEEK[0], "break_ends": None}]}),
    ],
)
def test_hours_that_cannot_be_are_refused(town: Any, field: str, changes: dict[str, Any]) -> None:
    answer = town.client("admin").post("/api/schedules", json={**SCHOOL, **changes})
    assert (answer.status_code, list(answer.json["invalid"])) == (422, [field])


def test_the_national_list_is_told_first_then_taken_over_and_a_hand_stays(town: Any) -> None:
    desk, year = town.client("bkpsdm"), {"year": 2026}
    own = {"day": "2026-01-01", "kind": "public", "name": "Tahun baru kami", "source": "SKB"}
    stale = {"day": "2026-01-02", "kind": "government", "name": "Cuti (perkiraan)", "source": "x",
             "provisional": True}  # fmt: skip
    guess = {"day": "2026-08-17", "kind": "public", "name": "x", "source": "x", "provisional": True}
    for body in (own, stale, guess):
        assert desk.post("/api/holidays", json=body).status_code == 201
    told = desk.get("/api/holidays/proposed", query_string=year).json["items"]
    kinds = [one["doing"] for one in told]
    # 17 national days and 8 of cuti bersama; New Year and Christmas are there, one is only a guess
    assert {doing: kinds.count(doing) for doing in kinds} == {"new": 22, "change": 1, "gone": 1}
    done = desk.post("/api/holidays/adopt", json=year)
    assert done.json == {"new": 22, "change": 1, "gone": 1}
    assert desk.get("/api/holidays/proposed", query_string=year).json["items"] == []
    asked = {"first": "2026-01-01", "last": "2026-12-31"}
    days = desk.get("/api/holidays", query_string=asked).json["items"]
    assert len(days) == 25
    assert days[0]["name"] == "Tahun baru kami"
    assert all(not one["provisional"] for one in days)


def test_ramadan_is_said_once_a_year_and_is_a_month_long(town: Any) -> None:
    desk = town.client("admin")
    moved = {"first_day": "2026-02-19", "last_day": "2026-03-20", "source": "sidang isbat"}
    assert desk.put("/api/ramadan", json=moved).status_code == 200
    assert [one["first_day"] for one in desk.get("/api/ramadan").json["items"]] == ["2026-02-19"]
    long = desk.put("/api/ramadan", json={**moved, "last_day": "2026-03-25"})
    assert list(long.json["invalid"]) == ["last_day"]
