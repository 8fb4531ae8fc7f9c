"""Questions about paper slips: whose code it is, which findings name a slip."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select

from server.accounts.models import User
from server.core.db import db
from server.findings.models import Finding, LateLetter, ReplySlip


def known(number: int) -> bool:
    """Whether a slip of this number was ever printed."""
    return db.session.get(ReplySlip, number) is not None


def by_code(code_sha256: str) -> ReplySlip | None:
    """Return the slip of a code."""
    return db.session.scalar(select(ReplySlip).where(ReplySlip.code_sha256 == code_sha256))


def findings_of(number: int) -> Sequence[Finding]:
    """Return the findings that name a slip, in the order they came, without the forgotten ones."""
    rows = select(Finding).where(Finding.slip_number == number, Finding.erased_at.is_(None))
    return db.session.scalars(rows.order_by(Finding.log_index, Finding.id)).all()


def named_twice(numbers: Collection[int]) -> set[int]:
    """Return which of these slips stand in more than one finding."""
    rows = (
        select(Finding.slip_number)
        .where(Finding.slip_number.in_(numbers), Finding.erased_at.is_(None))
        .group_by(Finding.slip_number)
        .having(func.count() > 1)
    )
    return {number for number in db.session.scalars(rows) if number is not None}


def unread(finding_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these findings have an answer of the person that no desk has read yet."""
    rows = select(LateLetter.finding_id).where(
        LateLetter.finding_id.in_(finding_ids),
        LateLetter.source == "person",
        LateLetter.read_at.is_(None),
    )
    return set(db.session.scalars(rows))


def of_batch(batch_id: UUID) -> Sequence[ReplySlip]:
    """Return the slips of a batch by number."""
    rows = select(ReplySlip).where(ReplySlip.batch_id == batch_id)
    return db.session.scalars(rows.order_by(ReplySlip.number)).all()


def batches(operation_id: UUID) -> Sequence[tuple[ReplySlip, int, int, str]]:
    """Return each batch of an operation, newest first: its last slip, first number, count, maker."""
    groups = (
        select(
            func.max(ReplySlip.number).label("last"),
            func.min(ReplySlip.number).label("first"),
            func.count().label("slips"),
        )
        .where(ReplySlip.operation_id == operation_id)
        .group_by(ReplySlip.batch_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ReplySlip, groups.c.first, groups.c.slips, User.name)
        .join(groups, groups.c.last == ReplySlip.number)
        .join(User, User.id == ReplySlip.made_by)
        .order_by(ReplySlip.number.desc())
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
