"""What the rows of a roster file say, each checked by itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server.people.rules.files import Cells, Remark, read_date
from server.people.rules.kinds import PersonKind
from server.people.rules.nip import NipCheck, NipWarning, Sex, check_nip
from server.people.rules.roster.columns import Field

LONGEST = {Field.NAME: 200, Field.JOB: 200, Field.UNIT: 200, Field.RANK: 60, Field.OPD: 200}
_KINDS = {
    "PNS": PersonKind.PNS,
    "CPNS": PersonKind.CPNS,
    "PPPK": PersonKind.PPPK,
    "P3K": PersonKind.PPPK,
    "PPPK PARUH WAKTU": PersonKind.PPPK_PART_TIME,
}
_GONE = re.compile(r"PENSIUN|BERHENTI|MENINGGAL|DIBERHENTIKAN|PINDAH INSTANSI", re.IGNORECASE)
_RANK = re.compile(r"\b(IV|I{1,3})\s*/\s*([a-e])\b", re.IGNORECASE)
PANGKAT = dict(
    zip(
        (f"{level}/{step}" for level in ("I", "II", "III", "IV") for step in "abcde"[:4]),
        ("Juru Muda", "Juru Muda Tingkat I", "Juru", "Juru Tingkat I",
         "Pengatur Muda", "Pengatur Muda Tingkat I", "Pengatur", "Pengatur Tingkat I",
         "Penata Muda", "Penata Muda Tingkat I", "Penata", "Penata Tingkat I",
         "Pembina", "Pembina Tingkat I", "Pembina Utama Muda", "Pembina Utama Madya"),
        strict=True,
    )
) | {"IV/e": "Pembina Utama"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person as a file has it; `kind` None says nothing, `titled` that titles had columns."""

    number: int
    nip: str
    name: str
    titled: bool
    kind: str | None
    rank: str | None
    job: str
    unit: str | None
    opd: str
    leaving: bool = False


def read_rows(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[Field, int], today: date
) -> tuple[list[RosterRow], list[Remark]]:
    """Return the sound rows and what is to be said about the others.

    A NIP on two rows with different content leaves both out, since nobody can tell which is right.
    """
    found: dict[str, RosterRow] = {}
    remarks: list[Remark] = []
    doubtful: set[str] = set()
    for number, cells in rows:
        row = _row(number, Cells(cells, columns), today, remarks)
        if row is None:
            continue
        first = found.setdefault(row.nip, row)
        if first is row:
            continue
        if _content(first) == _content(row):
            remarks.append(Remark(number, "nip_repeated", row.nip))
            continue
        if row.nip not in doubtful:
            remarks.append(_rejected(first, "nip_twice"))
        doubtful.add(row.nip)
        remarks.append(_rejected(row, "nip_twice"))
    return [row for nip, row in found.items() if nip not in doubtful], remarks


def rank_words(raw: str) -> str | None:
    """Return golongan with its pangkat (`Penata (III/c)`); PPPK have a golongan only."""
    golongan = golongan_of(raw) or ""
    return f"{PANGKAT[golongan]} ({golongan})" if golongan in PANGKAT else raw or None


def golongan_of(raw: str | None) -> str | None:
    """Return the golongan inside a rank as written (`III/c`), else the whole text."""
    found = _RANK.search(raw or "")
    return f"{found[1].upper()}/{found[2].lower()}" if found else raw or None


def _row(number: int, cells: Cells[Field], today: date, remarks: list[Remark]) -> RosterRow | None:
    name, opd = _name(cells), cells.get(Field.OPD)
    born, as_number = read_date(cells.get(Field.BORN))
    kind = _kind(cells)
    nip = check_nip(
        cells.get(Field.NIP), today, status=kind, sex=_sex(cells.get(Field.SEX)), born=born
    )
    wrong = str(nip.damage or nip.errors[0]) if nip.errors else None
    wrong = wrong or (None if name else "name_missing") or (None if opd else "opd_missing")
    if wrong is not None:
        remarks.append(Remark(number, wrong, nip.nip[:40], rejected=True, name=name, opd=opd))
        return None
    remarks += [
        Remark(number, str(warning), nip.nip)
        for warning in nip.warnings
        # a PPPK is often older (PP 49/2018 Pasal 16: up to a year before the age of retiring)
        if warning is not NipWarning.OLD_AT_APPOINTMENT or nip.family != "pppk_family"
    ]
    if as_number:
        remarks.append(Remark(number, "date_as_number", cells.get(Field.BORN)))
    if kind is None and cells.get(Field.STATUS):
        remarks.append(Remark(number, "status_unknown", cells.get(Field.STATUS)[:60]))
        kind = PersonKind.PPPK if nip.family == "pppk_family" else PersonKind.PNS
    unit = cells.get(Field.UNIT)
    long = {Field.NAME: name, Field.OPD: opd, Field.UNIT: unit, Field.JOB: cells.get(Field.JOB)}
    if any(len(text) > LONGEST[field] for field, text in long.items()):
        remarks.append(Remark(number, "text_cut", nip.nip))
    return RosterRow(
        number=number,
        nip=nip.nip,
        name=name[: LONGEST[Field.NAME]],
        titled=Field.FRONT_TITLE in cells.columns or Field.BACK_TITLE in cells.columns,
        kind=_kind_by_number(kind, nip, cells),
        rank=(rank_words(cells.get(Field.RANK)) or "")[: LONGEST[Field.RANK]] or None,
        job=cells.get(Field.JOB)[: LONGEST[Field.JOB]],
        unit=None if unit.casefold() == opd.casefold() else unit[: LONGEST[Field.UNIT]] or None,
        opd=opd[: LONGEST[Field.OPD]],
        leaving=_GONE.search(cells.get(Field.STANDING)) is not None,
    )


def _name(cells: Cells[Field]) -> str:
    front, name, back = map(cells.get, (Field.FRONT_TITLE, Field.NAME, Field.BACK_TITLE))
    front, back = ("" if title in {"-", "0"} else title for title in (front, back))
    whole = f"{front} {name}".strip() if name else ""
    return f"{whole}, {back}" if whole and back else whole


def _kind(cells: Cells[Field]) -> str | None:
    return _KINDS.get(cells.get(Field.STATUS).upper().replace("-", " "))


def _kind_by_number(kind: str | None, nip: NipCheck, cells: Cells[Field]) -> str | None:
    """Return the status; the full export says it by the number and the column P/C."""
    if kind is not None or Field.TRIAL not in cells.columns:
        return kind
    if nip.family == "pppk_family":
        return None  # PPPK and paruh waktu cannot be told apart by number (domain.md §2)
    return PersonKind.CPNS if cells.get(Field.TRIAL).upper().startswith("C") else PersonKind.PNS


def _sex(raw: str) -> Sex | None:
    words: dict[str, Sex] = {"M": "male", "L": "male", "F": "female", "P": "female"}
    return words.get(raw[:1].upper())


def _content(row: RosterRow) -> tuple[object, ...]:
    return row.name, row.kind, row.rank, row.job, row.unit, row.opd, row.leaving


def _rejected(row: RosterRow, code: str) -> Remark:
    return Remark(row.number, code, row.nip, rejected=True, name=row.name, opd=row.opd)
