"""Changing the calendar: late decrees, regional days, days declared working."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core import audit
from server.core.db import db
from server.core.problems import Code, Problem
from server.people.models import CalendarDay, RamadanPeriod

A_MONTH = timedelta(days=30)
LENGTHS = (29, 30)  # days of a month of the moon


def set_day(
    by: User, day: date, kind: str, *, name: str, source: str, provisional: bool
) -> CalendarDay:
    """Say what a day is; the same day and kind again replaces name and source."""
    known = select(CalendarDay).where(CalendarDay.day == day, CalendarDay.kind == kind)
    row = db.session.scalar(known)
    if row is None:
        row = CalendarDay(day=day, kind=kind)
        db.session.add(row)
    row.name, row.source, row.provisional = name, source, provisional
    db.session.flush()
    audit.record(
        "calendar.change", actor_id=by.id, subject_id=row.id, reason=source, day=str(day), kind=kind
    )
    return row


def remove_day(by: User, day_id: UUID) -> None:
    """Take a day's entry away; raises `not-found`."""
    row = db.session.get(CalendarDay, day_id)
    if row is None:
        raise Problem(Code.NOT_FOUND)
    day, kind = str(row.day), row.kind
    db.session.delete(row)
    audit.record(
        "calendar.change", actor_id=by.id, subject_id=day_id, day=day, kind=kind, removed=True
    )


def set_ramadan(by: User, first_day: date, last_day: date, *, source: str) -> RamadanPeriod:
    """Say when Ramadan is; what was said of the same one before is replaced.

    Raises `bad-field` for a month that is not 29 or 30 days long.
    """
    if (last_day - first_day).days + 1 not in LENGTHS:
        raise Problem(Code.BAD_FIELD, invalid={"last_day": ["Ramadan 29 atau 30 hari."]})
    same = select(RamadanPeriod).where(
        RamadanPeriod.first_day > first_day - A_MONTH, RamadanPeriod.first_day < first_day + A_MONTH
    )
    before = [f"{old.first_day} s.d. {old.last_day}" for old in db.session.scalars(same)]
    for old in db.session.scalars(same):
        db.session.delete(old)
    db.session.flush()
    row = RamadanPeriod(first_day=first_day, last_day=last_day, source=source)
    db.session.add(row)
    audit.record(
        "calendar.ramadan",
        actor_id=by.id,
        subject_id=str(first_day),
        reason=source,
        before=", ".join(before) or None,
        after=f"{first_day} s.d. {last_day}",
    )
    return row
