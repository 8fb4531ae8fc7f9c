"""Parts of the board: its map, and the offices of a sidak kantor."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from server.board.queries import ALL_TEAMS, Place
from server.core.clock import iso
from server.core.geo import geojson
from server.operations.models import Operation, Zone
from server.operations.queries import RollSheet, TeamSheet
from server.permits.rules import added
from server.summons.queries import Seen

NOBODY = "nobody"  # whose names a file shows that everybody may open
QUICK = 1  # level of gzip: a third larger than the default, in a quarter of its time


@dataclass(frozen=True, slots=True)
class Viewer:
    """Which board somebody looks at: the operation, and whose names it may show."""

    operation: Operation
    names_of: str | UUID


class Picture:
    """A board, finished but for its names: those are put in, and all of it packed, once for each viewer.

    Everything else is the same for all who look at an operation, and costs nearly all of a building.
    """

    def __init__(
        self, head: Mapping[str, Any], below: Iterable[str], found: Iterable["Spot"]
    ) -> None:
        self._head = f'{_json(head)[:-1]},"features":'
        self._below = list(below)
        self._found = list(found)
        self._given: dict[tuple[str | UUID, bool], bytes] = {}
        self._writing = Lock()

    def given(self, names_of: str | UUID, *, packed: bool) -> bytes:
        """Return the JSON for who may read the names of `names_of`, in gzip (RFC 1952) when `packed`."""
        wanted = names_of, packed
        if (known := self._given.get(wanted)) is not None:
            return known
        with self._writing:
            if (known := self._given.get(wanted)) is None:
                known = self._write(names_of)
                if packed:
                    known = gzip.compress(known, QUICK, mtime=0)
                self._given[wanted] = known
            return known

    def _write(self, names_of: str | UUID) -> bytes:
        found = (spot.told(names_of) for spot in self._found)
        return f"{self._head}{collection([*self._below, *found])}}}".encode()


class Spot(NamedTuple):
    """A finding on the map as text, before and after what says who it was."""

    team_id: UUID | None
    before: str
    who: str
    after: str

    def told(self, names_of: str | UUID) -> str:
        """Return its feature; who may not read it sees that somebody was found, not who."""
        if names_of in (ALL_TEAMS, self.team_id):
            who = self.who
        else:
            who = "" if names_of == NOBODY else '"name":null,"finding_id":null,'
        return f"{self.before}{who}{self.after}"


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

    What has no position is not drawn. `NOBODY` leaves name and id of findings out.
    """
    yield from ground(sheets, zones, visits)
    for spot in spots(found):
        yield spot.told(names_of)


def ground(
    sheets: Sequence[TeamSheet], zones: Sequence[Zone], visits: Sequence[Place]
) -> Iterator[str]:
    """Give zones below and places above as GeoJSON text."""
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


def spots(found: Iterable[Seen]) -> Iterator[Spot]:
    """Give the findings that have a position.

    Written by hand: most of a large board is its findings, and nobody needs them as objects.
    """
    for one in found:
        if one.lon is not None and one.lat is not None:
            yield _spot(one, one.lon, one.lat)


def collection(drawn: Iterable[str], **more: str) -> str:
    """Return a GeoJSON FeatureCollection as text."""
    words = "".join(f"{_json(name)}:{_json(value)}," for name, value in more.items())
    return f'{{"type":"FeatureCollection",{words}"features":[{",".join(drawn)}]}}'


def _spot(one: Seen, lon: float, lat: float) -> Spot:
    fact = one.fact
    return Spot(
        fact.team_id,
        '{"type":"Feature","geometry":{"type":"Point","coordinates":'
        f'[{round(lon, 6)},{round(lat, 6)}]}},"properties":{{"kind":"finding",',
        f'"name":{_often(fact.name)},"finding_id":"{fact.finding_id}",',
        f'"team_number":{one.team_number},"person_kind":"{fact.kind.value}",'
        f'"status":"{fact.status.value}","accuracy_m":{_often(one.accuracy_m)},'
        f'"seen_at":"{iso(one.seen_at)}","place":{_often(one.place)}}}}}',
    )


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def _feature(geometry: dict[str, Any], **properties: Any) -> str:
    return _json({"type": "Feature", "geometry": geometry, "properties": properties})


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_often = lru_cache(4096)(_json)  # places, names of people seen again
