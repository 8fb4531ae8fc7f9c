"""The summons list as XLSX: one sheet per OPD, one with everybody, one with the reconciliation.

Every text is written as text: a cell that begins with = + - @ is never a formula, a NIP never a number
(Excel would turn 18 digits into a float and lose the last three).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any, Final, Literal

import xlsxwriter

from server.summons.letters import wording
from server.summons.letters.facts import summons_list_facts
from server.summons.letters.papers import PaperSize, SummonsListPaper

COLUMNS: Final = (
    ("No.", 5),
    ("OPD", 30),
    ("Nama", 30),
    ("NIP", 21),
    ("Pangkat/Gol.", 24),
    ("Jabatan", 30),
    ("Unit Kerja", 34),
    ("Status", 17),
    ("Ditemukan", 34),
    ("Surat", 20),
    ("Keadaan", 20),
    ("Keterangan", 30),
)
KEYS: Final = ("name", "nip", "rank", "job", "unit", "kind", "seen", "document", "status", "remark")
PAPERS: Final = {"a4": 9, "f4": 14}  # Excel's codes; 14 is folio, the F4 of Indonesian printers
SHEET_NAME: Final = 31  # Excel's limit in characters
FIRST_ROW: Final = 4
OPD_COLUMN: Final = 1

_Style = Literal["title", "head", "text", "wrap", "bold", "number"]


def xlsx_summons_list(summons: SummonsListPaper, *, paper: PaperSize = "a4") -> bytes:
    """Give the summons list as an XLSX workbook made in memory."""
    facts = summons_list_facts(summons)
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": "Daftar panggilan", "company": clean(facts["head"]["agency"])}
        )
        styles = _styles(book)
        names = {"rekonsiliasi", "semua"}
        _reconciliation(book, styles, facts, paper, _marks(summons))
        everybody = [(opd["name"], person) for opd in facts["opds"] for person in opd["persons"]]
        _people(book, styles, "Semua", everybody, facts, paper, _marks(summons))
        for opd in facts["opds"]:
            rows = [(opd["name"], person) for person in opd["persons"]]
            name = sheet_name(opd["name"], names)
            _people(book, styles, name, rows, facts, paper, _marks(summons))
    return out.getvalue()


def sheet_name(opd: str, taken: set[str]) -> str:
    """Make a name Excel accepts: 31 characters, none of []:*?/\\, unlike any other; adds it to `taken`."""
    base = re.sub(r"[\[\]:*?/\\]", " ", clean(opd)).strip("' ")[:SHEET_NAME].strip("' ") or "OPD"
    if base.lower() == "history":  # a name Excel keeps for itself
        base = "OPD History"
    name, number = base, 2
    while name.lower() in taken:
        ending = f" ({number})"
        name, number = base[: SHEET_NAME - len(ending)].rstrip("' ") + ending, number + 1
    taken.add(name.lower())
    return name


def clean(text: str) -> str:
    """Clean a text for a cell of at most 32,767 characters."""
    return wording.clean(text)[:32767]


def _styles(book: Any) -> dict[_Style, Any]:
    """Make the cell formats once."""
    font = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    grid = {**font, "border": 1}
    head = {"bold": True, "bg_color": "#E8EEF3", "align": "center", "text_wrap": True}
    return {
        "title": book.add_format({**font, "bold": True, "font_size": 13}),
        "text": book.add_format(font),
        "head": book.add_format({**grid, **head}),
        "wrap": book.add_format({**grid, "text_wrap": True, "num_format": "@"}),
        "bold": book.add_format({**grid, "bold": True}),
        "number": book.add_format({**grid, "num_format": "0"}),
    }


def _marks(summons: SummonsListPaper) -> str:
    """Name what the print is not: KONSEP, SIMULASI."""
    marks = (("KONSEP", summons.imprint.draft), ("SIMULASI", summons.imprint.simulation))
    return " · ".join(word for word, on in marks if on)


def _sheet(
    book: Any,
    styles: dict[_Style, Any],
    name: str,
    facts: dict[str, Any],
    paper: PaperSize,
    marks: str,
) -> Any:
    """Start a sheet: what it is on top, landscape print with page numbers."""
    sheet = book.add_worksheet(name)
    state = " · ".join(part for part in (facts["state"], marks) if part)
    sheet.write_string(0, 0, clean(f"Daftar panggilan · {facts['operation']}"), styles["title"])
    sheet.write_string(1, 0, f"{facts['operation_date']} · {state}", styles["text"])
    sheet.write_string(2, 0, f"Keadaan {facts['as_of']}", styles["text"])
    sheet.set_landscape()
    sheet.set_paper(PAPERS[paper])
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L&8{state}&R&8Halaman &P dari &N")
    return sheet


def _people(
    book: Any,
    styles: dict[_Style, Any],
    name: str,
    rows: Iterable[tuple[str, dict[str, Any]]],
    facts: dict[str, Any],
    paper: PaperSize,
    marks: str,
) -> None:
    """Write one row per person under a frozen, repeated head row."""
    sheet = _sheet(book, styles, name, facts, paper, marks)
    for column, (title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST_ROW, column, title, styles["head"])
    last = FIRST_ROW
    for last, (opd, person) in enumerate(rows, start=FIRST_ROW + 1):
        sheet.write_number(last, 0, last - FIRST_ROW, styles["number"])
        sheet.write_string(last, OPD_COLUMN, clean(opd), styles["wrap"])
        for column, key in enumerate(KEYS, start=OPD_COLUMN + 1):
            sheet.write_string(last, column, clean(person[key]), styles["wrap"])
    sheet.freeze_panes(FIRST_ROW + 1, 3)
    sheet.repeat_rows(FIRST_ROW)
    sheet.autofilter(FIRST_ROW, 0, last, len(COLUMNS) - 1)


def _reconciliation(
    book: Any,
    styles: dict[_Style, Any],
    facts: dict[str, Any],
    paper: PaperSize,
    marks: str,
) -> None:
    """Write the sums, the buckets of those not called, and the persons per OPD."""
    sheet = _sheet(book, styles, "Rekonsiliasi", facts, paper, marks)
    sums = facts["reconciliation"]
    rows: list[tuple[str, int | str, bool]] = [
        ("Temuan", sums["findings"], False),
        ("Temuan berulang atas orang yang sama", sums["repeat_findings"], False),
        ("Orang", sums["people"], True),
        ("Dipanggil", sums["listed"], False),
        ("Tidak dipanggil", sums["not_listed"], False),
        *((f"   {row['label']}", row["count"], False) for row in sums["buckets"]),
        ("Selisih", sums["difference"], True),
    ]
    rows += [("Dipanggil per OPD", "Orang", True)]
    rows += [(clean(opd["name"]), len(opd["persons"]), False) for opd in facts["opds"]]
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 12)
    for at, (label, count, strong) in enumerate(rows, start=FIRST_ROW):
        style = styles["bold" if strong else "wrap"]
        sheet.write_string(at, 0, label, style)
        if isinstance(count, int):
            sheet.write_number(at, 1, count, styles["bold" if strong else "number"])
        else:
            sheet.write_string(at, 1, count, style)
    sheet.freeze_panes(FIRST_ROW, 0)
