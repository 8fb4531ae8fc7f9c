"""Periods and legal holds: who decided what about keeping, with the reason, in the audit."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.accounts.permissions import may
from server.archive.models import LegalHold, RetentionPeriod
from server.archive.rules import LONGEST, SHORTEST, Period, Rule, periods
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.findings.models import Finding
from server.operations.models import Operation
from server.tips import queries as tips
from server.tips.models import Tip

_TABLES = {"operation": Operation, "finding": Finding, "tip": Tip}
TIP_NAME = "Laporan masyarakat {:%d-%m-%Y}"


class RetentionRefused(RuntimeError):  # noqa: N818 - a refusal, told to a person in one sentence
    """A period or hold that makes no sense; the text is for a person."""


def decided() -> dict[Rule, Period]:
    """Return the period of every rule as it holds here today."""
    rows = db.session.scalars(select(RetentionPeriod))
    return periods({row.name: (row.days, row.source) for row in rows})


def decide(rule: Rule, days: int, source: str, by: UUID | None = None) -> None:
    """Set a period; raises RetentionRefused without a source or outside 30 days to 30 years."""
    if not SHORTEST <= days <= LONGEST:
        raise RetentionRefused(f"Masa simpan harus {SHORTEST} sampai {LONGEST} hari.")
    if not source.strip():
        raise RetentionRefused("Sebutkan dasarnya (--source), misalnya nomor keputusan.")
    before = decided()[rule].days
    row = RetentionPeriod(
        name=str(rule), days=days, source=source.strip()[:300], changed_at=now(), changed_by=by
    )
    db.session.merge(row)
    audit.record(
        "retention.decide",
        actor_id=by,
        subject_id=rule,
        reason=source.strip(),
        before=before,
        after=days,
    )


def place(subject: str, subject_id: UUID, reason: str, by: UUID | None = None) -> LegalHold:
    """Hold an operation, a finding or a tip back; raises RetentionRefused for what is not here."""
    if db.session.get(_TABLES[subject], subject_id) is None:
        raise RetentionRefused("Operasi, temuan atau laporan ini tidak ada.")
    if not reason.strip():
        raise RetentionRefused("Sebutkan alasan penahanan, misalnya nomor perkara.")
    hold = LegalHold(
        subject=subject, subject_id=subject_id, reason=reason.strip()[:500], placed_by=by
    )
    db.session.add(hold)
    db.session.flush()
    audit.record(
        "hold.place",
        actor_id=by,
        subject_id=hold.id,
        reason=reason,
        subject=subject,
        held=str(subject_id),
    )
    return hold


def lift(hold_id: UUID, reason: str, by: UUID | None = None) -> LegalHold:
    """End a hold; raises RetentionRefused for one that is unknown or ended."""
    hold = db.session.get(LegalHold, hold_id)
    if hold is None or hold.lifted_at is not None:
        raise RetentionRefused("Penahanan ini tidak ada atau sudah dicabut.")
    if not reason.strip():
        raise RetentionRefused("Sebutkan alasan pencabutan.")
    hold.lifted_at, hold.lifted_by, hold.lifted_reason = now(), by, reason.strip()[:500]
    audit.record("hold.lift", actor_id=by, subject_id=hold.id, reason=reason)
    return hold


def standing() -> list[LegalHold]:
    """Return the holds that stand, oldest first."""
    query = select(LegalHold).where(LegalHold.lifted_at.is_(None))
    return list(db.session.scalars(query.order_by(LegalHold.placed_at)))


def held() -> set[UUID]:
    """Return the ids of everything that is held back."""
    return {hold.subject_id for hold in standing()}


def shown_to(user: User) -> list[LegalHold]:
    """Return the holds that stand, without those of a tip that names this user."""
    seen = set(db.session.scalars(tips.visible_to(user).with_only_columns(Tip.id)))
    reads = may(user, "tip.read")
    return [
        one for one in standing() if one.subject != "tip" or not reads or one.subject_id in seen
    ]


def place_by(user: User, subject: str, subject_id: UUID, reason: str) -> LegalHold:
    """Hold something back for a user; raises `not-found` for what is not there for this one."""
    if subject == "tip":
        tips.get(user, subject_id)
    try:
        return place(subject, subject_id, reason, by=user.id)
    except RetentionRefused:
        raise Problem(Code.NOT_FOUND) from None


def _name(hold: LegalHold) -> str:
    if hold.subject == "tip":
        return TIP_NAME.format(db.session.get_one(Tip, hold.subject_id).received_at)
    finding = db.session.get(Finding, hold.subject_id) if hold.subject == "finding" else None
    held_id = finding.operation_id if finding else hold.subject_id
    return db.session.get_one(Operation, held_id).name


def told(hold: LegalHold) -> dict[str, Any]:
    """Return a hold with the name of its operation, or the day of its tip, and who placed it."""
    user = db.session.get(User, hold.placed_by) if hold.placed_by else None
    return {
        "id": hold.id,
        "subject": hold.subject,
        "subject_id": hold.subject_id,
        "operation": _name(hold),
        "reason": hold.reason,
        "placed_at": hold.placed_at,
        "placed_by": user.name if user else None,
    }
