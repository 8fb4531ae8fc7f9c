"""Questions about tips: who sees which, and the one behind a receipt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select

from server.accounts.models import User
from server.accounts.permissions import may
from server.core.db import db, one_of
from server.core.pages import By, Page, moment, page_of_ids
from server.core.problems import Code, Problem
from server.tips.models import Tip, TipPicture, TipReporter, TipStep
from server.tips.rules import TipOrder, TipState


def visible_to(user: User) -> Select[Tip]:
    """Return the tips that a user may see: all for those who triage, but none about oneself."""
    rows = select(Tip)
    if not may(user, "tip.read"):
        return rows.where(Tip.id.is_(None))
    if user.employee_id is None:
        return rows
    return rows.where(or_(Tip.employee_id.is_(None), Tip.employee_id != user.employee_id))


def get(user: User, tip_id: UUID, *, lock: bool = False) -> Tip:
    """Return a tip that the user may see; raises `not-found`."""
    rows = visible_to(user).where(Tip.id == tip_id)
    tip = one_of(rows, lock=lock)
    if tip is None:
        raise Problem(Code.NOT_FOUND)
    return tip


_ID = By(Tip.id, UUID)
_OLDEST = (By(Tip.received_at, moment), _ID)
_STAGE = By(case({state: number for number, state in enumerate(TipState)}, value=Tip.state), int)
_ORDERS: Mapping[TipOrder, Sequence[By]] = {
    TipOrder.NEWEST: (By(Tip.received_at, moment, down=True), _ID),
    TipOrder.OLDEST: _OLDEST,
    TipOrder.STAGE: (_STAGE, *_OLDEST),
}


def listed(
    user: User, states: Sequence[str], order: TipOrder, *, cursor: str | None, size: int
) -> Page[Tip]:
    """Return a page of tips in these states (all without any)."""
    rows = visible_to(user)
    if states:
        rows = rows.where(Tip.state.in_(states))
    wanted = page_of_ids(rows, _ORDERS[order], cursor=cursor, size=size)
    found = {one.id: one for one in db.session.scalars(select(Tip).where(Tip.id.in_(wanted.items)))}
    return Page([found[one] for one in wanted.items], wanted.next)


def counts(user: User) -> dict[str, int]:
    """Return how many tips a user may see, by state."""
    seen = visible_to(user).subquery()
    rows = db.session.execute(select(seen.c.state, func.count()).group_by(seen.c.state))
    return {row[0]: row[1] for row in rows}


def by_receipt(receipt_hash: str, *, lock: bool = False) -> Tip | None:
    """Return the tip whose receipt has this hash."""
    rows = select(Tip).where(Tip.receipt_hash == receipt_hash)
    return one_of(rows, lock=lock)


def pictures(tip_ids: Sequence[UUID]) -> dict[UUID, list[TipPicture]]:
    """Return the pictures of each tip, in their order."""
    rows = select(TipPicture).where(TipPicture.tip_id.in_(tip_ids)).order_by(TipPicture.number)
    found: dict[UUID, list[TipPicture]] = {tip_id: [] for tip_id in tip_ids}
    for one in db.session.scalars(rows):
        found[one.tip_id].append(one)
    return found


def with_reporter(tip_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these tips have a sealed reporter."""
    return set(
        db.session.scalars(select(TipReporter.tip_id).where(TipReporter.tip_id.in_(tip_ids)))
    )


def steps(tip_id: UUID) -> Sequence[Any]:
    """Return the steps of a tip with the name of who took each, oldest first."""
    rows = select(TipStep, User.name).join(User, User.id == TipStep.actor_id)
    return db.session.execute(rows.where(TipStep.tip_id == tip_id).order_by(TipStep.revision)).all()


def ended_before(moment: datetime) -> Sequence[Tip]:
    """Return the tips that ended before a moment and are not forgotten yet."""
    rows = select(Tip).where(Tip.ended_at <= moment, Tip.erased_at.is_(None))
    return db.session.scalars(rows.order_by(Tip.ended_at)).all()
