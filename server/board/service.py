"""The board as bytes: built when something changed, else taken from this process's memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.service import TOUCH, in_force, token_hash
from server.board import queries
from server.board.drawn import Picture, Viewer, ground, offices, spots
from server.board.kept import Board, Built, Kept
from server.board.queries import Place, Stamp
from server.core import audit
from server.core.clock import iso, now
from server.core.http import etag_of
from server.core.problems import Code, Problem
from server.findings import queries as findings
from server.findings.queries import reports
from server.findings.rules import FindingStatus, team_state
from server.operations import queries as operations
from server.operations.models import Operation, Zone
from server.operations.queries import RollSheet, TeamSheet, UnsentWork
from server.people import queries as people
from server.summons.queries import facts, seen_in
from server.summons.rules import Fact, TeamTotals, board_totals, figures_state

OFFICE = "office"
HOUR = timedelta(hours=1)
SPREAD = 60  # seconds


class _Polled:
    """Who has left this hour's trace already, so that a poll need not ask the database.

    Open boards leave the next hour's trace spread over its first minute: all at once they would stand
    before the phones at the write lock. Who shut the board by then has left the hour before's.
    """

    def __init__(self) -> None:
        self._noted: dict[tuple[UUID, UUID], datetime] = {}  # the hour of the newest trace
        self._noting = Lock()

    def know(self, polled: tuple[UUID, UUID]) -> bool:
        noted, moment = self._noted.get(polled), now()
        return noted is not None and moment < noted + HOUR + timedelta(
            seconds=polled[0].int % SPREAD
        )

    def note(self, polled: tuple[UUID, UUID]) -> None:
        hour = now().replace(minute=0, second=0, microsecond=0)
        with self._noting:
            if hour not in self._noted.values():  # the first of an hour
                self._noted = {one: at for one, at in self._noted.items() if at + HOUR >= hour}
            self._noted[polled] = hour


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a board by somebody who may: whose names it shows, and the version of today."""

    operation_id: UUID
    names_of: str | UUID
    version: str

    @property
    def etag(self) -> str:
        """Return the validator of today's board."""
        return etag_of(self.operation_id, self.names_of, self.version)

    def at(self, board: Board[Picture]) -> "Given":
        """Return what this viewer gets of a board, which may be an older one."""
        return Given(
            etag_of(self.operation_id, self.names_of, board.etag), self.names_of, board.body
        )


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: the validator that names it, and its bytes as plain JSON or packed."""

    etag: str
    names_of: str | UUID
    picture: Picture

    def bytes(self, *, packed: bool) -> bytes:
        """Return the answer's body, in gzip when `packed`."""
        return self.picture.given(self.names_of, packed=packed)


_kept = Kept[Picture]()
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


def polled(token: str, operation_id: UUID) -> Look | None:
    """Return what somebody looks at who may see the board; None leaves the poll to the route.

    One question to the database, for what is nearly every answer. Whatever needs more (the first
    poll of an hour, a session to be noted as used, a refusal) is answered by the route.
    """
    found, moment = queries.poll(token_hash(token), operation_id), now()
    if found is None or found.session.limited or not in_force(found.user, found.session, moment):
        return None
    if moment - found.session.seen_at > TOUCH or not _polled.know((found.user.id, operation_id)):
        return None
    names_of = queries.names_for(found.user, found.team_id, found.role)
    if names_of is None:
        return None
    return Look(operation_id, names_of, _version(found.revision, found.stamp))


def ready(look: Look) -> Given | None:
    """Return the board that can be given at once, None where it must be built first."""
    found = _kept.ready(look.operation_id, look.version)
    return None if found is None else look.at(found)


def board(seen: Viewer) -> Given:
    """Return today's board, built anew only when something changed.

    A large one rests between two buildings, and nobody waits while one is replaced: what is given
    then is older and named by its own validator.
    """
    operation = seen.operation
    stamp = queries.stamp(operation.id)
    look = Look(operation.id, seen.names_of, _version(operation.revision, stamp))
    return look.at(_kept.board(operation.id, look.version, lambda: build(operation, stamp)))


def _version(revision: int, stamp: Stamp) -> str:
    return f"{revision}|{stamp}"


def build(operation: Operation, stamp: Stamp) -> Built[Picture]:
    """Put the board of an operation together in the shape of the contract."""
    found = seen_in(operation.id, now())
    known = facts(found)
    visits = queries.visits_of(operation.id)
    sheets = operations.sheets(operation.id)
    zones = operations.zones_of(operation.id)
    staff = people.staff_counts()
    rolls = operations.roll_sheets(operation.id) if operation.kind == OFFICE else None
    totals = board_totals(known)
    closed = operation.status == "closed"
    head = {
        "operation_id": str(operation.id),
        "name": operation.name,
        "status": operation.status,
        "time_zone": operation.time_zone,
        "state": str(figures_state(closed=closed, statuses=(fact.status for fact in known))),
        "totals": totals.people.wire(),
        "teams": _teams(operation.id, (sheets, zones), (known, totals.teams), (visits, rolls)),
        "opds": [
            {
                "opd_id": str(one.opd_id),
                "name": one.name,
                "people": one.people,
                "employees": staff[one.opd_id],
            }
            for one in totals.opds
        ],
        "rolls": None if rolls is None else offices(rolls),
        "cursor": str(stamp.log_index),
    }
    return Built(Picture(head, ground(sheets, zones, visits), spots(found)), len(found))


def _looking(user: User, operation_id: UUID) -> Viewer | None:
    operation = operations.operation(operation_id)
    names_of = None if operation is None else queries.whose_names(user, operation)
    return None if operation is None or names_of is None else Viewer(operation, names_of)


def _teams(
    operation_id: UUID,
    plan: tuple[Sequence[TeamSheet], Sequence[Zone]],
    seen: tuple[Sequence[Fact], Mapping[UUID, TeamTotals]],
    told: tuple[Sequence[Place], Sequence[RollSheet] | None],
) -> list[dict[str, Any]]:
    (sheets, zones), (known, totals), (visits, rolls) = plan, seen, told
    lists = Counter(one.roll.team_id for one in rolls or ())
    alive = Counter(one.team_id for one in known if one.status is not FindingStatus.DISMISSED)
    missing = findings.missing_findings_by_team(operation_id)
    later = reports.later_findings_by_team(operation_id)
    unsent = {work.team_id: work for work in operations.unsent_work(operation_id)}
    rows = []
    for sheet in sheets:
        team = sheet.team
        own = [visit for visit in visits if visit.team_id == team.id]
        state = team_state(
            findings=alive[team.id] + lists[team.id],
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
                "findings": alive[team.id],
                "rolls": lists[team.id],
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
