"""Which letters call a person today, which one comes next, and what a void one leaves behind.

Nobody stays called by a paper that was withdrawn or replaced: a line that no other signed letter
calls goes back to the list; one that was called a second time by the void letter is absent again,
as after the first. Whoever came, came: that stays (domain.md §10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from server.accounts.models import User
from server.summons import queries
from server.summons.models import Letter
from server.summons.queries import Listing
from server.summons.rules import (
    CALLS,
    EXAMINABLE,
    LINE_STEPS,
    LetterKind,
    LetterState,
    LineState,
    letters_for,
)
from server.summons.service.hearings import hearing_of
from server.summons.service.lines import move, state_now

SIGNED = frozenset({LetterState.SIGNED, LetterState.DELIVERED})
# Who is called and did not come, or may turn out not to have come.
MISSABLE = frozenset(
    {LineState.CALLED, LineState.RESCHEDULED, LineState.CALLED_AGAIN, LineState.ABSENT}
)
LAST_CALL = 2


@dataclass(frozen=True, slots=True)
class NextCall:
    """The letter that follows when somebody stays away; `call` is 1 or 2 for a letter B."""

    kind: LetterKind
    call: int | None


def calling(letters: Sequence[Letter]) -> list[Letter]:
    """Return those letters that call somebody today: signed, and not void; newest first."""
    found = [
        one
        for one in letters
        if LetterKind(one.kind) in CALLS and LetterState(one.status) in SIGNED
    ]
    return sorted(found, key=lambda one: (one.signed_at or one.drafted_at, one.id), reverse=True)


def examining_letter(listing: Listing, line_id: UUID) -> Letter | None:
    """Return the letter B under which somebody who came is examined, None where there is none."""
    if state_now(listing, line_id) not in EXAMINABLE:
        return None
    calls = calling(listing.letters_of(line_id))
    return next((one for one in calls if one.kind == LetterKind.B), None)


def next_call(listing: Listing, line_id: UUID) -> NextCall | None:
    """Return the letter that follows an absence, None where it is decided on the evidence.

    Panggilan II follows a missed Surat Panggilan I only (PP 94/2021 Pasal 26); who missed a letter
    A gets the first Surat Panggilan, or where none fits another letter A.
    """
    if state_now(listing, line_id) not in MISSABLE:
        return None
    calls = calling(listing.letters_of(line_id))
    formal = [one.content.get("call") or 1 for one in calls if one.kind == LetterKind.B]
    if formal:
        last = max(formal) >= LAST_CALL
        return None if last else NextCall(LetterKind.B, LAST_CALL)
    superior = listing.superior_of(line_id) is not None
    kind = listing.people[line_id].shown.kind
    fits = letters_for(kind, superior_known=superior)
    return NextCall(LetterKind.B, 1) if LetterKind.B in fits else NextCall(LetterKind.A, None)


def on_its_way(listing: Listing, line_id: UUID, kind: LetterKind | None = None) -> list[Letter]:
    """Return the letters of a person that are written and not yet signed, newest first."""
    return [
        one
        for one in listing.letters_of(line_id)
        if LetterState(one.status) not in SIGNED and kind in {None, one.kind}
    ]


def to_correct(listing: Listing, line_id: UUID, *, drafts: bool = True) -> list[Letter]:
    """Return the letters that call a person and that no living correction names, newest first.

    Without `drafts` a correction that is still a draft does not count: it can be made again.
    """
    letters = listing.letters_of(line_id)
    corrected = {
        one.content["corrects"]["id"]
        for one in letters
        if one.kind == LetterKind.CORRECTION
        and (drafts or LetterState(one.status) not in {LetterState.DRAFT, LetterState.RETURNED})
    }
    return [one for one in calling(letters) if str(one.id) not in corrected]


def recall(letter: Letter, actor: User, reason: str) -> list[str]:
    """Take back what a signed letter did to its lines, and return the ids of those that moved."""
    if not calling([letter]):
        return []
    listing = queries.listing(queries.operation_of(letter.operation_id, lock=True))
    ids = {listing.today.get(one, one) for one in queries.line_ids_of(letter.id)}
    return [
        str(one)
        for one in sorted(ids)
        if one in listing.people and _recalled(listing, one, letter, actor, reason)
    ]


def _recalled(listing: Listing, line_id: UUID, letter: Letter, actor: User, reason: str) -> bool:
    """Move one line, or give it the hearing of the letter that still calls it."""
    calls = calling(listing.letters_of(line_id))
    left = [one for one in calls if one.id != letter.id]
    state, ids = state_now(listing, line_id), listing.ids_of(line_id)
    verb = "recall"
    if left:
        newest = bool(calls) and calls[0].id == letter.id
        second = state is LineState.CALLED_AGAIN and newest
        verb = "recall_second" if second else ""
    row = listing.row_of(line_id)
    if (state, verb) in LINE_STEPS:
        row = move(listing, line_id, verb, actor, f"Surat {letter.number} tidak berlaku: {reason}")
    elif row is None or not left or row.hearing_at != hearing_of(letter, ids):
        return False
    row.hearing_at = hearing_of(left[0], ids) if left else None
    return True
