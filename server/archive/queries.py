"""Questions about the audit log."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core.audit import AuditEntry
from server.core.db import db


def page(
    *, operation_id: UUID | None, action: str | None, before: int | None, size: int
) -> tuple[list[dict[str, Any]], str | None]:
    """Return the newest rows and the cursor of the next page."""
    query = select(AuditEntry, User.name).outerjoin(User, User.id == AuditEntry.actor_id)
    if operation_id is not None:
        query = query.where(AuditEntry.operation_id == operation_id)
    if action is not None:
        query = query.where(AuditEntry.action == action)
    if before is not None:
        query = query.where(AuditEntry.log_index < before)
    rows = db.session.execute(query.order_by(AuditEntry.log_index.desc()).limit(size + 1)).all()
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
        for row, name in rows[:size]
    ]
    return items, str(items[-1]["log_index"]) if len(rows) > size else None
