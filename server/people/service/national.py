"""National days off and cuti bersama of a year, from the package `holidays`: told first, then taken over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from server.accounts.models import User
from server.core import audit
from server.core.db import db
from server.people import queries
from server.people.models import CalendarDay

NATIONAL = ("public", "government")
SOURCE = "daftar libur nasional (paket holidays {version}); cocokkan dengan SKB"


@dataclass(frozen=True, slots=True)
class NationalDay:
    """A day as the package has it, and what taking it over does: `new`, `change` or `gone`."""

    day: date
    kind: str
    name: str
    provisional: bool
    doing: str


def proposed(year: int) -> list[NationalDay]:
    """Return what the package has otherwise than our calendar, by day.

    `gone` is an estimate of ours that the package no longer has. A day that somebody entered is
    never taken away, and regional or declared working days are no business of the package.
    """
    found: list[NationalDay] = []
    table, _version = _package(year)
    held = {
        (one.day, one.kind): one
        for one in queries.calendar_days(date(year, 1, 1), date(year, 12, 31))
        if one.kind in NATIONAL
    }
    for (day, kind), (name, provisional) in table.items():
        ours = held.get((day, kind))
        if ours is None:
            found.append(NationalDay(day, kind, name, provisional, "new"))
        elif ours.provisional and not provisional:
            found.append(NationalDay(day, kind, name, provisional, "change"))
    found += [
        NationalDay(day, kind, one.name, provisional=True, doing="gone")
        for (day, kind), one in held.items()
        if one.provisional and (day, kind) not in table
    ]
    return sorted(found, key=lambda one: (one.day, one.kind))


def adopt(by: User, year: int) -> dict[str, int]:
    """Take the package's days of a year over, as `proposed` tells; return how many of each."""
    source = SOURCE.format(version=_package(year)[1])
    wanted = proposed(year)
    for one in wanted:
        held = _held(one)
        if one.doing == "gone":
            db.session.delete(held)
            continue
        row = held or CalendarDay(day=one.day, kind=one.kind)
        row.name, row.provisional, row.source = one.name, one.provisional, source
        db.session.add(row)
    done = _counted(wanted)
    audit.record("calendar.adopt", actor_id=by.id, subject_id=str(year), days=done)
    return done


def _counted(found: Iterable[NationalDay]) -> dict[str, int]:
    done = dict.fromkeys(("new", "change", "gone"), 0)
    for one in found:
        done[one.doing] += 1
    return done


def _held(one: NationalDay) -> CalendarDay | None:
    rows = queries.calendar_days(one.day, one.day)
    return next((row for row in rows if row.kind == one.kind), None)


def _package(year: int) -> tuple[dict[tuple[date, str], tuple[str, bool]], str]:
    """Return the package's days of a year by day and kind, and its version."""
    import holidays  # noqa: PLC0415 - tables of a hundred countries; a start needs none
    from holidays.version import __version__  # noqa: PLC0415

    found: dict[tuple[date, str], tuple[str, bool]] = {}
    for kind in NATIONAL:
        days = holidays.country_holidays("ID", years=year, categories=(kind,), language="id")
        for day, name in days.items():
            found[day, kind] = (name[:200], "perkiraan" in name)
    return found, __version__
