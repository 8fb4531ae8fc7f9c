"""The right of reply: who holds a slip answers by its code, without an account.

The code opens one thing: that a note exists, when and where it was written and what was asked. No
name, no photo, no judgement. An answer never moves a line; it is read and judged at the desk as
every paper that came afterwards (`late`). Nothing of the asker is kept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import app_state, audit, pictures
from server.core.clock import iso, now
from server.core.db import db, end_reading
from server.core.problems import Code, Problem
from server.findings import queries
from server.findings.models import Finding, LateLetter
from server.findings.queries import slips
from server.findings.rules.late import EXPLANATION
from server.findings.rules.slips import code_hash, read_code, reply_until
from server.findings.service import late
from server.operations.models import Operation
from server.people import queries as people

PERSON = "person"
LOOK_AHEAD = timedelta(days=60)  # of calendar, for three working days
MOST = 10  # answers of one person to one note
TAKEN = frozenset({"application/pdf", "image/jpeg"})


def look(typed: str) -> dict[str, Any]:
    """Return `{"notes"}` behind a code, one as a rule; raises `reply-unknown`, `too-many-checks`."""
    found = _notes(typed)
    return {"notes": [_note(number, one) for number, one in enumerate(found, 1)]}


def reply(typed: str, number: int, text: str) -> dict[str, Any]:
    """Receive an answer to one of the notes behind a code; the same text again is the same answer.

    Raises `reply-unknown`, `too-many-checks`, `deadline-passed`, and `step-not-allowed` after MOST.
    """
    found = _notes(typed)
    if number > len(found):
        raise Problem(Code.NOT_FOUND)
    finding = db.session.get_one(
        Finding, found[number - 1].id, with_for_update=True, populate_existing=True
    )
    given = _given(finding)
    for one in given:
        if one.note == text:
            return _answer(one)
    until = _until(finding)
    if until is not None and now() > until:
        raise Problem(Code.DEADLINE_PASSED)
    if len(given) >= MOST:
        raise Problem(Code.STEP_NOT_ALLOWED)
    said = {"kind": EXPLANATION, "note": text, "due_at": until}
    return _answer(late.keep(None, finding, PERSON, said))


def refuse_strangers(typed: str) -> None:
    """Raise `reply-unknown` or `too-many-checks` before the bytes of a stranger are read."""
    _notes(typed)
    end_reading()


def check_file(data: bytes) -> None:
    """Raise `bad-field` for what is neither a PDF nor a JPEG that decodes; asks no database."""
    mime = late.mime_of(data)
    if mime not in TAKEN or (mime == "image/jpeg" and not pictures.is_sound(data)):
        raise Problem(Code.BAD_FIELD, invalid={"file": ["Berkas harus PDF atau foto JPEG."]})


def attach(typed: str, late_id: UUID, data: bytes) -> dict[str, Any]:
    """Attach one letter to an own answer, once; raises `reply-unknown`, `not-found`."""
    found = db.session.get(LateLetter, late_id)
    own = {one.id for one in _notes(typed)}
    if found is None or found.source != PERSON or found.finding_id not in own:
        raise Problem(Code.NOT_FOUND)
    return _answer(late.attach(None, found, data))


def mark_read(by: User, late_id: UUID) -> LateLetter:
    """Say that the desk has read an answer; saying it again changes nothing. Raises `not-found`."""
    found, finding = late.one(by, late_id)
    require(
        by, late.WORD, Thing(author_id=finding.author_id, found_employee_id=finding.employee_id)
    )
    if found.read_at is None:
        found.read_at, found.read_by = now(), by.id
        audit.record(
            "finding.read_late_letter",
            actor_id=by.id,
            subject_id=finding.id,
            operation_id=finding.operation_id,
            late_letter=str(found.id),
            marked=True,
        )
    return found


def _notes(typed: str) -> Sequence[Finding]:
    """Return what a code opens, once each however often it was merged; paced where it is nothing."""
    code = read_code(typed)
    slip = slips.by_code(code_hash(code or typed))
    found = slips.findings_of(slip.number) if slip and code else ()
    if not found:
        if wait := app_state.strangers().spend():
            raise Problem(Code.TOO_MANY_CHECKS, retry_after=wait)
        raise Problem(Code.REPLY_UNKNOWN)
    return list({one.id: one for one in map(_kept, found)}.values())


def _kept(finding: Finding) -> Finding:
    """Return the finding that a merged one was joined to."""
    while finding.merged_into is not None:
        finding = db.session.get_one(Finding, finding.merged_into)
    return finding


def _given(finding: Finding) -> list[LateLetter]:
    papers = queries.late_letters_of([finding.id])[finding.id]
    return [one for one in papers if one.source == PERSON]


def until(
    known_at: datetime, finding_due: datetime | None, operation: Operation
) -> datetime | None:
    """Return until when who could know at `known_at` may answer; None for a sidak without a deadline."""
    due_at = finding_due or operation.promised_until
    if due_at is None:
        return None
    day = known_at.astimezone(ZoneInfo(operation.time_zone)).date()
    calendar = people.calendar(day, day + LOOK_AHEAD)
    return reply_until(known_at, due_at, calendar, operation.time_zone)


def _until(finding: Finding) -> datetime | None:
    operation = db.session.get_one(Operation, finding.operation_id)
    return until(finding.seen_at, finding.assessment_due_at, operation)


def _note(number: int, finding: Finding) -> dict[str, Any]:
    until, given = _until(finding), _given(finding)
    return {
        "number": number,
        "seen_at": iso(finding.seen_at),
        "time_zone": db.session.get_one(Operation, finding.operation_id).time_zone,
        "place": finding.place,
        "observed": finding.observed,
        "reply_until": iso(until) if until else None,
        "may_reply": (until is None or now() <= until) and len(given) < MOST,
        "replies": [_answer(one) for one in given],
    }


def _answer(one: LateLetter) -> dict[str, Any]:
    """Return an answer to who wrote it: not its text, since the slip may have been lost."""
    return {
        "id": str(one.id),
        "receipt": late.receipt_words(one),
        "received_at": iso(one.received_at),
        "has_file": one.file_sha256 is not None,
    }
