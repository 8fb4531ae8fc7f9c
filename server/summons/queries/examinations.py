"""Questions about examinations: those of a line, one of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from server.core.db import db
from server.core.problems import Code, Problem
from server.operations.models import Operation
from server.summons.models import Examination, Line
from server.summons.rules import LineState


def examinations_of(line_ids: Sequence[UUID]) -> Sequence[Examination]:
    """Return the BAP of a person's line under all its ids, the first one first."""
    rows = select(Examination).where(Examination.line_id.in_(line_ids))
    return db.session.scalars(rows.order_by(Examination.opened_at, Examination.number)).all()


def examination(examination_id: UUID) -> Examination:
    """Return one BAP; asks no rights. Raises `not-found`."""
    found = db.session.get(Examination, examination_id, populate_existing=True)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def examined(operation_id: UUID) -> dict[UUID, str]:
    """Return by line where the newest BAP of each person of an operation stands: draft or closed."""
    rows = db.session.execute(
        select(Examination.line_id, Examination.status)
        .where(Examination.operation_id == operation_id)
        .order_by(Examination.opened_at)
    )
    return {row.line_id: row.status for row in rows}


def examinations_that_count(
    employee_id: UUID | None, line_ids: Sequence[UUID]
) -> Sequence[Examination]:
    """Return the closed BAP of a person in all operations, by closing; not those of cleared lines."""
    mine: ColumnElement[bool] = Examination.line_id.in_(line_ids)
    if employee_id is not None:
        mine = or_(mine, Examination.employee_id == employee_id)
    cleared = select(Line.id).where(Line.status == LineState.CLEARED)
    rows = select(Examination).where(mine, Examination.status == "closed")
    return db.session.scalars(
        rows.where(Examination.line_id.not_in(cleared)).order_by(Examination.closed_at)
    ).all()


def lines_elsewhere(employee_id: UUID, but: UUID) -> Sequence[tuple[Line, Operation]]:
    """Return the lines of a person in other operations that still count, newest first."""
    gone = (LineState.CLEARED, LineState.EXCLUDED, LineState.CANDIDATE)
    rows = db.session.execute(
        select(Line, Operation)
        .join(Operation, Operation.id == Line.operation_id)
        .where(Line.employee_id == employee_id, Operation.id != but, Line.status.not_in(gone))
        .order_by(Operation.starts_at.desc())
    )
    return [(row[0], row[1]) for row in rows]
