"""Questions about what followed: the rows of a line, and what is due."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from server.core.db import db
from server.summons.models import CaseRecord


def case_records_of(line_ids: Sequence[UUID]) -> Sequence[CaseRecord]:
    """Return what followed for a person under all ids of the line, the first one first."""
    rows = select(CaseRecord).where(CaseRecord.line_id.in_(line_ids))
    return db.session.scalars(rows.order_by(CaseRecord.recorded_at, CaseRecord.number)).all()


def newest_records(operation_id: UUID) -> dict[UUID, CaseRecord]:
    """Return the newest row of each line of an operation."""
    rows = select(CaseRecord).where(CaseRecord.operation_id == operation_id)
    ordered = db.session.scalars(rows.order_by(CaseRecord.recorded_at, CaseRecord.number))
    return {row.line_id: row for row in ordered}


def next_record_number(line_id: UUID) -> int:
    """Return the number of the next row of a line."""
    rows = select(func.max(CaseRecord.number)).where(CaseRecord.line_id == line_id)
    return (db.session.scalar(rows) or 0) + 1
