"""Which letter fits whom, to whom it goes, and what still stops its signature.

Two letter types are never merged: A calls a list of persons through their head for *klarifikasi*,
B is a Surat Panggilan of PP 94/2021 Pasal 26 to one person (domain.md §1, §10).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from server.people.rules import (
    COUNTING_RULES,
    ELSEWHERE_KINDS,
    OWN_KINDS,
    Calendar,
    CountingRule,
    PersonKind,
    add_working_days,
    is_working_day,
)
from server.summons.rules.states import LetterState


class LetterKind(StrEnum):
    """The letters of an operation."""

    A = "A"
    B = "B"
    REFERRAL = "referral"
    NOTICE = "notice"
    CORRECTION = "correction"


class LetterText(StrEnum):
    """Which editable text a letter B uses; the regime follows the status."""

    PNS = "pns"  # PP 94/2021
    PPPK = "pppk"  # PP 49/2018 and the agreement
    PPPK_PART_TIME = "pppk_part_time"  # the agreement alone


class Addressee(StrEnum):
    """The office a letter A goes to."""

    HEAD = "opd_head"
    SEKDA = "sekda"
    MAYOR = "mayor"


class SigningHold(StrEnum):
    """What stops a signature; each is a sentence on the screen."""

    NOT_APPROVED = "not_approved"
    NO_LINES = "no_lines"
    NO_DATE = "letter_date_missing"
    NO_HEARING = "hearing_date_missing"
    NO_PLACE = "hearing_place_missing"
    NO_SIGNATORY = "signatory_missing"
    LETTER_TOO_OLD = "letter_date_before_operation"
    LETTER_AHEAD = "letter_date_ahead"
    HEARING_PAST = "hearing_past"
    HEARING_BEFORE_LETTER = "hearing_before_letter"
    HEARING_OUT_OF_HOURS = "hearing_outside_hours"
    HEARING_NOT_CHECKED = "hearing_not_checked_for_this_date"
    HEARING_TOO_EARLY = "hearing_too_early"
    HEARING_ON_DAY_OFF = "hearing_on_day_off"
    SIGNATORY_NAMED = "signatory_is_named"
    ONE_PERSON_ONLY = "letter_b_is_for_one_person"
    NO_SUPERIOR = "superior_unknown"
    WRONG_KIND = "letter_does_not_fit_this_person"


CALLS = frozenset({LetterKind.A, LetterKind.B})
# What stops a draft already where it is handed on: an approver's word for an impossible date is lost work.
EARLY_HOLDS = frozenset(
    {
        SigningHold.LETTER_TOO_OLD,
        SigningHold.HEARING_PAST,
        SigningHold.HEARING_BEFORE_LETTER,
        SigningHold.HEARING_OUT_OF_HOURS,
        SigningHold.HEARING_NOT_CHECKED,
        SigningHold.HEARING_TOO_EARLY,
        SigningHold.HEARING_ON_DAY_OFF,
    }
)
USUAL_HOURS = (time(7), time(16))  # of an office of which nothing is known on that day
TEXTS = {
    PersonKind.PNS: LetterText.PNS,
    PersonKind.CPNS: LetterText.PNS,
    PersonKind.PPPK: LetterText.PPPK,
    PersonKind.PPPK_PART_TIME: LetterText.PPPK_PART_TIME,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A person a letter names; `superior_id` is the direct superior at the finding date."""

    line_id: UUID
    kind: PersonKind
    employee_id: UUID | None = None
    superior_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The OPD of a letter A with its head and the Sekda, as employees (None: post vacant)."""

    head_id: UUID | None
    sekda_id: UUID | None
    is_bkpsdm: bool = False


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """What is known of a letter before its signature.

    `hearing_checked_for` is the letter date for which somebody last looked at the hearing date,
    `hearing_confirmed` whether the hearing as it stands was looked at; `hours` are those of its office on
    its day. `today` and `found_on` (the day of the operation) are local to the operation.
    The number may be blank: the agenda clerk gives it when the letter is signed.
    """

    kind: LetterKind
    state: LetterState
    named: tuple[Named, ...]
    letter_date: date | None = None
    hearing_date: date | None = None
    hearing_place: str | None = None
    signatory_id: UUID | None = None
    hearing_checked_for: date | None = None
    hearing_confirmed: bool = True
    hearing_time: time | None = None
    hours: tuple[time, time] = USUAL_HOURS
    today: date | None = None
    found_on: date | None = None


def letters_for(kind: PersonKind, *, superior_known: bool) -> tuple[LetterKind, ...]:
    """Return the letters a person of `kind` may get.

    B only where the direct superior is known: the superior signs and answers for it (Pasal 28).
    Outsourced staff get no summons but a notice to the contract official; others a referral.
    """
    if kind in OWN_KINDS:
        formal = kind in TEXTS and superior_known
        return (LetterKind.A, LetterKind.B) if formal else (LetterKind.A,)
    if kind in ELSEWHERE_KINDS:
        return (LetterKind.REFERRAL,)
    return (LetterKind.NOTICE,) if kind is PersonKind.OUTSOURCED else ()


def text_of(kind: PersonKind) -> LetterText | None:
    """Return the text of a letter B, None where there is no letter B."""
    return TEXTS.get(kind)


def addressee(office: Office, named: Iterable[Named]) -> Addressee:
    """Return to whom one letter with these persons goes: never to somebody it names.

    A letter naming the head goes to the Sekda, as does any about BKPSDM's own staff; one naming
    the Sekda goes to the Wali Kota.
    """
    people = {one.employee_id for one in named if one.employee_id is not None}
    if office.sekda_id in people:
        return Addressee.MAYOR
    own_head = office.head_id in people
    # Where the Sekda heads the OPD (Setda) "to the Sekda" and "to the head" are the same person.
    return Addressee.SEKDA if own_head or office.is_bkpsdm else Addressee.HEAD


def split_by_addressee(
    office: Office, named: Iterable[Named]
) -> dict[Addressee, tuple[Named, ...]]:
    """Return one group per letter, so that a head's line is not shown to the head's own office."""
    groups: dict[Addressee, tuple[Named, ...]] = {}
    for one in named:
        to = addressee(office, [one])
        groups[to] = (*groups.get(to, ()), one)
    return groups


def signing_holds(
    draft: LetterDraft, calendar: Calendar, *, rule: CountingRule | None = None
) -> tuple[SigningHold, ...]:
    """Return what stops the signature of a draft, empty for nothing; `rule` is the setting."""
    named = {one.employee_id for one in draft.named if one.employee_id is not None}
    formal = draft.kind is LetterKind.B
    holds = {
        SigningHold.NOT_APPROVED: draft.state is not LetterState.APPROVED,
        SigningHold.NO_LINES: not draft.named,
        SigningHold.NO_DATE: draft.letter_date is None,
        SigningHold.LETTER_TOO_OLD: _before(draft.letter_date, draft.found_on),
        # a draft may be prepared for tomorrow; a signature is not recorded before its day
        SigningHold.LETTER_AHEAD: draft.state is LetterState.APPROVED
        and _before(draft.today, draft.letter_date),
        SigningHold.NO_SIGNATORY: draft.signatory_id is None,
        SigningHold.SIGNATORY_NAMED: draft.signatory_id in named,
        SigningHold.ONE_PERSON_ONLY: formal and len(draft.named) > 1,
        SigningHold.NO_SUPERIOR: formal and any(one.superior_id is None for one in draft.named),
        SigningHold.WRONG_KIND: any(not _fits(draft.kind, one) for one in draft.named),
    }
    found = {hold for hold, true in holds.items() if true} | _hearing_holds(draft, calendar, rule)
    return tuple(hold for hold in SigningHold if hold in found)


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def outside_hours(at: time, hours: tuple[time, time]) -> bool:
    """Whether nobody is at the office at this hour; the break is left to whoever calls."""
    return not hours[0] <= at < hours[1]


def _fits(kind: LetterKind, one: Named) -> bool:
    return kind is LetterKind.CORRECTION or kind in letters_for(one.kind, superior_known=True)


def _hearing_holds(
    draft: LetterDraft, calendar: Calendar, rule: CountingRule | None
) -> set[SigningHold]:
    if draft.kind not in CALLS:
        return set()
    day, odd = draft.hearing_date, _odd_hour(draft)
    before = _before(day, draft.letter_date)
    holds = {
        SigningHold.NO_HEARING: day is None,
        SigningHold.NO_PLACE: not (draft.hearing_place or "").strip(),
        SigningHold.HEARING_BEFORE_LETTER: before,
        # what was signed on paper in time may be recorded later
        SigningHold.HEARING_PAST: draft.state is not LetterState.APPROVED
        and _before(day, draft.today)
        and not before,
        SigningHold.HEARING_OUT_OF_HOURS: odd,
        SigningHold.HEARING_ON_DAY_OFF: day is not None and not is_working_day(day, calendar),
    }
    if draft.letter_date is not None and day is not None:
        counting = rule or COUNTING_RULES["B" if draft.kind is LetterKind.B else "A"]
        earliest = add_working_days(draft.letter_date, counting.working_days, calendar)
        unlooked = draft.hearing_checked_for != draft.letter_date
        holds |= {
            SigningHold.HEARING_NOT_CHECKED: unlooked and not odd,
            SigningHold.HEARING_TOO_EARLY: day < earliest and not before,
        }
    return {hold for hold, true in holds.items() if true}


def _odd_hour(draft: LetterDraft) -> bool:
    """Whether the hour is one at which nobody is there, and nobody has said that it is meant."""
    at = draft.hearing_time
    return at is not None and not draft.hearing_confirmed and outside_hours(at, draft.hours)
