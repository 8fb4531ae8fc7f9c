"""The letters of an operation as a table (buku ekspedisi): XLSX with real dates, CSV; nobody's name.

Who is named by a letter stands in the letter; the ledger counts them, so that it may lie on a desk.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from server.summons.letters.flat import safe
from server.summons.letters.sheets import clean
from server.summons.letters.wording import local

COLUMNS: Final = (
    ("No.", 5), ("Jenis", 24), ("Nomor", 32), ("Tanggal", 12), ("Kepada", 44), ("Orang", 8),
    ("Menghadap", 18), ("Keadaan", 18), ("Ditandatangani", 18), ("Disampaikan", 18),
    ("Diterima oleh", 34),
)  # fmt: skip
DAY, MOMENT = "dd-mm-yyyy", "dd-mm-yyyy hh:mm"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One letter; moments are aware, None where there is none."""

    kind: str
    number: str
    dated: date | None
    to: str
    people: int
    hearing_at: datetime | None
    status: str
    signed_at: datetime | None
    delivered_at: datetime | None
    received_by: str


def xlsx_ledger(rows: list[LedgerRow], zone: str) -> bytes:
    """Give the ledger as a workbook: texts as texts, dates as dates of the place."""
    import xlsxwriter  # noqa: PLC0415 - a start needs no workbook

    out = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with xlsxwriter.Workbook(out, {"in_memory": True, **plain}) as book:
        sheet, head = book.add_worksheet("Buku ekspedisi"), book.add_format({"bold": True})
        forms = {one: book.add_format({"num_format": one}) for one in (DAY, MOMENT)}
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for column, (title, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(_cells(line, row, zone)):
                if isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell, forms[MOMENT])
                elif isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, forms[DAY])
                elif isinstance(cell, int):
                    sheet.write_number(line, column, cell)
                else:
                    sheet.write_string(line, column, clean(cell))
    return out.getvalue()


def csv_ledger(rows: list[LedgerRow], zone: str) -> bytes:
    """Give the ledger as CSV (UTF-8, `;`), dates as ISO 8601 local to the place."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(title for title, _width in COLUMNS)
    for line, row in enumerate(rows, 1):
        writer.writerow(safe(_text(cell)) for cell in _cells(line, row, zone))
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _cells(line: int, row: LedgerRow, zone: str) -> tuple[Any, ...]:
    def at(moment: datetime | None) -> datetime | str:
        return local(moment, zone).replace(tzinfo=None) if moment else ""

    return (
        line, row.kind, row.number, row.dated or "", row.to, row.people, at(row.hearing_at),
        row.status, at(row.signed_at), at(row.delivered_at), row.received_by,
    )  # fmt: skip
