"""Questions about examinations: those of a line, one of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from server.core.db import db
from server.core.problems import Code, Problem
from server.summons.models import Examination


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
