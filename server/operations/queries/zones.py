"""Questions about zones: where a position lies, in metres on the ellipsoid."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from server.core.db import db
from server.core.geo import metres_between, point
from server.operations.models import Zone


@dataclass(frozen=True, slots=True)
class ZoneDistance:
    """How a position lies to a zone; `metres` is 0 inside it."""

    zone_id: UUID
    team_id: UUID | None
    name: str
    inside: bool
    metres: float


def zones_of(*operation_ids: UUID) -> Sequence[Zone]:
    """Return the zones of operations by name."""
    rows = select(Zone).where(Zone.operation_id.in_(operation_ids))
    return db.session.scalars(rows.order_by(Zone.name, Zone.id)).all()


def nearest_zone(
    operation_id: UUID, team_id: UUID | None, lon: float, lat: float
) -> ZoneDistance | None:
    """Return the zone of an operation nearest to a position, None when it has no zone.

    Of zones that hold the position, the team's own comes first.
    """
    here = point(lon, lat)
    inside = func.ST_Contains(Zone.area, here)
    rows = select(Zone.id, Zone.team_id, Zone.name, inside, metres_between(Zone.area, here)).where(
        Zone.operation_id == operation_id
    )
    found = [
        ZoneDistance(zone_id, owner, name, bool(holds), 0.0 if holds else float(metres))
        for zone_id, owner, name, holds, metres in db.session.execute(rows)
    ]
    return min(
        found,
        key=lambda one: (one.metres, one.team_id != team_id, one.name, one.zone_id),
        default=None,
    )


def zone_holding(
    operation_id: UUID, team_id: UUID | None, lon: float, lat: float
) -> ZoneDistance | None:
    """Return the zone that holds a position, None outside all."""
    found = nearest_zone(operation_id, team_id, lon, lat)
    return found if found is not None and found.inside else None
