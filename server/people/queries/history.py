"""What a person's row was on an earlier day, and what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.core.db import db
from server.people.models import Employee, EmployeeChange


@dataclass(frozen=True, slots=True)
class EmployeeThen:
    """An employee as the roster had it on one day."""

    id: UUID
    nip: str | None
    name: str
    kind: str
    rank: str | None
    job: str
    opd_id: UUID
    unit: str | None
    superior_id: UUID | None


_FIELDS = tuple(EmployeeThen.__slots__)


def as_at(employee: Employee, on: date) -> EmployeeThen:
    """Return what held on a day: changes with a later day are taken back, the newest first.

    Corrections have no day and hold for all days.
    """
    values: dict[str, Any] = {name: getattr(employee, name) for name in _FIELDS}
    later = (
        select(EmployeeChange.before)
        .where(
            EmployeeChange.employee_id == employee.id,
            EmployeeChange.valid_from > on,
            EmployeeChange.undone_at.is_(None),
        )
        .order_by(EmployeeChange.valid_from.desc(), EmployeeChange.at.desc())
    )
    for before in db.session.scalars(later):
        values |= {name: value for name, value in before.items() if name in values}
    for name in ("opd_id", "superior_id"):
        if isinstance(values[name], str):
            values[name] = UUID(values[name])
    return EmployeeThen(**values)


def changes_of(employee_id: UUID) -> Sequence[EmployeeChange]:
    """Return what changed of a person, the newest first."""
    return db.session.scalars(
        select(EmployeeChange)
        .where(EmployeeChange.employee_id == employee_id)
        .order_by(EmployeeChange.at.desc(), EmployeeChange.id)
    ).all()
