"""Changing the calendar: late decrees, regional days, days declared working."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core import audit
from server.core.db import db
from server.core.problems import Code, Problem
from server.people.models import CalendarDay


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
