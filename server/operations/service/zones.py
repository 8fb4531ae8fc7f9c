"""Zones of an operation: drawn one by one, or many from a file, all or none."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from server.accounts.models import User
from server.core import audit, geo
from server.core.db import db
from server.core.problems import Code, Problem
from server.operations import queries
from server.operations.models import Operation, Zone
from server.operations.rules import AreaFault, area_fault
from server.people import queries as people

_CODES = {
    AreaFault.NOT_AN_AREA: Code.BAD_AREA,
    AreaFault.CROSSES: Code.ZONE_CROSSES,
    AreaFault.SWAPPED: Code.ZONE_SWAPPED,
    AreaFault.FAR: Code.ZONE_FAR,
}


def add_zone(by: User, operation: Operation, **zone: Any) -> Zone:
    """Draw one zone from a GeoJSON area in degrees; raises what `add_zones` raises."""
    return add_zones(by, operation, [zone])[0]


def add_zones(by: User, operation: Operation, zones: Sequence[dict[str, Any]]) -> list[Zone]:
    """Add zones (`name`, `kind`, `team_id`, `area`), all or none.

    Raises `bad-area`, `zone-crosses`, `zone-swapped`, `zone-far` with the `names` of the zones in
    question, `bad-field` for a strange team, `step-not-allowed` in a closed operation.
    """
    refuse_closed(operation)
    teams = {team.id for team in queries.teams_of(operation.id)}
    offices = people.office_positions()
    wrong: dict[AreaFault, list[str]] = {}
    for zone in zones:
        if zone["team_id"] is not None and zone["team_id"] not in teams:
            raise Problem(Code.BAD_FIELD, invalid={"team_id": ["Tim tidak dikenal."]})
        if fault := area_fault(zone["area"], offices):
            wrong.setdefault(fault, []).append(zone["name"])
    for fault, names in wrong.items():
        raise Problem(_CODES[fault], names=names)
    made = [
        Zone(
            operation_id=operation.id,
            team_id=zone["team_id"],
            name=zone["name"],
            kind=zone["kind"],
            area=_outline(zone["area"]),
        )
        for zone in zones
    ]
    db.session.add_all(made)
    db.session.flush()
    record_plan(by, operation, zones=[str(zone.id) for zone in made])
    return made


def assign_zone(by: User, operation: Operation, zone_id: UUID, changes: dict[str, Any]) -> Zone:
    """Change a zone's name, kind, team or outline.

    Raises `not-found`, `bad-field`, `step-not-allowed` in a closed operation, and for an outline once
    the sidak is open (what was judged inside would be outside); else what `add_zones` raises.
    """
    refuse_closed(operation)
    zone = db.session.get(Zone, zone_id)
    if zone is None or zone.operation_id != operation.id:
        raise Problem(Code.NOT_FOUND)
    team_id = changes.get("team_id")
    if team_id is not None and queries.team(operation.id, team_id) is None:
        raise Problem(Code.BAD_FIELD, invalid={"team_id": ["Tim tidak dikenal."]})
    if "area" in changes:
        if operation.status != "planned":
            raise Problem(Code.STEP_NOT_ALLOWED, state=operation.status)
        if fault := area_fault(changes["area"], people.office_positions()):
            raise Problem(_CODES[fault], names=[zone.name])
    for name, value in changes.items():
        setattr(zone, name, _outline(value) if name == "area" else value)
    db.session.flush()
    record_plan(by, operation, changed_zone=str(zone_id), fields=sorted(changes))
    return zone


def remove_zone(by: User, operation: Operation, zone_id: UUID) -> None:
    """Take a zone away; raises `step-not-allowed` once a visit or finding lies in it."""
    refuse_closed(operation)
    zone = db.session.get(Zone, zone_id)
    if zone is None or zone.operation_id != operation.id:
        raise Problem(Code.NOT_FOUND)
    try:
        with db.session.begin_nested():
            db.session.delete(zone)
    except IntegrityError:
        raise Problem(Code.STEP_NOT_ALLOWED) from None
    record_plan(by, operation, removed_zone=str(zone_id))


def refuse_closed(operation: Operation) -> None:
    """Raise `step-not-allowed` in a closed operation."""
    if operation.status == "closed":
        raise Problem(Code.STEP_NOT_ALLOWED)


def record_plan(by: User, operation: Operation, **detail: Any) -> None:
    """Leave the trace of a change of the plan."""
    audit.record(
        "operation.plan",
        actor_id=by.id,
        subject_id=operation.id,
        operation_id=operation.id,
        **detail,
    )


def _outline(area: dict[str, Any]) -> Any:
    try:
        return geo.area(area)
    except ValueError:
        raise Problem(Code.BAD_AREA) from None
