"""What a phone needs to work without a network: its operations, and who is who."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from server.accounts.models import User
from server.accounts.permissions import may
from server.core.clock import now
from server.core.db import db
from server.core.state import state
from server.operations.models import Operation, TeamMember, Zone
from server.operations.queries.teams import TeamSheet, sheets
from server.operations.queries.visible import visible_to
from server.operations.queries.zones import zones_of
from server.people import queries as people
from server.people.models import CalendarDay, Opd
from server.permits import queries as permits
from server.permits.models import Permit

NEVER = 2**62  # a number that no change of the roster reaches
KEPT = timedelta(days=30)  # phones keep sent findings so long, and show their operation
_CURSOR = re.compile(r"([0-9a-f]{32})-(\d{1,18})-(\d{8})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a phone's roster reaches: life of the database, number of the change, day."""

    epoch: str
    change: int
    day: date

    def __str__(self) -> str:
        """Write it as it goes over the wire."""
        return f"{self.epoch}-{self.change}-{self.day:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class OwnOperation:
    """An operation as one user sees it: `place` is the user's own team and role."""

    operation: Operation
    place: TeamMember | None
    teams: Sequence[TeamSheet]


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything of the answer but the roster; `cursor` is None when the user may hold none."""

    cursor: Cursor | None
    epoch: str
    operations: Sequence[OwnOperation]
    opds: Sequence[Opd]
    zones: Sequence[Zone]
    permits: Sequence[Permit]
    schedules: Sequence[people.Schedule]
    holidays: Sequence[CalendarDay]


def may_hold_roster(user: User) -> bool:
    """Whether the roster may be on this user's phone: a reader, or a member of an open operation."""
    if may(user, "employee.read_all"):
        return True
    member = (
        select(TeamMember.team_id)
        .join(Operation, Operation.id == TeamMember.operation_id)
        .where(TeamMember.user_id == user.id, Operation.status == "open")
    )
    return db.session.scalar(member.limit(1)) is not None


def reference(user: User) -> Reference:
    """Return what this user's phone needs, but for the roster, which is the same for all."""
    moment = now()
    operations = _operations(user, moment)
    live = [one.operation for one in operations if one.operation.status != "closed"]
    holds_roster = may_hold_roster(user)
    epoch = state().epoch.hex
    today = moment.astimezone(UTC).date()
    return Reference(
        cursor=Cursor(epoch, people.change_counter(), today) if holds_roster else None,
        epoch=str(state().epoch),
        operations=operations,
        opds=people.all_opds(),
        zones=zones_of(*(one.operation.id for one in operations)),
        permits=_permits(live) if holds_roster else [],
        schedules=people.schedules(),
        holidays=people.calendar_days(
            date(today.year, 1, 1), date(min(today.year + 1, 9999), 12, 31)
        ),
    )


def starting_point(cursor: Cursor | None, since: str | None) -> Cursor | None:
    """Return the point that a delta starts from, None when the phone needs the whole roster.

    That is so for a cursor of another life of the database, or one that cannot be read.
    """
    known = _read(since)
    if cursor is None or known is None or known.epoch != cursor.epoch:
        return None
    return known if known.change <= cursor.change and known.day <= cursor.day else None


def roster_since(
    cursor: Cursor | None, known: Cursor | None, *, by_nip: bool = False
) -> dict[str, Any]:
    """Return `{"full", "deleted", "roster"}`: all of it, or what changed since a starting point.

    Without a cursor the roster is empty, but for the names of its columns. `by_nip` leaves the id
    out where there is a NIP, which no import ever changes.
    """
    if cursor is None:
        return {"full": True, "deleted": [], "roster": people.roster(date.max, NEVER)}
    since = known.change if known else 0
    table = people.roster(cursor.day, since)
    gone = people.gone_since(cursor.day, since, known.day) if known else []
    if by_nip:
        pairs = zip(table["id"], table["nip"], strict=True)
        table["id"] = [None if nip else employee_id for employee_id, nip in pairs]
    deleted = [(by_nip and nip) or str(employee_id) for employee_id, nip in gone]
    return {"full": known is None, "deleted": deleted, "roster": table}


def _read(since: str | None) -> Cursor | None:
    found = _CURSOR.fullmatch(since or "")
    if found is None:
        return None
    try:
        day = datetime.strptime(found[3], "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    return Cursor(found[1], int(found[2]), day)


def _operations(user: User, moment: datetime) -> list[OwnOperation]:
    rows = visible_to(user).where(
        or_(Operation.status != "closed", Operation.closed_at > moment - KEPT)
    )
    found = db.session.scalars(rows.order_by(Operation.starts_at, Operation.id)).all()
    teams = sheets(*(one.id for one in found))
    return [
        OwnOperation(
            one,
            db.session.get(TeamMember, (one.id, user.id)),
            [sheet for sheet in teams if sheet.team.operation_id == one.id],
        )
        for one in found
    ]


def _permits(operations: Sequence[Operation]) -> list[Permit]:
    found: dict[Any, Permit] = {}
    for day, zone in sorted({(one.day, one.time_zone) for one in operations}):
        found |= {permit.id: permit for permit in permits.permits_on(day, zone)}
    return list(found.values())
