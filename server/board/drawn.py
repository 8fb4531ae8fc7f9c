"""Parts of the board: its map, and the offices of a sidak kantor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.board.queries import ALL_TEAMS, Place
from server.core.clock import iso
from server.core.geo import geojson
from server.operations import queries as operations
from server.operations.models import Operation
from server.operations.queries import RollSheet, TeamSheet
from server.permits.rules import added
from server.summons.queries import Seen

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Which board somebody looks at: the operation, and whose names it may show."""

    operation: Operation
    names_of: str | UUID

    @property
    def key(self) -> Key:
        """Return what the kept boards are found by."""
        return self.operation.id, str(self.names_of)


def offices(sheets: Sequence[RollSheet]) -> dict[str, Any]:
    """Return how the offices of a sidak kantor stand; who is ill is counted as on leave."""
    return {
        **added(one.count for one in sheets).wire(),
        "opds": [
            {
                "roll_id": str(one.roll.id),
                "opd_id": str(one.roll.opd_id),
                "name": one.opd_name,
                "team_number": one.team_number,
                **one.count.wire(),
            }
            for one in sheets
        ],
    }


def features(
    seen: Viewer, sheets: Sequence[TeamSheet], found: Sequence[Seen], visits: Sequence[Place]
) -> Iterator[dict[str, Any]]:
    """Give zones below, places above, findings on top; without a position nothing is drawn."""
    numbers: Mapping[UUID | None, int] = {sheet.team.id: sheet.team.number for sheet in sheets}
    for zone in operations.zones_of(seen.operation.id):
        words = {"kind": "zone", "name": zone.name, "zone_kind": zone.kind}
        yield _feature(geojson(zone.area), team_number=numbers.get(zone.team_id), **words)
    for visit in visits:
        if visit.lon is not None and visit.lat is not None:
            yield _feature(
                _point(visit.lon, visit.lat),
                kind="visit",
                team_number=numbers.get(visit.team_id),
                name=visit.place,
                nil=visit.nil,
                accuracy_m=visit.accuracy_m,
            )
    for one in found:
        if one.lon is not None and one.lat is not None:
            yield _finding(one, named=seen.names_of in {ALL_TEAMS, one.fact.team_id})


def _finding(one: Seen, *, named: bool) -> dict[str, Any]:
    """Draw a finding; who may not read it sees that somebody was found, not who."""
    fact = one.fact
    return _feature(
        _point(one.lon or 0.0, one.lat or 0.0),
        kind="finding",
        team_number=one.team_number,
        name=fact.name if named else None,
        person_kind=fact.kind.value,
        status=fact.status.value,
        accuracy_m=one.accuracy_m,
        finding_id=str(one.id) if named else None,
        seen_at=iso(one.seen_at),
        place=one.place,
    )


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
