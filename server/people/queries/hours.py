"""When people work: the schedule of an OPD and the calendar, as the pure rules read them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from server.core.db import db, one_of
from server.people import rules
from server.people.models import CalendarDay, RamadanPeriod, ScheduleDay, WorkSchedule
from server.people.queries.offices import lineage

WORKING = "working"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A work schedule with its weekday rows."""

    head: WorkSchedule
    days: Sequence[ScheduleDay]


def schedules() -> list[Schedule]:
    """Return every schedule with its rows, by name."""
    rows: dict[UUID, list[ScheduleDay]] = {}
    order = (ScheduleDay.ramadan, ScheduleDay.weekday)
    for day in db.session.scalars(select(ScheduleDay).order_by(*order)):
        rows.setdefault(day.schedule_id, []).append(day)
    heads = db.session.scalars(select(WorkSchedule).order_by(WorkSchedule.name, WorkSchedule.id))
    return [Schedule(head, rows.get(head.id, [])) for head in heads]


def schedule(schedule_id: UUID, *, lock: bool = False) -> Schedule | None:
    """Return one schedule with its rows, None when there is none."""
    head = one_of(select(WorkSchedule).where(WorkSchedule.id == schedule_id), lock=lock)
    if head is None:
        return None
    days = select(ScheduleDay).where(ScheduleDay.schedule_id == head.id)
    order = (ScheduleDay.ramadan, ScheduleDay.weekday)
    return Schedule(head, db.session.scalars(days.order_by(*order)).all())


def ramadan() -> Sequence[RamadanPeriod]:
    """Return every Ramadan that is known, the last first."""
    return db.session.scalars(select(RamadanPeriod).order_by(RamadanPeriod.first_day.desc())).all()


def schedule_for(opd_id: UUID | None, on: date) -> rules.WorkSchedule:
    """Return the hours of an OPD on a day: its own, else its parent's, else the default.

    Without any decree in force it is the national week of Perpres 21/2023.
    """
    for one in lineage(opd_id) if opd_id else ():
        own = db.session.get(WorkSchedule, one.schedule_id) if one.schedule_id else None
        if own is not None and rules.schedule_on([_meaning(own)], on):
            return _with_hours(own)
    heads = db.session.scalars(select(WorkSchedule).where(WorkSchedule.is_default)).all()
    inside = [one for one in heads if rules.schedule_on([_meaning(one)], on)]
    youngest = max(inside, key=lambda one: one.valid_from, default=None)
    return rules.national_schedule() if youngest is None else _with_hours(youngest)


def calendar_days(first: date, last: date) -> Sequence[CalendarDay]:
    """Return the days from first to last that differ from their weekday."""
    return db.session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day >= first, CalendarDay.day <= last)
        .order_by(CalendarDay.day, CalendarDay.kind)
    ).all()


def calendar(first: date, last: date) -> rules.Calendar:
    """Return the calendar from first to last day; its `version` changes when any of them does."""
    days = calendar_days(first, last)
    fasting = db.session.scalars(
        select(RamadanPeriod)
        .where(RamadanPeriod.last_day >= first, RamadanPeriod.first_day <= last)
        .order_by(RamadanPeriod.first_day)
    ).all()
    off = [day for day in days if day.kind != WORKING]
    return rules.Calendar(
        holidays={day.day: day.name for day in off},
        provisional=frozenset(day.day for day in off if day.provisional),
        ramadan=tuple((one.first_day, one.last_day) for one in fasting),
        overrides={day.day: True for day in days if day.kind == WORKING},
        version=_version(days, fasting),
    )


def _version(days: Iterable[CalendarDay], fasting: Iterable[RamadanPeriod]) -> str:
    said = [(day.day, day.kind, day.name, day.provisional) for day in days]
    months = [(one.first_day, one.last_day) for one in fasting]
    return hashlib.sha256(repr((said, months)).encode()).hexdigest()[:12]


def _with_hours(head: WorkSchedule) -> rules.WorkSchedule:
    own = select(ScheduleDay).where(ScheduleDay.schedule_id == head.id)
    return _meaning(head, db.session.scalars(own).all())


def _meaning(head: WorkSchedule, days: Sequence[ScheduleDay] = ()) -> rules.WorkSchedule:
    def hours(*, ramadan: bool) -> dict[int, rules.DayHours]:
        return {
            day.weekday: rules.DayHours(day.starts, day.ends, day.break_starts, day.break_ends)
            for day in days
            if day.ramadan is ramadan
        }

    return rules.WorkSchedule(
        name=head.name,
        weekdays=hours(ramadan=False),
        ramadan=hours(ramadan=True),
        valid_from=head.valid_from,
        valid_to=head.valid_to,
        shift=head.shift,
        tolerance=head.tolerance_minutes,
        decree=head.decree or None,
    )
