"""Spreadsheets as people bring them, sound and broken, made in memory."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import xlsxwriter

HEADERS = ("NIP BARU", "NAMA", "STATUS ASN", "GOL AKHIR NAMA", "JENIS JABATAN NAMA", "JABATAN NAMA",
           "UNOR 2", "UNOR 1")  # fmt: skip
Prepare = Callable[[Any, Any], int]


def book(
    rows: Iterable[Sequence[Any]],
    headers: Sequence[str] = HEADERS,
    prepare: Prepare | None = None,
) -> bytes:
    """Make a workbook; `prepare` may write first, and says in which row the headers stand."""
    memory = io.BytesIO()
    made = xlsxwriter.Workbook(memory)
    sheet = made.add_worksheet()
    start = prepare(made, sheet) if prepare else 0
    for at, row in enumerate((headers, *rows), start):
        for column, cell in enumerate(row):
            write = sheet.write_string if isinstance(cell, str) else sheet.write_number
            write(at, column, cell)
    made.close()
    return memory.getvalue()


def csv_of(
    rows: Iterable[Sequence[str]], headers: Sequence[str] = HEADERS, mark: str = ";"
) -> bytes:
    """Make a CSV as an Indonesian Excel writes it."""
    return "\n".join(mark.join(row) for row in (headers, *rows)).encode()


def bomb() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("xl/workbook.xml", "<workbook/>")
        with pack.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(280):
                part.write(bytes(1_000_000))
    data = bytearray(memory.getvalue())
    at = data.rfind(b"PK\x01\x02")  # and its directory lies about the size
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)
