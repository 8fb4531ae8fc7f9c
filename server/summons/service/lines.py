"""What happens to a line (one person of one operation) after the list: every verb has a reason.

The row of a line is made by its first verb. Who found a person, and the person, take no part in
judging; who cleared a line is nobody who put it on the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.accounts.permissions import Thing, may, require
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.steps import Part, StepRefused, take, verbs_from
from server.findings.models import Amendment
from server.summons import queries
from server.summons.models import Line, LineStep
from server.summons.queries import Listing
from server.summons.rules import (
    LETTERS_OWN,
    LINE_STEPS,
    Bucket,
    LineState,
    SamePerson,
    apart,
)

OUTCOMES = {"no_action": "no_action", "coached": "coach", "handed_over": "hand_over"}
# Persons whom only a decision about the line itself keeps off the list.
BY_DECISION = frozenset({Bucket.EXCLUDED, Bucket.CLEARED})
JUDGED = ("confirm", "identify", "assess_document")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, why, and on which revision of the line (0 before its first verb)."""

    actor: User
    reason: str
    revision: int


def decide(
    line_id: UUID,
    verb: str,
    decision: Decision,
    *,
    operation_id: UUID | None = None,
    hearing_at: datetime | None = None,
) -> Listing:
    """Take one step of a line and return the list as it is now.

    Raises `not-found`, `stale-revision` with both versions,
    `second-person-needed`, `step-not-allowed`, `hearing-not-yet`.
    """
    require(decision.actor, "summons_list.read")
    listing = _listing_with(line_id, operation_id)
    state = state_now(listing, line_id)
    try:
        step = take(LINE_STEPS, state, verb)
    except StepRefused:
        step = None
    approver = step is not None and step.by is Part.APPROVER
    _require_uninvolved(decision.actor, listing, line_id, "clear" if approver else "change")
    _refuse_stale(listing, line_id, decision, verb)
    if step is None or not _on_the_list(listing, line_id, verb):
        raise Problem(Code.STEP_NOT_ALLOWED, state=str(state), verb=verb)
    if verb == "absent":
        _refuse_early(listing, line_id)
    if verb == "clear":
        _refuse_same_person(decision.actor, listing, line_id)
    row = move(listing, line_id, verb, decision.actor, decision.reason)
    if verb in {"reschedule", "call"}:
        row.hearing_at = hearing_at
    audit.record(
        "line.clear" if approver else "line.change",
        actor_id=decision.actor.id,
        subject_id=row.id,
        operation_id=listing.operation.id,
        reason=decision.reason,
        verb=verb,
        before=str(state),
        after=row.status,
        revision=row.revision,
    )
    return queries.listing(listing.operation)


def move(listing: Listing, line_id: UUID, verb: str, actor: User, reason: str) -> Line:
    """Write one step of a line, its row made when it is the first; asks no rights.

    Raises StepRefused.
    """
    before = state_now(listing, line_id)
    after = take(LINE_STEPS, before, verb).to
    row = listing.stored.get(line_id) or _new_row(listing, line_id, before)
    row.status = str(after)
    row.revision += 1
    row.note = reason
    row.changed_at = now()
    row.changed_by = actor.id
    db.session.add(
        LineStep(
            line_id=row.id,
            revision=row.revision,
            verb=verb,
            before=str(before),
            after=str(after),
            at=row.changed_at,
            actor_id=actor.id,
            reason=reason,
        )
    )
    db.session.flush()
    return row


def state_now(listing: Listing, line_id: UUID) -> LineState:
    """Return where a person's line stands."""
    row = listing.row_of(line_id)
    return LineState(row.status) if row else LineState.CANDIDATE


def uninvolved(actor: User, listing: Listing, line_id: UUID) -> bool:
    """Whether somebody neither found the person nor is the person."""
    return all(may(actor, "line.change", thing) for thing in _things(listing, line_id))


def verbs_of(listing: Listing, line_id: UUID) -> list[str]:
    """Return the steps that a line allows now, whoever asks; those of letters left out."""
    found = verbs_from(LINE_STEPS, state_now(listing, line_id))
    return [
        verb for verb in found if verb not in LETTERS_OWN and _on_the_list(listing, line_id, verb)
    ]


def as_it_is(listing: Listing, line_id: UUID) -> dict[str, Any]:
    """Return what a stale decision is compared with."""
    row = listing.row_of(line_id)
    actor = db.session.get(User, row.changed_by) if row and row.changed_by else None
    return {
        "line_id": str(line_id),
        "status": str(state_now(listing, line_id)),
        "revision": row.revision if row else 0,
        "reason": row.note if row else "",
        "changed_at": iso(row.changed_at) if row else None,
        "changed_by_name": actor.name if actor else None,
    }


def _listing_with(line_id: UUID, operation_id: UUID | None) -> Listing:
    found = db.session.scalar(select(Line.operation_id).where(Line.id == line_id)) or operation_id
    if found is None:
        found = queries.operation_with_line(line_id).id
    listing = queries.listing(queries.operation_of(found, lock=True))
    if line_id not in listing.people:
        raise Problem(Code.NOT_FOUND)
    return listing


def _new_row(listing: Listing, line_id: UUID, state: LineState) -> Line:
    """Open the row of a line; one whose person was settled later goes on where the older stood."""
    older = listing.row_of(line_id)
    person = listing.people[line_id]
    row = Line(
        id=line_id,
        operation_id=listing.operation.id,
        person_key=person.key,
        employee_id=person.shown.employee_id,
        status=str(state),
        revision=older.revision if older else 0,
        hearing_at=older.hearing_at if older else None,
    )
    db.session.add(row)
    listing.stored[line_id] = row
    return row


def _things(listing: Listing, line_id: UUID) -> Iterable[Thing]:
    for seen in listing.seen_of(line_id):
        yield Thing(author_id=seen.author_id, found_employee_id=seen.fact.employee_id)


def _require_uninvolved(actor: User, listing: Listing, line_id: UUID, word: str) -> None:
    for thing in _things(listing, line_id):
        require(actor, f"line.{word}", thing)


def _refuse_stale(listing: Listing, line_id: UUID, decision: Decision, verb: str) -> None:
    current = as_it_is(listing, line_id)
    if current["revision"] != decision.revision:
        sent = {"verb": verb, "reason": decision.reason, "revision": decision.revision}
        raise Problem(Code.STALE_REVISION, current=current, sent=sent)


def _on_the_list(listing: Listing, line_id: UUID, verb: str) -> bool:
    """Whether the findings put the person on the list; a late truth may clear anybody."""
    not_listed = listing.apart.get(line_id)
    return verb == "clear" or not_listed is None or not_listed.bucket in BY_DECISION


def _refuse_early(listing: Listing, line_id: UUID) -> None:
    """Refuse to call somebody absent before the hour to appear has come."""
    row = listing.row_of(line_id)
    if row is not None and row.hearing_at is not None and row.hearing_at > now():
        raise Problem(Code.HEARING_NOT_YET, hearing_at=iso(row.hearing_at))


def _refuse_same_person(actor: User, listing: Listing, line_id: UUID) -> None:
    """Refuse to clear to whoever put the person on the list: verifier is never approver."""
    ids = listing.ids_of(line_id)
    findings = [seen.id for seen in listing.seen_of(line_id)]
    moved = db.session.scalars(select(LineStep.actor_id).where(LineStep.line_id.in_(ids)))
    judged = db.session.scalars(
        select(Amendment.actor_id).where(
            Amendment.finding_id.in_(findings), Amendment.verb.in_(JUDGED)
        )
    )
    try:
        apart(actor.id, *moved, *judged)
    except SamePerson:
        raise Problem(Code.SECOND_PERSON_NEEDED) from None
