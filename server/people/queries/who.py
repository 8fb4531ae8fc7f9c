"""Questions about employees: who may see whom, and finding one."""

import re
from uuid import UUID

from sqlalchemy import Select, false, func, select

from server.accounts.models import User
from server.accounts.permissions import may
from server.core.db import db
from server.core.pages import Page, page
from server.people.models import Employee
from server.people.queries.offices import subtree

_NUMBERS = re.compile(r"[\s.\-']+")
LEAST_DIGITS = 3


def visible_to(user: User) -> Select[Employee]:
    """Return the employees that a user may look up: an OPD its own, readers and admin all."""
    rows = select(Employee)
    if may(user, "employee.read_all"):
        return rows
    if "opd" in user.roles and user.opd_id is not None:
        return rows.where(Employee.opd_id.in_(subtree(user.opd_id)))
    return rows.where(false())


def employee(employee_id: UUID) -> Employee | None:
    """Return an employee, None when the roster has none; for other rooms, no rights asked."""
    return db.session.get(Employee, employee_id)


def employee_by_nip(nip: str) -> Employee | None:
    """Return the employee with exactly this NIP (18 digits)."""
    return db.session.scalar(select(Employee).where(Employee.nip == nip))


def search(
    user: User,
    *,
    text: str | None = None,
    nip: str | None = None,
    opd_id: UUID | None = None,
    cursor: UUID | None = None,
    size: int,
) -> Page[Employee]:
    """Return visible employees by name; `text` are parts of a name, or digits of a NIP."""
    rows = visible_to(user)
    for part in (text or "").split():
        if _NUMBERS.sub("", part).isdigit() and len(part) >= LEAST_DIGITS:
            rows = rows.where(Employee.nip.contains(_NUMBERS.sub("", part), autoescape=True))
        else:
            rows = rows.where(func.lower(Employee.name).contains(part.lower(), autoescape=True))
    if nip is not None:
        rows = rows.where(Employee.nip == _NUMBERS.sub("", nip))
    if opd_id is not None:
        rows = rows.where(Employee.opd_id.in_(subtree(opd_id)))
    return page(rows, (Employee.name, Employee.id), cursor=cursor, size=size)


def namesakes(name: str) -> int:
    """Return how many people of the roster share exactly this name, letter case apart."""
    same = (
        select(func.count()).select_from(Employee).where(func.upper(Employee.name) == name.upper())
    )
    return db.session.scalar(same) or 0
