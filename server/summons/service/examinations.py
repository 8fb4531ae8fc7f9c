"""The berita acara pemeriksaan (BAP): drafted question by question, closed, then never changed.

What is recorded is what was said, under the letter B that called the person; it judges nobody. The
desk writes for the examiners; who found the person, and the person, neither write nor read it.
"""

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import Thing, may, require
from server.core import audit
from server.core.canonical import canonical
from server.core.clock import iso, now
from server.core.db import db, start_writing
from server.core.problems import Code, Problem
from server.people import queries as people
from server.summons import queries
from server.summons.models import Examination
from server.summons.queries import Listing
from server.summons.rules import involved
from server.summons.service.calls import examining_letter
from server.summons.service.examination_look import (
    content_of,
    lacking,
    name_of,
    pdf,
    usual_questions,
    whole,
)

RECORD, READ = "examination.record", "examination.read"
CLOSED = "closed"
UNSIGNED = {"state": None, "declared": "", "witness": "", "witness_job": ""}


def show(user: User, operation_id: UUID, line_id: UUID) -> dict[str, Any]:
    """Return the BAP of a line, the first one first, and whether another one may be begun."""
    listing, line_id = line_of(user, operation_id, line_id, READ)
    writes = may_on(user, listing, line_id, RECORD)
    audit.reading(READ, actor_id=user.id, subject_id=line_id, operation_id=operation_id)
    listing, line_id = line_of(user, operation_id, line_id, READ)
    found = queries.examinations_of(listing.ids_of(line_id))
    return {
        "person": _person(listing, line_id),
        "items": [whole(one, masked=not writes) for one in found],
        "next": None,
        "may_begin": writes
        and all(one.status == CLOSED for one in found)
        and examining_letter(listing, line_id) is not None,
    }


def _person(listing: Listing, line_id: UUID) -> dict[str, Any]:
    """Say whose line it is, as on the finding date; a BAP has what its letter froze."""
    shown = listing.shown_of(line_id)
    fact = shown.fact
    parts = (shown.unit, fact.opd_name or shown.opd_text)
    return {
        **{name: getattr(fact, name) or "" for name in ("name", "nip", "rank", "job")},
        "unit": ", ".join(part for part in parts if part),
        "kind": fact.kind.value,
    }


def begin(user: User, operation_id: UUID, line_id: UUID) -> dict[str, Any]:
    """Begin a BAP with what its letter B froze, with the usual questions; a draft goes on.

    Raises `not-found`, `examination-not-ready`.
    """
    listing, line_id = line_of(user, operation_id, line_id, RECORD, lock=True)
    known = queries.examinations_of(listing.ids_of(line_id))
    if known and known[-1].status != CLOSED:
        return whole(known[-1])
    letter = examining_letter(listing, line_id)
    if letter is None:
        raise Problem(Code.EXAMINATION_NOT_READY)
    row = Examination(
        operation_id=operation_id,
        line_id=line_id,
        employee_id=listing.people[line_id].shown.employee_id,
        letter_id=letter.id,
        number=len(known) + 1,
        place=letter.hearing_place,
        content={
            **content_of(letter),
            "questions": [] if known else usual_questions(letter),
            "lost": [],
            "signature": dict(UNSIGNED),
        },
        opened_by=user.id,
    )
    db.session.add(row)
    db.session.flush()
    _trace(user, row, "begin")
    return whole(row)


def read(user: User, examination_id: UUID) -> dict[str, Any]:
    """Return one BAP; one audit row per user and hour."""
    row = queries.examination(examination_id)
    listing, line_id = line_of(user, row.operation_id, row.line_id, READ)
    masked = not may_on(user, listing, line_id, RECORD)
    audit.reading(READ, actor_id=user.id, subject_id=examination_id, operation_id=row.operation_id)
    return whole(queries.examination(examination_id), masked=masked)


def write(user: User, examination_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """Write a draft anew as the desk has it on its screen.

    Raises `examination-closed`, `stale-revision` with both versions, `examiner-involved`.
    """
    row, listing = _draft(user, examination_id, said)
    examiners = [_known(one) for one in said["examiners"]]
    _refuse_involved(listing, row, examiners)
    row.place, row.started_at, row.ended_at = said["place"], said["started_at"], said["ended_at"]
    lost = [{**one, "day": one["day"].isoformat()} for one in said["lost"]]
    row.content = {
        **row.content,
        "examiners": examiners,
        "questions": said["questions"],
        "lost": lost,
        "signature": said["signature"],
    }
    row.revision += 1
    _trace(user, row, "write", questions=len(said["questions"]))
    return whole(row)


def close(user: User, examination_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """Close a BAP for good; its hash stands in the audit row that its paper names.

    Raises `examination-incomplete` with what is missing, and what `write` raises.
    """
    row, listing = _draft(user, examination_id, said)
    _refuse_involved(listing, row, row.content["examiners"])
    if lacks := lacking(row):
        raise Problem(Code.EXAMINATION_INCOMPLETE, missing=lacks)
    row.sha256 = sha256_of(row)
    row.revision += 1
    row.closed_by, row.closed_at = user.id, now()
    entry = audit.record(
        "examination.close",
        actor_id=user.id,
        subject_id=row.id,
        operation_id=row.operation_id,
        line=str(row.line_id),
        number=row.number,
        signature=row.content["signature"]["state"],
        sha256=row.sha256,
    )
    # last of all, since a closed one can no longer be written
    row.log_index, row.status = entry.log_index, CLOSED
    db.session.flush()
    return whole(row)


def paper(user: User, examination_id: UUID) -> tuple[bytes, str]:
    """Return a BAP as PDF bytes with a file name, and leave a trace; raises `not-found`."""
    row = queries.examination(examination_id)
    operation_id = row.operation_id
    listing, line_id = line_of(user, operation_id, row.line_id, READ)
    made = pdf(row, masked=not may_on(user, listing, line_id, RECORD))
    name = f"{name_of(row)}.pdf"
    start_writing()
    audit.record(READ, actor_id=user.id, subject_id=examination_id, operation_id=operation_id)
    return made, name


def sha256_of(row: Examination) -> str:
    """Return the SHA-256 of a BAP: the RFC 8785 form of everything its paper says."""
    return hashlib.sha256(canonical(sealed_form(row))).hexdigest()


def sealed_form(row: Examination) -> dict[str, Any]:
    """Return what the hash of a closed BAP covers."""
    return {
        "id": str(row.id),
        "line_id": str(row.line_id),
        "letter_id": str(row.letter_id),
        "number": row.number,
        "place": row.place,
        "started_at": iso(row.started_at) if row.started_at else None,
        "ended_at": iso(row.ended_at) if row.ended_at else None,
        "content": row.content,
    }


def line_of(
    user: User, operation_id: UUID, line_id: UUID, word: str, *, lock: bool = False
) -> tuple[Listing, UUID]:
    """Return the list with today's id of a line; raises `not-found` for whoever may not."""
    require(user, word)
    listing = queries.listing(queries.operation_of(operation_id, lock=lock))
    line_id = listing.today.get(line_id, line_id)
    if line_id not in listing.people or not may_on(user, listing, line_id, word):
        raise Problem(Code.NOT_FOUND)
    return listing, line_id


def _things(listing: Listing, line_id: UUID) -> Iterator[Thing]:
    for seen in listing.seen_of(line_id):
        yield Thing(author_id=seen.author_id, found_employee_id=seen.fact.employee_id)


def may_on(user: User, listing: Listing, line_id: UUID, word: str) -> bool:
    """Whether somebody may do something about a line: every finding of the person allows it."""
    return all(may(user, word, thing) for thing in _things(listing, line_id))


def _draft(user: User, examination_id: UUID, said: dict[str, Any]) -> tuple[Examination, Listing]:
    """Return a draft to be written, its operation locked; raises what stands in the way."""
    row = queries.examination(examination_id)
    listing, _ = line_of(user, row.operation_id, row.line_id, RECORD, lock=True)
    row = queries.examination(examination_id)
    if row.status == CLOSED:
        raise Problem(Code.EXAMINATION_CLOSED)
    if row.revision != said["revision"]:
        raise Problem(Code.STALE_REVISION, current=whole(row))
    return row, listing


def _known(examiner: dict[str, Any]) -> dict[str, Any]:
    """Say who in the roster an examiner is, by the id that was chosen or by the NIP typed in."""
    found = people.employee_by_nip(examiner["nip"]) if examiner["nip"] else None
    return {**examiner, "employee_id": str(found.id) if found else None}


def _refuse_involved(listing: Listing, row: Examination, examiners: list[dict[str, Any]]) -> None:
    """Refuse an examiner who is the person, or who found the person."""
    line_id = listing.today[row.line_id]
    ids = [UUID(one["employee_id"]) for one in examiners if one["employee_id"]]
    finders = [
        author.employee_id
        for seen in listing.seen_of(line_id)
        if (author := db.session.get(User, seen.author_id)) is not None
    ]
    if involved(ids, listing.people[line_id].shown.employee_id, finders):
        raise Problem(Code.EXAMINER_INVOLVED)


def _trace(user: User, row: Examination, verb: str, **more: Any) -> None:
    db.session.flush()
    audit.record(
        RECORD,
        actor_id=user.id,
        subject_id=row.id,
        operation_id=row.operation_id,
        verb=verb,
        line=str(row.line_id),
        number=row.number,
        revision=row.revision,
        **more,
    )
