"""Spreadsheets that people bring: read by a door with limits; a bad one gets a code, never a crash."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from workbooks import HEADERS, bomb, book, csv_of

from server.core.problems import Problem
from server.core.sheets import read_table

ROW = ("198703122010011004", "SITI", "PNS", "III/a", "", "Guru", "", "Dinas Pendidikan")


def _titled(made: Any, sheet: Any) -> int:
    sheet.merge_range(0, 0, 0, 7, "DATA PEGAWAI", made.add_format())
    return 2


def _merged(made: Any, sheet: Any) -> int:
    sheet.merge_range(0, 6, 0, 7, "", made.add_format())
    return 0


def _twice(_made: Any, sheet: Any) -> int:
    sheet.write_row(0, 0, HEADERS)
    return 1


def _far(_made: Any, sheet: Any) -> int:
    sheet.write_string(1_048_575, 16_383, "x")
    return 0


WIDE = tuple(f"K{n}" for n in range(992))
# made when asked for: each worker reads this file
BAD: dict[str, tuple[Literal["csv", "xlsx"], Callable[[], bytes], str]] = {
    "wrong encoding": ("csv", lambda: csv_of([ROW]).replace(b"SITI", b"S\xcdTI"), "file-encoding"),
    "merged header": ("xlsx", lambda: book([ROW], prepare=_merged), "header-merged"),
    "two headers": ("xlsx", lambda: book([ROW], prepare=_twice), "header-twice"),
    "1000 columns": ("xlsx", lambda: book([ROW], (*HEADERS, *WIDE)), "file-columns"),
    "zip bomb": ("xlsx", bomb, "file-expands"),
    "xlsx as csv": ("csv", lambda: book([ROW]), "file-not-as-named"),
    "a picture": ("csv", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-encoding"),
    "torn": ("xlsx", lambda: book([ROW])[:-900], "file-unreadable"),
    "no rows": ("xlsx", lambda: book([]), "file-empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_has_a_code(name: str) -> None:
    form, data, code = BAD[name]
    with pytest.raises(Problem) as error:
        read_table(data(), form, HEADERS)
    assert error.value.code == code


def test_a_cell_far_away_does_not_eat_the_machine() -> None:
    with pytest.raises(Problem) as error:
        read_table(book([ROW], prepare=_far), "xlsx", HEADERS)
    assert error.value.code in {"file-columns", "file-expands"}


def test_a_title_above_the_table_is_no_harm() -> None:
    table = read_table(book([ROW], prepare=_titled), "xlsx", HEADERS)
    assert (table.header_row, table.rows[0][0], table.rows[0][1][1]) == (3, 4, "SITI")


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_only_wanted_columns_come_through_the_door(mark: str) -> None:
    table = read_table(csv_of([ROW], mark=mark), "csv", ["nip_baru", "Nama"])
    assert table.names == HEADERS
    assert table.rows == ((2, ROW[:2]),)


def test_a_number_that_excel_rounded_keeps_the_look_of_damage() -> None:
    row = (198703122010011004, *ROW[1:])
    assert read_table(book([row]), "xlsx", HEADERS).rows[0][1][0] == "1.98703122010011E+17"


def test_an_entity_of_a_workbook_reads_no_file_of_the_server() -> None:
    """XXE: what a DOCTYPE names outside the workbook is not fetched, whatever else comes of it."""
    secret = Path(__file__).with_name("workbooks.py")
    entity = f'<!DOCTYPE x [<!ENTITY out SYSTEM "file://{secret}">]>'.encode()
    with zipfile.ZipFile(io.BytesIO(book([ROW]))) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    parts["xl/sharedStrings.xml"] = (
        parts["xl/sharedStrings.xml"]
        .replace(b"<sst", entity + b"<sst", 1)
        .replace(b"SITI", b"&out;")
    )
    assert b"&out;" in parts["xl/sharedStrings.xml"]
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as pack:
        for name, data in parts.items():
            pack.writestr(name, data)
    try:
        found = str(read_table(memory.getvalue(), "xlsx", HEADERS))
    except Problem as refused:
        found = str(refused.body())
    assert "Spreadsheets as people bring" not in found
