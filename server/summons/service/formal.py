"""Letters B: one person each, examined by the direct superior, each at a time of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from server.core.clock import iso
from server.core.problems import Code, Problem
from server.summons import queries
from server.summons.models import Letter
from server.summons.queries import Listing
from server.summons.rules import LetterKind, LetterState, Line, LineState, letters_for
from server.summons.service.calls import LAST_CALL, next_call, on_its_way
from server.summons.service.content import content_b
from server.summons.service.diary import Diary
from server.summons.service.drafting import Paper, keep
from server.summons.service.hearings import Hearing, local_day
from server.summons.service.printed import Content

# A person named by a letter gets another of the same kind only after missing or moving its date.
CALLABLE_AGAIN = frozenset({LineState.ABSENT, LineState.EXCUSED, LineState.RESCHEDULED})
OPEN_DRAFT = frozenset({LetterState.DRAFT, LetterState.RETURNED})


@dataclass(frozen=True, slots=True)
class Plan:
    """A letter B before it is written: whom it calls, with which words, when and where."""

    line: Line
    content: Content
    known: Letter | None
    hearing: Hearing
    place: str
    signing_opd_id: UUID


def letters_b(
    paper: Paper, lines: Sequence[Line], *, instead_of: UUID | None = None
) -> list[Letter]:
    """Draft one letter for each line, in the order of the list, at the next free slot of its place.

    The slot of the letter that is replaced (`instead_of`) is free again.
    """
    diary = Diary(paper.head, paper.listing.operation.time_zone, paper.day, but=instead_of)
    return [_written(paper, _plan(paper, diary, line)) for line in lines]


def slots(paper: Paper, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return when and where each line would be called, as `letters_b` would write it."""
    diary = Diary(paper.head, paper.listing.operation.time_zone, paper.day)
    return [_slot(paper, diary, line) for line in lines]


def waits(paper: Paper, line: Line, kind: LetterKind) -> bool:
    """Whether a person still needs this letter: not while one is under way, nor a third call."""
    if line.line_id not in paper.spoken_for:
        return True
    under_way = [
        one for one in on_its_way(paper.listing, line.line_id, kind) if one.status not in OPEN_DRAFT
    ]
    if under_way or line.status not in CALLABLE_AGAIN:
        return False
    absent = line.status is LineState.ABSENT
    return not absent or next_call(paper.listing, line.line_id) is not None


def counted_words(hearing: Hearing, day: date) -> Content:
    """Freeze how a hearing date was counted: from which day, by which rule and calendar."""
    counted = hearing.counted
    return {
        "counted_from": day.isoformat(),
        "counted_until": hearing.signed_until.isoformat(),
        "hearing_reason": hearing.words,
        "rule": {"working_days": counted.rule.working_days, "source": counted.rule.source},
        "calendar_version": counted.calendar_version,
        "calendar_provisional": counted.provisional,
    }


def _plan(paper: Paper, diary: Diary, line: Line) -> Plan:
    listing = paper.listing
    if LetterKind.B not in letters_for(line.kind, superior_known=True):
        raise Problem(Code.LETTER_KIND, line_id=str(line.line_id), kind=line.kind.value)
    superior = listing.superior_of(line.line_id)
    if superior is None:
        raise Problem(Code.SUPERIOR_UNKNOWN, line_id=str(line.line_id))
    following = next_call(listing, line.line_id) if line.status is LineState.ABSENT else None
    second = following is not None and following.call == LAST_CALL
    missed = _missed(listing, line) if second else None
    content = content_b(listing, paper.head, line, superior, call=LAST_CALL if second else 1)
    operation, opd_id = listing.operation.id, listing.lines[line.line_id][1]
    place = f"Ruang kerja {superior.job or superior.name}, {content['before']['unit']}"[:300]
    known = queries.open_draft(operation, "B", opd_id, "person", str(line.line_id))
    if known is not None:  # a draft made again keeps its time, and whatever place was typed in
        again = replace(diary.usual(missed=missed), at=known.hearing_at)
        return Plan(line, content, known, again, known.hearing_place, superior.opd_id)
    hearing = diary.hearing(place, superior.opd_id, missed=missed)
    return Plan(line, content, None, hearing, place, superior.opd_id)


def _missed(listing: Listing, line: Line) -> date | None:
    """Return the day of the call that was missed."""
    row = listing.row_of(line.line_id)
    if row is None or row.hearing_at is None:
        return None
    return local_day(row.hearing_at, listing.operation.time_zone)


def _written(paper: Paper, plan: Plan) -> Letter:
    return keep(
        paper,
        plan.known,
        kind=LetterKind.B,
        opd_id=paper.listing.lines[plan.line.line_id][1],
        content=plan.content | counted_words(plan.hearing, paper.day),
        hearing=(plan.hearing.at, plan.place),
        signing_opd_id=plan.signing_opd_id,
    )


def _slot(paper: Paper, diary: Diary, line: Line) -> dict[str, Any]:
    told = {"line_id": str(line.line_id), "hearing_at": None, "place": None, "held": None}
    if not waits(paper, line, LetterKind.B):
        return told | {"held": "under_way"}
    try:
        plan = _plan(paper, diary, line)
    except Problem as held:
        return told | {"held": held.code.value.replace("-", "_")}
    return told | {"hearing_at": iso(plan.hearing.at), "place": plan.place}
