"""What direct superiors have left open: a superior who does not act answers for it (PP 94/2021 Pasal 28)."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import iso, now
from server.summons import queries
from server.summons.queries import Listing
from server.summons.rules import LineState
from server.summons.service.calls import examining_letter
from server.summons.service.hearings import local_day
from server.summons.service.lines import state_now

CALLED = frozenset({LineState.CALLED, LineState.RESCHEDULED, LineState.CALLED_AGAIN})
WAITING = CALLED | {LineState.ATTENDED}


def overdue(user: User) -> dict[str, Any]:
    """Return what is left open after its day, by superior, the longest waiting first."""
    require(user, "summons_list.read")
    audit.reading("summons_list.read", actor_id=user.id)
    at = now()
    found: dict[UUID, dict[str, Any]] = {}
    for operation in queries.operations_with_lines_in(WAITING):
        listing = queries.listing(operation)
        for superior_id, one in _open(listing, at):
            row = found.setdefault(superior_id, _superior(listing, superior_id))
            row["lines"].append(one)
    for row in found.values():
        row["lines"].sort(key=itemgetter("since", "name"))
    items = sorted(found.values(), key=lambda row: (row["lines"][0]["since"], row["name"]))
    return {"items": items, "next": None}


def _open(listing: Listing, at: datetime) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """Yield each line whose day to appear is over and whose superior still has to act."""
    for line_id in listing.lines:
        row, superior = listing.row_of(line_id), listing.superior_of(line_id)
        if row is None or row.hearing_at is None or superior is None:
            continue
        zone = listing.operation.time_zone
        days = (local_day(at, zone) - local_day(row.hearing_at, zone)).days
        why = _why(listing, line_id)
        if days > 0 and why is not None:
            yield (
                superior.id,
                {
                    "operation_id": str(listing.operation.id),
                    "operation_name": listing.operation.name,
                    "line_id": str(line_id),
                    "name": listing.people[line_id].shown.name or "-",
                    "why": why,
                    "since": iso(row.hearing_at),
                    "days": days,
                },
            )


def _why(listing: Listing, line_id: UUID) -> str | None:
    """Say what is open under a letter B: attendance, the BAP, or how it ended."""
    state = state_now(listing, line_id)
    if state in CALLED:
        formal = any(one.kind == "B" for one in listing.letters_of(line_id))
        return "attendance" if formal else None
    if state is not LineState.ATTENDED or examining_letter(listing, line_id) is None:
        return None
    heard = [listing.examined[one] for one in listing.ids_of(line_id) if one in listing.examined]
    return "outcome" if "closed" in heard else "bap"


def _superior(listing: Listing, superior_id: UUID) -> dict[str, Any]:
    one = listing.superiors[superior_id]
    return {
        "superior_id": str(one.id),
        "name": one.name,
        "nip": one.nip,
        "job": one.job,
        "lines": [],
    }
