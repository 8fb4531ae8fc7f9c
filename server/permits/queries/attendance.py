"""Questions about daily punches, as the last applied file has them."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from server.core.db import db
from server.people.models import Employee, Import
from server.permits.models import AttendanceDay
from server.permits.rules import Punches

ATTENDANCE = "attendance"
_SAID = (AttendanceDay.arrived, AttendanceDay.departed, AttendanceDay.code)


def punches_of(employee_id: UUID, day: date) -> Punches | None:
    """Return what the last applied file says of a person on a day, None when no file has both."""
    rows = _applied(select(*_SAID)).where(
        AttendanceDay.employee_id == employee_id, AttendanceDay.day == day
    )
    row = db.session.execute(rows.order_by(Import.applied_at.desc()).limit(1)).first()
    return None if row is None else Punches(*row)


def punches_between(employee_id: UUID, first: date, last: date) -> list[tuple[date, Punches]]:
    """Return what the last applied files say of a person from a day to another, by day."""
    rows = (
        _applied(select(AttendanceDay.day, *_SAID))
        .where(AttendanceDay.employee_id == employee_id)
        .where(AttendanceDay.day >= first, AttendanceDay.day <= last)
        .order_by(Import.applied_at)
    )
    found = {day: Punches(*said) for day, *said in db.session.execute(rows)}
    return sorted(found.items())


def listed_near(opd_id: UUID, day: date) -> bool:
    """Whether any file of that day speaks of somebody of this OPD: each may have its own system."""
    rows = (
        _applied(select(AttendanceDay.id))
        .join(Employee, Employee.id == AttendanceDay.employee_id)
        .where(AttendanceDay.day == day, Employee.opd_id == opd_id)
    )
    return db.session.scalar(rows.limit(1)) is not None


def days_known(days: Collection[date]) -> dict[tuple[UUID, date], Punches]:
    """Return what is known of these days, by person and day."""
    rows = (
        _applied(select(AttendanceDay.employee_id, AttendanceDay.day, *_SAID))
        .where(AttendanceDay.day.in_(days))
        .order_by(Import.applied_at)
    )
    return {(who, day): Punches(*said) for who, day, *said in db.session.execute(rows)}


def _applied(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return rows.join(Import, Import.id == AttendanceDay.import_id).where(Import.status == "applied")
