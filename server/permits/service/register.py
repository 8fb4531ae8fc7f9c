"""Verbs of permits: register one beforehand."""

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
