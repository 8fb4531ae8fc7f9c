"""Planning, opening and closing an operation and its teams."""

from typing import Any
from uuid import UUID

from server.accounts import enrolments
from server.accounts.models import User
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db
from server.core.problems import Code, Problem
from server.operations import queries
from server.operations.models import Operation

# What may still move once an operation is closed: how long promised letters are waited for.
AFTERWARDS = {"promised_until"}


def plan(by: User, **known: Any) -> Operation:
    """Plan an operation; nobody but readers and its coordinators sees it before it is opened."""
    _refuse_backward(known["starts_at"], known["ends_at"])
    operation = Operation(**known)
    db.session.add(operation)
    db.session.flush()
    audit.record(
        "operation.plan", actor_id=by.id, subject_id=operation.id, operation_id=operation.id
    )
    return operation


def change(
    by: User, operation: Operation, changes: dict[str, Any], *, reason: str | None
) -> Operation:
    """Change an operation; a running one needs a reason, a closed one keeps all but this deadline."""
    if operation.status == "closed" and set(changes) != AFTERWARDS:
        raise Problem(Code.STEP_NOT_ALLOWED)
    if operation.status != "planned" and not reason:
        raise Problem(Code.REASON_NEEDED)
    for name, value in changes.items():
        setattr(operation, name, value)
    _refuse_backward(operation.starts_at, operation.ends_at)
    operation.revision += 1
    audit.record(
        "operation.plan",
        actor_id=by.id,
        subject_id=operation.id,
        operation_id=operation.id,
        reason=reason,
        fields=sorted(changes),
        revision=operation.revision,
    )
    return operation


def open_operation(by: User, operation: Operation) -> Operation:
    """Open a planned operation: from now on its teams see it and may send."""
    if operation.status != "planned":
        raise Problem(Code.STEP_NOT_ALLOWED)
    operation.status = "open"
    operation.opened_at = now()
    operation.revision += 1
    audit.record(
        "operation.open", actor_id=by.id, subject_id=operation.id, operation_id=operation.id
    )
    return operation


def close(by: User, operation: Operation, *, reason: str | None) -> Operation:
    """Close an open operation; with unsent work on its phones only for a reason.

    What arrives later is still taken, and marked late.
    """
    if operation.status != "open":
        raise Problem(Code.STEP_NOT_ALLOWED)
    left = refuse_unsent(operation.id, None, reason)
    operation.status = "closed"
    operation.closed_at = now()
    operation.close_reason = reason
    operation.revision += 1
    enrolments.withdraw_of(operation.id)
    audit.record(
        "operation.close",
        actor_id=by.id,
        subject_id=operation.id,
        operation_id=operation.id,
        reason=reason,
        unsent=left,
    )
    return operation


def refuse_unsent(
    operation_id: UUID, team_id: UUID | None, reason: str | None
) -> list[dict[str, Any]]:
    """Return what phones still hold, per team; raises `unsent-work` with it unless there is a reason."""
    left = [
        {
            "team_id": str(one.team_id),
            "unsent_findings": one.unsent_findings,
            "unsent_photos": one.unsent_photos,
            "unsent_visits": one.unsent_visits,
            "last_contact_at": iso(one.last_contact_at) if one.last_contact_at else None,
        }
        for one in queries.unsent_work(operation_id, team_id)
        if one.unsent_findings or one.unsent_photos or one.unsent_visits
    ]
    if left and not reason:
        raise Problem(Code.UNSENT_WORK, unsent=left)
    return left


def _refuse_backward(starts_at: Any, ends_at: Any) -> None:
    if ends_at <= starts_at:
        raise Problem(Code.BAD_FIELD, invalid={"ends_at": ["Selesai harus sesudah mulai."]})
