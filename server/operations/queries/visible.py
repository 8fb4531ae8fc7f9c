"""Which operations a user may see; a planned sidak is a secret."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from server.accounts.models import User
from server.accounts.permissions import may
from server.core.db import db, one_of
from server.operations.models import Operation, TeamMember


def visible_to(user: User) -> Select[Operation]:
    """Return the operations that a user may see.

    Readers and admin all; a coordinator also the planned ones, an officer its own once it is
    opened; an OPD none before it is closed.
    """
    rows = select(Operation)
    if may(user, "operation.read"):
        return rows
    own = select(TeamMember.operation_id).where(TeamMember.user_id == user.id)
    led = own.where(TeamMember.role == "coordinator")
    seen: list[ColumnElement[bool]] = [
        Operation.id.in_(led),
        Operation.id.in_(own) & (Operation.status != "planned"),
    ]
    if "opd" in user.roles:
        seen.append(Operation.status == "closed")
    return rows.where(or_(*seen))


def get(user: User, operation_id: UUID, *, lock: bool = False) -> Operation | None:
    """Return an operation that the user may see; `lock` holds its row until the commit."""
    rows = visible_to(user).where(Operation.id == operation_id)
    return one_of(rows, lock=lock)


def operation(operation_id: UUID) -> Operation | None:
    """Return an operation, None when there is none; for other rooms, no rights asked."""
    return db.session.get(Operation, operation_id)


def next_operation(today: date) -> Operation | None:
    """Return the operation that comes next, or runs today; for other rooms, no rights asked.

    Without one it is the newest that is still open.
    """
    rows = select(Operation).where(Operation.status != "closed", Operation.day >= today)
    ahead = db.session.scalar(rows.order_by(Operation.day, Operation.starts_at).limit(1))
    if ahead is not None:
        return ahead
    rows = select(Operation).where(Operation.status == "open")
    return db.session.scalar(rows.order_by(Operation.day.desc(), Operation.starts_at).limit(1))
