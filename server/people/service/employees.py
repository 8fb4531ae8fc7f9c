"""Changing a person of the roster, and the number that every change gets."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from server.accounts.models import User
from server.core import audit
from server.core.db import db
from server.core.problems import Code, Problem
from server.people import queries
from server.people.models import Employee, EmployeeChange, newest_change

ROSTER_LOCK = 0x51DA_4B02


def wire(value: Any) -> Any:
    """Return a column's value as JSON keeps it."""
    return str(value) if isinstance(value, UUID | date) else value


def next_change() -> int:
    """Return the number of this transaction's change of the roster.

    Held under a lock until the commit, so that numbers become visible in their order and no delta
    misses one. It is microseconds since 1970, or one more than the newest: never used twice, not
    even for a change that was rolled back, so that packed rosters can be kept under it.
    """
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ROSTER_LOCK})
    return max(queries.change_counter() + 1, newest_change())


def change_employee(
    by: User, employee: Employee, changes: dict[str, Any], *, reason: str
) -> Employee:
    """Change what the roster says of a person, with a reason; findings keep what held on their day.

    Raises `unknown-employee` for a superior who is not in the roster or is the person,
    `bad-field` for an unknown OPD.
    """
    superior_id = changes.get("superior_id")
    unknown = superior_id is not None and queries.employee(superior_id) is None
    if unknown or superior_id == employee.id:
        raise Problem(Code.UNKNOWN_EMPLOYEE)
    if "opd_id" in changes and queries.opd(changes["opd_id"]) is None:
        raise Problem(Code.BAD_FIELD, invalid={"opd_id": ["OPD tidak dikenal."]})
    before = {name: wire(getattr(employee, name)) for name in changes}
    for name, value in changes.items():
        setattr(employee, name, value)
    after = {name: wire(value) for name, value in changes.items()}
    db.session.add(
        EmployeeChange(
            employee_id=employee.id, kind="correction", by_id=by.id, before=before, after=after
        )
    )
    employee.change = next_change()
    audit.record(
        "employee.change",
        actor_id=by.id,
        subject_id=employee.id,
        reason=reason,
        fields=sorted(changes),
    )
    return employee
