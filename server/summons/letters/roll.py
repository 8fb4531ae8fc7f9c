"""The attendance lists of a sidak kantor: words for the paper, and the workbook."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from server.permits.rules import SHORT, WORDS, Presence, RollCount, added
from server.summons.letters import wording
from server.summons.letters.facts import head_facts
from server.summons.letters.sheets import clean, sheet_name
from server.summons.letters.tables import Cell, Table, write

if TYPE_CHECKING:
    from datetime import date, datetime

    from server.summons.letters.papers import Imprint, Letterhead

NOT_YET: Final = "belum dicatat"
COLUMNS: Final = (("No.", 5), ("Nama", 32), ("NIP", 22), ("Jabatan", 34), ("Kode", 8),
                  ("Kehadiran", 20), ("Keterangan", 34))  # fmt: skip


@dataclass(frozen=True, slots=True)
class RollPerson:
    """Somebody on a list; no code is somebody not marked yet."""

    name: str
    nip: str
    job: str
    code: Presence | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RollSection:
    """The list of one OPD in the order to print, with its figures."""

    opd: str
    team: str
    count: RollCount
    persons: tuple[RollPerson, ...]


@dataclass(frozen=True, slots=True)
class RollPaper:
    """All attendance lists of one sidak kantor.

    Without `health` who is ill is on leave, in rows and figures alike, and no note is printed.
    """

    head: Letterhead
    zone: str
    operation: str
    day: date
    as_of: datetime
    sections: tuple[RollSection, ...]
    health: bool
    imprint: Imprint


def roll_facts(paper: RollPaper) -> dict[str, Any]:
    """Give everything the paper prints; a difference is told, never hidden."""
    codes = shown_codes(health=paper.health)
    total = added(one.count for one in paper.sections)
    return {
        "head": head_facts(paper.head),
        "title": "DAFTAR HADIR SIDAK KANTOR",
        "operation": paper.operation,
        "day": wording.day_and_date(paper.day),
        "as_of": wording.deadline(paper.as_of, paper.zone),
        "codes": [SHORT[code] for code in codes],
        "legend": "; ".join(f"{SHORT[code]} {word(code, paper.health)}" for code in codes),
        "rows": [_row(one.opd, one.count, codes) for one in paper.sections],
        "total": _row("Jumlah", total, codes),
        "difference": total.difference,
        "opds": [_section(one, health=paper.health) for one in paper.sections],
        "note": _basis(),
    }


def xlsx_rolls(paper: RollPaper) -> bytes:
    """Give the lists as an XLSX workbook: the recap with its sums, then one sheet per OPD."""
    import xlsxwriter  # noqa: PLC0415 - a start needs no workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        font = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        grid = {**font, "border": 1}
        styles = {
            "title": book.add_format({**font, "bold": True, "font_size": 13}),
            "text": book.add_format(font),
            "head": book.add_format({**grid, "bold": True, "bg_color": "#E8EEF3"}),
            "wrap": book.add_format({**grid, "text_wrap": True, "num_format": "@"}),
            "number": book.add_format({**grid, "num_format": "0"}),
        }
        facts = roll_facts(paper)
        _recap(book, styles, facts)
        names = {"rekap"}
        for one in facts["opds"]:
            _office(book, styles, facts, (one, sheet_name(one["name"], names)))
    return out.getvalue()


def csv_rolls(paper: RollPaper) -> bytes:
    """Give the lists as one CSV table, a row for each person with the OPD and the team."""
    columns = (("OPD", 34), ("Tim", 8), *COLUMNS[1:])
    rows: list[tuple[Cell, ...]] = [
        (one["name"], one["team"],
         *(person[key] for key in ("name", "nip", "job", "code", "word", "note")))
        for one in roll_facts(paper)["opds"]
        for person in one["persons"]
    ]  # fmt: skip
    return write(Table(columns, rows), "csv")


def shown_codes(*, health: bool) -> list[Presence]:
    """Return the codes that have a column."""
    return [code for code in Presence if health or code is not Presence.SICK]


def word(code: Presence, health: bool) -> str:  # noqa: FBT001 - one word about one fact
    """Return the word of a code; where illness is not told apart it stands with leave."""
    return "cuti/sakit" if code is Presence.LEAVE and not health else WORDS[code]


def _row(name: str, count: RollCount, codes: list[Presence]) -> list[str | int]:
    return [name, count.staff, *(count.counts[code] for code in codes), count.difference]


def _section(one: RollSection, *, health: bool) -> dict[str, Any]:
    return {
        "name": one.opd,
        "team": one.team,
        "staff": one.count.staff,
        "difference": one.count.difference,
        "persons": [
            {
                "name": person.name,
                "nip": wording.nip(person.nip) if person.nip else "",
                "job": person.job,
                "code": SHORT[person.code] if person.code else "",
                "word": word(person.code, health) if person.code else NOT_YET,
                "note": person.note,
            }
            for person in one.persons
        ],
    }


def _basis() -> str:
    return (
        "Jumlah pegawai menurut daftar pegawai pada hari sidak. Hadir dan setiap kode dijumlahkan; "
        "selisih adalah yang belum dicatat. Tanpa keterangan belum menyatakan kesalahan: yang "
        "bersangkutan dimintai klarifikasi lebih dahulu."
    )


def _recap(book: Any, styles: dict[str, Any], facts: dict[str, Any]) -> None:
    sheet = _sheet(book, styles, facts, "Rekap")
    heads = ("OPD", "Pegawai", *facts["codes"], "Selisih")
    for column, title in enumerate(heads):
        sheet.set_column(column, column, 9 if column else 44)
        sheet.write_string(4, column, title, styles["head"])
    for at, row in enumerate([*facts["rows"], facts["total"]], start=5):
        sheet.write_string(at, 0, clean(row[0]), styles["wrap"])
        for column, many in enumerate(row[1:], start=1):
            sheet.write_number(at, column, many, styles["number"])
    last = 6 + len(facts["rows"])
    sheet.write_string(last + 1, 0, clean(facts["legend"]), styles["text"])
    sheet.write_string(last + 2, 0, clean(facts["note"]), styles["text"])
    sheet.freeze_panes(5, 1)


def _office(
    book: Any, styles: dict[str, Any], facts: dict[str, Any], one: tuple[dict[str, Any], str]
) -> None:
    opd, name = one
    sheet = _sheet(book, styles, facts, name)
    for column, (title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(4, column, title, styles["head"])
    last = 4
    for last, person in enumerate(opd["persons"], start=5):
        sheet.write_number(last, 0, last - 4, styles["number"])
        for column, key in enumerate(("name", "nip", "job", "code", "word", "note"), start=1):
            sheet.write_string(last, column, clean(person[key]), styles["wrap"])
    sheet.freeze_panes(5, 2)
    sheet.repeat_rows(4)
    sheet.autofilter(4, 0, last, len(COLUMNS) - 1)


def _sheet(book: Any, styles: dict[str, Any], facts: dict[str, Any], name: str) -> Any:
    sheet = book.add_worksheet(name)
    marks = " · ".join(["", *facts.get("marks", [])])
    sheet.write_string(0, 0, clean(f"Daftar hadir · {facts['operation']}{marks}"), styles["title"])
    sheet.write_string(1, 0, facts["day"], styles["text"])
    sheet.write_string(2, 0, f"Keadaan {facts['as_of']}", styles["text"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&8Halaman &P dari &N")
    return sheet
