"""Which letter fits whom, to whom it goes, and what still stops its signature.

Two letter types are never merged: A calls a list of persons through their head for *klarifikasi*,
B is a Surat Panggilan of PP 94/2021 Pasal 26 to one person (domain.md §1, §10).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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
    HEARING_NOT_CHECKED = "hearing_not_checked_for_this_date"
    HEARING_TOO_EARLY = "hearing_too_early"
    HEARING_ON_DAY_OFF = "hearing_on_day_off"
    SIGNATORY_NAMED = "signatory_is_named"
    ONE_PERSON_ONLY = "letter_b_is_for_one_person"
    NO_SUPERIOR = "superior_unknown"
    WRONG_KIND = "letter_does_not_fit_this_person"


CALLS = frozenset({LetterKind.A, LetterKind.B})
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

    `hearing_checked_for` is the letter date for which somebody last looked at the hearing date.
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
        SigningHold.NO_SIGNATORY: draft.signatory_id is None,
        SigningHold.SIGNATORY_NAMED: draft.signatory_id in named,
        SigningHold.ONE_PERSON_ONLY: formal and len(draft.named) > 1,
        SigningHold.NO_SUPERIOR: formal and any(one.superior_id is None for one in draft.named),
        SigningHold.WRONG_KIND: any(not _fits(draft.kind, one) for one in draft.named),
    }
    found = {hold for hold, true in holds.items() if true} | _hearing_holds(draft, calendar, rule)
    return tuple(hold for hold in SigningHold if hold in found)


def _fits(kind: LetterKind, one: Named) -> bool:
    return kind is LetterKind.CORRECTION or kind in letters_for(one.kind, superior_known=True)


def _hearing_holds(
    draft: LetterDraft, calendar: Calendar, rule: CountingRule | None
) -> set[SigningHold]:
    if draft.kind not in CALLS:
        return set()
    holds = {
        SigningHold.NO_HEARING: draft.hearing_date is None,
        SigningHold.NO_PLACE: not (draft.hearing_place or "").strip(),
    }
    if draft.letter_date is not None and draft.hearing_date is not None:
        counting = rule or COUNTING_RULES["B" if draft.kind is LetterKind.B else "A"]
        earliest = add_working_days(draft.letter_date, counting.working_days, calendar)
        holds |= {
            SigningHold.HEARING_NOT_CHECKED: draft.hearing_checked_for != draft.letter_date,
            SigningHold.HEARING_TOO_EARLY: draft.hearing_date < earliest,
            SigningHold.HEARING_ON_DAY_OFF: not is_working_day(draft.hearing_date, calendar),
        }
    return {hold for hold, true in holds.items() if true}
