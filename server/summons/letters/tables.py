"""Lists of the desk as spreadsheets: XLSX with real dates and one sheet per OPD, and CSV.

Every text is written as text: nothing that a person typed is computed (OWASP, CSV Injection), and a
NIP keeps its 18 digits. Moments are local to the place, as they stand on the screen.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from server.summons.letters.flat import safe
from server.summons.letters.sheets import clean, sheet_name

DAY, MOMENT = "dd-mm-yyyy", "dd-mm-yyyy hh:mm"
EVERYBODY: Final = "Semua"
Form = Literal["xlsx", "csv"]
Cell = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """A list: its columns with their widths, and its rows; a moment is naive, of the place.

    With `by` a workbook has one more sheet for each word of that column.
    """

    columns: tuple[tuple[str, int], ...]
    rows: list[tuple[Cell, ...]]
    name: str = EVERYBODY
    by: int | None = None


def write(table: Table, form: Form) -> bytes:
    """Give a table as a file."""
    return _xlsx(table) if form == "xlsx" else _csv(table)


def _xlsx(table: Table) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - a start needs no workbook

    out = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with xlsxwriter.Workbook(out, {"in_memory": True, **plain}) as book:
        styles = {form: book.add_format({"num_format": form}) for form in (DAY, MOMENT)}
        styles["head"] = book.add_format({"bold": True, "bg_color": "#E8EEF3", "text_wrap": True})
        taken: set[str] = set()
        _sheet(book, styles, sheet_name(table.name, taken), table, table.rows)
        for word, rows in _groups(table).items():
            _sheet(book, styles, sheet_name(word, taken), table, rows)
    return out.getvalue()


def _groups(table: Table) -> dict[str, list[tuple[Cell, ...]]]:
    found: dict[str, list[tuple[Cell, ...]]] = {}
    for row in table.rows if table.by is not None else ():
        found.setdefault(str(row[table.by or 0] or "OPD belum diketahui"), []).append(row)
    return dict(sorted(found.items())) if len(found) > 1 else {}


def _sheet(
    book: Any, styles: dict[str, Any], name: str, table: Table, rows: list[tuple[Cell, ...]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    for column, (title, width) in enumerate((("No.", 5), *table.columns)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, styles["head"])
    sheet.autofilter(0, 0, len(rows), len(table.columns))
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate((line, *row)):
            if isinstance(cell, datetime):
                sheet.write_datetime(line, column, cell, styles[MOMENT])
            elif isinstance(cell, date):
                sheet.write_datetime(line, column, cell, styles[DAY])
            elif isinstance(cell, int):
                sheet.write_number(line, column, cell)
            else:
                sheet.write_string(line, column, clean(cell or ""))


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["No.", *(title for title, _width in table.columns)])
    for line, row in enumerate(table.rows, 1):
        writer.writerow([line, *(safe(_text(cell)) for cell in row)])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else str("" if cell is None else cell)
