"""The attendance list of an OPD in a sidak kantor: begun once, marked by its team, put right beside it.

A list holds everybody whom the roster has in the OPD when it is begun. Letters and leave registered
before the teams left stand beside a name as a proposal; only a person of the team makes it a mark.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, or_, select

from server.accounts.models import User
from server.accounts.permissions import BKPSDM, Thing, may, require
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.operations import queries
from server.operations.models import Operation, Roll, RollMark, RollPerson, Team
from server.people import queries as people
from server.people.models import Employee
from server.permits import queries as permits
from server.permits.rules import Presence, proposed

OFFICE = "office"


def begin_roll(by: User, operation: Operation, team_id: UUID, opd_id: UUID) -> tuple[UUID, bool]:
    """Begin the list of an OPD and return its id; once begun by a team it is only found again.

    Raises `not-found` for a team that is not the user's, `step-not-allowed` for another kind of sidak
    or an OPD that another team has, `operation-not-open`, `bad-field` for an unknown or empty OPD.
    """
    team = queries.team(operation.id, team_id)
    role = queries.team_role(by, team_id) if team else None
    require(by, "roll.begin", Thing(team_role=role))
    if team is None:
        raise Problem(Code.NOT_FOUND)
    if operation.kind != OFFICE:
        raise Problem(Code.STEP_NOT_ALLOWED, state=operation.kind)
    known = db.session.scalar(
        select(Roll).where(Roll.operation_id == operation.id, Roll.opd_id == opd_id)
    )
    if known is not None:
        if known.team_id != team_id:
            raise Problem(Code.STEP_NOT_ALLOWED, state="other-team")
        return known.id, False
    if operation.status != "open":
        raise Problem(Code.OPERATION_NOT_OPEN)
    staff = _staff(operation, opd_id)
    roll = Roll(
        id=uuid4(),
        operation_id=operation.id,
        team_id=team_id,
        opd_id=opd_id,
        staff=len(staff),
        begun_by=by.id,
    )
    db.session.add(roll)
    db.session.flush()
    _list(roll, staff, _proposals(operation))
    audit.record(
        "roll.begin",
        actor_id=by.id,
        subject_id=roll.id,
        operation_id=operation.id,
        opd=str(opd_id),
        staff=len(staff),
    )
    return roll.id, True


def mark_roll(by: User, roll_id: UUID, marks: Sequence[Mapping[str, Any]], reason: str) -> None:
    """Put codes beside people, all or none; what is said already is passed over.

    `marks` have `person_id`, `code`, `note` and the `number` that their writer saw. A code that
    replaces another one needs a reason, and so does every one after the team or the sidak has
    closed, when only the desk may. Raises `not-found`, `stale-revision` with what holds now,
    `reason-needed`, `second-person-needed` for a mark beside oneself.
    """
    sheet = queries.roll_of(by, roll_id, lock=True)
    if sheet is None or not sheet.may_mark:
        raise Problem(Code.NOT_FOUND)
    roll = sheet.roll
    late = _over(by, roll)
    there = _people(roll.id, [one["person_id"] for one in marks])
    held = queries.marks_of(list(there))
    new = [one for one in marks if not _same(held.get(one["person_id"]), one)]
    _refuse_stale(new, held)
    corrected = [one for one in new if one["person_id"] in held]
    if (corrected or (late and new)) and not reason:
        raise Problem(Code.REASON_NEEDED)
    for one in new:
        thing = Thing(
            team_role=queries.team_role(by, roll.team_id),
            found_employee_id=there[one["person_id"]].employee_id,
        )
        if not may(by, "roll.mark", thing):
            raise Problem(Code.SECOND_PERSON_NEEDED)
    if not new:
        return
    at = now()
    db.session.execute(
        insert(RollMark.__table__),  # type: ignore[arg-type] # past the ORM: a whole office at once
        [
            {"id": uuid4(), "person_id": one["person_id"], "number": one["number"] + 1,
             "code": one["code"], "note": one["note"], "at": at, "by_id": by.id,
             "reason": reason if late or one["person_id"] in held else ""}
            for one in new
        ],
    )  # fmt: skip
    audit.record(
        "roll.mark",
        actor_id=by.id,
        subject_id=roll.id,
        operation_id=roll.operation_id,
        marks=len(new),
        corrected=len(corrected),
    )


def _staff(operation: Operation, opd_id: UUID) -> list[Employee]:
    """Return who works in an OPD on the day; its units keep lists of their own."""
    if people.opd(opd_id) is None:
        raise Problem(Code.BAD_FIELD, invalid={"opd_id": ["OPD ini tidak ada."]})
    here = select(Employee).where(
        Employee.opd_id == opd_id,
        or_(Employee.left_on.is_(None), Employee.left_on > operation.day),
    )
    staff = list(db.session.scalars(here.order_by(Employee.name, Employee.id)))
    if not staff:
        raise Problem(Code.BAD_FIELD, invalid={"opd_id": ["Belum ada pegawai di OPD ini."]})
    return staff


def _list(roll: Roll, staff: Sequence[Employee], known: Mapping[UUID, Presence]) -> None:
    db.session.execute(
        insert(RollPerson.__table__),  # type: ignore[arg-type] # past the ORM: some thousand at once
        [
            {"id": uuid4(), "roll_id": roll.id, "position": position, "employee_id": one.id,
             "proposed": known[one.id].value if one.id in known else None}
            for position, one in enumerate(staff, start=1)
        ],
    )  # fmt: skip


def _proposals(operation: Operation) -> dict[UUID, Presence]:
    """Return what letters and leave propose that hold in the hours of the sidak, the first registered.

    One registered after the teams left is a late letter and proposes nothing.
    """
    left = operation.opened_at or operation.starts_at
    found: dict[UUID, Presence] = {}
    for permit in sorted(
        permits.permits_on(operation.day, operation.time_zone), key=lambda one: one.registered_at
    ):
        code = proposed(permit.kind)
        holds = permit.valid_from < operation.ends_at and permit.valid_to > operation.starts_at
        if code is not None and holds and not permits.registered_late(permit, left):
            found.setdefault(permit.employee_id, code)
    return found


def _over(by: User, roll: Roll) -> bool:
    """Whether the walk is over, so that the desk alone may still put something right."""
    operation = db.session.get_one(Operation, roll.operation_id)
    team = db.session.get_one(Team, roll.team_id)
    over = operation.status != "open" or team.closed_at is not None
    if over and not BKPSDM(by, Thing()):
        raise Problem(Code.STEP_NOT_ALLOWED, state="closed")
    return over


def _people(roll_id: UUID, ids: Sequence[UUID]) -> dict[UUID, RollPerson]:
    rows = queries.people_of(roll_id).where(RollPerson.id.in_(ids))
    found = {one.id: one for one in db.session.scalars(rows)}
    if len(found) < len(ids):
        raise Problem(Code.BAD_FIELD, invalid={"marks": ["Ada orang yang tidak di daftar ini."]})
    return found


def _same(held: RollMark | None, one: Mapping[str, Any]) -> bool:
    return held is not None and (held.code, held.note) == (one["code"], one["note"])


def _refuse_stale(new: Sequence[Mapping[str, Any]], held: Mapping[UUID, RollMark]) -> None:
    """Refuse to write past what somebody else has just put there."""
    passed = {one["person_id"]: held.get(one["person_id"]) for one in new}
    stale = [
        one for one in new
        if one["number"] != (known.number if (known := passed[one["person_id"]]) else 0)
    ]  # fmt: skip
    if stale:
        now_there = [
            {"person_id": str(one["person_id"]), "code": known.code, "number": known.number}
            for one in stale
            if (known := passed[one["person_id"]])
        ]
        raise Problem(Code.STALE_REVISION, current=now_there, sent=len(stale))
