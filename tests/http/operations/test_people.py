"""OPDs, employees, schedules and the calendar over HTTP."""

from datetime import date, datetime
from typing import Any
from uuid import RFC_4122, UUID, uuid4

import pytest

from server.core.db import transaction
from server.people import queries, rules, service
from server.people.rules import WorkTimeState


def search(client: Any, **which: Any) -> list[str]:
    answer = client.post("/api/employees/search", json=which)
    assert answer.status_code == 200, answer.json
    return [one["name"] for one in answer.json["items"]]


def test_a_person_is_found_by_name_and_by_digits_of_the_nip(town: Any) -> None:
    desk = town.client("bkpsdm")
    assert search(desk, text="amin siti") == ["SITI AMINAH, S.Pd."]
    assert search(desk, text="10011004") == ["Budi"]
    assert search(desk, nip="19870312 201001 1 004") == ["Budi"]
    assert search(desk, text="100%") == []


def test_an_opd_finds_only_its_own_people_and_those_of_its_units(town: Any) -> None:
    opd = town.client("opd")
    assert search(opd) == ["Budi", "Rina", "SITI AMINAH, S.Pd."]
    assert search(opd, text="Agus") == []
    assert opd.get(f"/api/employees/{town.ids['agus']}").status_code == 404
    assert opd.get(f"/api/employees/{town.ids['siti']}").status_code == 200


def test_an_officer_has_no_list_of_employees(town: Any) -> None:
    assert town.client("officer").get("/api/employees").status_code == 404


def test_a_list_goes_on_where_its_page_ended_without_a_name_in_the_url(town: Any) -> None:
    desk = town.client("bkpsdm")
    first = desk.get("/api/employees?size=3").json
    rest = desk.get(f"/api/employees?size=3&cursor={first['next']}").json
    assert [one["name"] for one in first["items"] + rest["items"]] == [
        "Agus",
        "Budi",
        "Rina",
        "SITI AMINAH, S.Pd.",
    ]
    assert rest["next"] is None
    assert first["next"] == str(town.ids["rina"])
    assert desk.get(f"/api/employees?cursor={uuid4()}").json["code"] == "bad-cursor"


def test_a_superior_is_set_with_a_reason_and_leaves_a_trace_without_names(town: Any) -> None:
    desk = town.client("bkpsdm")
    url = f"/api/employees/{town.ids['siti']}"
    revision = desk.get(url).json["revision"]
    body = {"superior_id": str(town.ids["budi"]), "reason": "SK baru", "revision": revision}
    answer = desk.patch(url, json=body)
    assert (answer.status_code, answer.json["superior_id"]) == (200, str(town.ids["budi"]))
    assert answer.json["revision"] > revision
    stale = desk.patch(url, json=body)
    assert (stale.status_code, stale.json["code"]) == (409, "stale-revision")
    assert stale.json["current"]["superior_id"] == str(town.ids["budi"])
    assert stale.json["sent"]["reason"] == "SK baru"


@pytest.mark.parametrize("superior", ["siti", "nobody"])
def test_nobody_is_their_own_superior_nor_led_by_a_stranger(town: Any, superior: str) -> None:
    desk = town.client("bkpsdm")
    url = f"/api/employees/{town.ids['siti']}"
    body = {
        "superior_id": str(town.ids.get(superior, uuid4())),
        "reason": "SK baru",
        "revision": desk.get(url).json["revision"],
    }
    assert desk.patch(url, json=body).json["code"] == "unknown-employee"


@pytest.mark.one_database
def test_nobody_works_in_or_leads_what_does_not_exist(town: Any) -> None:
    desk = town.client("bkpsdm")
    url = f"/api/employees/{town.ids['siti']}"
    moved = {
        "opd_id": str(uuid4()),
        "reason": "SK baru",
        "revision": desk.get(url).json["revision"],
    }
    assert "opd_id" in desk.patch(url, json=moved).json["invalid"]
    led = {"revision": 1, "reason": "SK baru", "head_id": str(uuid4())}
    answer = desk.patch(f"/api/opds/{town.ids['rsud']}", json=led)
    assert answer.json["code"] == "unknown-employee"


@pytest.mark.one_database
def test_loaded_opds_that_stand_below_each_other_are_refused(town: Any) -> None:
    one, other = uuid4(), uuid4()
    rows = [{"id": one, "name": "A", "parent_id": other}, {"id": other, "parent_id": one}]
    with town.app.app_context(), pytest.raises(ValueError, match="its own ancestor"):
        service.load_masters(opds=rows)


def test_a_field_that_the_contract_does_not_name_is_refused(town: Any) -> None:
    answer = town.client("bkpsdm").post("/api/employees/search", json={"role": "admin"})
    assert (answer.status_code, answer.json["code"]) == (422, "bad-field")


def test_an_opd_works_by_its_own_hours_a_unit_by_its_parents_others_by_default(town: Any) -> None:
    day = date(2026, 11, 23)
    with town.app.app_context():
        assert queries.schedule_for(town.ids["rsud"], day).shift
        assert queries.schedule_for(town.ids["school"], day).name == "Lima hari"
        old = queries.schedule_for(town.ids["school"], date(2019, 1, 1))
        assert old == rules.national_schedule()
        school = queries.schedule_for(town.ids["school"], day)
        verdict = rules.work_time(datetime(2026, 11, 23, 9), school, queries.calendar(day, day))  # noqa: DTZ001 - local by contract
        assert verdict.state is WorkTimeState.INSIDE


def test_a_declared_working_day_beats_the_holiday_and_changes_the_calendar_version(
    town: Any,
) -> None:
    desk = town.client("bkpsdm")
    christmas = date(2026, 12, 25)
    with town.app.app_context():
        before = queries.calendar(christmas, christmas)
    body = {"day": "2026-12-25", "kind": "working", "name": "Masuk", "source": "SE 1/2026"}
    made = desk.post("/api/holidays", json=body)
    assert made.status_code == 201
    with town.app.app_context():
        after = queries.calendar(christmas, christmas)
    assert (before.is_off(christmas), after.is_off(christmas)) == (True, False)
    assert before.version != after.version
    assert desk.delete(f"/api/holidays/{made.json['id']}").status_code == 204
    listed = desk.get("/api/holidays?first=2026-12-01&last=2026-12-31").json["items"]
    assert [one["kind"] for one in listed] == ["public"]
    assert town.client("officer").post("/api/holidays", json=body).status_code == 404


def test_a_unit_without_its_own_office_is_measured_from_its_parents(town: Any) -> None:
    with town.app.app_context():
        metres = queries.office_metres(town.ids["school"], 113.22, -7.75)
        assert metres == pytest.approx(1103.2, abs=1)
        assert queries.office_metres(town.ids["rsud"], 113.22, -7.75) is None
        root = queries.root_opd(town.ids["school"])
        assert root is not None
        assert root.id == town.ids["disdik"]


def test_thousands_of_people_are_loaded_in_one_go(town: Any) -> None:
    rows = [
        {"name": f"Orang {n}", "kind": "non_asn", "opd_id": town.ids["rsud"]} for n in range(5000)
    ]
    with town.app.app_context(), transaction():
        assert service.load_masters(employees=rows)["employees"] == 5000
    with town.app.app_context():
        assert len(queries.roster(date(2026, 11, 23))["id"]) == 5004


def test_schedules_and_opds_are_listed_for_whoever_is_signed_in(town: Any) -> None:
    officer = town.client("officer")
    names = [one["name"] for one in officer.get("/api/schedules").json["items"]]
    assert names == ["Giliran", "Lima hari"]
    assert len(officer.get("/api/opds").json["items"]) == 3
    assert town.app.test_client().get("/api/opds").status_code == 401


def test_loaded_people_get_ids_that_count_up_with_the_roster_and_pack_small(town: Any) -> None:
    numbers = [f"19870312201001{n:04d}" for n in (9, 3, 7, 1)]
    rows = [
        {"name": "Orang", "nip": nip, "kind": "pns", "opd_id": town.ids["rsud"]} for nip in numbers
    ]
    with town.app.app_context(), transaction():
        service.load_masters(employees=rows)
    with town.app.app_context():
        roster = queries.roster(date(2026, 11, 23))
    ids = [one for one, name in zip(roster["id"], roster["name"], strict=True) if name == "Orang"]
    assert ids == sorted(ids)
    assert len({one[:24] for one in ids}) == 1
    assert {UUID(one).version for one in ids} == {8}
    assert {UUID(one).variant for one in ids} == {RFC_4122}


def test_an_opd_is_renamed_and_its_former_name_still_finds_it(town: Any) -> None:
    desk = town.client("bkpsdm")
    body = {"revision": 1, "reason": "Perwali 5/2026", "name": "Rumah Sakit Umum Daerah",
            "head_form": "Plt.", "head_id": str(town.ids["agus"]), "office": [113.2, -7.7]}  # fmt: skip
    where = f"/api/opds/{town.ids['rsud']}"
    changed = desk.patch(where, json=body).json
    assert changed["aliases"] == ["RSUD"]
    assert (changed["office"], changed["head_form"]) == ([113.2, -7.7], "Plt.")
    assert desk.patch(where, json=body).json["code"] == "stale-revision"
    assert town.client("officer").patch(where, json=body).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("parent_id", "school"),
        ("parent_id", "disdik"),
        ("name", "RSUD"),
        ("valid_to", "2019-01-01"),
    ],
)
def test_an_opd_below_itself_or_named_like_another_is_refused(
    town: Any, field: str, value: str
) -> None:
    value = str(town.ids.get(value, value))
    body = {"revision": 1, "reason": "coba", field: value}
    answer = town.client("bkpsdm").patch(f"/api/opds/{town.ids['disdik']}", json=body)
    assert answer.status_code == 422
    assert field in answer.json["invalid"]


def test_a_new_opd_is_made_with_its_parent(town: Any) -> None:
    body = {"name": "SDN Contoh 2", "short_name": "SDN 2", "valid_from": "2026-07-01",
            "parent_id": str(town.ids["disdik"]), "reason": "sekolah baru"}  # fmt: skip
    made = town.client("admin").post("/api/opds", json=body)
    assert (made.status_code, made.json["parent_id"]) == (201, str(town.ids["disdik"]))
