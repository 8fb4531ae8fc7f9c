"""Drafting letters A (one per OPD and addressee) and B (one per person) from today's list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.people import queries as people
from server.people.models import Opd
from server.summons import queries
from server.summons.models import Letter, Letterhead
from server.summons.queries import Listing
from server.summons.rules import (
    CALLS,
    Addressee,
    LetterKind,
    Line,
    Named,
    Office,
    letters_for,
    split_by_addressee,
)
from server.summons.service.calls import next_call
from server.summons.service.content import content_a
from server.summons.service.diary import Diary, give_times, spread_over
from server.summons.service.drafting import Paper, Wanted, keep
from server.summons.service.formal import counted_words, letters_b, slots, waits
from server.summons.service.hearings import default_hearing, local_day
from server.summons.service.lines import uninvolved
from server.summons.service.others import draft_others, redraft_other
from server.summons.service.printed import Content, need_letterhead


def draft(actor: User, operation_id: UUID, wanted: Wanted) -> list[Letter]:
    """Draft letters for lines of an operation; an open draft is made again rather than doubled.

    Raises `not-found`, `no-lines`, `superior-unknown`, `letter-kind`, `second-person-needed`,
    `signatory-missing`.
    """
    require(actor, "letter.draft")
    listing = queries.listing(queries.operation_of(operation_id, lock=True))
    paper = _paper(actor, listing, wanted.kind)
    if wanted.kind in CALLS:
        lines = _lines(listing, wanted)
        _refuse_involved(actor, listing, [one.line_id for one in lines])
        make = _letters_a if wanted.kind is LetterKind.A else letters_b
        made = make(paper, [one for one in lines if waits(paper, one, wanted.kind)])
    else:
        people = [one for one in listing.apart if wanted.line_ids is None or one in wanted.line_ids]
        made = draft_others(paper, wanted, people)
        _refuse_involved(actor, listing, [UUID(p["line_id"]) for m in made for p in persons(m)])
    if not made:
        raise Problem(Code.NO_LINES)
    return made


def slots_b(actor: User, operation_id: UUID, line_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return when and where letters B would call these lines, before any is drafted.

    Raises `not-found`, `no-lines`, `signatory-missing`.
    """
    require(actor, "letter.draft")
    listing = queries.listing(queries.operation_of(operation_id))
    paper = _paper(actor, listing, LetterKind.B)
    return slots(paper, _lines(listing, Wanted(LetterKind.B, tuple(line_ids))))


def _paper(actor: User, listing: Listing, kind: LetterKind) -> Paper:
    operation = listing.operation
    head = need_letterhead()
    spoken = {listing.today.get(one, one) for one in queries.spoken_for(operation.id, kind.value)}
    return Paper(actor, listing, head, local_day(now(), operation.time_zone), frozenset(spoken))


def _refuse_involved(actor: User, listing: Listing, line_ids: Sequence[UUID]) -> None:
    """Refuse to whoever found one of these persons, or is one."""
    involved = [str(one) for one in line_ids if not uninvolved(actor, listing, one)]
    if involved:
        raise Problem(Code.SECOND_PERSON_NEEDED, line_ids=involved)


def persons(letter: Letter) -> list[Content]:
    """Return the persons a letter names, as printed."""
    found: list[Content] = letter.content["persons"]
    return found


def call_next(actor: User, listing: Listing, line_id: UUID) -> Listing:
    """Draft the letter that follows an absence and return the list as it is then.

    Raises `step-not-allowed` where it is decided on the evidence, and what drafting raises.
    """
    following = next_call(listing, line_id)
    if following is None:
        raise Problem(Code.STEP_NOT_ALLOWED)
    draft(actor, listing.operation.id, Wanted(following.kind, (line_id,)))
    return queries.listing(listing.operation)


def redraft(actor: User, old: Letter) -> Letter:
    """Draft the letter that replaces an old one, for those of its persons whom it still fits.

    Raises `no-lines` where there is none left.
    """
    listing = queries.listing(queries.operation_of(old.operation_id))
    if LetterKind(old.kind) not in CALLS:
        other = redraft_other(_paper(actor, listing, LetterKind(old.kind)), old)
        return _replacing(other, old)
    ids = {listing.today.get(one) for one in queries.line_ids_of(old.id)}
    lines = [line for line, _opd, _name in listing.lines.values() if line.line_id in ids]
    if not lines:
        raise Problem(Code.NO_LINES)
    day = local_day(now(), listing.operation.time_zone)
    paper = Paper(actor, listing, need_letterhead(), day, frozenset())
    if old.kind == LetterKind.A:
        made = _letters_a(paper, lines, instead_of=old.id)
    else:
        made = letters_b(paper, lines, instead_of=old.id)
    for letter in made:
        _replacing(letter, old)
    return made[0]


def _replacing(letter: Letter, old: Letter) -> Letter:
    letter.content = {**letter.content, "replaces": {"id": str(old.id), "number": old.number}}
    return letter


def _lines(listing: Listing, wanted: Wanted) -> list[Line]:
    """Return the lines asked for, in the order of the list; raises `no-lines` for one not on it."""
    if wanted.line_ids is not None:
        ids = {listing.today.get(one, one) for one in wanted.line_ids}
        if strange := ids - listing.lines.keys():
            raise Problem(Code.NO_LINES, line_ids=sorted(map(str, strange)))
    else:
        ids = set(listing.lines)
    found = [
        line
        for line_id, (line, opd_id, _name) in listing.lines.items()
        if line_id in ids and wanted.opd_id in {None, opd_id}
    ]
    if wanted.line_ids is not None:
        return found
    # "all that wait" are those whom this letter fits; where it fits nobody, the first says why
    return [line for line in found if _may_get(listing, line, wanted.kind)] or found


def _may_get(listing: Listing, line: Line, kind: LetterKind) -> bool:
    """Whether a letter fits a line: B is for some kinds only, and needs a known superior."""
    known = listing.superior_of(line.line_id) is not None
    return kind is not LetterKind.B or LetterKind.B in letters_for(line.kind, superior_known=known)


def _letters_a(
    paper: Paper, lines: Sequence[Line], *, instead_of: UUID | None = None
) -> list[Letter]:
    by_opd: dict[UUID, list[Line]] = {}
    for line in lines:
        opd_id = paper.listing.lines[line.line_id][1]
        if opd_id is not None:
            by_opd.setdefault(opd_id, []).append(line)
    made = []
    zone = paper.listing.operation.time_zone
    diary = Diary(paper.head, zone, paper.day, but=instead_of)
    for opd_id, own in by_opd.items():
        opd = db.session.get_one(Opd, opd_id)
        office = _office(opd, paper.head)
        named = [Named(one.line_id, one.kind, one.employee_id) for one in own]
        for to, group in split_by_addressee(office, named).items():
            ids = {one.line_id for one in group}
            wanted = [one for one in own if one.line_id in ids]
            made.append(_letter_a(paper, diary, opd, to, wanted))
    return made


def _letter_a(paper: Paper, diary: Diary, opd: Opd, to: Addressee, lines: Sequence[Line]) -> Letter:
    content = content_a(paper.listing, paper.head, opd, to, lines)
    zone = paper.listing.operation.time_zone
    hearing = default_hearing(paper.head, LetterKind.A, zone, paper.day)
    content |= counted_words(hearing, paper.day)
    known = queries.open_draft(paper.listing.operation.id, "A", opd.id, to.value)
    if known is not None:  # a draft made again keeps its time, and whatever place was typed in
        spread_over(content, paper.head, known.hearing_at)
    else:
        times = diary.spread(paper.head.hearing_place, hearing.at, len(lines))
        hearing = replace(hearing, at=times[0])
        give_times(content, times)
    return keep(
        paper,
        known,
        kind=LetterKind.A,
        opd_id=opd.id,
        content=content,
        hearing=(hearing.at, paper.head.hearing_place),
    )


def _office(opd: Opd, head: Letterhead) -> Office:
    root = people.root_opd(opd.id) or opd
    own = head.unit_code.casefold()
    bkpsdm = own in {opd.short_name.casefold(), root.short_name.casefold()}
    return Office(head_id=opd.head_id, sekda_id=queries.sekda_id(), is_bkpsdm=bkpsdm)
