"""What every draft shares: what was asked for, the list it is made from, and how it is written."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete

from server.accounts.models import User
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db
from server.summons.models import Letter, Letterhead, LetterLine
from server.summons.queries import Listing
from server.summons.rules import CALLS, LetterKind, LineState
from server.summons.service.lines import move, state_now
from server.summons.service.printed import Content

DRAFTED = "Masuk konsep surat panggilan"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draft: a kind, and which lines (None: all that wait), of one OPD or all."""

    kind: LetterKind
    line_ids: tuple[UUID, ...] | None = None
    opd_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """The list and kop that drafts of one request share."""

    actor: User
    listing: Listing
    head: Letterhead
    day: date
    spoken_for: frozenset[UUID]


def keep(
    paper: Paper,
    known: Letter | None,
    *,
    kind: LetterKind,
    opd_id: UUID | None,
    content: Content,
    hearing: tuple[datetime, str],
    signing_opd_id: UUID | None = None,
) -> Letter:
    """Write the draft, put the candidates of a call on the list, and leave one audit row."""
    letter = known or Letter(
        operation_id=paper.listing.operation.id,
        kind=kind.value,
        opd_id=opd_id,
        status="draft",
        revision=0,
        hearing_at=hearing[0],
        hearing_place=hearing[1],
        drafted_by=paper.actor.id,
    )
    if known is not None and known.content.get("counted_from") != content.get("counted_from"):
        letter.hearing_checked = False  # the day it counts from has moved: look at it again
    letter.content, letter.signing_opd_id = content, signing_opd_id
    letter.revision += 1
    letter.drafted_by, letter.drafted_at = paper.actor.id, now()
    db.session.add(letter)
    db.session.flush()
    db.session.execute(delete(LetterLine).where(LetterLine.letter_id == letter.id))
    for person in content["persons"]:
        line_id = UUID(person["line_id"])
        db.session.add(LetterLine(letter_id=letter.id, line_id=line_id))
        if kind in CALLS and state_now(paper.listing, line_id) is LineState.CANDIDATE:
            move(paper.listing, line_id, "list", paper.actor, DRAFTED)
    audit.record(
        "letter.draft",
        actor_id=paper.actor.id,
        subject_id=letter.id,
        operation_id=letter.operation_id,
        kind=letter.kind,
        lines=[person["line_id"] for person in content["persons"]],
        hearing_at=iso(letter.hearing_at),
        revision=letter.revision,
    )
    return letter
