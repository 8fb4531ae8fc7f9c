"""Where teams went and what they saw there, for the papers about a sidak."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core.db import db
from server.findings.models import Finding
from server.operations.models import TeamMember, Visit
from server.people.models import Employee


def visits(team_id: UUID) -> Sequence[Visit]:
    """Return the visits of a team by time."""
    rows = select(Visit).where(Visit.team_id == team_id)
    return db.session.scalars(rows.order_by(Visit.at, Visit.id)).all()


def observed(team_id: UUID) -> dict[UUID, str]:
    """Return what a team saw of the duty letter, by finding."""
    rows = select(Finding.id, Finding.observed).where(Finding.team_id == team_id)
    return {row.id: row.observed for row in db.session.execute(rows)}


def members(team_id: UUID) -> list[tuple[str, str, str]]:
    """Return name, NIP (empty where unknown) and role of a team's members, coordinators first."""
    rows = db.session.execute(
        select(User.name, Employee.nip, TeamMember.role)
        .join(User, User.id == TeamMember.user_id)
        .outerjoin(Employee, Employee.id == User.employee_id)
        .where(TeamMember.team_id == team_id)
        .order_by(TeamMember.role, User.name, User.id)
    )
    return [(name, nip or "", role) for name, nip, role in rows]
