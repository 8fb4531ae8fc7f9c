"""Verbs of permits: register one beforehand, and take back one that was mistyped."""

from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.people import queries as people
from server.permits.models import Permit


def register(by: User, employee_id: UUID, **known: Any) -> Permit:
    """Register a permit of one person; the moment of registering is the server's.

    Raises `unknown-employee`, also for a person of another OPD (absent and forbidden look alike).
    """
    person = people.employee(employee_id)
    own = None if person is None or by.opd_id is None else people.subtree(by.opd_id)
    inside = by.opd_id if person is not None and own and person.opd_id in own else None
    try:
        require(by, "permit.register", Thing(opd_id=inside))
    except Problem:
        raise Problem(Code.UNKNOWN_EMPLOYEE) from None
    if person is None:
        raise Problem(Code.UNKNOWN_EMPLOYEE)
    permit = Permit(employee_id=employee_id, registered_at=now(), registered_by=by.id, **known)
    db.session.add(permit)
    db.session.flush()
    audit.record("permit.register", actor_id=by.id, subject_id=permit.id, kind=permit.kind)
    return permit


def withdraw(by: User, permit_id: UUID, reason: str) -> Permit:
    """Take back a mistyped permit: by who registered it, or by BKPSDM; phones forget it at the next sync.

    The row stays with who, when and why; a finding that was judged keeps what was seen. Raises
    `not-found`, `step-not-allowed` for one that is taken back already.
    """
    permit = db.session.get(Permit, permit_id, with_for_update=True, populate_existing=True)
    if permit is None:
        raise Problem(Code.NOT_FOUND)
    require(by, "permit.withdraw", Thing(author_id=permit.registered_by))
    if permit.withdrawn_at is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, state="withdrawn")
    permit.withdrawn_at, permit.withdrawn_by, permit.withdrawn_reason = now(), by.id, reason
    audit.record(
        "permit.withdraw", actor_id=by.id, subject_id=permit.id, reason=reason, kind=permit.kind
    )
    return permit
