"""Questions about permits: whose, when, and whether they came before the teams left."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import joinedload

from server.accounts.models import User
from server.accounts.permissions import BKPSDM, Thing
from server.core.db import db
from server.people import queries as people
from server.people.models import Employee
from server.permits.models import Permit


def visible_to(user: User) -> Select[Permit]:
    """Return the permits that a user may see: BKPSDM all, an OPD those of its own people."""
    rows = select(Permit).where(Permit.withdrawn_at.is_(None))
    if BKPSDM(user, Thing()):
        return rows
    if "opd" in user.roles and user.opd_id is not None:
        own = select(Employee.id).where(Employee.opd_id.in_(people.subtree(user.opd_id)))
        return rows.where(Permit.employee_id.in_(own))
    return rows.where(false())


def day_span(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the first moment of a local day, and of the next."""
    first = datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
    return first, datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))


def on_day(rows: Select[Permit], day: date, zone: str) -> Select[Permit]:
    """Keep those permits that hold at some moment of a local day."""
    first, after = day_span(day, zone)
    return rows.where(Permit.valid_from < after, Permit.valid_to >= first)


def permits_on(day: date, zone: str) -> Sequence[Permit]:
    """Return all permits, with whose they are, that hold at some moment of a local day.

    For other rooms, no rights asked.
    """
    rows = on_day(select(Permit).where(Permit.withdrawn_at.is_(None)), day, zone)
    rows = rows.options(joinedload(Permit.person))
    return db.session.scalars(rows.order_by(Permit.valid_from, Permit.id)).all()


def permits_of(
    employee_id: UUID, at: datetime, beside: Collection[UUID] = frozenset()
) -> Sequence[Permit]:
    """Return the permits of a person that hold at a moment, first registered first.

    Their place, and whether they were registered in time, is for the desk to judge
    (`registered_late`). `beside` are ids that somebody has seen already: taken back since, they stay.
    """
    return db.session.scalars(
        select(Permit)
        .where(Permit.employee_id == employee_id)
        .where(or_(Permit.withdrawn_at.is_(None), Permit.id.in_(beside)))
        .where(Permit.valid_from <= at, Permit.valid_to >= at)
        .order_by(Permit.registered_at, Permit.id)
    ).all()


def permit(permit_id: UUID) -> Permit | None:
    """Return a permit, None when there is none."""
    return db.session.get(Permit, permit_id)


def registered_late(permit: Permit, teams_left_at: datetime) -> bool:
    """Whether a permit was registered after the teams left, and so counts as a late letter."""
    return permit.registered_at > teams_left_at
