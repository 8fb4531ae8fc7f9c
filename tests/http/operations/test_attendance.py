"""Daily punches come in as a file, and stand beside a finding as a fact; they move no line."""

import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import workbooks
import world
from flask import Flask
from sqlalchemy import func, select
from world import World

from server.archive import retention, subject
from server.core.app_state import blobs
from server.core.audit import AuditEntry
from server.core.clock import iso, now
from server.core.db import db, transaction
from server.permits.models import AttendanceDay

NIPS = {"budi": "198703122010011004", "siti": "199005212019032007"}
HEADERS = ("NO", "NAMA / NIP", "PANGKAT", "JABATAN", "PAGI", "PULANG", "APEL")


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def day_of(city: World) -> str:
    return city.seen_at.astimezone(ZoneInfo("Asia/Jakarta")).date().isoformat()


def sheet(*rows: tuple[str, str, str, str]) -> bytes:
    lines = [
        (str(at), f"{name}\n{NIPS.get(who, who)}", "III/c", "Staf", came, went, "-")
        for at, (who, name, came, went) in enumerate(rows, 1)
    ]
    return workbooks.book(lines, HEADERS)


def bring(city: World, data: bytes, by: str = "desk", **how: Any) -> Any:
    return city.client(by).post(
        "/api/imports/attendance",
        query_string={"form": "xlsx", "effective_on": day_of(city), **how},
        data=data,
        content_type="application/octet-stream",
    )


def verb(city: World, one: Any, word: str, **body: Any) -> Any:
    return city.client("desk").post(f"/api/imports/{one['id']}/{word}", json=body)


def applied(city: World, data: bytes, **how: Any) -> Any:
    one = bring(city, data, **how)
    assert one.status_code == 201, one.text
    answer = verb(city, one.json, "apply", revision=one.json["revision"])
    assert answer.status_code == 200, answer.text
    return answer.json


def said(city: World, finding_id: Any, by: str = "desk") -> Any:
    return city.client(by).get(f"/api/findings/{finding_id}").json["attendance"]


def listed(city: World) -> Any:
    found = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.json").json
    lines = [line for opd in found["opds"] for line in opd["lines"]]
    return [(line["line_id"], line["status"]) for line in lines], found["totals"]


PRESENT = ("budi", "BUDI SANTOSO", "07:28:00", "16:02:00")


def test_a_finding_says_what_the_punches_of_its_day_say_and_moves_nowhere(city: World) -> None:
    finding_id = city.confirmed(city.finding())
    assert said(city, finding_id) is None
    before = listed(city)
    one = bring(city, sheet(PRESENT)).json
    assert said(city, finding_id) is None  # a dry run changes nothing
    assert verb(city, one, "apply", revision=one["revision"]).status_code == 200
    told = said(city, finding_id)
    assert told["kind"] == "present"
    assert "padahal ditemukan 09.15" in told["words"]
    assert said(city, finding_id, by="officer1") is None  # the team needs not know
    assert listed(city) == before
    assert verb(city, one, "undo", reason="berkas salah").json["status"] == "undone"
    assert said(city, finding_id) is None
    with city.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AttendanceDay)) == 0
        actions = db.session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.action.startswith("attendance"))
            .order_by(AuditEntry.log_index)
        ).all()
    assert actions == ["attendance.compare", "attendance.apply", "attendance.undo"]


@pytest.mark.one_database
def test_the_dry_run_names_rows_that_cannot_be_taken_and_what_differs(city: World) -> None:
    applied(city, sheet(PRESENT))
    rows = (
        ("budi", "BUDI SANTOSO", "07:28:00", "15:00:00"),
        ("siti", "SITI AMINAH", "00:00:00", "-"),
        ("199203142015031002", "TAMU", "07:00", "16:00"),
        ("siti", "RINA WATI", "delapan", "16:00"),
    )
    one = bring(city, sheet(*rows)).json
    figures = {name: one["figures"][name] for name in ("rows", "new", "change", "rejected")}
    assert figures == {"rows": 4, "new": 1, "change": 1, "rejected": 2}
    days = [
        date(1970, 1, 1) + timedelta(one["figures"][name]) for name in ("first_day", "last_day")
    ]
    assert days == [date.fromisoformat(one["effective_on"])] * 2
    assert one["columns"] == {"nip": "NAMA / NIP", "arrived": "PAGI", "departed": "PULANG"}
    report = f"/api/imports/{one['id']}/report"
    desk = city.client("desk")
    changed = desk.get(report, query_string={"kind": "change"}).json["items"]
    assert [
        (row["row"], row["before"]["departed"], row["after"]["departed"]) for row in changed
    ] == [(2, "16:02", "15:00")]
    remarks = desk.get(report, query_string={"part": "remarks"}).json["items"]
    assert [(row["row"], row["code"]) for row in remarks] == [
        (4, "employee_unknown"),
        (5, "time_unreadable"),
    ]
    # rosters keep their own list
    assert desk.get("/api/imports").json["items"] == []
    assert len(desk.get("/api/imports?kind=attendance").json["items"]) == 2


def test_the_last_applied_file_counts_and_an_earlier_one_comes_back_by_undoing_it(
    city: World,
) -> None:
    finding_id = city.confirmed(city.finding())
    applied(city, sheet(PRESENT))
    later = applied(city, sheet(("budi", "BUDI SANTOSO", "00:00:00", "00:00:00")))
    assert said(city, finding_id)["kind"] == "no_punch"
    verb(city, later, "undo", reason="berkas salah")
    assert said(city, finding_id)["kind"] == "present"


@pytest.mark.one_database
def test_a_list_without_the_person_says_so_only_where_colleagues_are_in_it(city: World) -> None:
    finding_id = city.confirmed(city.finding())
    applied(city, sheet(("siti", "SITI AMINAH", "07:20", "16:00")))
    assert said(city, finding_id) is None
    applied(city, sheet(("197001011995031001", "SUTRISNO", "07:20", "16:00")))
    assert said(city, finding_id)["kind"] == "not_listed"


@pytest.mark.one_database
def test_a_dry_run_is_looked_at_again_when_what_it_stands_beside_has_changed(city: World) -> None:
    first = applied(city, sheet(PRESENT))
    one = bring(city, sheet(("budi", "BUDI SANTOSO", "07:00", "15:00"))).json
    verb(city, first, "undo", reason="berkas salah")
    assert verb(city, one, "apply", revision=one["revision"]).json["code"] == "import-aged"
    one = city.client("desk").get(f"/api/imports/{one['id']}").json
    assert one["figures"]["new"] == 1
    assert verb(city, one, "apply", revision=one["revision"]).status_code == 200


@pytest.mark.one_database
def test_a_day_to_come_and_an_unknown_column_get_a_sentence(city: World) -> None:
    ahead = (now() + timedelta(days=3)).date().isoformat()
    assert "effective_on" in bring(city, sheet(PRESENT), effective_on=ahead).json["invalid"]
    odd = workbooks.book([("BUDI", "07:28")], ("Orang", "Jam"))
    refused = bring(city, odd)
    assert (refused.status_code, refused.json["missing"]) == (422, ["nip", "arrived"])
    shown = bring(city, odd, columns='{"nip": "Orang", "arrived": "Jam"}')
    assert shown.json["figures"]["rejected"] == 1
    assert bring(city, odd).status_code == 201  # remembered


@pytest.mark.one_database
def test_punches_are_forgotten_by_schedule_but_not_of_people_with_a_finding(
    city: World, tmp_path: Path
) -> None:
    city.confirmed(city.finding())
    applied(city, sheet(PRESENT, ("siti", "SITI AMINAH", "07:20", "16:00")))
    later = now() + timedelta(days=100)
    with city.app.app_context():
        assert [tally.operation for tally in retention.preview()] == []
        assert [tally.counts["persons"] for tally in retention.preview(later)] == [1]
        retention.run(blobs(), at=later)
        kept = db.session.scalars(select(AttendanceDay.employee_id)).all()
        assert kept == [city.employees["budi"]]
        with transaction():
            subject.export(tmp_path / "own.zip", NIPS["budi"], "12/PPID/2026", blobs())
    with zipfile.ZipFile(tmp_path / "own.zip") as made:
        assert '"arrived": "07:28:00"' in made.read("data.json").decode()


def permit_file(*rows: tuple[str, ...]) -> bytes:
    return workbooks.book(rows, ("NAMA / NIP", "JENIS", "NOMOR SURAT", "MULAI", "SAMPAI"))


def test_permits_come_in_as_a_file_once_and_are_withdrawn_with_it(city: World) -> None:
    day = day_of(city)
    data = permit_file(
        (f"BUDI SANTOSO\n{NIPS['budi']}", "Surat Tugas", "12/ST", day, day),
        (f"SITI AMINAH\n{NIPS['siti']}", "Cuti Sakit", "3/C", day, day),
        ("TAMU\n199203142015031002", "FWA", "", day, day),
    )

    def brought(by: str = "desk") -> Any:
        return city.client(by).post(
            "/api/imports/permits", query_string={"form": "xlsx"}, data=data,
            content_type="application/octet-stream",
        )  # fmt: skip

    assert brought("admin").status_code == 404  # the reason of a leave is not the admin's
    one = brought().json
    assert {name: one["figures"][name] for name in ("rows", "new", "rejected")} == {
        "rows": 3, "new": 2, "rejected": 1
    }  # fmt: skip
    assert city.client("admin").get(f"/api/imports/{one['id']}").status_code == 404
    assert city.client("admin").get("/api/imports?kind=permits").status_code == 404
    finding_id = city.confirmed(city.finding())
    before = now()
    assert verb(city, one, "apply", revision=one["revision"]).status_code == 200

    def held() -> Any:
        return city.client("desk").get(f"/api/findings/{finding_id}").json["permits"]

    (permit,) = held()
    assert (permit["kind"], permit["number"], permit["late"]) == ("surat_tugas", "12/ST", True)
    assert permit["registered_at"] >= iso(before)
    assert brought().json["figures"]["unchanged"] == 2  # known already: nobody gets it twice
    assert verb(city, one, "undo", reason="berkas salah").json["status"] == "undone"
    assert held() == []
    assert city.client("desk").get(f"/api/permits?day={day}").json["items"] == []
    one = brought().json  # and while the desk looks at it, somebody types one of them in
    by_hand = {word: permit[word] for word in ("kind", "number", "valid_from", "valid_to")}
    by_hand["employee_id"] = str(city.employees["budi"])
    assert city.client("desk").post("/api/permits", json=by_hand).status_code == 201
    assert verb(city, one, "apply", revision=one["revision"]).json["code"] == "import-aged"
