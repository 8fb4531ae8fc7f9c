"""Questions of the desk's first page, over all operations."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from server.core.db import db
from server.findings.models import Finding, LateLetter
from server.findings.rules import Assessment, FindingStatus
from server.operations.models import Operation
from server.people.models import Opd
from server.summons.models import Letter, LetterLine, Line
from server.summons.rules import CALLS, LetterKind, LetterState, LineState

OPEN = (
    LineState.CALLED,
    LineState.RESCHEDULED,
    LineState.CALLED_AGAIN,
    LineState.ABSENT,
    LineState.EXCUSED,
)
ALIVE = (FindingStatus.RECEIVED, FindingStatus.CONFIRMED, FindingStatus.REOPENED)
SIGNED = (LetterState.SIGNED, LetterState.DELIVERED)


def operations_with_open_lines() -> Sequence[Operation]:
    """Return the operations in which somebody waits after a letter, or a letter for its ralat."""
    open_lines = select(Line.operation_id).where(Line.status.in_(OPEN))
    wrong = (
        select(Line.operation_id)
        .join(LetterLine, LetterLine.line_id == Line.id)
        .join(Letter, Letter.id == LetterLine.letter_id)
        .where(Line.status == LineState.CLEARED, Letter.kind.in_(CALLS), Letter.status.in_(SIGNED))
    )
    rows = select(Operation).where(or_(Operation.id.in_(open_lines), Operation.id.in_(wrong)))
    return db.session.scalars(rows.order_by(Operation.starts_at.desc())).all()


def operations_with_lines_in(states: Collection[LineState]) -> Sequence[Operation]:
    """Return the operations in which some line stands in one of these states, newest first."""
    there = select(Line.operation_id).where(Line.status.in_(states))
    rows = select(Operation).where(Operation.id.in_(there))
    return db.session.scalars(rows.order_by(Operation.starts_at.desc())).all()


def operations_waiting(states: Collection[LineState]) -> Sequence[Operation]:
    """Return the operations with a line in one of these states, or an approved letter B to be signed."""
    there = select(Line.operation_id).where(Line.status.in_(states))
    unsigned = select(Letter.operation_id).where(
        Letter.kind == LetterKind.B, Letter.status == LetterState.APPROVED
    )
    rows = select(Operation).where(or_(Operation.id.in_(there), Operation.id.in_(unsigned)))
    return db.session.scalars(rows.order_by(Operation.starts_at.desc())).all()


def promised_letters() -> Sequence[tuple[Finding, str | None, Operation]]:
    """Return the findings that wait for a promised letter, each with its OPD's name."""
    rows = db.session.execute(
        select(Finding, Opd.name, Operation)
        .join(Operation, Operation.id == Finding.operation_id)
        .outerjoin(Opd, Opd.id == Finding.opd_id)
        .where(Finding.assessment == Assessment.PENDING, Finding.status.in_(ALIVE))
        .order_by(Finding.assessment_due_at, Finding.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def unread_answers() -> Sequence[tuple[Finding, str | None, Operation, datetime]]:
    """Return the findings with an answer that no desk has read, with OPD name and when it came."""
    rows = db.session.execute(
        select(Finding, Opd.name, Operation, func.min(LateLetter.received_at))
        .join(LateLetter, LateLetter.finding_id == Finding.id)
        .join(Operation, Operation.id == Finding.operation_id)
        .outerjoin(Opd, Opd.id == Finding.opd_id)
        .where(
            LateLetter.source == "person",
            LateLetter.read_at.is_(None),
            Finding.erased_at.is_(None),
        )
        .group_by(Finding.id, Opd.name, Operation.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def undelivered() -> Sequence[tuple[Letter, Operation]]:
    """Return the letters that were signed and not handed over, the longest waiting first."""
    rows = db.session.execute(
        select(Letter, Operation)
        .join(Operation, Operation.id == Letter.operation_id)
        .where(Letter.status == LetterState.SIGNED)
        .order_by(Letter.signed_at, Letter.id)
    )
    return [(row[0], row[1]) for row in rows]
