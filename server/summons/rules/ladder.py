"""Working time lost per person and year, and where on the ladder of PP 94/2021 it would stand. Pure.

Only attendance and examinations count, never a sighting (domain.md §10). 7 h 30 m accumulate to one
day; days are rounded down and the remainder is shown (domain.md §1.3). The ladder is editable
text, since BKPSDM has to confirm its labels (⚠); it is a hint, no decision.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

DAY_MINUTES = 450
SOURCE = "PP 94/2021 tentang Disiplin PNS; label tingkat perlu dikonfirmasi BKPSDM"
LADDER = """\
1-2 | tanpa hukuman | pembinaan
3 | ringan | teguran lisan
4-6 | ringan | teguran tertulis
7-10 | ringan | pernyataan tidak puas secara tertulis
11-13 | sedang | pemotongan tunjangan kinerja 25% selama 6 bulan
14-16 | sedang | pemotongan tunjangan kinerja 25% selama 9 bulan
17-20 | sedang | pemotongan tunjangan kinerja 25% selama 12 bulan
21-24 | berat | penurunan jabatan setingkat lebih rendah selama 12 bulan
25-27 | berat | pembebasan dari jabatannya menjadi jabatan pelaksana selama 12 bulan
28+ | berat | pemberhentian dengan hormat tidak atas permintaan sendiri
10 berturut-turut | berat | pemberhentian dengan hormat tidak atas permintaan sendiri
"""
_DAYS = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3})|\s*(\+)|\s+(berturut-turut))?")
_PARTS = 3


class LostSource(StrEnum):
    """Where lost time is known from; there is no third source."""

    EXAMINATION = "examination"
    ATTENDANCE = "attendance"


@dataclass(frozen=True, slots=True)
class LostDay:
    """Time lost on one working day: minutes, or None for the whole day."""

    day: date
    minutes: int | None
    source: LostSource


@dataclass(frozen=True, slots=True)
class YearLost:
    """What was lost in a year: `days` with `remainder` minutes; `run` whole days in a row at most."""

    counted: tuple[LostDay, ...]
    days: int
    remainder: int
    whole_days: int
    minutes: int
    run: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: from how many days to how many (None: and more), or so many in a row."""

    least: int
    most: int | None
    in_a_row: bool
    level: str
    punishment: str


def lost_in(
    year: int, lost: Iterable[LostDay], is_working: Callable[[date], bool] = lambda _day: True
) -> YearLost:
    """Add up a calendar year, each day once: an examination has the word over attendance.

    Of several examinations of a day the last given counts. No day loses more than itself.
    """
    by_day: dict[date, LostDay] = {}
    for one in lost:
        known = by_day.get(one.day)
        examined = one.source is LostSource.EXAMINATION
        if one.day.year == year and (
            known is None or examined or known.source is LostSource.ATTENDANCE
        ):
            by_day[one.day] = one
    counted = tuple(by_day[day] for day in sorted(by_day))
    whole = [one.day for one in counted if one.minutes is None]
    minutes = sum(min(one.minutes, DAY_MINUTES) for one in counted if one.minutes is not None)
    more, remainder = divmod(minutes, DAY_MINUTES)
    return YearLost(
        counted, len(whole) + more, remainder, len(whole), minutes, _longest(whole, is_working)
    )


def rung_of(lost: YearLost, ladder: Iterable[Rung]) -> Rung | None:
    """Return the highest rung that a year reaches, None below the first."""
    found = None
    for rung in ladder:
        reached = lost.run if rung.in_a_row else lost.days
        if rung.least <= reached and (found is None or not _above(found, rung)):
            found = rung
    return found


def read_ladder(text: str) -> tuple[Rung, ...]:
    """Read a ladder, one rung a line as in `LADDER`; raises ValueError with the line that is wrong."""
    rungs = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split("|")]
        days = _DAYS.fullmatch(parts[0])
        if days is None or len(parts) != _PARTS or not all(parts):
            raise ValueError(f"baris {number}: {line.strip()}")
        least, most, more, row = days.groups()
        end = int(most) if most else None if more or row else int(least)
        if end is not None and end < int(least):
            raise ValueError(f"baris {number}: {line.strip()}")
        rungs.append(Rung(int(least), end, bool(row), parts[1], parts[2]))
    return tuple(rungs)


def _above(one: Rung, other: Rung) -> bool:
    """Whether a rung stands above another; so many in a row stand above a count."""
    return (one.in_a_row, one.least) > (other.in_a_row, other.least)


def _longest(whole: list[date], is_working: Callable[[date], bool]) -> int:
    """Return the longest run of whole days, days off between them not breaking it."""
    longest = run = 1 if whole else 0
    for before, day in pairwise(whole):
        between = range(1, (day - before).days)
        unbroken = not any(is_working(before + timedelta(days=step)) for step in between)
        run = run + 1 if unbroken else 1
        longest = max(longest, run)
    return longest
