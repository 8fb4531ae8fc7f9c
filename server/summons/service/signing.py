"""What a signature waits for, and what it does to the lines of its letter."""

from collections.abc import Collection
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.models import User
from server.core.clock import now
from server.core.problems import Code, Problem
from server.people.rules import add_working_days, is_working_day
from server.summons import queries
from server.summons.models import Letter
from server.summons.rules import (
    CALLS,
    LINE_STEPS,
    USUAL_HOURS,
    LetterDraft,
    LetterKind,
    LetterState,
    LineState,
    SigningHold,
    signing_holds,
)
from server.summons.service.hearings import (
    calendar_between,
    hearing_of,
    hours_of,
    local_day,
    setting,
)
from server.summons.service.lines import move, state_now
from server.summons.service.printed import named_by, need_letterhead

HOLDS = {
    SigningHold.NOT_APPROVED: Code.STEP_NOT_ALLOWED,
    SigningHold.NO_LINES: Code.NO_LINES,
    SigningHold.NO_SIGNATORY: Code.SIGNATORY_MISSING,
    SigningHold.SIGNATORY_NAMED: Code.SECOND_PERSON_NEEDED,
    SigningHold.ONE_PERSON_ONLY: Code.LETTER_KIND,
    SigningHold.WRONG_KIND: Code.LETTER_KIND,
    SigningHold.NO_SUPERIOR: Code.SUPERIOR_UNKNOWN,
    SigningHold.HEARING_PAST: Code.HEARING_TO_CHECK,
    SigningHold.HEARING_BEFORE_LETTER: Code.HEARING_TO_CHECK,
    SigningHold.HEARING_OUT_OF_HOURS: Code.HEARING_TO_CHECK,
    SigningHold.HEARING_NOT_CHECKED: Code.HEARING_TO_CHECK,
    SigningHold.HEARING_TOO_EARLY: Code.HEARING_TO_CHECK,
    SigningHold.HEARING_ON_DAY_OFF: Code.HEARING_TO_CHECK,
}
FIELDS = {
    SigningHold.NO_DATE: ("dated", "Isi tanggal surat."),
    SigningHold.LETTER_TOO_OLD: (
        "dated",
        "Tanggal surat lebih awal daripada hari sidak. Isi tanggal dari buku agenda.",
    ),
    SigningHold.LETTER_AHEAD: (
        "dated",
        "Tanggal surat belum tiba. Catat tanda tangan pada hari itu, atau perbaiki tanggal surat.",
    ),
    SigningHold.NO_HEARING: ("hearing_at", "Isi waktu menghadap."),
    SigningHold.NO_PLACE: ("hearing_place", "Isi tempat menghadap."),
}


def holds(letter: Letter) -> tuple[SigningHold, ...]:
    """Return what stops a letter's signature today, its approval left out of account."""
    content = letter.content
    zone = content["zone"]
    kind = LetterKind(letter.kind)
    hearing = local_day(letter.hearing_at, zone)
    signer = content["signatory"]["employee_id"] or content["signatory"]["signatory_id"]
    draft = LetterDraft(
        kind=kind,
        state=LetterState(letter.status),
        named=named_by(letter),
        letter_date=letter.dated,
        hearing_date=hearing,
        hearing_place=letter.hearing_place,
        signatory_id=UUID(signer) if signer else None,
        hearing_checked_for=letter.dated if letter.hearing_checked else None,
        hearing_confirmed=letter.hearing_checked,
        hearing_time=letter.hearing_at.astimezone(ZoneInfo(zone)).time(),
        hours=USUAL_HOURS if letter.hearing_checked else hours_of(letter),
        today=local_day(now(), zone),
        found_on=queries.operation_of(letter.operation_id).day,
    )
    calendar = calendar_between(letter.dated or hearing, hearing)
    rule = setting(need_letterhead(), kind, call=content.get("call", 1))
    return signing_holds(draft, calendar, rule=rule)


def notes(letter: Letter) -> list[str]:
    """Return what is unusual about a letter and stops nothing: it is dated on a day off."""
    day = letter.dated
    off = day is not None and not is_working_day(day, calendar_between(day, day))
    return ["letter_on_day_off"] if off else []


def refuse_held(letter: Letter, only: Collection[SigningHold] = frozenset(SigningHold)) -> None:
    """Raise the problem that holds a letter's signature, all holds told with it.

    `only` are those that stop an earlier step.
    """
    found = [hold for hold in holds(letter) if hold in only]
    told = [str(hold) for hold in found]
    invalid = {FIELDS[hold][0]: [FIELDS[hold][1]] for hold in found if hold in FIELDS}
    if not letter.number and SigningHold.NO_DATE in only:
        invalid["number"] = ["Isi nomor surat."]
    coded = next((HOLDS[hold] for hold in found if hold in HOLDS), None)
    if invalid:
        raise Problem(Code.BAD_FIELD, invalid=invalid, holds=told)
    if coded is Code.HEARING_TO_CHECK:
        raise Problem(coded, holds=told, earliest=_earliest_hearing(letter).isoformat())
    if coded is not None:
        raise Problem(coded, holds=told)


def _earliest_hearing(letter: Letter) -> date:
    """Return the first day that a dated letter may call to: who is refused is told where to."""
    day = letter.dated or local_day(now(), letter.content["zone"])
    kind, nth = LetterKind(letter.kind), letter.content.get("call", 1)
    rule = setting(need_letterhead(), kind, call=nth)
    return add_working_days(day, rule.working_days, calendar_between(day, day))


def call(letter: Letter, actor: User) -> None:
    """Move the lines of a signed letter that calls; raises `no-lines` for who left the list."""
    if LetterKind(letter.kind) not in CALLS:
        return
    listing = queries.listing(queries.operation_of(letter.operation_id))
    ids = [listing.today.get(one, one) for one in queries.line_ids_of(letter.id)]
    if gone := [str(one) for one in ids if one not in listing.lines]:
        raise Problem(Code.NO_LINES, line_ids=gone)
    reason = f"Surat {letter.number}"
    for line_id in ids:
        if state_now(listing, line_id) is LineState.CANDIDATE:
            move(listing, line_id, "list", actor, reason)
        if (state_now(listing, line_id), "call") in LINE_STEPS:
            row = move(listing, line_id, "call", actor, reason)
            row.hearing_at = hearing_of(letter, listing.ids_of(line_id))
