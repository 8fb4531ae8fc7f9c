"""What the rows of a list of OPDs say, each checked by itself."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from server.core.headers import folded
from server.people.rules.files import Cells, Remark, read_date
from server.people.rules.nip import check_nip
from server.people.rules.offices.columns import OpdField
from server.people.rules.roster.words import remark_text
from server.people.rules.where import in_indonesia

EMPTIED = frozenset({"-", "\u2013", "\u2014"})  # an empty cell says nothing; this one says: none
LEAST_NAME, LONGEST_NAME, LONGEST_SHORT = 3, 200, 60
_TEXTS = {OpdField.SHORT: LONGEST_SHORT, OpdField.PARENT: LONGEST_NAME, OpdField.ADDRESS: 300,
          OpdField.HEAD_TITLE: LONGEST_NAME, OpdField.SCHEDULE: 120}  # fmt: skip
_FORMS = {"DEFINITIF": "definitive", "DEF": "definitive", "TETAP": "definitive", "PLT": "Plt.",
          "PELAKSANA TUGAS": "Plt.", "PLH": "Plh.", "PELAKSANA HARIAN": "Plh."}  # fmt: skip
_BETWEEN = re.compile(r"[;|\n]+")  # names of OPDs hold commas
_DEGREES = re.compile(r"[-\u2212]?\d+(?:[.,]\d+)?")
_AROUND = re.compile(r"[\s,;/°()]*")
_PAIR = 2


@dataclass(frozen=True, slots=True)
class OpdRow:
    """One OPD as a file has it; `said` holds what the row speaks of, None for what it empties.

    Values are as JSON keeps them: days as ISO text, `office` as [lon, lat] in degrees, the parent and
    the work schedule by their names, head and personnel officer by NIP, `aliases` as a list.
    """

    number: int
    name: str
    said: dict[str, Any]


class Unreadable(ValueError):  # noqa: N818 - what is to be said about a row
    """A cell that cannot be taken; `code` says why and `said` what stood there."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, said


def read_rows(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[OpdField, int], today: date
) -> tuple[list[OpdRow], list[Remark]]:
    """Return the sound rows and what is to be said about the others."""
    found: list[OpdRow] = []
    remarks: list[Remark] = []
    for number, raw in rows:
        cells = Cells(raw, columns)
        name = cells.get(OpdField.NAME)
        try:
            _refuse_short(name)
            said = _said(number, cells, today, remarks)
        except Unreadable as wrong:
            remarks.append(
                Remark(number, wrong.code, wrong.said[:LONGEST_NAME], rejected=True, name=name)
            )
            continue
        if len(name) > LONGEST_NAME:
            remarks.append(Remark(number, "text_cut", name[:60]))
        found.append(OpdRow(number, name[:LONGEST_NAME], said))
    return found, remarks


def _refuse_short(name: str) -> None:
    if len(name) < LEAST_NAME:
        raise Unreadable("opd_name_short" if name else "opd_name_missing", name)


def _said(
    number: int, cells: Cells[OpdField], today: date, remarks: list[Remark]
) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field, longest in _TEXTS.items():
        text = cells.get(field)
        if len(text) > longest:
            remarks.append(Remark(number, "text_cut", text[:60]))
        _take(said, field, text[:longest], str)
    aliases = [" ".join(one.split()) for one in _BETWEEN.split(cells.raw(OpdField.ALIASES))]
    if kept := [one[:LONGEST_NAME] for one in aliases if one and one not in EMPTIED]:
        said[OpdField.ALIASES] = kept
    _take(said, OpdField.HEAD_FORM, cells.get(OpdField.HEAD_FORM), _form)
    for field, who in ((OpdField.HEAD, "head"), (OpdField.OFFICER, "officer")):
        _take(said, field, cells.get(field), partial(_nip, who=who, today=today))
    for field in (OpdField.SINCE, OpdField.UNTIL):
        text = cells.get(field)
        if text and read_date(text)[1]:
            remarks.append(Remark(number, "day_as_number", text))
        _take(said, field, text, _day)
    if said.get(OpdField.SINCE, "") is None:
        del said[OpdField.SINCE]  # an OPD begins some day
    _take(said, OpdField.PLACE, cells.get(OpdField.PLACE), _place)
    lat, lon = cells.get(OpdField.LAT), cells.get(OpdField.LON)
    if bool(lat) != bool(lon):
        raise Unreadable("position_half", lat or lon)
    _take(said, OpdField.PLACE, lat if lat in EMPTIED else f"{lat} {lon}".strip(), _place)
    return {str(field): value for field, value in said.items()}


def _take(said: dict[str, Any], field: OpdField, text: str, read: Callable[[str], Any]) -> None:
    if text:
        said[field] = None if text in EMPTIED else read(text)


def _form(text: str) -> str:
    found = _FORMS.get(folded(text))
    if found is None:
        raise Unreadable("head_form_unknown", text)
    return found


def _nip(text: str, who: str, today: date) -> str:
    checked = check_nip(text, today)
    if checked.errors:
        why = remark_text(str(checked.damage or checked.errors[0]))
        raise Unreadable(f"{who}_nip_wrong", f"{checked.nip[:20]}, {why}")
    return checked.nip


def _day(text: str) -> str:
    found, _ = read_date(text)
    if found is None:
        raise Unreadable("day_unreadable", text)
    return found.isoformat()


def _place(text: str) -> list[float]:
    """Return [lon, lat] of `lat, lon` as maps copy it; a comma may stand for the decimal point."""
    numbers = _DEGREES.findall(text)
    if len(numbers) != _PAIR or not _AROUND.fullmatch(_DEGREES.sub("", text)):
        raise Unreadable("position_unreadable", text)
    lat, lon = (float(one.replace("\u2212", "-").replace(",", ".")) for one in numbers)
    if in_indonesia(lon, lat, lon, lat):
        return [lon, lat]
    swapped = in_indonesia(lat, lon, lat, lon)
    raise Unreadable("position_swapped" if swapped else "position_strange", text)
