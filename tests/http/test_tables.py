"""Every list of the desk as a spreadsheet: as on the screen, dates as dates, nothing computed, audited."""

import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
import python_calamine
from flask import Flask
from paperwork import furnished, letter_for_budi, lines_of, signed, take, today
from sqlalchemy import select
from world import World, document

from server.core.audit import AuditEntry
from server.core.db import db
from server.operations.models import Operation
from server.summons.letters import table_words
from server.summons.service import overdue as overdue_service

NIP = "19900521 201903 2 007"
WORDS = {
    "STATUSES": "statusWords", "OBSERVED": "observedWords", "ASSESSMENTS": "assessmentWords",
    "CONDUCT": "conductWords", "FLAGS": "flagWords", "LINES": "lineWords", "DUE": "dueWords",
    "PERMITS": "permitKindWords",
}  # fmt: skip


@pytest.fixture
def city(app: Flask) -> World:
    city = furnished(app)
    city.confirmed(city.finding())
    siti = city.identity("siti")
    city.send(city.finding(identity=siti, place="=1+1", document=document("promised")))
    return city


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def traces(city: World) -> list[str]:
    """Return the tables that were exported, the first one first."""
    with city.app.app_context():
        rows = db.session.scalars(select(AuditEntry.detail).order_by(AuditEntry.log_index))
        return [one["format"] for one in rows if "." in str(one.get("format"))]


def queue(city: World, by: str = "desk", **wanted: Any) -> Any:
    body = {"operation": str(city.operation), **wanted}
    return city.client(by).post("/api/findings/table", json=body)


def test_the_queue_comes_as_it_is_narrowed_on_the_screen_one_sheet_per_opd(city: World) -> None:
    answer = queue(city)
    assert answer.status_code == 200, answer.text
    book = sheets(answer.data)
    assert list(book) == ["Semua", "Dinas Pendidikan", "Dinas Perhubungan"]
    head, *rows = book["Dinas Pendidikan"]
    siti = dict(zip(head, rows[0], strict=True))
    assert (siti["Nama"], siti["NIP"], siti["Tempat"]) == ("SITI AMINAH", NIP, "=1+1")
    assert siti["Ditemukan"] == datetime.combine(city.seen_at.date(), datetime.min.time()).replace(
        hour=9, minute=15
    )
    assert (siti["Keadaan"], siti["Surat di lokasi"]) == ("Menunggu konfirmasi", "Menyusul")
    listed = city.client("desk").get(f"/api/findings?operation={city.operation}").json["items"]
    for wanted, names in (
        ({"status": "open"}, ["SITI AMINAH"]),
        ({"kind": "asn", "opd": str(city.opds["Dishub"])}, ["BUDI SANTOSO, S.T."]),
        ({"flag": "namesake"}, []),
        ({"assessment": "unassessed", "kind": "pns", "status": "received"}, ["SITI AMINAH"]),
        ({"opd_text": "Dinas Lain"}, []),
        ({"assessment": "accepted"}, []),
        ({"findings": [one["id"] for one in listed if one["person"]["name"] == "SITI AMINAH"]},
         ["SITI AMINAH"]),
    ):  # fmt: skip
        found = sheets(queue(city, **wanted).data)["Semua"][1:]
        assert [row[4] for row in found if row[4]] == names, wanted


def test_a_csv_computes_nothing_and_keeps_every_digit(city: World) -> None:
    text = queue(city, form="csv").data.decode("utf-8-sig")
    assert f";SITI AMINAH;{NIP};" in text
    assert ";'=1+1;" in text
    assert f"{city.seen_at.date().isoformat()} 09:15" in text


@pytest.mark.one_database
def test_each_list_of_the_desk_comes_as_a_file_and_leaves_a_trace(city: World) -> None:
    line = {"operation_id": str(city.operation), "operation_name": "Sidak pasar", "line_id": "x",
            "name": "BUDI", "why": "bap", "since": "2026-11-16T02:00:00Z", "days": 4}  # fmt: skip
    late = {"items": [{"superior_id": "x", "name": "SUTRISNO", "nip": None, "job": "Kepala",
                       "lines": [line]}]}  # fmt: skip
    with patch.object(overdue_service, "overdue", return_value=late):
        (_head, row) = sheets(city.client("sekda").get("/api/overdue/table").data)["Semua"]
    assert row[1] == "SUTRISNO"
    assert row[5:8] == ["belum ada BAP yang ditutup", date(2026, 11, 16), 4.0]
    owed = f"/api/operations/{city.operation}/late-letters/table"
    (_head, row) = sheets(city.client("desk").get(owed).data)["Semua"]
    assert (row[1], row[2], row[8]) == ("Dinas Pendidikan", "SITI AMINAH", 0.0)
    assert isinstance(row[7], datetime)
    assert "No.;OPD" in city.client("desk").get("/api/due/table?form=csv").data.decode("utf-8-sig")
    city.confirmed(city.finding(identity=city.identity("joko", kind="pppk")))
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()
    mine = city.client("opd_disdik").get("/api/own-lines/table?form=csv").data.decode("utf-8-sig")
    assert ";JOKO;19880417 202221 2 031;" in mine
    assert "BUDI" not in mine
    assert traces(city) == ["overdue.xlsx", "late.xlsx", "due.csv", "own.csv"]


def test_what_followed_comes_as_it_was_written_for_those_who_read_it(city: World) -> None:
    signed(city, letter_for_budi(city))
    line = take(city, lines_of(city)["BUDI SANTOSO, S.T."], "attend")
    take(city, line, "outcome", outcome="coached")
    here = f"/api/operations/{city.operation}"
    held = {"held_on": today().isoformat(), "by_whom": "Kepala Dishub", "result": "improved"}
    path = f"{here}/lines/{line['line_id']}/case-records"
    said = {"last": 0, "note": "=1+1", "next_on": today().isoformat(), **held}
    assert city.client("desk").post(path, json=said).status_code == 201
    table = f"{here}/case-records/table"
    (_head, row) = sheets(city.client("inspector").get(table).data)["Semua"]
    assert row[1:3] == ["BUDI SANTOSO, S.T.", "19870312 201001 1 004"]
    assert row[4:9] == ["Dibina", 1.0, "Kunjungan", today(), "Kepala Dishub"]
    assert row[9:12] == ["Membaik", "=1+1", today()]
    assert isinstance(row[12], datetime)
    one = city.client("desk").get(f"{table}?line={line['line_id']}&form=csv")
    assert ";'=1+1;" in one.data.decode("utf-8-sig")
    assert city.client("desk").get(f"{table}?line={uuid4()}").status_code == 404
    for who in ("sekda", "opd_disdik", "officer1"):
        assert city.client(who).get(table).status_code == 404
    assert traces(city)[-2:] == ["cases.xlsx", "cases.csv"]


@pytest.mark.one_database
def test_the_register_of_letters_comes_by_day_and_an_opd_gets_its_own(city: World) -> None:
    window = {"valid_from": "2026-11-23T08:00:00+07:00", "valid_to": "2026-11-23T12:00:00+07:00"}
    for who in ("siti", "budi"):
        permit = {"employee_id": str(city.employees[who]), "kind": "cuti_tahunan", **window,
                  "number": "@12", "dated": "2026-11-20"}  # fmt: skip
        assert city.client("desk").post("/api/permits", json=permit).status_code == 201
    book = sheets(city.client("desk").get("/api/permits/table?day=2026-11-23").data)
    assert list(book) == ["Semua", "Dinas Pendidikan", "Dinas Perhubungan"]
    row = book["Dinas Pendidikan"][1]
    assert row[1:3] == ["SITI AMINAH", NIP]
    assert row[4:7] == ["Cuti tahunan", "@12", date(2026, 11, 20)]
    assert row[8:10] == [datetime(2026, 11, 23, 8), datetime(2026, 11, 23, 12)]  # noqa: DTZ001
    assert len(sheets(city.client("desk").get("/api/permits/table?day=2026-11-24").data)) == 1
    mine = city.client("opd_disdik").get("/api/permits/table?form=csv").data.decode("utf-8-sig")
    assert f";SITI AMINAH;{NIP};" in mine
    assert ";'@12;" in mine
    assert "BUDI" not in mine
    assert city.client("officer1").get("/api/permits/table").status_code == 404
    assert traces(city) == ["permits.xlsx", "permits.xlsx", "permits.csv"]


@pytest.mark.one_database
def test_a_spreadsheet_and_a_screen_use_the_same_words() -> None:
    words = Path(__file__).parents[2] / "pwa/src/i18n"
    text = (words / "desk.ts").read_text() + (words / "masters.ts").read_text()
    for ours, theirs in WORDS.items():
        body = text[text.index(f"export const {theirs}:") :]
        body = body[: body.index("\n}")]
        assert dict(re.findall(r"^  (\w+): \[?'([^']*)'", body, re.MULTILINE)) == getattr(
            table_words, ours
        )
