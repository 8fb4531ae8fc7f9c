"""Daily punches: what a file of any attendance system says, and what that says beside a finding. Pure.

No system publishes a format (domain.md §7), so columns are known by habit or shown once. A missing
punch is empty, `-` or `00:00:00`. What comes out stands beside a finding as a fact: it accuses
nobody and moves no line.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache, partial

from server.core.headers import folded
from server.people.rules.files import Cells, Habits, Remark, read_date
from server.people.rules.nip import NipCheck, check_nip
from server.people.rules.roster import remark_text as roster_text
from server.permits.rules.presence import SHORT, WORDS, Presence

LONGEST_CODE = 40
DASH = "\N{EN DASH}"


class Field(StrEnum):
    """What is taken from a file of punches; the cell of the NIP may hold the name too."""

    NIP = "nip"
    NAME = "name"
    DAY = "day"
    ARRIVED = "arrived"
    DEPARTED = "departed"
    CODE = "code"


HABITS: Habits[Field] = Habits(
    {
        Field.NIP: ("NAMA / NIP", "NIP / NAMA", "NIP BARU", "NIP", "NIP NIPPPK", "NOMOR INDUK PEGAWAI",
                    "PEGAWAI"),
        Field.NAME: ("NAMA", "NAMA PEGAWAI", "NAMA LENGKAP"),
        Field.DAY: ("TANGGAL", "TGL", "TANGGAL ABSEN", "TANGGAL PRESENSI", "HARI TANGGAL"),
        Field.ARRIVED: ("PAGI", "MASUK", "JAM MASUK", "ABSEN MASUK", "DATANG", "SCAN MASUK", "CHECK IN"),
        Field.DEPARTED: ("PULANG", "SORE", "JAM PULANG", "ABSEN PULANG", "SCAN PULANG", "KELUAR",
                         "CHECK OUT"),
        Field.CODE: ("KETERANGAN", "STATUS KEHADIRAN", "KODE", "STATUS ABSEN", "KET"),
    },
    (Field.NIP, Field.ARRIVED),
)  # fmt: skip
CODES: Mapping[str, str] = {
    **{name: WORDS[code] for code, name in SHORT.items()},
    **{word.upper(): word for word in WORDS.values()},
    "WFO": WORDS[Presence.PRESENT],
    "TUGAS LUAR": WORDS[Presence.DUTY],
}
PRESENT, ABSENT = WORDS[Presence.PRESENT], WORDS[Presence.ABSENT]
_WORDS = {
    "employee_unknown": "NIP ini tidak ada di daftar pegawai",
    "day_unreadable": "tanggal tidak terbaca",
    "day_ahead": "tanggal ini belum tiba",
    "time_unreadable": "jam tidak terbaca",
    "punches_joined": "ada beberapa baris untuk orang dan hari yang sama: diambil jam paling awal "
    "dan paling akhir",
    "code_unknown": "kode absen tidak dikenal; ditampilkan apa adanya",
    "code_differs": "kode absen berbeda di dua baris untuk hari yang sama; dipakai yang pertama",
}
_NUMBER = re.compile(r"\d(?:[\d .'\-]{14,24})\d")
_CLOCK = re.compile(r"(?:.*[T ])?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(?: ?WI(?:B|TA|T))?")
_LENGTH = 18
_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One person on one day as a file has it; a missing punch is None, no code is empty."""

    number: int
    nip: str
    name: str
    day: date
    arrived: time | None
    departed: time | None
    code: str


@dataclass(frozen=True, slots=True)
class Punches:
    """What an attendance system says of a person on a day."""

    arrived: time | None
    departed: time | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Indication:
    """What the punches say beside a finding; `present` is the stronger case (domain.md §7)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class _File:
    """What holds for all rows of a file, and what is to be said about them."""

    usual_day: date
    today: date
    check: Callable[[str], NipCheck]
    remarks: list[Remark]


def read_rows(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Mapping[Field, int],
    usual_day: date,
    today: date,
) -> tuple[list[AttendanceRow], list[Remark]]:
    """Return one row per person and day, and what is to be said about others.

    Rows without a date are of `usual_day`. Several rows of one person and day, as systems write
    that log each punch, become one from the earliest to the latest.
    """
    found: dict[tuple[str, date], AttendanceRow] = {}
    remarks: list[Remark] = []
    # a month's file has each number many times
    file = _File(usual_day, today, cache(partial(check_nip, today=today)), remarks)
    for number, cells in rows:
        row = _row(number, Cells(cells, columns), file)
        if row is None:
            continue
        first = found.setdefault((row.nip, row.day), row)
        if first is not row:
            remarks.append(Remark(number, "punches_joined", row.nip))
            if first.code != row.code and first.code and row.code:
                remarks.append(Remark(number, "code_differs", row.code))
            found[row.nip, row.day] = _joined(first, row)
    return list(found.values()), remarks


def read_clock(raw: str) -> tuple[time | None, bool]:
    """Return a punch and whether the cell could be read; `00:00:00`, `-` and nothing are no punch."""
    text = raw.strip()
    if text in {"", "-", DASH, "0", "--:--"}:
        return None, True
    if text.startswith("0."):  # 0.25 is Excel's six o'clock; people write 00.25
        return _of_excel(text)
    if found := _CLOCK.fullmatch(text):
        try:
            at = time(int(found[1]), int(found[2]), int(found[3] or 0))
        except ValueError:
            return None, False
        return (at if at != time() else None), True
    return _of_excel(text)


def indication(found_at: time, punches: Punches | None) -> Indication:
    """Return what is shown beside a finding at a local time; None is a list without the person."""
    seen = f"{found_at:%H.%M}"
    if punches is None:
        return Indication("not_listed", "Tidak ada di daftar absen hari itu.")
    first, last = punches.arrived, punches.departed
    if punches.code not in {"", PRESENT, ABSENT}:
        return Indication("away", f"Menurut absen: {punches.code}.")
    if first is None and last is None:
        return Indication("no_punch", "Tidak absen hari itu.")
    if first is None or last is None:
        which = "pulang" if first is None else "masuk"
        words = f"Hanya tercatat absen {which} {first or last:%H.%M}; ditemukan {seen}."
        return Indication("one_punch", words)
    return _beside(found_at, first, last)


def remark_text(code: str) -> str:
    """Return the words for a remark's code."""
    return _WORDS[code] if code in _WORDS else roster_text(code)


def name_and_number(raw: str) -> tuple[str, str]:
    """Return name and NIP of a cell that holds both, in either order, or the NIP alone."""
    for found in _NUMBER.finditer(raw):
        digits = re.sub(r"\D", "", found[0])
        if len(digits) == _LENGTH:
            name = f"{raw[: found.start()]} {raw[found.end() :]}"
            return " ".join(re.sub(r"\bNIP\b\.?|[/|:]", " ", name).split()), digits
    return "", " ".join(raw.split())


def _row(number: int, cells: Cells[Field], file: _File) -> AttendanceRow | None:
    name, raw_nip = name_and_number(cells.raw(Field.NIP))
    name = cells.get(Field.NAME) or name
    nip = file.check(raw_nip)
    day = read_date(cells.get(Field.DAY))[0] if cells.get(Field.DAY) else file.usual_day
    arrived, sound = read_clock(cells.get(Field.ARRIVED))
    departed, sound_too = read_clock(cells.get(Field.DEPARTED))
    wrong = (
        (str(nip.damage or nip.errors[0]) if nip.errors else None)
        or ("day_unreadable" if day is None else "day_ahead" if day > file.today else None)
        or (None if sound and sound_too else "time_unreadable")
    )
    if wrong is not None or day is None:
        said = (
            nip.nip[:40]
            if nip.errors
            else f"{cells.get(Field.ARRIVED)} {cells.get(Field.DEPARTED)}"
        )
        file.remarks.append(
            Remark(number, wrong or "day_unreadable", said.strip(), rejected=True, name=name)
        )
        return None
    raw = cells.get(Field.CODE)
    code = CODES.get(folded(raw), raw[:LONGEST_CODE] if raw not in {"-", "0"} else "")
    if code and folded(raw) not in CODES:
        file.remarks.append(Remark(number, "code_unknown", code))
    return AttendanceRow(number, nip.nip, name, day, arrived, departed, code)


def _joined(first: AttendanceRow, row: AttendanceRow) -> AttendanceRow:
    """Return the day from the earliest punch to the latest, whichever column they stood in."""
    punches = sorted(
        at for at in (first.arrived, first.departed, row.arrived, row.departed) if at is not None
    )
    return AttendanceRow(
        first.number, first.nip, first.name, first.day,
        punches[0] if punches else None,
        punches[-1] if len(punches) > 1 else None,
        first.code or row.code,
    )  # fmt: skip


def _beside(found_at: time, first: time, last: time) -> Indication:
    seen, hours = f"{found_at:%H.%M}", f"{first:%H.%M}{DASH}{last:%H.%M}"
    if last < first:
        return Indication("night", f"Tercatat hadir {hours} (melewati malam); ditemukan {seen}.")
    if found_at < first:
        return Indication(
            "outside", f"Tercatat hadir {hours}; ditemukan {seen}, sebelum absen masuk."
        )
    if found_at > last:
        return Indication(
            "outside", f"Tercatat hadir {hours}; ditemukan {seen}, sesudah absen pulang."
        )
    return Indication("present", f"Tercatat hadir {hours} padahal ditemukan {seen}.")


def _of_excel(text: str) -> tuple[time | None, bool]:
    """Read a part of a day as Excel keeps times without a format (0.3111 is 07.28)."""
    try:
        part = float(text)
    except ValueError:
        return None, False
    if not 0 <= part < 1:
        return None, False
    minutes = round(part * _MINUTES) % _MINUTES
    return (time(minutes // 60, minutes % 60) if minutes else None), True
