"""The board as bytes: built when something changed, else taken from this process's memory."""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.board import queries
from server.board.queries import ALL_TEAMS, Place, Stamp
from server.core import audit
from server.core.clock import iso, now
from server.core.geo import geojson
from server.core.http import etag_of
from server.core.problems import Code, Problem
from server.findings import queries as findings
from server.findings.queries import reports
from server.findings.rules import FindingStatus, team_state
from server.operations import queries as operations
from server.operations.models import Operation
from server.operations.queries import TeamSheet, UnsentWork
from server.people import queries as people
from server.summons.queries import Seen, facts, seen_in
from server.summons.rules import (
    TeamTotals,
    board_totals,
    figures_state,
)

KEPT = 64
Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Board:
    """A finished answer: its bytes and the validator that names them."""

    etag: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Viewer:
    """Which board somebody looks at: the operation, and whose names it may show."""

    operation: Operation
    names_of: str | UUID

    @property
    def key(self) -> Key:
        """Return what the kept boards are found by."""
        return self.operation.id, str(self.names_of)


class _Kept:
    """The newest boards of this process, least recently seen ones dropped."""

    def __init__(self) -> None:
        self._boards: OrderedDict[Key, Board] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, etag: str) -> Board | None:
        with self._lock:
            found = self._boards.get(key)
            if found is None or found.etag != etag:
                return None
            self._boards.move_to_end(key)
            return found

    def put(self, key: Key, board: Board) -> None:
        with self._lock:
            self._boards[key] = board
            self._boards.move_to_end(key)
            while len(self._boards) > KEPT:
                self._boards.popitem(last=False)


class _Polled:
    """Who has left this hour's trace already, so that a poll need not ask the database."""

    def __init__(self) -> None:
        self._hour = ""
        self._known: set[tuple[UUID, UUID]] = set()

    def know(self, polled: tuple[UUID, UUID]) -> bool:
        return f"{now():%Y%m%d%H}" == self._hour and polled in self._known

    def note(self, polled: tuple[UUID, UUID]) -> None:
        hour = f"{now():%Y%m%d%H}"
        if hour != self._hour:
            self._hour, self._known = hour, set()
        self._known.add(polled)


_kept = _Kept()
_polled = _Polled()


def viewer(user: User, operation_id: UUID) -> Viewer:
    """Return what a user may see of a board; leaves one audit row per user and hour.

    Raises `not-found` for everybody but readers and the coordinators of the operation.
    """
    found = _looking(user, operation_id)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    polled = (user.id, operation_id)
    if _polled.know(polled):
        return found
    audit.reading(
        "board.read", actor_id=user.id, subject_id=operation_id, operation_id=operation_id
    )
    _polled.note(polled)
    found = _looking(user, operation_id)  # the row above may have begun another transaction
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def etag(seen: Viewer) -> tuple[str, Stamp]:
    """Return the validator of today's board and its stamp, without building it."""
    stamp = queries.stamp(seen.operation.id)
    return etag_of(*seen.key, seen.operation.revision, stamp), stamp


def board(seen: Viewer, validator: str, stamp: Stamp) -> Board:
    """Return today's board, built anew only when its validator changed."""
    found = _kept.get(seen.key, validator)
    if found is None:
        text = json.dumps(build(seen, stamp), ensure_ascii=False, separators=(",", ":"))
        found = Board(validator, text.encode())
        _kept.put(seen.key, found)
    return found


def build(seen: Viewer, stamp: Stamp) -> dict[str, Any]:
    """Put the board of an operation together in the shape of the contract."""
    operation = seen.operation
    found = seen_in(operation.id, now())
    known = facts(found)
    visits = queries.visits_of(operation.id)
    sheets = operations.sheets(operation.id)
    staff = people.staff_counts()
    statuses = (fact.status for fact in known)
    totals = board_totals(known)
    return {
        "operation_id": str(operation.id),
        "name": operation.name,
        "status": operation.status,
        "time_zone": operation.time_zone,
        "state": str(figures_state(closed=operation.status == "closed", statuses=statuses)),
        "totals": totals.people.wire(),
        "teams": _teams(operation.id, sheets, (found, totals.teams), visits),
        "opds": [
            {
                "opd_id": str(one.opd_id),
                "name": one.name,
                "people": one.people,
                "employees": staff[one.opd_id],
            }
            for one in totals.opds
        ],
        "features": {
            "type": "FeatureCollection",
            "features": list(features(seen, sheets, found, visits)),
        },
        "cursor": str(stamp.log_index),
    }


def _looking(user: User, operation_id: UUID) -> Viewer | None:
    operation = operations.operation(operation_id)
    names_of = None if operation is None else queries.whose_names(user, operation)
    return None if operation is None or names_of is None else Viewer(operation, names_of)


def _teams(
    operation_id: UUID,
    sheets: Sequence[TeamSheet],
    seen: tuple[Sequence[Seen], Mapping[UUID, TeamTotals]],
    visits: Sequence[Place],
) -> list[dict[str, Any]]:
    found, totals = seen
    missing = findings.missing_findings_by_team(operation_id)
    later = reports.later_findings_by_team(operation_id)
    unsent = {work.team_id: work for work in operations.unsent_work(operation_id)}
    zones = operations.zones_of(operation_id)
    rows = []
    for sheet in sheets:
        team = sheet.team
        own = [visit for visit in visits if visit.team_id == team.id]
        alive = [
            one
            for one in found
            if one.fact.team_id == team.id and one.fact.status is not FindingStatus.DISMISSED
        ]
        state = team_state(
            findings=len(alive),
            nihil_visits=sum(visit.nil for visit in own),
            closed=team.closed_at is not None,
        )
        leaders = [member for member in sheet.members if member.role == "coordinator"]
        rows.append(
            {
                "id": str(team.id),
                "number": team.number,
                "coordinator": ", ".join(member.name for member in leaders) or None,
                "coordinator_title": leaders[0].title if leaders else None,
                "state": state.value,
                **_figures(totals.get(team.id, TeamTotals())),
                "findings": len(alive),
                "visits": len(own),
                "nil_visits": sum(visit.nil for visit in own),
                "zones": [zone.name for zone in zones if zone.team_id == team.id],
                **_phones(unsent.get(team.id)),
                "missing_findings": missing[team.id],
                "closed_at": iso(team.closed_at) if team.closed_at else None,
                "later_findings": later[team.id],
            }
        )
    return rows


def _figures(totals: TeamTotals) -> dict[str, int]:
    return {
        "people": totals.people,
        "asn": totals.asn,
        "non_asn": totals.non_asn,
        "other": totals.other,
    }


def _phones(work: UnsentWork | None) -> dict[str, Any]:
    contact = work.last_contact_at if work else None
    return {
        "unsent_findings": work.unsent_findings if work else 0,
        "unsent_photos": work.unsent_photos if work else 0,
        "unsent_visits": work.unsent_visits if work else 0,
        "last_contact_at": iso(contact) if contact else None,
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
