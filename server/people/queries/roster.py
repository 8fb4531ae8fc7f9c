"""The roster as phones carry it, whole or only what changed."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from server.core.db import db
from server.people.models import Employee, Import

_COLUMNS = (
    Employee.id,
    Employee.nip,
    Employee.name,
    Employee.opd_id,
    Employee.job,
    Employee.kind,
    Employee.rank,
    Employee.unit,
)


def change_counter() -> int:
    """Return the number of the newest change of the roster, 0 when it is empty."""
    return db.session.scalar(select(func.max(Employee.change))) or 0


def roster_age() -> tuple[date | None, datetime | None, int]:
    """Return since when the last import holds, when anybody last changed, and how many work here."""
    brought = db.session.scalar(
        select(Import.effective_on)
        .where(Import.kind == "roster", Import.status == "applied")
        .order_by(Import.applied_at.desc())
        .limit(1)
    )
    change = change_counter()
    changed = datetime.fromtimestamp(change / 1_000_000, UTC) if change else None
    here = select(func.count()).select_from(Employee).where(Employee.left_on.is_(None))
    return brought, changed, db.session.scalar(here) or 0


def roster(on: date, since: int = 0) -> dict[str, Any]:
    """Return who works here on a day, as columns sorted by NIP, those without NIP last.

    `since` leaves out what did not change after that number. Shape: `{"columns": [...], <column>:
    [...]}`, ids as text.
    """
    rows = db.session.execute(
        select(*_COLUMNS)
        .where(or_(Employee.left_on.is_(None), Employee.left_on > on), Employee.change > since)
        .order_by(Employee.nip.is_(None), Employee.nip, Employee.id)
    ).all()
    names = [column.key for column in _COLUMNS]
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(names)
    table = dict(zip(names, columns, strict=True))
    return {
        "columns": names,
        **table,
        "id": list(map(str, table["id"])),
        "opd_id": list(map(str, table["opd_id"])),
    }


def gone_since(on: date, since: int, seen_on: date) -> list[tuple[UUID, str | None]]:
    """Return id and NIP of who left by a day, and had not left (or was not known to) at `since`."""
    rows = db.session.execute(
        select(Employee.id, Employee.nip)
        .where(
            and_(Employee.left_on.is_not(None), Employee.left_on <= on),
            or_(Employee.change > since, Employee.left_on > seen_on),
        )
        .order_by(Employee.id)
    )
    return [(row[0], row[1]) for row in rows]


def staff_counts() -> Counter[UUID]:
    """Return how many people each OPD has today: the denominators of its figure."""
    rows = db.session.execute(
        select(Employee.opd_id, func.count())
        .where(Employee.left_on.is_(None))
        .group_by(Employee.opd_id)
    )
    return Counter({row[0]: row[1] for row in rows})
