"""The walls of every import: whatever is brought, a sentence and nothing changed.

What a door says of a file is tested in tests/test_sheets.py and told here for each kind of file; zones
are read on the screen (pwa/tests/zone-file.test.ts) and judged in test_operations.py; lists of users
are pasted (tests/http/test_users.py).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from workbooks import book, csv_of

from server.core import sheets
from server.core.db import db
from server.core.problems import STATUS, Code
from server.people.models import ColumnMapping, Import
from server.permits.models import AttendanceDay, Permit
from server.permits.rules import HABITS, PERMIT_HABITS, Field, PermitField, read_permits, read_rows

pytestmark = pytest.mark.one_database
KINDS = ("roster", "attendance", "permits", "opds")
AT_THE_DOOR = (
    Code.FILE_NOT_AS_NAMED, Code.FILE_UNREADABLE, Code.FILE_ENCODING, Code.FILE_EXPANDS,
    Code.FILE_COLUMNS, Code.FILE_EMPTY, Code.HEADER_MERGED, Code.HEADER_TWICE,
)  # fmt: skip
NIP, TODAY = "198703122010011004", date(2026, 11, 24)


def bring(town: Any, kind: str, data: bytes, form: str = "csv") -> Any:
    return town.client("bkpsdm").post(
        f"/api/imports/{kind}", query_string={"form": form}, data=data, content_type="text/csv"
    )


def kept(town: Any) -> list[int]:
    with town.app.app_context():
        tables = (Import, AttendanceDay, Permit, ColumnMapping)
        return [db.session.query(table).count() for table in tables]


def walls(town: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Code]]:
    for kind in KINDS:
        for code in AT_THE_DOOR:
            refused = {"refused": code.value, "kind": "x"}
            monkeypatch.setattr(sheets, "_ask", lambda *_a, told=refused: dict(told))
            answer = bring(town, kind, b"whatever")
            assert answer.json["title"] == STATUS[code][1]
            yield kind, Code(answer.json["code"])


def test_whatever_the_door_refuses_is_told_for_every_kind_of_file(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(town)
    asked = [(kind, code) for kind in KINDS for code in AT_THE_DOOR]
    assert list(walls(town, monkeypatch)) == asked
    assert kept(town) == before


def test_200_megabytes_are_not_even_read(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = town.app.extensions["sidak_settings"]
    monkeypatch.setitem(town.app.extensions, "sidak_settings", replace(settings, file_bytes=1000))
    monkeypatch.setattr(sheets, "_ask", None)
    for kind in KINDS:
        answer = bring(town, kind, bytes(2000))
        assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_real_bad_files_of_punches_and_permits_change_nothing(town: Any) -> None:
    before = kept(town)
    punches = ("NAMA / NIP", "TANGGAL", "PAGI", "PULANG")
    permits = ("NIP", "JENIS", "NOMOR", "MULAI", "SELESAI")
    for kind, data, form, code in (
        ("attendance", csv_of([(f"S\xedTI {NIP}", "1", "2", "3")], punches).decode().encode("latin-1"),
         "csv", "file-encoding"),
        ("permits", csv_of([("x",)], permits), "xlsx", "file-not-as-named"),
        ("permits", book([(NIP, "surat_tugas", "1", "2", "3")], ("A", "B", "C", "D", "E")), "xlsx",
         "header-unknown"),
    ):  # fmt: skip
        answer = bring(town, kind, data, form)
        assert (answer.status_code, answer.json["code"]) == (422, code), answer.text
    assert kept(town) == before


def test_dates_that_excel_made_numbers_are_read_in_every_kind_of_file() -> None:
    day = str((TODAY - date(1899, 12, 30)).days - 1)
    columns = {Field.NIP: 0, Field.DAY: 1, Field.ARRIVED: 2, Field.DEPARTED: 3}
    rows, remarks = read_rows([(2, (NIP, day, "0.3111", "0.66"))], columns, TODAY, TODAY)
    assert (rows[0].day, rows[0].arrived, rows[0].departed, remarks) == (
        date(2026, 11, 23), time(7, 28), time(15, 50), [],
    )  # fmt: skip
    assert set(HABITS.required) <= columns.keys()
    places = {PermitField.NIP: 0, PermitField.KIND: 1, PermitField.FROM: 2, PermitField.TO: 3}
    assert set(PERMIT_HABITS.required) <= places.keys()
    found = read_permits([(2, (NIP, "surat tugas", day, day))], places, None, TODAY, "Asia/Jakarta")
    assert [one.valid_from.date() for one in found[0]] == [date(2026, 11, 23)]
