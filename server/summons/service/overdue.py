"""What direct superiors have left open: a superior who does not act answers for it (PP 94/2021 Pasal 28)."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import iso, now
from server.summons import queries
from server.summons.models import CaseRecord, Letter
from server.summons.queries import Listing
from server.summons.rules import DECISION_DAYS, LetterState, LineState
from server.summons.service.calls import examining_letter
from server.summons.service.hearings import local_day
from server.summons.service.lines import state_now

CALLED = frozenset({LineState.CALLED, LineState.RESCHEDULED, LineState.CALLED_AGAIN})
WAITING = CALLED | {LineState.ATTENDED, LineState.COACHED, LineState.HANDED_OVER}


def overdue(user: User) -> dict[str, Any]:
    """Return what is left open after its day, by superior, the longest waiting first."""
    require(user, "summons_list.read")
    audit.reading("summons_list.read", actor_id=user.id)
    at = now()
    found: dict[UUID, dict[str, Any]] = {}
    for operation in queries.operations_waiting(WAITING):
        listing = queries.listing(operation)
        for superior_id, one in _open(listing, at):
            row = found.setdefault(superior_id, _superior(listing, superior_id))
            row["lines"].append(one)
    for row in found.values():
        row["lines"].sort(key=itemgetter("since", "name"))
    items = sorted(found.values(), key=lambda row: (row["lines"][0]["since"], row["name"]))
    return {"items": items, "next": None}


def _open(listing: Listing, at: datetime) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """Yield each line on which its superior still has to act, a day or more after it was due."""
    newest = queries.newest_records(listing.operation.id)
    zone = listing.operation.time_zone
    for line_id in listing.lines:
        superior = listing.superior_of(line_id)
        open_still = _what(listing, line_id, newest) if superior is not None else None
        if superior is None or open_still is None:
            continue
        why, since = open_still
        days = (local_day(at, zone) - local_day(since, zone)).days
        if days > 0:
            yield (
                superior.id,
                {
                    "operation_id": str(listing.operation.id),
                    "operation_name": listing.operation.name,
                    "line_id": str(line_id),
                    "name": listing.people[line_id].shown.name or "-",
                    "why": why,
                    "since": iso(since),
                    "days": days,
                },
            )


def _what(
    listing: Listing, line_id: UUID, newest: Mapping[UUID, CaseRecord]
) -> tuple[str, datetime] | None:
    """Say what is open for a person and since when it was due, None for nothing.

    `signature`: the letter B was handed to the superior's OPD to be finished. `decision` and
    `visit`: the line was handed over, or its next visit of pembinaan has passed.
    """
    row, state = listing.row_of(line_id), state_now(listing, line_id)
    letters = [one for one in listing.letters_of(line_id) if one.kind == "B"]
    for letter in letters:
        if letter.status == LetterState.APPROVED and (until := _last_day(letter)) is not None:
            return "signature", until
    if row is None:
        return None
    record = next((newest[one] for one in listing.ids_of(line_id) if one in newest), None)
    if state is LineState.HANDED_OVER:
        decided = record is not None and record.held_on is not None
        return None if decided else ("decision", row.changed_at + timedelta(days=DECISION_DAYS))
    if state is LineState.COACHED:
        due = record.next_on if record is not None else None
        return ("visit", _noon(due, listing.operation.time_zone)) if due else None
    why = _why(listing, line_id, formal=bool(letters))
    return (why, row.hearing_at) if why and row.hearing_at else None


def _why(listing: Listing, line_id: UUID, *, formal: bool) -> str | None:
    """Say what is open under a letter B: attendance, the BAP, or how it ended."""
    state = state_now(listing, line_id)
    if state in CALLED:
        return "attendance" if formal else None
    if state is not LineState.ATTENDED or examining_letter(listing, line_id) is None:
        return None
    heard = [listing.examined[one] for one in listing.ids_of(line_id) if one in listing.examined]
    return "outcome" if "closed" in heard else "bap"


def _last_day(letter: Letter) -> datetime | None:
    """Return the last day on which a letter could be signed as it was counted."""
    until = letter.content.get("counted_until")
    return _noon(date.fromisoformat(until), letter.content["zone"]) if until else None


def _noon(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _superior(listing: Listing, superior_id: UUID) -> dict[str, Any]:
    one = listing.superiors[superior_id]
    return {
        "superior_id": str(one.id),
        "name": one.name,
        "nip": one.nip,
        "job": one.job,
        "lines": [],
    }
