"""Planning a sidak as an earlier one was: teams, places and zones, on another day."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core import audit
from server.core.db import db
from server.operations import queries
from server.operations.models import Operation, Team, TeamMember, Zone
from server.operations.service.plan import plan


def copy_operation(by: User, earlier: Operation, *, name: str, day: date) -> Operation:
    """Plan a new operation with hours, teams, members, places and zones of an earlier one.

    The SPT is a new one and stays empty; members whose account is disabled stay behind.
    """
    shift = day - earlier.day
    known: dict[str, Any] = {
        "name": name,
        "kind": earlier.kind,
        "day": day,
        "starts_at": earlier.starts_at + shift,
        "ends_at": earlier.ends_at + shift,
        "promised_until": earlier.promised_until + shift if earlier.promised_until else None,
        "time_zone": earlier.time_zone,
        "simulation": earlier.simulation,
    }
    made = plan(by, **known)
    teams = _copy_teams(earlier, made)
    _copy_members(earlier, made, teams)
    _copy_zones(earlier, made, teams)
    db.session.flush()
    audit.record(
        "operation.plan",
        actor_id=by.id,
        subject_id=made.id,
        operation_id=made.id,
        copied_from=str(earlier.id),
    )
    return made


def _copy_teams(earlier: Operation, made: Operation) -> dict[UUID, Team]:
    """Return the new teams by the id of the old ones."""
    teams = {
        old.id: Team(operation_id=made.id, number=old.number, places=list(old.places))
        for old in queries.teams_of(earlier.id)
    }
    db.session.add_all(teams.values())
    db.session.flush()
    return teams


def _copy_members(earlier: Operation, made: Operation, teams: dict[UUID, Team]) -> None:
    members = (
        select(TeamMember)
        .join(User, User.id == TeamMember.user_id)
        .where(TeamMember.operation_id == earlier.id, User.active)
    )
    for one in db.session.scalars(members):
        db.session.add(
            TeamMember(
                operation_id=made.id,
                user_id=one.user_id,
                team_id=teams[one.team_id].id,
                role=one.role,
            )
        )


def _copy_zones(earlier: Operation, made: Operation, teams: dict[UUID, Team]) -> None:
    for zone in queries.zones_of(earlier.id):
        team = teams.get(zone.team_id) if zone.team_id else None
        db.session.add(
            Zone(
                operation_id=made.id,
                team_id=team.id if team else None,
                name=zone.name,
                kind=zone.kind,
                area=zone.area,
            )
        )
