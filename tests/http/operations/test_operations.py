"""The sidak itself: who sees it, opening, closing, teams, zones."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from server.accounts.models import Device
from server.core.audit import AuditEntry
from server.core.db import db, transaction
from server.operations import queries

RING = [[113.21, -7.76], [113.22, -7.76], [113.22, -7.75], [113.21, -7.76]]
AREA = {"type": "Polygon", "coordinates": [RING]}


def seen(town: Any, who: str) -> int:
    return len(town.client(who).get("/api/operations").json["items"])


def test_a_planned_sidak_is_a_secret_of_desk_and_coordinators(town: Any, plan: Any) -> None:
    operation = plan()
    views = {who: seen(town, who) for who in ("sekda", "bkpsdm", "admin", "leader")}
    assert set(views.values()) == {1}
    for who in ("officer", "opd", "stranger"):
        assert seen(town, who) == 0
        assert town.client(who).get(operation["base"]).status_code == 404


def test_opened_its_teams_see_it_but_no_opd_and_no_stranger(town: Any, plan: Any) -> None:
    operation = plan(opened=True)
    assert seen(town, "officer") == 1
    assert seen(town, "opd") == seen(town, "stranger") == 0
    assert town.client("bkpsdm").post(operation["base"] + "/close").status_code == 200
    opd = town.client("opd")
    assert opd.get(operation["base"]).json["status"] == "closed"
    for part in ("teams", "zones", "visits"):
        assert opd.get(f"{operation['base']}/{part}").status_code == 404


@pytest.mark.parametrize("who", ["officer", "leader", "opd", "stranger", "sekda"])
def test_only_desk_and_admin_plan(town: Any, plan: Any, who: str) -> None:
    operation = plan(opened=True)
    client = town.client(who)
    assert client.patch(operation["base"], json={"revision": 2, "name": "x"}).status_code == 404
    assert client.post(f"{operation['base']}/zones", json={}).status_code in {404, 422}


def test_a_change_on_an_old_revision_shows_both_versions(town: Any, plan: Any) -> None:
    operation = plan()
    desk = town.client("bkpsdm")
    first = desk.patch(operation["base"], json={"revision": 1, "name": "Sidak pagi"})
    assert (first.status_code, first.json["revision"]) == (200, 2)
    stale = desk.patch(operation["base"], json={"revision": 1, "name": "Sidak siang"})
    assert (stale.status_code, stale.json["code"]) == (409, "stale-revision")
    assert stale.json["current"]["name"] == "Sidak pagi"
    assert stale.json["sent"]["name"] == "Sidak siang"


def test_an_open_operation_changes_only_for_a_reason_a_closed_one_never(
    town: Any, plan: Any
) -> None:
    operation = plan(opened=True)
    desk = town.client("bkpsdm")
    body = {"revision": 2, "ends_at": "2026-11-23T06:00:00Z"}
    assert desk.patch(operation["base"], json=body).json["code"] == "reason-needed"
    body["reason"] = "Hujan"
    assert desk.patch(operation["base"], json=body).json["ends_at"] == "2026-11-23T06:00:00Z"
    assert desk.post(operation["base"] + "/close").json["status"] == "closed"
    body["revision"] = 4
    assert desk.patch(operation["base"], json=body).json["code"] == "step-not-allowed"


def test_steps_go_one_way(town: Any, plan: Any) -> None:
    base = plan()["base"]
    desk = town.client("bkpsdm")
    assert desk.post(base + "/close").json["code"] == "step-not-allowed"
    assert desk.post(base + "/open").json["status"] == "open"
    assert desk.post(base + "/open").json["code"] == "step-not-allowed"
    assert desk.post(base + "/close").json["status"] == "closed"


def hold(town: Any, findings: int, photos: int = 0) -> None:
    with town.app.app_context(), transaction():
        db.session.add(
            Device(
                user_id=town.users["officer"],
                name="HP",
                public_key={},
                unsent_findings=findings,
                unsent_photos=photos,
            )
        )


@pytest.mark.parametrize("what", [(2, 0), (0, 1)])
def test_unsent_work_on_a_phone_keeps_team_and_operation_open_without_a_reason(
    town: Any, plan: Any, what: tuple[int, int]
) -> None:
    operation = plan(opened=True)
    hold(town, *what)
    desk, leader = town.client("bkpsdm"), town.client("leader")
    team = f"{operation['base']}/teams/{operation['team_id']}/close"
    refused = leader.post(team, json={})
    assert (refused.status_code, refused.json["code"]) == (409, "unsent-work")
    assert refused.json["unsent"][0]["unsent_findings"] == what[0]
    assert refused.json["unsent"][0]["team_id"] == operation["team_id"]
    closed = leader.post(team, json={"reason": "HP rusak"})
    assert (closed.json["reason"], closed.json["unsent_findings"]) == ("HP rusak", what[0])
    assert leader.post(team, json={"reason": "HP rusak"}).json["code"] == "step-not-allowed"
    assert desk.post(operation["base"] + "/close").json["code"] == "unsent-work"
    assert desk.post(operation["base"] + "/close", json={"reason": "HP rusak"}).status_code == 200
    with town.app.app_context():
        query = select(AuditEntry).where(AuditEntry.action == "operation.close")
        entry = db.session.scalars(query).one()
        assert entry.reason == "HP rusak"
        assert entry.detail["unsent"][0]["unsent_photos"] == what[1]


def test_an_officer_does_not_close_the_team(town: Any, plan: Any) -> None:
    operation = plan(opened=True)
    url = f"{operation['base']}/teams/{operation['team_id']}/close"
    assert town.client("officer").post(url, json={}).status_code == 404


def test_a_team_lists_its_coordinator_first_and_can_be_set_again(town: Any, plan: Any) -> None:
    operation = plan()
    desk = town.client("bkpsdm")
    url = operation["base"] + "/teams"
    teams = desk.get(url).json["items"]
    assert [(m["name"], m["role"]) for m in teams[0]["members"]] == [
        ("Leader", "coordinator"),
        ("Officer", "officer"),
    ]
    leader = {"user_id": str(town.users["leader"]), "role": "coordinator"}
    again = desk.post(url, json={"number": 1, "members": [leader]})
    assert again.json["id"] == operation["team_id"]
    assert len(again.json["members"]) == 1
    elsewhere = desk.post(url, json={"number": 2, "members": [leader]})
    assert elsewhere.json["code"] == "step-not-allowed"
    assert len(desk.get(url).json["items"]) == 1


@pytest.mark.parametrize(
    "members",
    [
        [],
        [("officer", "officer")],
        [("leader", "coordinator"), ("leader", "officer")],
        [("nobody", "coordinator")],
    ],
)
def test_a_team_needs_known_people_once_each_and_a_coordinator(
    town: Any, plan: Any, members: list[tuple[str, str]]
) -> None:
    rows = [
        {"user_id": str(town.users.get(who, town.ids["budi"])), "role": role}
        for who, role in members
    ]
    answer = town.client("bkpsdm").post(
        plan()["base"] + "/teams", json={"number": 2, "members": rows}
    )
    assert answer.json["code"] == "bad-field"


@pytest.mark.parametrize(
    "area",
    [
        {},
        {"type": "Point", "coordinates": [113.2, -7.7]},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[["a", 0], [1, 1], [1, 0], ["a", 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [900, 1], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [None, 1], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": {"a": 1}},
        {"type": "GeometryCollection", "geometries": [{}]},
    ],
)
def test_an_area_that_is_none_is_refused(town: Any, plan: Any, area: dict[str, Any]) -> None:
    answer = town.client("bkpsdm").post(plan()["base"] + "/zones", json={"name": "Z", "area": area})
    assert (answer.status_code, answer.json["code"]) == (422, "bad-area")


def test_a_zone_goes_only_while_nothing_lies_in_it(town: Any, plan: Any) -> None:
    operation = plan(opened=True)
    desk = town.client("bkpsdm")
    zone = f"{operation['base']}/zones/{operation['zone_id']}"
    visit = {
        "id": "7b1f8b3e-8d3c-4f5e-9a63-0d4a1c1b2f10",
        "team_id": operation["team_id"],
        "place": "Pasar",
        "nil": True,
        "at": "2026-11-23T02:00:00Z",
        "position": {"lon": 113.215, "lat": -7.755, "accuracy_m": 9},
    }
    sent = town.client("officer").post(operation["base"] + "/visits", json=visit)
    assert sent.status_code == 201
    assert desk.delete(zone).json["code"] == "step-not-allowed"
    area = {
        "type": "Polygon",
        "coordinates": [[[113.2, -7.7], [113.3, -7.7], [113.3, -7.6], [113.2, -7.7]]],
    }
    other = desk.post(operation["base"] + "/zones", json={"name": "Salah", "area": area})
    assert other.json["area"]["type"] == "MultiPolygon"
    gone = f"{operation['base']}/zones/{other.json['id']}"
    assert desk.delete(gone).status_code == 204
    assert desk.delete(gone).status_code == 404
    assert len(desk.get(operation["base"] + "/zones").json["items"]) == 1


def test_a_position_is_measured_to_the_nearest_zone(town: Any, plan: Any) -> None:
    operation = plan()
    with town.app.app_context():
        near = queries.nearest_zone(UUID(operation["id"]), None, 113.2205, -7.755)
        assert near is not None
        assert not near.inside
        assert near.metres == pytest.approx(55.2, abs=0.5)
        inside = queries.nearest_zone(UUID(operation["id"]), None, 113.215, -7.755)
        assert inside is not None
        assert (inside.inside, inside.metres) == (True, 0.0)


def _square(west: float, south: float, *, swap: bool = False) -> dict[str, Any]:
    corners = [[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]
    ring = [[west + x, south + y] for x, y in corners]
    return {"type": "Polygon", "coordinates": [[point[::-1] if swap else point for point in ring]]}


CROSSED = {"type": "Polygon", "coordinates": [
    [[113.2, -7.7], [113.3, -7.8], [113.3, -7.7], [113.2, -7.8], [113.2, -7.7]]]}  # fmt: skip


@pytest.mark.parametrize(
    ("area", "code"),
    [
        (CROSSED, "zone-crosses"),
        (_square(113.2, -7.7, swap=True), "zone-swapped"),
        (_square(119.4, -5.1), "zone-far"),
    ],
)
def test_a_zone_says_what_is_wrong_and_none_of_the_file_is_added(
    town: Any, plan: Any, area: dict[str, Any], code: str
) -> None:
    base, desk = plan()["base"], town.client("bkpsdm")
    sound = {"name": "Ketapang", "area": _square(113.2, -7.7)}
    zones = [sound, {"name": "Lain", "area": area}]
    answer = desk.post(base + "/zones/many", json={"zones": zones})
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["names"] == ["Lain"]
    assert len(desk.get(base + "/zones").json["items"]) == 1
    assert desk.post(base + "/zones/many", json={"zones": [sound]}).status_code == 201


def test_a_zone_goes_to_another_team_and_a_team_leaves_the_plan(town: Any, plan: Any) -> None:
    made, desk = plan(), town.client("bkpsdm")
    where = f"{made['base']}/zones/{made['zone_id']}"
    assert desk.patch(where, json={"team_id": None, "name": "Pasar Baru"}).json["team_id"] is None
    desk.patch(where, json={"team_id": made["team_id"]})
    assert desk.delete(f"{made['base']}/teams/{made['team_id']}").status_code == 204
    assert desk.get(made["base"] + "/zones").json["items"][0]["team_id"] is None
    assert desk.get(made["base"] + "/teams").json["items"] == []


def test_an_outline_is_edited_before_the_sidak_is_opened_and_never_after(
    town: Any, plan: Any
) -> None:
    made, desk = plan(), town.client("bkpsdm")
    where = f"{made['base']}/zones/{made['zone_id']}"
    moved = desk.patch(where, json={"area": _square(113.2, -7.7)})
    assert moved.json["area"]["coordinates"][0][0][0] == [113.2, -7.7]
    for area, code in ((CROSSED, "zone-crosses"), (_square(113.2, -7.7, swap=True), "zone-swapped"),
                       (_square(119.4, -5.1), "zone-far"), ({"type": "Point"}, "bad-area")):  # fmt: skip
        answer = desk.patch(where, json={"area": area})
        assert (answer.status_code, answer.json["code"]) == (422, code)
    opened = plan(opened=True)
    answer = desk.patch(
        f"{opened['base']}/zones/{opened['zone_id']}", json={"area": _square(113.2, -7.7)}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "step-not-allowed")


def test_teams_and_zones_of_another_sidak_are_strange_here(town: Any, plan: Any) -> None:
    here, there, desk = plan(), plan(name="Sidak lain"), town.client("bkpsdm")
    mine, strange = (f"{here['base']}/zones/{one['zone_id']}" for one in (here, there))
    for answer in (desk.patch(strange, json={"name": "Lain"}), desk.delete(strange)):
        assert (answer.status_code, answer.json["code"]) == (404, "not-found")
    for team in (there["team_id"], str(uuid4())):
        moved = desk.patch(mine, json={"team_id": team})
        assert moved.json["invalid"] == {"team_id": ["Tim tidak dikenal."]}
        zone = {"name": "Baru", "team_id": team, "area": AREA}
        added = desk.post(f"{here['base']}/zones", json=zone)
        assert added.json["invalid"] == {"team_id": ["Tim tidak dikenal."]}
        assert desk.delete(f"{here['base']}/teams/{team}").status_code == 404
    assert [one["name"] for one in desk.get(here["base"] + "/zones").json["items"]] == ["Pasar"]


def test_a_sidak_ends_after_it_begins(town: Any, plan: Any) -> None:
    made, desk = plan(), town.client("bkpsdm")
    body = {"revision": 1, "ends_at": "2026-11-23T01:00:00Z"}
    answer = desk.patch(made["base"], json=body)
    assert answer.json["invalid"] == {"ends_at": ["Selesai harus sesudah mulai."]}
    body["ends_at"] = "2026-11-23T01:00:01Z"
    assert desk.patch(made["base"], json=body).status_code == 200


def test_a_team_that_walks_stays(town: Any, plan: Any) -> None:
    made = plan(opened=True)
    answer = town.client("bkpsdm").delete(f"{made['base']}/teams/{made['team_id']}")
    assert answer.json["code"] == "step-not-allowed"


def test_a_plan_is_copied_with_teams_places_and_zones_to_another_day(town: Any, plan: Any) -> None:
    made, desk = plan(), town.client("bkpsdm")
    members = [{"user_id": str(town.users["leader"]), "role": "coordinator"}]
    places = ["Pasar Baru", "Alun-alun"]
    team = {"number": 1, "members": members, "places": places}
    assert desk.post(made["base"] + "/teams", json=team).json["places"] == places
    said = {"name": "Sidak Desember", "day": "2026-12-07"}
    copy = desk.post(made["base"] + "/copy", json=said)
    assert copy.status_code == 201
    assert (copy.json["starts_at"], copy.json["status"]) == ("2026-12-07T01:00:00Z", "planned")
    assert copy.json["order_number"] == ""
    base = f"/api/operations/{copy.json['id']}"
    teams = desk.get(base + "/teams").json["items"]
    assert [(one["number"], one["places"]) for one in teams] == [(1, places)]
    assert [one["user_id"] for one in teams[0]["members"]] == [str(town.users["leader"])]
    zone = desk.get(base + "/zones").json["items"][0]
    assert (zone["name"], zone["team_id"]) == ("Pasar", teams[0]["id"])
