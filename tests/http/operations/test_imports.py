"""A roster file: compared, decided, applied in one transaction, taken back; bad files change nothing."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from workbooks import HEADERS, csv_of
from workbooks import book as book_of

from server.core.bulk import insert_many
from server.core.db import db, transaction
from server.people import queries
from server.people.models import Employee, EmployeeChange, Opd

SITI, BUDI, AGUS = "199005212019032007", "198703122010011004", "198804172022212031"
NEW = "199203152015031002"
ROWS = (
    (SITI, "SITI AMINAH", "PNS", "III/a", "", "Guru", "SDN Contoh 1", "Dinas Pendidikan"),
    (BUDI, "Budi", "PNS", "III/c", "", "Kepala Seksi", "", "RSUD"),
    (NEW, "WATI", "CPNS", "III/a", "", "Perawat", "", "RSUD"),
)


def book(rows: Any = ROWS, headers: Any = HEADERS) -> bytes:
    return book_of(rows, headers)


def plain(rows: Any = ROWS) -> bytes:
    return csv_of(rows)


def bring(town: Any, data: bytes, form: str = "xlsx", by: str = "bkpsdm", **how: Any) -> Any:
    return town.client(by).post(
        "/api/imports/roster", query_string={"form": form, **how}, data=data,
        content_type="application/octet-stream",
    )  # fmt: skip


def verb(town: Any, one: Any, word: str, **body: Any) -> Any:
    return town.client("bkpsdm").post(f"/api/imports/{one['id']}/{word}", json=body)


def state(town: Any) -> Any:
    with town.app.app_context():
        rows = db.session.execute(
            select(Employee.nip, Employee.name, Employee.kind, Employee.rank, Employee.job,
                   Employee.unit, Employee.opd_id, Employee.left_on).order_by(Employee.name)
        ).all()  # fmt: skip
        return [tuple(row) for row in rows]


def report(town: Any, one: Any, **which: Any) -> Any:
    where = f"/api/imports/{one['id']}/report"
    return town.client("bkpsdm").get(where, query_string=which).json["items"]


@pytest.mark.parametrize("make", [book, plain], ids=["xlsx", "csv"])
def test_a_dry_run_tells_what_differs_and_changes_nothing(
    town: Any, make: Callable[[], bytes]
) -> None:
    before = state(town)
    one = bring(town, make(), "xlsx" if make is book else "csv").json
    figures = one["figures"]
    assert {kind: figures[kind] for kind in ("rows", "join", "move", "change", "leave")} == {
        "rows": 3, "join": 1, "move": 1, "change": 1, "leave": 1
    }  # fmt: skip
    assert one["dropped"] == ["JENIS JABATAN NAMA"]
    moved = report(town, one, kind="move")[0]
    assert moved["row"] == 3
    assert moved["after"] == {
        "job": "Kepala Seksi", "opd_id": str(town.ids["rsud"]), "rank": "Penata (III/c)"
    }  # fmt: skip
    assert state(town) == before


def test_an_applied_import_is_there_whole_and_can_be_taken_back(town: Any) -> None:
    before = state(town)
    one = bring(town, book(), effective_on="2026-11-01").json
    assert verb(town, one, "undo", reason="belum").json["code"] == "step-not-allowed"
    applied = verb(town, one, "apply", revision=one["revision"], absent_left=True)
    assert (applied.status_code, applied.json["status"]) == (200, "applied")
    twice = verb(town, one, "apply", revision=applied.json["revision"], absent_left=True)
    assert twice.json["code"] == "step-not-allowed"
    after = {row[0]: row for row in state(town)}
    assert after[NEW][1:5] == ("WATI", "cpns", "Penata Muda (III/a)", "Perawat")
    assert after[BUDI][6] == town.ids["rsud"]
    assert after[AGUS][7] == date(2026, 11, 1)
    assert after[SITI][1] == "SITI AMINAH, S.Pd."  # the file has no titles; ours stay
    undone = verb(town, one, "undo", reason="berkas lama")
    assert undone.json["status"] == "undone"
    assert verb(town, one, "undo", reason="lagi").json["code"] == "step-not-allowed"
    assert [row for row in state(town) if row[0] != NEW] == before
    with town.app.app_context():
        wati = db.session.scalar(select(Employee).where(Employee.nip == NEW))
        assert wati is not None
        assert wati.left_on == date(2026, 11, 1)  # phones are told to forget her
        roster = queries.roster(date(2026, 11, 23))
    assert NEW not in roster["nip"]


def test_a_finding_before_the_day_of_a_move_still_has_the_old_office(town: Any) -> None:
    one = bring(town, book(), effective_on="2026-11-20").json
    verb(town, one, "apply", revision=one["revision"])
    with town.app.app_context():
        budi = db.session.get_one(Employee, town.ids["budi"])
        assert queries.as_at(budi, date(2026, 11, 19)).opd_id == town.ids["disdik"]
        assert queries.as_at(budi, date(2026, 11, 19)).job == "Analis"
        assert queries.as_at(budi, date(2026, 11, 20)).opd_id == town.ids["rsud"]
    where = f"/api/employees/{town.ids['budi']}/changes"
    told = town.client("bkpsdm").get(where).json["items"]
    assert [(row["kind"], row["valid_from"]) for row in told] == [("move", "2026-11-20")]


def test_an_unknown_opd_waits_for_a_decision_and_becomes_an_alias(town: Any) -> None:
    rows = [(*row[:7], {"RSUD": "Rumah Sakit Daerah"}.get(row[7], row[7])) for row in ROWS]
    one = bring(town, book(rows)).json
    assert list(one["offices"]) == ["Rumah Sakit Daerah"]
    names = ("Dinas Antah Berantah", "Dinas Pendidikan dan Kebudayaan", "Dinas Perumahan")
    strange = [(*row[:7], name) for row, name in zip(ROWS, names, strict=True)]
    offered = bring(town, book(strange)).json["offices"]
    assert [offered[name]["suggested"] for name in names] == [None, str(town.ids["disdik"]), None]
    one = bring(town, book(rows)).json
    refused = verb(town, one, "apply", revision=one["revision"])
    assert refused.json["code"] == "import-undecided"
    told = {"name": "Rumah Sakit Daerah", "do": "alias"}
    for strange, field in (
        ({**told, "name": "Rumah Lain", "do": "skip"}, "decisions"),
        (told, "opd_id"),
        ({**told, "opd_id": str(uuid4())}, "opd_id"),
    ):
        answer = verb(town, one, "decide", revision=one["revision"], decisions=[strange])
        assert (answer.status_code, list(answer.json["invalid"])) == (422, [field])
    decisions = [{**told, "opd_id": str(town.ids["rsud"])}]
    stale = verb(town, one, "decide", revision=one["revision"] + 1, decisions=decisions)
    assert stale.json["code"] == "stale-revision"
    one = verb(town, one, "decide", revision=one["revision"], decisions=decisions).json
    assert one["figures"]["join"] == 1
    assert verb(town, one, "apply", revision=one["revision"]).status_code == 200
    assert bring(town, book(rows)).json["offices"] == {}


def test_an_opd_that_nobody_knows_can_be_made_by_the_import(town: Any) -> None:
    rows = [(*row[:7], "Dinas Baru") for row in ROWS]
    one = bring(town, book(rows)).json
    one = verb(town, one, "decide", revision=one["revision"],
               decisions=[{"name": "Dinas Baru", "do": "create"}]).json  # fmt: skip
    assert verb(town, one, "apply", revision=one["revision"]).status_code == 200
    with town.app.app_context():
        made = db.session.scalar(select(Opd).where(Opd.name == "Dinas Baru"))
        assert made is not None
        own = select(func.count()).select_from(Employee).where(Employee.opd_id == made.id)
        assert db.session.scalar(own) == 3


def test_a_roster_that_changed_since_the_dry_run_is_looked_at_again(town: Any) -> None:
    one = bring(town, book()).json
    with town.app.app_context():
        db.session.get_one(Employee, town.ids["budi"]).job = "Kepala Seksi"
        db.session.commit()
    refused = verb(town, one, "apply", revision=one["revision"])
    assert refused.json["code"] == "import-aged"
    one = town.client("bkpsdm").get(f"/api/imports/{one['id']}").json
    assert verb(town, one, "apply", revision=one["revision"]).status_code == 200


def test_only_the_last_import_is_taken_back_and_a_later_hand_is_kept(town: Any) -> None:
    first = bring(town, book()).json
    verb(town, first, "apply", revision=1)
    second = bring(town, book([(*ROWS[1][:5], "Kepala Bidang", *ROWS[1][6:])])).json
    verb(town, second, "apply", revision=1)
    assert verb(town, first, "undo", reason="coba").json["code"] == "import-not-last"
    desk = town.client("bkpsdm")
    budi = desk.get(f"/api/employees/{town.ids['budi']}").json
    change = {"revision": budi["revision"], "reason": "SK baru", "job": "Sekretaris"}
    assert desk.patch(f"/api/employees/{budi['id']}", json=change).status_code == 200
    assert verb(town, second, "undo", reason="coba").status_code == 200
    assert desk.get(f"/api/employees/{budi['id']}").json["job"] == "Sekretaris"


def test_columns_that_were_shown_once_are_known_the_next_time(town: Any) -> None:
    headers = ("Nomor Pokok", *HEADERS[1:])
    refused = bring(town, book(headers=headers))
    assert (refused.status_code, refused.json["code"]) == (422, "header-unknown")
    assert refused.json["missing"] == ["nip"]
    assert "Nomor Pokok" in refused.json["names"]
    for strange in ('{"religion": "Nomor Pokok"}', '{"nip": ""}', '{"nip": 3}', '["nip"]'):
        answer = bring(town, book(headers=headers), columns=strange)
        assert answer.json["code"] == "bad-field", strange
    shown = bring(town, book(headers=headers), columns='{"nip": "Nomor Pokok"}')
    assert shown.status_code == 201
    assert bring(town, book(headers=headers)).json["columns"]["nip"] == "Nomor Pokok"


def test_personal_columns_are_dropped_at_the_door(town: Any) -> None:
    headers = (*HEADERS, "AGAMA NAMA", "NIK", "NOMOR HP")
    rows = [(*row, "Agama-XYZ", "3574000000000001", "0812000") for row in ROWS]
    one = bring(town, book(rows, headers)).json
    assert one["dropped"][-3:] == ["AGAMA NAMA", "NIK", "NOMOR HP"]
    with town.app.app_context():
        kept = queries.import_by_id(UUID(one["id"]))
        packed = gzip.decompress(kept.packed or b"").decode()
    assert "Agama-XYZ" not in packed
    assert "3574000000000001" not in packed


def test_numbers_that_excel_rounded_are_named_by_row(town: Any) -> None:
    rows = [(float(SITI), *ROWS[0][1:]), *ROWS[1:]]
    one = bring(town, book(rows)).json
    assert one["figures"]["rejected"] == 1
    told = report(town, one, part="remarks")
    assert (told[0]["row"], told[0]["code"]) == (2, "excel_float")
    assert "Excel" in told[0]["text"]
    assert one["figures"]["leave"] == 1  # Agus; not Siti, whose number is only damaged


@pytest.mark.parametrize(
    ("form", "data", "code"),
    [
        ("xlsx", b"<html><table><tr><td>NIP BARU</td></tr></table></html>", "file-not-as-named"),
        ("csv", b"", "file-empty"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_nothing_changes(
    town: Any, form: str, data: bytes, code: str
) -> None:
    before = state(town)
    answer = bring(town, data, form)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert town.client("bkpsdm").get("/api/imports").json["items"] == []
    assert state(town) == before


def test_a_file_too_large_is_not_read(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = town.app.extensions["sidak_settings"]
    monkeypatch.setitem(town.app.extensions, "sidak_settings", replace(settings, file_bytes=1000))
    answer = bring(town, bytes(2000))
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_a_day_to_come_is_refused(town: Any) -> None:
    later = datetime.now(UTC).date().replace(year=2100)
    answer = bring(town, book(), effective_on=str(later))
    assert "effective_on" in answer.json["invalid"]


def test_nothing_is_half_imported_when_the_last_step_fails(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, before = bring(town, book()).json, state(town)

    def fails(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("seeded")

    monkeypatch.setattr("server.people.service.imports.files.audit.record", fails)
    with pytest.raises(RuntimeError, match="seeded"):
        verb(town, one, "apply", revision=1)
    assert state(town) == before
    with town.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(EmployeeChange)) == 0


def test_rows_written_at_once_keep_every_sign_take_defaults_and_are_refused_as_any(
    town: Any,
) -> None:
    odd = 'tab\t baris\n garis \\ \\N "kutip" \u2013 \u2028'
    more = {"employee_id": town.ids["budi"], "valid_from": date(2026, 11, 1)}
    rows = [{**more, "kind": "change", "before": {"job": None}, "after": {"job": odd}}]
    with town.app.app_context(), transaction():
        assert insert_many(EmployeeChange, []) == 0
        assert insert_many(EmployeeChange, rows) == 1
    with town.app.app_context():
        kept = db.session.scalars(select(EmployeeChange)).one()
        assert (kept.before, kept.after, kept.by_id) == ({"job": None}, {"job": odd}, None)
        assert kept.at.tzinfo is not None
        twice = {"nip": BUDI, "name": "X", "kind": "pns", "opd_id": town.ids["rsud"]}
        with pytest.raises(IntegrityError), transaction():
            insert_many(Employee, [twice])
