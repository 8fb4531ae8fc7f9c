"""The summons list as XLSX: one sheet per OPD, one with everybody, one with the reconciliation.

Every text is written as text: a cell that begins with = + - @ is never a formula, a NIP never a
number (Excel would turn 18 digits into a float and lose the last three).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

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
    import xlsxwriter  # noqa: PLC0415 - a start needs no workbook

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
        desk = _Desk(book, _styles(book), facts, paper, _state(summons, facts))
        names = {"rekonsiliasi", "semua"}
        _reconciliation(desk)
        everybody = [(opd["name"], person) for opd in facts["opds"] for person in opd["persons"]]
        _people(desk, "Semua", everybody)
        for opd in facts["opds"]:
            rows = [(opd["name"], person) for person in opd["persons"]]
            _people(desk, sheet_name(opd["name"], names), rows)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every sheet needs: the workbook, its formats, the facts, the paper, the state line."""

    book: Any
    styles: dict[_Style, Any]
    facts: dict[str, Any]
    paper: PaperSize
    state: str


def sheet_name(opd: str, taken: set[str]) -> str:
    r"""Make a name Excel accepts: 31 characters, no []:*?/\, unlike any in `taken`; add it there."""
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


def _state(summons: SummonsListPaper, facts: dict[str, Any]) -> str:
    """Name the state of the figures and what the print is not: SEMENTARA · KONSEP · SIMULASI."""
    marks = (("KONSEP", summons.imprint.draft), ("SIMULASI", summons.imprint.simulation))
    return " · ".join([facts["state"], *(word for word, on in marks if on)])


def _sheet(desk: _Desk, name: str) -> Any:
    """Start a sheet: what it is on top, landscape print with page numbers."""
    sheet = desk.book.add_worksheet(name)
    facts, text = desk.facts, desk.styles["text"]
    title = clean(f"Daftar panggilan · {facts['operation']}")
    sheet.write_string(0, 0, title, desk.styles["title"])
    sheet.write_string(1, 0, f"{facts['operation_date']} · {desk.state}", text)
    sheet.write_string(2, 0, f"Keadaan {facts['as_of']}", text)
    sheet.set_landscape()
    sheet.set_paper(PAPERS[desk.paper])
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L&8{desk.state}&R&8Halaman &P dari &N")
    return sheet


def _people(desk: _Desk, name: str, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write one row per person under a frozen, repeated head row."""
    sheet, styles = _sheet(desk, name), desk.styles
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


def _reconciliation(desk: _Desk) -> None:
    """Write the sums, the buckets of those not called, and the persons per OPD."""
    sheet, styles, facts = _sheet(desk, "Rekonsiliasi"), desk.styles, desk.facts
    sums = facts["reconciliation"]
    rows: list[tuple[str, int, bool]] = [
        ("Temuan", sums["findings"], False),
        ("Temuan berulang atas orang yang sama", sums["repeat_findings"], False),
        ("Orang", sums["people"], True),
        (sums["listed_word"], sums["listed"], False),
        *((f"   {clean(opd['name'])}", len(opd["persons"]), False) for opd in facts["opds"]),
        ("Tidak dipanggil", sums["not_listed"], False),
        *((f"   {row['label']}", row["count"], False) for row in sums["buckets"]),
        ("Selisih", sums["difference"], True),
    ]
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 12)
    for at, (label, count, strong) in enumerate(rows, start=FIRST_ROW):
        sheet.write_string(at, 0, label, styles["bold" if strong else "wrap"])
        sheet.write_number(at, 1, count, styles["bold" if strong else "number"])
    sheet.freeze_panes(FIRST_ROW, 0)
