"""Questions about the attendance lists of a sidak kantor: how each stands, and who is on it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, func, select

from server.accounts.models import User
from server.accounts.permissions import Thing, may
from server.core.db import db
from server.operations.models import Roll, RollMark, RollPerson, Team
from server.operations.queries.teams import team_role
from server.people.models import Employee, Opd
from server.permits.rules import Presence, RollCount, roll_count, without_health


@dataclass(frozen=True, slots=True)
class RollSheet:
    """An attendance list as it stands: whose it is, who keeps it, and its figures."""

    roll: Roll
    opd_name: str
    team_number: int
    count: RollCount
    may_mark: bool = False


@dataclass(frozen=True, slots=True)
class OnRoll:
    """Somebody on a list with the code that holds; `number` is 0 and `code` None before the first.

    `name` is None once retention has forgotten who it was.
    """

    id: UUID
    position: int
    employee_id: UUID | None
    name: str | None
    nip: str | None
    job: str
    kind: str
    proposed: str | None
    number: int
    code: str | None
    note: str
    reason: str
    at: datetime | None


def roll_sheets(
    operation_id: UUID, *, health: bool = False, team_id: UUID | None = None
) -> list[RollSheet]:
    """Return the lists of an operation by name of the OPD, of one team when asked; asks no rights."""
    rows = (
        select(Roll, Opd.name, Team.number)
        .join(Opd, Opd.id == Roll.opd_id)
        .join(Team, Team.id == Roll.team_id)
        .where(Roll.operation_id == operation_id)
        .order_by(Opd.name, Roll.id)
    )
    if team_id is not None:
        rows = rows.where(Roll.team_id == team_id)
    codes = _codes(Roll.operation_id == operation_id)
    return [
        RollSheet(roll, name, number, roll_count(roll.staff, codes[roll.id], health=health))
        for roll, name, number in db.session.execute(rows)
    ]


def roll_of(user: User, roll_id: UUID, *, lock: bool = False) -> RollSheet | None:
    """Return a list that the user may read: a reader any, a member of its team its own."""
    rows = (
        select(Roll, Opd.name, Team.number)
        .join(Opd, Opd.id == Roll.opd_id)
        .join(Team, Team.id == Roll.team_id)
        .where(Roll.id == roll_id)
    )
    found = db.session.execute(rows.with_for_update(of=Roll) if lock else rows).first()
    if found is None:
        return None
    roll, name, number = found
    thing = Thing(team_role=team_role(user, roll.team_id))
    if not may(user, "roll.read", thing):
        return None
    marks = may(user, "roll.mark", thing)
    codes = _codes(Roll.id == roll_id)[roll.id]
    return RollSheet(roll, name, number, roll_count(roll.staff, codes, health=marks), marks)


def people_of(roll_id: UUID) -> Select[RollPerson]:
    """Return the people of a list, for paging."""
    return select(RollPerson).where(RollPerson.roll_id == roll_id)


def on_roll(people: Sequence[RollPerson], *, health: bool) -> list[OnRoll]:
    """Return people with the code that holds; without `health` no note, and who is ill is on leave."""
    last = _last()
    marks: dict[UUID, Any] = {
        row.person_id: row
        for row in db.session.execute(
            select(RollMark.person_id, RollMark.number, RollMark.code, RollMark.note,
                   RollMark.reason, RollMark.at)
            .join(last, (last.c.person_id == RollMark.person_id) & (last.c.number == RollMark.number))
            .where(RollMark.person_id.in_([one.id for one in people]))
        )
    }  # fmt: skip
    ids = [one.employee_id for one in people if one.employee_id]
    staff = {
        one.id: one for one in db.session.scalars(select(Employee).where(Employee.id.in_(ids)))
    }
    return [
        _on_roll(
            one,
            staff.get(one.employee_id) if one.employee_id else None,
            marks.get(one.id),
            health=health,
        )
        for one in people
    ]


def marks_of(person_ids: Sequence[UUID]) -> dict[UUID, RollMark]:
    """Return the mark that holds for each of these people who has one."""
    last = _last()
    rows = (
        select(RollMark)
        .join(last, (last.c.person_id == RollMark.person_id) & (last.c.number == RollMark.number))
        .where(RollMark.person_id.in_(person_ids))
    )
    return {one.person_id: one for one in db.session.scalars(rows)}


def _on_roll(one: RollPerson, who: Employee | None, mark: Any, *, health: bool) -> OnRoll:
    code = mark.code if mark else None
    if code is not None and not health:
        code = without_health(Presence(code)).value
    return OnRoll(
        id=one.id,
        position=one.position,
        employee_id=one.employee_id,
        name=who.name if who else None,
        nip=who.nip if who else None,
        job=who.job if who else "",
        kind=who.kind if who else "unknown",
        proposed=one.proposed,
        number=mark.number if mark else 0,
        code=code,
        note=mark.note if mark and health else "",
        reason=mark.reason if mark and health else "",
        at=mark.at if mark else None,
    )


def _last() -> Subquery:
    """The highest number of each person's marks."""
    return (
        select(RollMark.person_id, func.max(RollMark.number).label("number"))
        .group_by(RollMark.person_id)
        .subquery()
    )


def _codes(which: Any) -> defaultdict[UUID, list[Presence | None]]:
    """Return the codes that hold, by list, each as often as it stands there."""
    last = _last()
    rows = (
        select(RollPerson.roll_id, RollMark.code, func.count())
        .join(Roll, Roll.id == RollPerson.roll_id)
        .join(last, last.c.person_id == RollPerson.id)
        .join(RollMark, (RollMark.person_id == RollPerson.id) & (RollMark.number == last.c.number))
        .where(which)
        .group_by(RollPerson.roll_id, RollMark.code)
    )
    found: defaultdict[UUID, list[Presence | None]] = defaultdict(list)
    for roll_id, code, many in db.session.execute(rows):
        found[roll_id] += [Presence(code)] * many
    return found
