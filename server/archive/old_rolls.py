"""Forgetting who stood on the attendance lists of a sidak kantor; the figures stay as they were.

Who was accounted for goes with cleared findings. Who was away without a word may be a case: like case
files they wait for a decree.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select, update

from server.archive.holds import decided, held
from server.archive.rules import Rule
from server.core.db import db
from server.operations.models import Operation, Roll, RollMark, RollPerson
from server.permits.rules import Presence

Ripe = dict[tuple[UUID, str, Rule], list[UUID]]


def ripe(at: datetime) -> Ripe:
    """Return whom to forget: ids of `roll_people` by operation (id, name) and rule; held ones are not."""
    found: Ripe = defaultdict(list)
    kept = held()
    for rule in (Rule.CLEARED, Rule.CASE):
        before = at - timedelta(days=decided()[rule].days)
        for person_id, operation_id, name in db.session.execute(_of(rule, before)):
            if operation_id not in kept:
                found[operation_id, name, rule].append(person_id)
    return dict(found)


def forget(ids: Collection[UUID]) -> None:
    """Take away who they were and what was written beside them; their codes stay for the figures."""
    db.session.execute(
        update(RollPerson).where(RollPerson.id.in_(ids)).values(employee_id=None),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        update(RollMark).where(RollMark.person_id.in_(ids)).values(note="", reason=""),
        execution_options={"synchronize_session": False},
    )


def _of(rule: Rule, before: datetime) -> Select[UUID, UUID, str]:
    last = (
        select(RollMark.person_id, func.max(RollMark.number).label("number"))
        .group_by(RollMark.person_id)
        .subquery()
    )
    missing = (
        select(RollMark.person_id)
        .join(last, (last.c.person_id == RollMark.person_id) & (last.c.number == RollMark.number))
        .where(RollMark.code == Presence.ABSENT)
    )
    case = RollPerson.id.in_(missing)
    return (
        select(RollPerson.id, Operation.id, Operation.name)
        .join(Roll, Roll.id == RollPerson.roll_id)
        .join(Operation, Operation.id == Roll.operation_id)
        .where(
            RollPerson.employee_id.is_not(None),
            Operation.status == "closed",
            Operation.closed_at < before,
            case if rule is Rule.CASE else ~case,
        )
    )
