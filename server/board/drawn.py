"""Parts of the board: its map, and the offices of a sidak kantor."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from server.board.kept import Key
from server.board.queries import ALL_TEAMS, Place
from server.core.clock import iso
from server.core.geo import geojson
from server.operations.models import Operation, Zone
from server.operations.queries import RollSheet, TeamSheet
from server.permits.rules import added
from server.summons.queries import Seen

NOBODY = "nobody"  # whose names a file shows that everybody may open


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
    names_of: str | UUID,
    sheets: Sequence[TeamSheet],
    zones: Sequence[Zone],
    found: Sequence[Seen],
    visits: Sequence[Place],
) -> Iterator[str]:
    """Give zones below, places above, findings on top, each as GeoJSON text (RFC 7946).

    What has no position is not drawn. Text, because most of a large board is its findings: nobody
    needs them as objects. `NOBODY` leaves name and id of findings out.
    """
    numbers: Mapping[UUID | None, int] = {sheet.team.id: sheet.team.number for sheet in sheets}
    for zone in zones:
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
            yield _finding(one, one.lon, one.lat, names_of)


def with_features(head: Mapping[str, Any], drawn: Iterable[str]) -> bytes:
    """Return a JSON object with a member `features` that holds what is drawn."""
    text = _json(head)
    return f'{text[:-1]},"features":{collection(drawn)}}}'.encode()


def collection(drawn: Iterable[str], **more: str) -> str:
    """Return a GeoJSON FeatureCollection as text."""
    words = "".join(f"{_json(name)}:{_json(value)}," for name, value in more.items())
    return f'{{"type":"FeatureCollection",{words}"features":[{",".join(drawn)}]}}'


def _finding(one: Seen, lon: float, lat: float, names_of: str | UUID) -> str:
    """Draw a finding; who may not read it sees that somebody was found, not who."""
    fact, who = one.fact, ""
    if names_of in {ALL_TEAMS, fact.team_id}:
        who = f'"name":{_often(fact.name)},"finding_id":"{fact.finding_id}",'
    elif names_of != NOBODY:
        who = '"name":null,"finding_id":null,'
    return (
        '{"type":"Feature","geometry":{"type":"Point","coordinates":'
        f'[{round(lon, 6)},{round(lat, 6)}]}},"properties":{{"kind":"finding",{who}'
        f'"team_number":{one.team_number},"person_kind":"{fact.kind.value}",'
        f'"status":"{fact.status.value}","accuracy_m":{_often(one.accuracy_m)},'
        f'"seen_at":"{iso(one.seen_at)}","place":{_often(one.place)}}}}}'
    )


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def _feature(geometry: dict[str, Any], **properties: Any) -> str:
    return _json({"type": "Feature", "geometry": geometry, "properties": properties})


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_often = lru_cache(4096)(_json)  # places, names of people seen again
