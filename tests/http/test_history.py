"""Riwayat: who changed what, with before and after, for those who may read the audit."""

from typing import Any

import pytest
import world
from flask import Flask
from world import World

from server.core.clock import now


@pytest.fixture
def city(app: Flask) -> World:
    city = world.build(app)
    city.confirmed(city.finding())
    desk = city.client("desk")
    budi = desk.get(f"/api/employees/{city.employees['budi']}").json
    change = {"revision": budi["revision"], "reason": "SK baru", "job": "Sekretaris"}
    assert desk.patch(f"/api/employees/{budi['id']}", json=change).status_code == 200
    return city


def history(city: World, by: str = "inspector", **wanted: Any) -> list[Any]:
    answer = city.client(by).get("/api/audit", query_string={"readings": "false", **wanted})
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json["items"]
    return items


def test_each_change_is_told_with_before_and_after_and_what_it_is_about(city: World) -> None:
    changed, confirmed, sent = history(city)
    assert (changed["action"], changed["about"], changed["actor_name"]) == (
        "employee.change", "BUDI SANTOSO, S.T.", "Desk"
    )  # fmt: skip
    assert changed["changes"] == [{"field": "job", "before": "Staf", "after": "Sekretaris"}]
    assert (confirmed["action"], confirmed["reason"]) == ("finding.confirm", "sesuai bukti")
    assert {"field": "status", "before": "received", "after": "confirmed"} in confirmed["changes"]
    assert (sent["action"], sent["changes"]) == ("finding.send", [])


@pytest.mark.one_database
def test_a_change_of_an_opd_is_told_field_by_field(city: World) -> None:
    office = city.client("admin").get("/api/opds").json["items"][0]
    changes = {"name": "Dinas Baru", "head_form": "Plt."}
    body = {"revision": office["revision"], "reason": "Perda 4/2026", **changes}
    answer = city.client("admin").patch(f"/api/opds/{office['id']}", json=body)
    assert answer.status_code == 200, answer.text
    (changed,) = history(city, noun="opd")
    assert changed["changes"] == [
        {"field": "aliases", "before": [], "after": [office["name"]]},
        {"field": "head_form", "before": office["head_form"], "after": "Plt."},
        {"field": "name", "before": office["name"], "after": "Dinas Baru"},
    ]


def test_an_admin_learns_which_fields_of_a_finding_changed_but_not_their_values(
    city: World,
) -> None:
    (confirmed,) = history(city, by="admin", action="finding.confirm")
    assert {"field": "status", "before": None, "after": None} in confirmed["changes"]
    assert all(one["after"] is None for one in confirmed["changes"])


def test_it_is_filtered_by_kind_person_thing_and_day_and_paged(city: World) -> None:
    day = now().date()
    assert [one["action"] for one in history(city, noun="employee")] == ["employee.change"]
    assert history(city, noun="employe") == []
    assert len(history(city, actor=str(city.users["desk"]))) == 2
    assert len(history(city, subject=str(city.employees["budi"]))) == 1
    assert history(city, until="2020-01-01") == []
    assert len(history(city, since="2020-01-01", until=f"{day.year + 1}-01-01")) == 3
    client = city.client("inspector")
    first = client.get("/api/audit?readings=false&size=2").json
    rest = client.get(f"/api/audit?readings=false&size=2&cursor={first['next']}").json
    assert ([len(page["items"]) for page in (first, rest)], rest["next"]) == ([2, 1], None)


def test_reading_the_history_is_itself_in_the_log_once_an_hour(city: World) -> None:
    history(city)
    history(city)
    told = city.client("inspector").get("/api/audit", query_string={"action": "audit.read"}).json
    assert [one["actor_name"] for one in told["items"]] == ["Inspector"]
    assert "audit.read" not in {one["action"] for one in history(city)}


@pytest.mark.one_database
def test_days_outside_of_any_calendar_are_refused(city: World) -> None:
    answer = city.client("inspector").get("/api/audit?until=9999-12-31")
    assert (answer.status_code, answer.json["code"]) == (422, "bad-field")
