"""Working time lost by one person in a year, and the rung of the ladder it would reach.

Only what attendance files say and what a closed BAP found counts; a sighting never does, nor the
BAP of somebody who was cleared. A hint for those who decide (domain.md §3).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.core import audit
from server.people import queries as people
from server.people.rules import PersonKind, hours_on
from server.permits import queries as permits
from server.summons import queries
from server.summons.models import Examination
from server.summons.queries import Listing
from server.summons.rules import (
    LADDER,
    SOURCE,
    LostDay,
    LostSource,
    Rung,
    YearLost,
    lost_in,
    read_ladder,
    rung_of,
)
from server.summons.service.examinations import READ, line_of

# PPPK follow local rules, part-time PPPK their agreement, non-ASN their contract (domain.md §1.4)
ON_THE_LADDER = frozenset({PersonKind.PNS, PersonKind.CPNS})


def lost(user: User, operation_id: UUID, line_id: UUID, year: int | None) -> dict[str, Any]:
    """Return what was lost in a year (that of the sidak), with its sources; raises `not-found`."""
    line_of(user, operation_id, line_id, READ)
    audit.reading(READ, actor_id=user.id, subject_id=line_id, operation_id=operation_id)
    listing, line_id = line_of(user, operation_id, line_id, READ)
    wanted = year or listing.operation.day.year
    fact = listing.people[line_id].shown
    added = _added(listing, line_id, wanted)
    ladder = read_ladder(ladder_text())
    rung = rung_of(added, ladder) if fact.kind in ON_THE_LADDER else None
    return {
        "year": wanted,
        "days": added.days,
        "remainder": added.remainder,
        "whole_days": added.whole_days,
        "minutes": added.minutes,
        "run": added.run,
        "items": [
            {"day": one.day.isoformat(), "minutes": one.minutes, "source": str(one.source)}
            for one in added.counted
        ],
        "on_the_ladder": fact.kind in ON_THE_LADDER,
        "estimate": _estimate(rung) if rung else None,
        "source": SOURCE,
        "cases": list(_cases(listing, fact.employee_id)),
    }


def ladder_text() -> str:
    """Return the ladder as the office has it, else the built-in one."""
    head = queries.letterhead()
    return str((head.matters.get("ladder") if head else "") or LADDER)


def _added(listing: Listing, line_id: UUID, year: int) -> YearLost:
    fact, zone = listing.people[line_id].shown, listing.operation.time_zone
    found: list[LostDay] = []
    if fact.employee_id is not None:
        days = permits.lost_days(fact.employee_id, fact.opd_id, year, zone)
        found = [LostDay(day, minutes, LostSource.ATTENDANCE) for day, minutes in days]
    heard = queries.examinations_that_count(fact.employee_id, listing.ids_of(line_id))
    found += _examined(heard)
    return lost_in(year, found, _working(fact.opd_id, year))


def _examined(heard: Sequence[Examination]) -> Iterator[LostDay]:
    for bap in heard:
        for one in bap.content.get("lost", []):
            day = date.fromisoformat(one["day"])
            yield LostDay(day, one["minutes"], LostSource.EXAMINATION)


def _working(opd_id: UUID | None, year: int) -> Callable[[date], bool]:
    """Return whether a day is a working day of an OPD, by its schedule at the end of the year."""
    last = date(year, 12, 31)
    calendar, schedule = people.calendar(date(year, 1, 1), last), people.schedule_for(opd_id, last)
    return lambda day: not calendar.is_off(day) and hours_on(day, schedule, calendar) is not None


def _estimate(rung: Rung) -> dict[str, Any]:
    return {
        "least": rung.least,
        "most": rung.most,
        "in_a_row": rung.in_a_row,
        "level": rung.level,
        "punishment": rung.punishment,
    }


def _cases(listing: Listing, employee_id: UUID | None) -> Iterator[dict[str, Any]]:
    """Yield the lines of the same person in other operations, newest first."""
    if employee_id is None:
        return
    for line, operation in queries.lines_elsewhere(employee_id, listing.operation.id):
        yield {
            "operation_id": str(operation.id),
            "operation_name": operation.name,
            "day": operation.day.isoformat(),
            "line_id": str(line.id),
            "status": line.status,
        }
