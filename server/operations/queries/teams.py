"""Questions about teams: who walks with which, and what their phones still hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from server.accounts.models import Device, User
from server.core.db import db, one_of
from server.operations.models import Team, TeamMember, Visit


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team; `role` is officer or coordinator."""

    user_id: UUID
    name: str
    title: str | None
    role: str


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """A team with its members, coordinators first."""

    team: Team
    members: Sequence[Member]


@dataclass(frozen=True, slots=True)
class UnsentWork:
    """What the phones of one team declared with their last heartbeat."""

    team_id: UUID
    unsent_findings: int
    unsent_photos: int
    unsent_visits: int
    last_contact_at: datetime | None


def team(operation_id: UUID, team_id: UUID, *, lock: bool = False) -> Team | None:
    """Return a team of an operation; `lock` holds its row until the commit."""
    rows = select(Team).where(Team.id == team_id, Team.operation_id == operation_id)
    return one_of(rows, lock=lock)


def teams_of(operation_id: UUID) -> Sequence[Team]:
    """Return the teams of an operation by number."""
    rows = select(Team).where(Team.operation_id == operation_id).order_by(Team.number)
    return db.session.scalars(rows).all()


def sheets(*operation_ids: UUID) -> list[TeamSheet]:
    """Return the teams of operations by number, with their members."""
    members: dict[UUID, list[Member]] = {}
    for team_id, user_id, name, title, role in db.session.execute(
        select(TeamMember.team_id, User.id, User.name, User.title, TeamMember.role)
        .join(User, User.id == TeamMember.user_id)
        .where(TeamMember.operation_id.in_(operation_ids))
        .order_by(TeamMember.role, User.name, User.id)
    ):
        members.setdefault(team_id, []).append(Member(user_id, name, title, role))
    teams = db.session.scalars(
        select(Team).where(Team.operation_id.in_(operation_ids)).order_by(Team.number, Team.id)
    )
    return [TeamSheet(one, members.get(one.id, [])) for one in teams]


def team_role(user: User, team_id: UUID) -> str | None:
    """Return the user's role in a team, None outside it; for `permissions.Thing.team_role`."""
    return db.session.scalar(
        select(TeamMember.role).where(TeamMember.user_id == user.id, TeamMember.team_id == team_id)
    )


def member_team(user: User, operation_id: UUID) -> TeamMember | None:
    """Return the user's place in an operation: its team and role."""
    return db.session.get(TeamMember, (operation_id, user.id))


def operation_role(user: User, operation_id: UUID) -> str | None:
    """Return the user's role in whatever team of an operation, None outside all."""
    found = member_team(user, operation_id)
    return found.role if found else None


def any_role(user: User) -> str | None:
    """Return a role of the user in any operation, None when the user never walks with a team."""
    roles = select(TeamMember.role).where(TeamMember.user_id == user.id)
    return db.session.scalar(roles.order_by(TeamMember.role).limit(1))


def unsent_work(operation_id: UUID, team_id: UUID | None = None) -> list[UnsentWork]:
    """Return per team what the phones of its members declared; teams without a phone are absent."""
    rows = (
        select(
            TeamMember.team_id,
            func.sum(Device.unsent_findings),
            func.sum(Device.unsent_photos),
            func.sum(Device.unsent_visits),
            func.max(Device.last_contact_at, type_=Device.last_contact_at.type),
        )
        .join(Device, Device.user_id == TeamMember.user_id)
        .where(TeamMember.operation_id == operation_id, Device.revoked_at.is_(None))
        .group_by(TeamMember.team_id)
    )
    if team_id is not None:
        rows = rows.where(TeamMember.team_id == team_id)
    return [
        UnsentWork(one, int(findings), int(photos), int(visits), contact)
        for one, findings, photos, visits, contact in db.session.execute(rows)
    ]


def visits_of(operation_id: UUID) -> Select[Visit]:
    """Return the visits of an operation."""
    return select(Visit).where(Visit.operation_id == operation_id)
