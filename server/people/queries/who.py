"""Questions about employees: who may see whom, and finding one."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import Select, false, func, or_, select

from server.accounts.models import User
from server.accounts.permissions import may
from server.core.db import db
from server.core.pages import Page, page
from server.people import rules
from server.people.models import Employee
from server.people.queries.offices import subtree

_NUMBERS = re.compile(r"[\s.\-']+")
LEAST_DIGITS = 3
ALIKE, MOST_ALIKE = 60, 200  # of 100, by words in any order; of a whole roster


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


def likely(name: str, nip: str, opd_ids: Collection[UUID], on: date) -> list[Any]:
    """Return who of the roster of a day may be meant: `id`, `nip`, `name`, `job`, `opd_id`.

    All of these offices, who bears this number, and whose name is like it anywhere. How well each
    fits is another question (`rules.identify`).
    """
    columns = (Employee.id, Employee.nip, Employee.name, Employee.job, Employee.opd_id)
    there = or_(Employee.left_on.is_(None), Employee.left_on > on)
    rows = db.session.execute(select(*columns).where(there)).all()
    found = {at for at, row in enumerate(rows) if row.opd_id in opd_ids or (nip and row.nip == nip)}
    if name:
        key = rules.name_keys(name).key
        names = [row.name.upper() for row in rows]
        alike = process.extract(key, names, scorer=fuzz.token_set_ratio, limit=MOST_ALIKE)
        found |= {at for _name, score, at in alike if score >= ALIKE}
    return [rows[at] for at in sorted(found)]
