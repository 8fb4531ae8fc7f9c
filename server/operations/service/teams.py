"""Teams with their members and the places they are to go to."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from server.accounts import enrolments
from server.accounts.models import User
from server.accounts.permissions import require
from server.core.db import db
from server.core.problems import Code, Problem
from server.operations import queries
from server.operations.models import Operation, Team, TeamMember, Zone
from server.operations.service.zones import record_plan, refuse_closed


def set_team(
    by: User,
    operation: Operation,
    number: int,
    members: dict[UUID, str],
    places: Sequence[str] | None = None,
) -> Team:
    """Say who walks with a team (`members`: user id to role) and to which places.

    The same number again replaces the members, and the places where they are given.

    Raises `bad-field` for an unknown user, and `step-not-allowed` in a closed operation or when
    somebody walks with another team.
    """
    refuse_closed(operation)
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
    if places is not None:
        team.places = list(places)
    db.session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    db.session.add_all(
        TeamMember(operation_id=operation.id, user_id=user_id, team_id=team.id, role=role)
        for user_id, role in members.items()
    )
    kept = select(TeamMember.user_id).where(TeamMember.operation_id == operation.id)
    enrolments.withdraw_of(operation.id, db.session.scalars(kept).all())
    record_plan(by, operation, team=str(team.id), members=sorted(map(str, members)))
    return team


def add_place(by: User, operation_id: UUID, team_id: UUID, place: str) -> None:
    """Put one more place before a team; raises `not-found`, and `step-not-allowed` once closed."""
    require(by, "operation.plan")
    operation, team = queries.get(by, operation_id, lock=True), queries.team(operation_id, team_id)
    if operation is None or team is None:
        raise Problem(Code.NOT_FOUND)
    refuse_closed(operation)
    if place not in team.places:
        team.places = [*team.places, place]
        record_plan(by, operation, team=str(team.id), places=len(team.places))


def remove_team(by: User, operation: Operation, team_id: UUID) -> None:
    """Take a team out of a plan, its zones stay; raises `step-not-allowed` once it is opened."""
    team = queries.team(operation.id, team_id)
    if team is None:
        raise Problem(Code.NOT_FOUND)
    if operation.status != "planned":
        raise Problem(Code.STEP_NOT_ALLOWED)
    free = update(Zone).where(Zone.team_id == team.id).values(team_id=None)
    db.session.execute(free)
    db.session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    db.session.delete(team)
    record_plan(by, operation, removed_team=str(team_id))


def _team(operation: Operation, number: int) -> Team:
    known: Sequence[Team] = queries.teams_of(operation.id)
    for team in known:
        if team.number == number:
            return team
    team = Team(operation_id=operation.id, number=number, places=[])
    db.session.add(team)
    db.session.flush()
    return team
