"""Which days of a year the attendance files say were lost, for one person."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from server.core.db import db
from server.people import queries as people
from server.people.rules import WorkSchedule
from server.permits.models import Permit
from server.permits.queries.attendance import punches_between
from server.permits.queries.permits import day_span
from server.permits.rules.lost import lost_by_punches


def lost_days(
    employee_id: UUID, opd_id: UUID | None, year: int, zone: str
) -> list[tuple[date, int | None]]:
    """Return the lost days of a year with their minutes, None for a whole day, by date.

    A day on which any registered paper holds is left out: whether it excuses is for people to judge.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    calendar, hours = people.calendar(first, last), _schedules(opd_id, first, last)
    papers = _papers(employee_id, first, last, zone)
    found = []
    for day, punches in punches_between(employee_id, first, last):
        lost, minutes = lost_by_punches(day, punches, hours(day), calendar)
        begins, ends = day_span(day, zone)
        if lost and not any(one.valid_from < ends and one.valid_to >= begins for one in papers):
            found.append((day, minutes))
    return found


def _papers(employee_id: UUID, first: date, last: date, zone: str) -> list[Permit]:
    rows = select(Permit).where(
        Permit.employee_id == employee_id,
        Permit.withdrawn_at.is_(None),
        Permit.valid_from < day_span(last, zone)[1],
        Permit.valid_to >= day_span(first, zone)[0],
    )
    return list(db.session.scalars(rows))


def _schedules(opd_id: UUID | None, first: date, last: date) -> Callable[[date], WorkSchedule]:
    """Return a question for the hours of a day; asked once where one schedule holds all year."""
    known = people.schedule_for(opd_id, first)
    if known == people.schedule_for(opd_id, last):
        return lambda _day: known
    return lambda day: people.schedule_for(opd_id, day)
