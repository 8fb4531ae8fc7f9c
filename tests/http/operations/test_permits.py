"""Permits registered beforehand."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from server.permits import queries


def permit(town: Any, who: str, **more: Any) -> dict[str, Any]:
    return {
        "employee_id": str(town.ids[who]),
        "kind": "surat_tugas",
        "number": "800.1.11.1/12/Disdik/2026",
        "valid_from": "2026-11-23T08:00:00+07:00",
        "valid_to": "2026-11-23T12:00:00+07:00",
        "place": "Kantor Pajak",
    } | more


def test_an_opd_registers_for_its_own_people_only(town: Any) -> None:
    opd = town.client("opd")
    made = opd.post("/api/permits", json=permit(town, "siti"))
    assert (made.status_code, made.json["valid_from"]) == (201, "2026-11-23T01:00:00Z")
    other = opd.post("/api/permits", json=permit(town, "agus"))
    assert other.json["code"] == "unknown-employee"
    assert town.client("bkpsdm").post("/api/permits", json=permit(town, "agus")).status_code == 201
    nobody = permit(town, "agus", employee_id=str(uuid4()))
    assert (
        town.client("bkpsdm").post("/api/permits", json=nobody).json["code"] == "unknown-employee"
    )
    assert [one["id"] for one in opd.get("/api/permits").json["items"]] == [made.json["id"]]
    assert len(town.client("bkpsdm").get("/api/permits").json["items"]) == 2


def test_an_officer_neither_lists_nor_registers(town: Any) -> None:
    officer = town.client("officer")
    assert officer.get("/api/permits").status_code == 404
    assert officer.post("/api/permits", json=permit(town, "siti")).status_code == 404


def test_the_moment_of_registering_is_the_servers(town: Any) -> None:
    opd = town.client("opd")
    forged = permit(town, "siti", registered_at="2020-01-01T00:00:00Z")
    assert opd.post("/api/permits", json=forged).json["code"] == "bad-field"


def test_a_permit_belongs_to_its_local_day(town: Any) -> None:
    opd = town.client("opd")
    # 23.30 WIB of 23 November is still that day here, though 24 November nowhere in UTC
    body = permit(town, "siti", valid_from="2026-11-23T16:30:00Z", valid_to="2026-11-23T16:45:00Z")
    assert opd.post("/api/permits", json=body).status_code == 201
    assert len(opd.get("/api/permits?day=2026-11-23").json["items"]) == 1
    assert opd.get("/api/permits?day=2026-11-24").json["items"] == []


def test_a_permit_that_ends_before_it_starts_is_refused(town: Any) -> None:
    body = permit(town, "siti", valid_to="2026-11-23T07:00:00+07:00")
    answer = town.client("opd").post("/api/permits", json=body)
    assert answer.json["code"] == "bad-field"
    assert "valid_to" in answer.json["invalid"]


def test_a_moment_outside_the_calendar_is_refused_not_a_crash(town: Any) -> None:
    body = permit(town, "siti", valid_from="0001-01-01T00:00:00+14:00")
    assert town.client("opd").post("/api/permits", json=body).json["code"] == "bad-field"


def test_other_rooms_ask_what_holds_at_a_moment(town: Any) -> None:
    town.client("opd").post("/api/permits", json=permit(town, "siti"))
    with town.app.app_context():
        inside = datetime(2026, 11, 23, 2, tzinfo=UTC)
        found = queries.permits_of(town.ids["siti"], inside)
        assert [one.place for one in found] == ["Kantor Pajak"]
        assert queries.permits_of(town.ids["siti"], datetime(2026, 11, 23, 6, tzinfo=UTC)) == []
        assert queries.permits_of(town.ids["budi"], inside) == []
        registered = found[0].registered_at
        assert queries.registered_late(found[0], datetime(2020, 1, 1, tzinfo=UTC))
        assert not queries.registered_late(found[0], registered)
