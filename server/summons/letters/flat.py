"""The summons list as CSV for other programs, and as a text without names for messages.

CSV as Excel with Indonesian settings opens it by a double click: UTF-8 with a byte order mark, `;`
between cells (the comma is the decimal sign there), CRLF, one table with its head row. A cell that
Excel would compute (= + - @, tab) or turn into a rounded number (more than 11 digits) begins with
an apostrophe; an 18-digit NIP stands in its four groups as on letters, which no program takes for
a number (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any, Final

from server.summons.letters.facts import summons_list_facts
from server.summons.letters.papers import SummonsListPaper
from server.summons.letters.sheets import COLUMNS, KEYS, clean

FORMULA: Final = re.compile(r"[=+\-@\t\r]")
NUMBER: Final = re.compile(r"\d{12,}")
SMALL: Final = 3  # fewer people of an OPD are not told apart outside the desk (UU 27/2022)


def csv_summons_list(summons: SummonsListPaper) -> bytes:
    """Give everybody on the list, one row a person, with the state of the figures in each row."""
    facts = summons_list_facts(summons)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(title for title, _width in COLUMNS), "Angka"])
    state = f"{_state(summons, facts)}, {facts['as_of']}"
    people = [(opd["name"], person) for opd in facts["opds"] for person in opd["persons"]]
    for number, (opd, person) in enumerate(people, start=1):
        cells = [opd, *(person[key] for key in KEYS), state]
        writer.writerow([number, *map(safe, cells)])
    return out.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Make a cell that no spreadsheet computes or rounds; a lone dash is harmless and stays."""
    text = clean(text)
    risky = text != "-" and (FORMULA.match(text) or NUMBER.fullmatch(text))
    return f"'{text}" if risky else text


def recap(summons: SummonsListPaper) -> str:
    """Write the figures for a message: no name, and no office with fewer than three people.

    Whoever reads it learns on top whether the figures still change, and of when they are.
    """
    facts = summons_list_facts(summons)
    sums = facts["reconciliation"]
    lines = [
        f"*{clean(facts['operation'])}*",
        facts["operation_date"],
        f"Angka {_state(summons, facts)}, keadaan {facts['as_of']}",
        "",
        f"Ditemukan: {sums['people']} orang ({sums['findings']} temuan)",
        f"{sums['listed_word']} untuk klarifikasi: {sums['listed']} orang",
        f"Tidak dipanggil: {sums['not_listed']} orang",
        *(f"- {row['label']}: {row['count']}" for row in sums["buckets"] if row["count"]),
    ]
    if sums["difference"]:
        lines.append(f"Selisih yang sedang ditelusuri: {sums['difference']} orang")
    return "\n".join([*lines, *_per_opd(facts["opds"], sums["listed_word"]), "", CLOSING])


CLOSING: Final = (
    "Temuan di lapangan masih memerlukan klarifikasi dan belum menjadi penilaian atas disiplin "
    "pegawai."
)


def _per_opd(opds: list[dict[str, Any]], word: str) -> list[str]:
    many = [(clean(opd["name"]), len(opd["persons"])) for opd in opds]
    large = [(name, people) for name, people in many if people >= SMALL]
    found = [f"- {name}: {people}" for name, people in large]
    if len(large) < len(many):
        others = f"{len(many) - len(large)} OPD{' lain' if large else ''}"
        found.append(f"- {others}, masing-masing kurang dari {SMALL} orang")
    return ["", f"{word} per OPD:", *found] if found else []


def _state(summons: SummonsListPaper, facts: dict[str, Any]) -> str:
    state = facts["state"].lower()
    return f"{state} (SIMULASI)" if summons.imprint.simulation else state
