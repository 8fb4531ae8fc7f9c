"""What is due today at the desk, over all operations: promised letters, hearings, calls, corrections."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from operator import itemgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import iso, now
from server.operations.models import Operation
from server.people.rules import add_working_days
from server.summons import queries
from server.summons.models import Line
from server.summons.queries import Listing
from server.summons.rules import Bucket, LetterKind, LineState
from server.summons.service.calls import next_call, on_its_way, to_correct
from server.summons.service.hearings import calendar_between, local_day
from server.summons.service.lines import state_now

# In the order in which a desk works them off.
KINDS = (
    "correction_due",
    "promised_passed",
    "hearing_today",
    "attendance_missing",
    "call_again",
    "date_missing",
    "decide_on_evidence",
    "reply_unread",
    "visit_due",
    "letter_to_deliver",
    "promised_today",
)
CALLED = frozenset({LineState.CALLED, LineState.RESCHEDULED, LineState.CALLED_AGAIN})
# Persons who may come back to the list: no letter is corrected before that is decided.
UNSETTLED = frozenset({Bucket.UNCONFIRMED, Bucket.PENDING_DOCUMENT})

Due = dict[str, Any]


def due(user: User) -> dict[str, Any]:
    """Return what is due, the most pressing kind first; one audit row per user and hour."""
    require(user, "summons_list.read")
    audit.reading("summons_list.read", actor_id=user.id)
    at = now()
    found = [*_promised(at), *_answers(), *_letters()]
    for operation in queries.operations_with_open_lines():
        found += _lines(queries.listing(operation), at)
    for operation in queries.operations_with_lines_in({LineState.COACHED}):
        found += _visits(queries.listing(operation), at)
    found.sort(key=itemgetter("name"))
    found.sort(key=lambda one: (KINDS.index(one["kind"]), one["due_at"] or ""))
    return {"items": found, "next": None}


def _promised(at: datetime) -> Iterator[Due]:
    """Yield the promised letters whose deadline passed, or passes today."""
    for finding, opd_name, operation in queries.promised_letters():
        day = local_day(at, operation.time_zone)
        limit = finding.assessment_due_at
        passed = limit is not None and limit < at
        if passed or (limit is not None and local_day(limit, operation.time_zone) == day):
            yield {
                **_of(operation),
                "kind": "promised_passed" if passed else "promised_today",
                "due_at": iso(limit) if limit else None,
                "name": finding.name or finding.place,
                "opd_name": opd_name,
                "finding_id": str(finding.id),
            }


def _answers() -> Iterator[Due]:
    """Yield what persons answered by their slips and no desk has read."""
    for finding, opd_name, operation, came_at in queries.unread_answers():
        yield {
            **_of(operation),
            "kind": "reply_unread",
            "due_at": iso(came_at),
            "name": finding.name or finding.place,
            "opd_name": opd_name,
            "finding_id": str(finding.id),
        }


def _letters() -> Iterator[Due]:
    """Yield the letters that were signed and not handed over."""
    for letter, operation in queries.undelivered():
        content = letter.content
        one = content["persons"][0]["name"] if len(content["persons"]) == 1 else None
        yield {
            **_of(operation),
            "kind": "letter_to_deliver",
            "due_at": iso(letter.signed_at) if letter.signed_at else None,
            "name": one if letter.kind == LetterKind.B and one else content["addressee"][0],
            "opd_name": content["opd"] or None,
            "letter_id": str(letter.id),
        }


def _lines(listing: Listing, at: datetime) -> Iterator[Due]:
    for line_id, person in listing.people.items():
        row = listing.row_of(line_id)
        kind = _kind(listing, line_id, at) if row else None
        if row is None or kind is None:
            continue
        shown = person.shown
        yield {
            **_of(listing.operation),
            "kind": kind,
            "due_at": _correct_by(listing, row) if kind == "correction_due" else _told(row),
            "name": shown.name or "-",
            "opd_name": shown.opd_name,
            "line_id": str(line_id),
        }


def _told(row: Line) -> str | None:
    return iso(row.hearing_at) if row.hearing_at else None


def _correct_by(listing: Listing, row: Line) -> str | None:
    """Return until when a wrong person's letters are to be corrected: one working day (domain.md §10).

    None where the name was not cleared but left the list in another way.
    """
    if row.status != LineState.CLEARED:
        return None
    zone = ZoneInfo(listing.operation.time_zone)
    cleared = row.changed_at.astimezone(zone)
    day = add_working_days(cleared.date(), 1, calendar_between(cleared.date(), cleared.date()))
    return iso(datetime.combine(day, cleared.timetz()).astimezone(UTC))


def _visits(listing: Listing, at: datetime) -> Iterator[Due]:
    """Yield the visits of pembinaan whose day has come."""
    newest, zone = queries.newest_records(listing.operation.id), listing.operation.time_zone
    today = local_day(at, zone)
    for line_id in listing.lines:
        rows = [newest[one] for one in listing.ids_of(line_id) if one in newest]
        last = max(rows, key=lambda row: row.recorded_at, default=None)
        if state_now(listing, line_id) is not LineState.COACHED or last is None:
            continue
        if last.next_on is not None and last.next_on <= today:
            shown = listing.people[line_id].shown
            day = datetime.combine(last.next_on, time(8), tzinfo=ZoneInfo(zone))
            yield {
                **_of(listing.operation),
                "kind": "visit_due",
                "due_at": iso(day.astimezone(UTC)),
                "name": shown.name or "-",
                "opd_name": shown.opd_name,
                "line_id": str(line_id),
            }


def _kind(listing: Listing, line_id: UUID, at: datetime) -> str | None:
    """Say what one person's line waits for today, None for nothing."""
    state = state_now(listing, line_id)
    apart = listing.apart.get(line_id)
    if apart is not None:
        settled = apart.bucket not in UNSETTLED
        return "correction_due" if settled and to_correct(listing, line_id) else None
    if state is LineState.EXCUSED:
        return "date_missing"
    if state is LineState.ABSENT:
        return _after_absence(listing, line_id)
    return _by_hearing(listing, line_id, at) if state in CALLED else None


def _after_absence(listing: Listing, line_id: UUID) -> str | None:
    following = next_call(listing, line_id)
    if following is None:
        return "decide_on_evidence"
    return None if on_its_way(listing, line_id, following.kind) else "call_again"


def _by_hearing(listing: Listing, line_id: UUID, at: datetime) -> str | None:
    row = listing.row_of(line_id)
    if row is None or row.hearing_at is None:
        return None
    zone = listing.operation.time_zone
    today, hearing = local_day(at, zone), local_day(row.hearing_at, zone)
    if hearing == today:
        return "hearing_today"
    return "attendance_missing" if hearing < today else None


def _of(operation: Operation) -> Due:
    empty = dict.fromkeys(("finding_id", "line_id", "letter_id"))
    return {"operation_id": str(operation.id), "operation_name": operation.name, **empty}
