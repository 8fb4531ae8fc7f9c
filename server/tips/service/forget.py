"""Forgetting: what is left of an old tip is that there was one, when it came and how it ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, select, update

from server.core import audit
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db
from server.tips import queries
from server.tips.models import Tip, TipPicture, TipReporter, TipStep

ERASE = "retention.erase"  # one word for all that retention forgets: `verify` asks for it


def due(days: int, at: datetime) -> Sequence[Tip]:
    """Return the tips that ended so many days before a moment."""
    return queries.ended_before(at - timedelta(days=days))


def pictures_of(tips: Sequence[Tip]) -> int:
    """Return how many pictures these tips have."""
    return sum(map(len, queries.pictures([tip.id for tip in tips]).values()))


def forget(tip_id: UUID) -> None:
    """Empty one tip, delete who reported it and make its receipt unknown; call it in a transaction."""
    tip = db.session.get_one(Tip, tip_id)
    tip.what = tip.place = tip.who = tip.link = tip.seen_time = tip.target_place = ""
    tip.receipt_hash = tip.seen_on = tip.employee_id = None
    tip.erased_at = now()
    tip.revision += 1
    db.session.execute(delete(TipReporter).where(TipReporter.tip_id == tip_id))
    db.session.execute(update(TipStep).where(TipStep.tip_id == tip_id).values(reason=""))
    about = AuditEntry.subject_id == str(tip_id), AuditEntry.reason_sha256.is_not(None)
    db.session.execute(update(AuditEntry).where(*about).values(reason=None, reason_salt=None))
    audit.record(ERASE, actor_id=None, subject_id=tip_id, rule="tip", whole=True)


def files() -> tuple[Select[str], Select[str]]:
    """Return the hashes of pictures that nobody needs any more, and of those that are needed."""
    gone = select(TipPicture.sha256).join(Tip).where(Tip.erased_at.is_not(None))
    kept = select(TipPicture.sha256).join(Tip).where(Tip.erased_at.is_(None))
    return gone, kept
