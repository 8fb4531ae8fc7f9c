"""Teams with their members, and the zones they walk."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from server.accounts.models import User
from server.core import audit, geo
from server.core.db import db
from server.core.problems import Code, Problem
from server.operations import queries
from server.operations.models import Operation, Team, TeamMember, Zone


def set_team(by: User, operation: Operation, number: int, members: dict[UUID, str]) -> Team:
    """Say who walks with a team (`members`: user id to role); the same number again replaces them.

    Raises `bad-field` for an unknown user, and `step-not-allowed` in a closed operation or when
    somebody walks with another team.
    """
    _refuse_closed(operation)
    known = set(db.session.scalars(select(User.id).where(User.id.in_(members), User.active)))
    if members.keys() - known:
        raise Problem(Code.BAD_FIELD, invalid={"members": ["Pengguna tidak dikenal."]})
    team = _team(operation, number)
    elsewhere = select(TeamMember.user_id).where(
        TeamMember.operation_id == operation.id,
        TeamMember.user_id.in_(members),
        TeamMember.team_id != team.id,
    )
    if busy := db.session.scalars(elsewhere).all():
        raise Problem(Code.STEP_NOT_ALLOWED, user_ids=sorted(map(str, busy)))
    db.session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    db.session.add_all(
        TeamMember(operation_id=operation.id, user_id=user_id, team_id=team.id, role=role)
        for user_id, role in members.items()
    )
    _record(by, operation, team=str(team.id), members=sorted(map(str, members)))
    return team


def add_zone(
    by: User,
    operation: Operation,
    *,
    name: str,
    kind: str,
    team_id: UUID | None,
    area: dict[str, Any],
) -> Zone:
    """Draw a zone from a GeoJSON area in degrees; raises `bad-area`, `bad-field` for a strange team."""
    _refuse_closed(operation)
    if team_id is not None and queries.team(operation.id, team_id) is None:
        raise Problem(Code.BAD_FIELD, invalid={"team_id": ["Tim tidak dikenal."]})
    try:
        outline = geo.area(area)
    except ValueError:
        raise Problem(Code.BAD_AREA) from None
    zone = Zone(operation_id=operation.id, team_id=team_id, name=name, kind=kind, area=outline)
    db.session.add(zone)
    db.session.flush()
    _record(by, operation, zone=str(zone.id))
    return zone


def remove_zone(by: User, operation: Operation, zone_id: UUID) -> None:
    """Take a zone away; raises `step-not-allowed` once a visit or finding lies in it."""
    _refuse_closed(operation)
    zone = db.session.get(Zone, zone_id)
    if zone is None or zone.operation_id != operation.id:
        raise Problem(Code.NOT_FOUND)
    try:
        with db.session.begin_nested():
            db.session.delete(zone)
    except IntegrityError:
        raise Problem(Code.STEP_NOT_ALLOWED) from None
    _record(by, operation, removed_zone=str(zone_id))


def _team(operation: Operation, number: int) -> Team:
    known: Sequence[Team] = queries.teams_of(operation.id)
    for team in known:
        if team.number == number:
            return team
    team = Team(operation_id=operation.id, number=number)
    db.session.add(team)
    db.session.flush()
    return team


def _refuse_closed(operation: Operation) -> None:
    if operation.status == "closed":
        raise Problem(Code.STEP_NOT_ALLOWED)


def _record(by: User, operation: Operation, **detail: Any) -> None:
    audit.record(
        "operation.plan",
        actor_id=by.id,
        subject_id=operation.id,
        operation_id=operation.id,
        **detail,
    )
