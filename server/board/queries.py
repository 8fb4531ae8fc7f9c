"""What the board asks: a cheap stamp of everything it shows, and the parts it is built from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Subquery, bindparam, func, select, true

from server.accounts.models import Device, SignIn, User
from server.accounts.permissions import Thing, may
from server.core.asking import ask_once
from server.core.audit import AuditEntry
from server.core.db import Key, db
from server.operations import queries as operations
from server.operations.models import Operation, TeamMember, Visit
from server.people.models import Employee

ALL_TEAMS = "all"
EARLIER = 4  # operations that one is compared with
# they leave rows beside an operation and change nothing of it
READINGS = (
    "board.read",
    "board.export",
    "finding.read",
    "finding.list",
    "finding.read_late_letter",
    "line.read_own",
    "permit.read",
    "letter.read",
    "summons_list.read",
    "photo.read",
    "reference.read",
    "team.read_report",
    "roll.read",
    "roll.export",
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Everything a board depends on, in a few numbers of a few rows.

    Every write about an operation leaves an audit row, so its newest one stands for findings,
    visits, teams, zones and judgements; only heartbeats leave none. The clock alone moves no
    figure of the board: a promised letter that falls due is still not an accepted one.
    """

    log_index: int
    contact: str
    unsent: str
    roster: int

    def __str__(self) -> str:
        return f"{self.log_index}|{self.contact}|{self.unsent}|{self.roster}"


@dataclass(frozen=True, slots=True)
class Place:
    """A visited place; `lon` and `lat` are degrees, None where the phone had no fix."""

    id: UUID
    team_id: UUID
    place: str
    nil: bool
    lon: float | None
    lat: float | None
    accuracy_m: float | None


@dataclass(frozen=True, slots=True)
class Poll:
    """Who polls, as far as the board needs it (no row of a session), and what it shows today."""

    user: User
    session: SignIn
    team_id: UUID | None
    role: str | None
    revision: int
    stamp: Stamp


def stamp(operation_id: UUID) -> Stamp:
    """Return what today's board of an operation depends on."""
    return stamp_of(db.session.execute(_STAMP, {"operation": operation_id}).one())


def stamp_of(row: Row[Any]) -> Stamp:
    """Return the stamp that a row of `_stamp_parts` holds."""
    at = row.contact.isoformat() if row.contact else "-"
    return Stamp(
        row.log_index or 0, at, f"{row.findings}+{row.photos}+{row.visits}", row.roster or 0
    )


def whose_names(user: User, operation: Operation) -> str | UUID | None:
    """Return whose findings the user may read: all teams, its own one, or None for no board."""
    if may(user, "finding.read"):
        return ALL_TEAMS
    member = operations.member_team(user, operation.id)
    return names_for(user, member.team_id, member.role) if member else None


def names_for(user: User, team_id: UUID | None, role: str | None) -> str | UUID | None:
    """Return whose findings a user with this place in the operation may read."""
    if may(user, "finding.read"):
        return ALL_TEAMS
    return team_id if may(user, "board.read", Thing(team_role=role)) else None


def visits_of(operation_id: UUID) -> Sequence[Place]:
    """Return the visited places of an operation by time."""
    rows: Any = db.session.execute(
        select(
            Visit.id,
            Visit.team_id,
            Visit.place,
            Visit.nil,
            func.ST_X(Visit.position),
            func.ST_Y(Visit.position),
            Visit.accuracy_m,
        )
        .where(Visit.operation_id == operation_id)
        .order_by(Visit.at, Visit.id)
    )
    return [Place(*row) for row in rows]


def earlier(operation: Operation) -> Sequence[Operation]:
    """Return the operations of the same kind before this one that somebody walked, newest first."""
    before = (
        select(Operation)
        .where(
            Operation.kind == operation.kind,
            Operation.starts_at < operation.starts_at,
            Operation.status != "planned",
        )
        .order_by(Operation.starts_at.desc(), Operation.id)
        .limit(EARLIER)
    )
    return db.session.scalars(before).all()


def poll(token_sha256: str, operation_id: UUID) -> Poll | None:
    """Ask everything that a poll depends on in one question: session, rights, revision, stamp.

    None for an unknown session or operation. Rights and limits are not judged here.
    """
    row = ask_once(_POLL, {"token": token_sha256, "operation": operation_id})
    if row is None:
        return None
    user = User(id=row.user_id, roles=row.roles, active=row.active, opd_id=None)
    session = SignIn(expires_at=row.expires_at, seen_at=row.seen_at, limited=row.limited)
    return Poll(user, session, row.team_id, row.role, row.revision, stamp_of(row))


def _stamp_parts() -> tuple[Subquery, list[ColumnElement[Any]]]:
    """Return the one row of the phones, and the columns of a stamp, that row's among them."""
    operation = bindparam("operation", type_=Key)
    newest = (
        select(AuditEntry.log_index)
        # not `not_in`: a list of unknown length is put into the statement anew each time
        .where(
            AuditEntry.operation_id == operation, *(AuditEntry.action != one for one in READINGS)
        )
        .order_by(AuditEntry.log_index.desc())
        .limit(1)
        .scalar_subquery()
    )
    phones = (
        select(
            func.max(Device.last_contact_at, type_=Device.last_contact_at.type).label("contact"),
            func.sum(Device.unsent_findings).label("findings"),
            func.sum(Device.unsent_photos).label("photos"),
            func.sum(Device.unsent_visits).label("visits"),
        )
        .select_from(Device)
        .join(TeamMember, TeamMember.user_id == Device.user_id)
        .where(TeamMember.operation_id == operation, Device.revoked_at.is_(None))
        .subquery()
    )
    roster = select(func.max(Employee.change)).scalar_subquery()
    return phones, [newest.label("log_index"), *phones.c, roster.label("roster")]


def _poll_statement() -> Select[Any]:
    phones, stamped = _stamp_parts()
    own = (TeamMember.user_id == SignIn.user_id) & (TeamMember.operation_id == Operation.id)
    return (
        select(
            SignIn.user_id,
            SignIn.expires_at,
            SignIn.seen_at,
            SignIn.limited,
            User.roles,
            User.active,
            Operation.revision,
            TeamMember.team_id,
            TeamMember.role,
            *stamped,
        )
        .select_from(SignIn)
        .join(User, User.id == SignIn.user_id)
        .join(Operation, Operation.id == bindparam("operation", type_=Key))
        .outerjoin(TeamMember, own)
        .join(phones, true())
        .where(SignIn.token_sha256 == bindparam("token"))
    )


# built once: putting them together costs more than asking
_STAMP = select(*_stamp_parts()[1])
_POLL = _poll_statement()
