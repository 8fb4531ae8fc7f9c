"""Questions about the audit log: which rows, what they are about, what stood before and after."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from server.accounts.models import User
from server.core.audit import AuditEntry
from server.core.db import db
from server.findings.models import Amendment
from server.operations.models import Operation
from server.people.models import Employee, EmployeeChange, Opd
from server.summons.models import Letter

# what only looks: a file that is compared, too
READINGS = ("%.read", "%.read\\_%", "%.list", "%.compare")
SAME_MOMENT = timedelta(seconds=5)  # between a correction and its row in the chain
_NAMED: Mapping[str, Any] = {
    "user": (User.id, User.name),
    "opd": (Opd.id, Opd.name),
    "operation": (Operation.id, Operation.name),
    "employee": (Employee.id, Employee.name),
    "letter": (Letter.id, Letter.number),
}
Ids = Collection[UUID]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: `noun` begins the action; `until` is the first moment that is too late."""

    operation_id: UUID | None = None
    action: str | None = None
    noun: str | None = None
    actor_id: UUID | None = None
    subject_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    readings: bool = True
    oldest_first: bool = False


def page(wanted: Wanted, last: int | None, size: int) -> tuple[list[dict[str, Any]], str | None]:
    """Return the rows behind `last` in the wanted order, and the cursor of the next page."""
    rows, number = _filtered(wanted), AuditEntry.log_index
    if last is not None:
        rows = rows.where(number > last if wanted.oldest_first else number < last)
    rows = rows.order_by(number.asc() if wanted.oldest_first else number.desc())
    found = db.session.execute(rows.limit(size + 1)).all()
    items = [
        {
            "log_index": row.log_index,
            "at": row.at,
            "actor_id": row.actor_id,
            "actor_name": name,
            "action": row.action,
            "subject_id": row.subject_id,
            "operation_id": row.operation_id,
            "reason": row.reason,
            "detail": row.detail,
            "hash": row.hash,
        }
        for row, name in found[:size]
    ]
    return items, str(items[-1]["log_index"]) if len(found) > size else None


def amended(finding_ids: Ids) -> dict[tuple[UUID, int], dict[str, Any]]:
    """Return what each verb on these findings changed, by finding and revision."""
    rows = select(Amendment.finding_id, Amendment.revision, Amendment.changes).where(
        Amendment.finding_id.in_(finding_ids)
    )
    return {(who, revision): changes for who, revision, changes in db.session.execute(rows)}


def corrections(employee_ids: Ids) -> Sequence[EmployeeChange]:
    """Return the corrections by hand of these people."""
    rows = select(EmployeeChange).where(
        EmployeeChange.employee_id.in_(employee_ids), EmployeeChange.import_id.is_(None)
    )
    return db.session.scalars(rows).all()


def names(noun: str, ids: Ids) -> dict[UUID, str | None]:
    """Return how things of a kind are called; nothing for kinds without a name."""
    if noun not in _NAMED or not ids:
        return {}
    key, name = _NAMED[noun]
    found = db.session.execute(select(key, name).where(key.in_(ids)))
    return {row[0]: row[1] for row in found}


def _filtered(wanted: Wanted) -> Select[*tuple[AuditEntry, str | None]]:
    rows = select(AuditEntry, User.name).outerjoin(User, User.id == AuditEntry.actor_id)
    for column, value in (
        (AuditEntry.operation_id, wanted.operation_id),
        (AuditEntry.action, wanted.action),
        (AuditEntry.actor_id, wanted.actor_id),
        (AuditEntry.subject_id, wanted.subject_id),
    ):
        if value is not None:
            rows = rows.where(column == value)
    if wanted.noun is not None:
        rows = rows.where(AuditEntry.action.startswith(f"{wanted.noun}.", autoescape=True))
    if wanted.since is not None:
        rows = rows.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        rows = rows.where(AuditEntry.at < wanted.until)
    if not wanted.readings:
        for pattern in READINGS:
            rows = rows.where(AuditEntry.action.not_like(pattern, escape="\\"))
    return rows
