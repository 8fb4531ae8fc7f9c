"""What an OPD account sees and answers: its own lines once an operation is closed.

No photos, no health reasons, nothing of another OPD, and not the line of its own head or of the
account's owner (domain.md §10). An answer is received like any late letter and judged by the desk.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db
from server.core.problems import Code, Problem
from server.findings import queries as findings
from server.findings.models import Finding, LateLetter
from server.findings.service import late
from server.findings.service.replies import until
from server.operations.models import Operation
from server.people import queries as people
from server.permits.rules import LEAVE, is_leave
from server.summons import queries
from server.summons.queries import Listing
from server.summons.rules import Bucket
from server.summons.service.lines import state_now

# Of those not listed, only who still waits for a letter concerns the OPD.
WAITING = Bucket.PENDING_DOCUMENT


def lines(user: User) -> dict[str, Any]:
    """Return the lines of the user's OPD in closed operations; one audit row per user and hour."""
    require(user, "line.read_own")
    audit.reading("line.read_own", actor_id=user.id)
    found = [
        _shown(listing, line_id, user)
        for operation in _closed(user)
        for listing in [queries.listing(operation)]
        for line_id in _own(user, listing)
    ]
    return {"items": found, "next": None}


def reply(by: User, line_id: UUID, operation_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """Receive a letter or an explanation of an OPD; raises `not-found`, `deadline-passed`."""
    listing = _listing(by, operation_id)
    if line_id not in _own(by, listing):
        raise Problem(Code.NOT_FOUND)
    until = _until(listing, line_id)
    if until is not None and now() > until:
        raise Problem(Code.DEADLINE_PASSED)
    finding = db.session.get_one(
        Finding, listing.shown_of(line_id).id, with_for_update=True, populate_existing=True
    )
    return _answer(late.keep(by, finding, "opd", said))


def attach(by: User, line_id: UUID, late_id: UUID, data: bytes) -> dict[str, Any]:
    """Attach the scan of an own answer, once; raises `not-found`."""
    require(by, "line.read_own")
    found = db.session.get(LateLetter, late_id)
    if found is None or found.received_by != by.id:
        raise Problem(Code.NOT_FOUND)
    finding = db.session.get_one(Finding, found.finding_id)
    if line_id not in _own(by, _listing(by, finding.operation_id)):
        raise Problem(Code.NOT_FOUND)
    return _answer(late.attach(by, found, data))


def _listing(user: User, operation_id: UUID) -> Listing:
    """Return the list of a closed operation in which the user's OPD has findings."""
    require(user, "line.read_own")
    operation = next((one for one in _closed(user) if one.id == operation_id), None)
    if operation is None:
        raise Problem(Code.NOT_FOUND)
    return queries.listing(operation)


def _closed(user: User) -> list[Operation]:
    if user.opd_id is None:
        return []
    touched = select(Finding.operation_id).where(Finding.opd_id.in_(people.subtree(user.opd_id)))
    rows = select(Operation).where(Operation.status == "closed", Operation.id.in_(touched))
    return list(db.session.scalars(rows.order_by(Operation.starts_at.desc(), Operation.id)))


def _own(user: User, listing: Listing) -> list[UUID]:
    """Return the lines that this account may see, listed first."""
    hidden = queries.hidden_from(user)
    own = people.subtree(user.opd_id) if user.opd_id else frozenset()

    def candidates() -> Iterator[tuple[UUID, UUID | None, UUID | None]]:
        for line, opd_id, _name in listing.lines.values():
            yield line.line_id, opd_id, line.employee_id
        for one in listing.found.not_listed:
            if one.bucket is WAITING:
                yield one.line_id, one.opd_id, one.employee_id

    return [
        line_id
        for line_id, opd_id, employee_id in candidates()
        if _may(user, opd_id if opd_id in own else None) and employee_id not in hidden
    ]


def _may(user: User, opd_id: UUID | None) -> bool:
    """Ask the permission table; a unit below the own OPD counts as the OPD."""
    try:
        require(user, "line.reply", Thing(opd_id=user.opd_id if opd_id else None))
    except Problem:
        return False
    return True


def _until(listing: Listing, line_id: UUID) -> datetime | None:
    """Return until when the OPD may answer: it sees nothing before closing, and then has days."""
    due = db.session.scalar(
        select(Finding.assessment_due_at).where(Finding.id == listing.shown_of(line_id).id)
    )
    operation = listing.operation
    return until(operation.closed_at or now(), due, operation)


def _shown(listing: Listing, line_id: UUID, user: User) -> dict[str, Any]:
    shown = listing.shown_of(line_id)
    row = listing.row_of(line_id)
    until = _until(listing, line_id)
    papers = findings.late_letters_of([shown.id])[shown.id]
    return {
        "operation_id": str(listing.operation.id),
        "operation_name": listing.operation.name,
        "day": listing.operation.day.isoformat(),
        "time_zone": listing.operation.time_zone,
        "line_id": str(line_id),
        "name": shown.fact.name,
        "nip": shown.fact.nip,
        "job": shown.fact.job,
        "unit": shown.unit,
        "status": "waiting" if line_id in listing.apart else str(state_now(listing, line_id)),
        "hearing_at": iso(row.hearing_at) if row and row.hearing_at else None,
        "seen": [
            {"seen_at": iso(one.seen_at), "place": one.place} for one in listing.seen_of(line_id)
        ],
        "reply_until": iso(until) if until else None,
        "may_reply": until is None or now() <= until,
        "replies": [_answer(one) for one in papers if one.received_by == user.id],
    }


def _answer(one: LateLetter) -> dict[str, Any]:
    """Return an own answer; leave says only that it is leave, its reason may be one of health."""
    leave = is_leave(one.kind)
    return {
        "id": str(one.id),
        "kind": LEAVE if leave else one.kind,
        "number": "" if leave else one.number,
        "dated": one.dated.isoformat() if one.dated else None,
        "note": "" if leave else one.note,
        "received_at": iso(one.received_at),
        "has_file": one.file_sha256 is not None,
    }
