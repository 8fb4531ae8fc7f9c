"""Questions about a team's day: what it reported, what came later, what its phones still hold."""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, literal, select

from server.accounts.models import Device, User
from server.core.db import db
from server.findings.models import Finding, TeamReport
from server.findings.queries import visible_to
from server.operations.models import Team, TeamMember, Visit
from server.people.models import Employee

OUT_OF_THE_COUNT = ("dismissed", "merged")
MOST_SHOWN = 500  # findings of one team on one day; a phone shows no more


def reports_of(operation_id: UUID, team_id: UUID | None = None) -> list[dict[str, Any]]:
    """Return the berita acara of an operation or of one team, with who declared each, oldest first."""
    rows = (
        select(TeamReport, User.name, Team.number)
        .join(User, User.id == TeamReport.declared_by)
        .join(Team, Team.id == TeamReport.team_id)
        .where(TeamReport.operation_id == operation_id)
        .order_by(Team.number, TeamReport.number)
    )
    if team_id is not None:
        rows = rows.where(TeamReport.team_id == team_id)
    return [told(*row) for row in db.session.execute(rows)]


def told(report: TeamReport, declared_by_name: str, team_number: int) -> dict[str, Any]:
    """Put one berita acara together as it is shown."""
    columns = (
        "id", "team_id", "number", "declared_at", "received_at", "lon", "lat", "accuracy_m",
        "reason", "note", "findings", "visits", "nil_visits", "unsent_findings", "unsent_photos",
        "unsent_visits", "log_index",
    )  # fmt: skip
    return {
        **{name: getattr(report, name) for name in columns},
        "addendum": report.number > 1,
        "declared_by_name": declared_by_name,
        "team_number": team_number,
    }


def last_report(team_id: UUID) -> TeamReport | None:
    """Return the newest berita acara of a team."""
    rows = select(TeamReport).where(TeamReport.team_id == team_id)
    return db.session.scalar(rows.order_by(TeamReport.number.desc()).limit(1))


def figures(team_id: UUID, since: TeamReport | None) -> dict[str, int]:
    """Count findings, visited places and nil reports of a team, or only what came after a report."""
    findings = select(func.count()).where(Finding.team_id == team_id)
    visits = select(Visit.nil, func.count()).where(Visit.team_id == team_id).group_by(Visit.nil)
    if since is None:
        findings = findings.where(Finding.status.not_in(OUT_OF_THE_COUNT))
    else:
        findings = findings.where(Finding.log_index > since.log_index)
        visits = visits.where(Visit.received_at > since.received_at)
    by_nil: dict[bool, int] = {bool(nil): number for nil, number in db.session.execute(visits)}
    return {
        "findings": db.session.scalar(findings) or 0,
        "visits": sum(by_nil.values()),
        "nil_visits": by_nil.get(True, 0),
    }


def later_findings_by_team(operation_id: UUID) -> Counter[UUID]:
    """Count, per team, the findings that came after its newest berita acara."""
    newest = (
        select(TeamReport.team_id, func.max(TeamReport.log_index).label("log_index"))
        .where(TeamReport.operation_id == operation_id)
        .group_by(TeamReport.team_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Finding.team_id, func.count())
        .join(newest, newest.c.team_id == Finding.team_id)
        .where(Finding.log_index > newest.c.log_index)
        .group_by(Finding.team_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def recorded_in(operation_id: UUID) -> list[dict[str, Any]]:
    """Return who of the roster was already found in an operation: by which team, and when first."""
    first = func.min(Finding.seen_at, type_=Finding.seen_at.type)
    rows = db.session.execute(
        select(
            Finding.employee_id,
            Employee.nip,
            Team.number.label("team_number"),
            first.label("seen_at"),
        )
        .join(Team, Team.id == Finding.team_id)
        .join(Employee, Employee.id == Finding.employee_id)
        .where(
            Finding.operation_id == operation_id,
            Finding.employee_id.is_not(None),
            Finding.status.not_in(OUT_OF_THE_COUNT),
        )
        .group_by(Finding.employee_id, Employee.nip, Team.number)
        .order_by(first, Finding.employee_id)
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public way to a dict


def walked_by(user: User, team_id: UUID) -> list[dict[str, Any]]:
    """Return where a team's findings and visits are: kind, place and degrees, and nothing of anybody."""
    findings = (
        select(Finding.id, Finding.place, Finding.position, literal("finding").label("kind"))
        .where(visible_to(user), Finding.team_id == team_id)
        .where(Finding.status.not_in(OUT_OF_THE_COUNT))
        .order_by(Finding.seen_at.desc(), Finding.id)
    )
    kind = case((Visit.nil, "nihil"), else_="visit").label("kind")
    visits = (
        select(Visit.id, Visit.place, Visit.position, kind)
        .where(Visit.team_id == team_id)
        .order_by(Visit.at.desc(), Visit.id)
    )
    rows = [row for one in (findings, visits) for row in db.session.execute(one.limit(MOST_SHOWN))]
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public way to a dict


def phones_of(team_id: UUID) -> list[dict[str, Any]]:
    """Return each member's phones with what they declared last; a member without one is listed too."""
    columns = (
        "name", "unsent_findings", "unsent_photos", "unsent_visits", "open_drafts",
        "last_contact_at",
    )  # fmt: skip
    rows = db.session.execute(
        select(User.id, User.name, TeamMember.role, Device)
        .join(User, User.id == TeamMember.user_id)
        .outerjoin(Device, (Device.user_id == User.id) & Device.revoked_at.is_(None))
        .where(TeamMember.team_id == team_id)
        .order_by(TeamMember.role, User.name, User.id, Device.enrolled_at)
    )
    return [
        {
            "user_id": user_id,
            "user_name": user_name,
            "role": role,
            "device_id": device.id if device else None,
            **{name: getattr(device, name, None) for name in columns},
        }
        for user_id, user_name, role, device in rows
    ]
