"""States of lines and letters, addressees, and what stops a signature (domain.md §10)."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.steps import Part, StepRefused, verbs_from
from server.people.rules import Calendar, PersonKind
from server.summons.rules import (
    LETTER_STEPS,
    LINE_STEPS,
    LetterDraft,
    LetterKind,
    LetterState,
    LineState,
    Named,
    Office,
    SamePerson,
    addressee,
    apart,
    letter_step,
    letters_for,
    line_step,
    signing_holds,
    split_by_addressee,
    text_of,
)

HEAD, SEKDA, CLERK, SUPERIOR, SIGNATORY = (UUID(int=n) for n in range(1, 6))
OFFICE = Office(HEAD, SEKDA)


def named(employee: UUID | None, kind: PersonKind = PersonKind.PNS) -> Named:
    return Named(UUID(int=99), kind, employee, SUPERIOR)


@pytest.mark.parametrize(
    ("verbs", "state"),
    [
        (["list", "call", "attend", "coach"], "coached"),
        (["list", "call", "attend", "no_action"], "no_action"),
        (["list", "call", "attend", "hand_over"], "handed_over"),
        (["list", "call", "excuse", "reschedule", "attend"], "attended"),
        (["list", "call", "absent", "call", "attend"], "attended"),
        (["list", "call", "absent", "call", "absent", "hand_over"], "handed_over"),
        (["exclude", "list", "exclude"], "excluded"),
        (["list", "clear"], "cleared"),
        (["list", "call", "attend", "coach", "clear"], "cleared"),
        (["list", "clear", "list"], "listed"),
    ],
)
def test_a_line_walks_its_flow(verbs: list[str], state: str) -> None:
    at = LineState.CANDIDATE
    for verb in verbs:
        at = line_step(at, verb)
    assert at == state


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (LineState.CANDIDATE, "call"),
        (LineState.CANDIDATE, "clear"),
        (LineState.LISTED, "attend"),
        (LineState.CALLED, "exclude"),
        (LineState.CLEARED, "call"),
        (LineState.COACHED, "attend"),
    ],
)
def test_a_line_takes_no_other_step(state: LineState, verb: str) -> None:
    with pytest.raises(StepRefused):
        line_step(state, verb)


def test_clearing_belongs_to_the_approver_from_listed_on() -> None:
    early = {LineState.CANDIDATE, LineState.EXCLUDED, LineState.CLEARED}
    for state in LineState:
        clears = LINE_STEPS.get((state, "clear"))
        assert (clears is None) == (state in early)
        assert clears is None or clears.by is Part.APPROVER


def test_every_line_state_can_be_reached_and_called_ones_still_cleared() -> None:
    reached, frontier = set[LineState](), {LineState.CANDIDATE}
    while frontier:
        reached |= frontier
        frontier = {
            LINE_STEPS[at, verb].to for at in frontier for verb in verbs_from(LINE_STEPS, at)
        } - reached
    assert reached == set(LineState)


def test_a_letter_walks_its_flow() -> None:
    at = LetterState.DRAFT
    for verb in ("submit", "return", "submit", "approve", "sign", "deliver", "replace"):
        at = letter_step(at, verb)
    assert at is LetterState.REPLACED
    assert verbs_from(LETTER_STEPS, at) == ()


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (LetterState.DRAFT, "approve"),
        (LetterState.DRAFT, "sign"),
        (LetterState.SUBMITTED, "sign"),
        (LetterState.SIGNED, "return"),
        (LetterState.SIGNED, "sign"),
        (LetterState.WITHDRAWN, "submit"),
    ],
)
def test_a_letter_takes_no_other_step(state: LetterState, verb: str) -> None:
    with pytest.raises(StepRefused):
        letter_step(state, verb)


def test_who_drafted_or_found_does_not_approve() -> None:
    apart(HEAD, CLERK, None)
    with pytest.raises(SamePerson) as refused:
        apart(HEAD, CLERK, HEAD)
    assert refused.value.code == "same-person"


@pytest.mark.parametrize(
    ("kind", "superior", "letters", "text"),
    [
        ("pns", True, ("A", "B"), "pns"),
        ("pns", False, ("A",), "pns"),
        ("cpns", True, ("A", "B"), "pns"),
        ("pppk", True, ("A", "B"), "pppk"),
        ("pppk_part_time", True, ("A", "B"), "pppk_part_time"),
        ("non_asn", True, ("A",), None),
        ("outsourced", True, ("notice",), None),
        ("other_agency", True, ("referral",), None),
        ("village", True, ("referral",), None),
        ("military_police", True, ("referral",), None),
        ("not_employee", True, (), None),
        ("unknown", True, (), None),
    ],
)
def test_the_letter_follows_the_status(
    kind: str,
    superior: bool,  # noqa: FBT001
    letters: tuple[str, ...],
    text: str | None,
) -> None:
    person = PersonKind(kind)
    assert letters_for(person, superior_known=superior) == letters
    assert text_of(person) == text


@pytest.mark.parametrize(
    ("office", "people", "to"),
    [
        (OFFICE, [CLERK], "opd_head"),
        (OFFICE, [CLERK, None], "opd_head"),
        (OFFICE, [CLERK, HEAD], "sekda"),
        (OFFICE, [SEKDA], "mayor"),
        (OFFICE, [HEAD, SEKDA], "mayor"),
        (Office(SEKDA, SEKDA), [SEKDA], "mayor"),
        (Office(HEAD, SEKDA, is_bkpsdm=True), [CLERK], "sekda"),
        (Office(HEAD, SEKDA, is_bkpsdm=True), [SEKDA], "mayor"),
        (Office(None, None), [CLERK, None], "opd_head"),
        (Office(HEAD, None), [HEAD], "sekda"),
    ],
)
def test_no_letter_goes_to_somebody_it_names(
    office: Office, people: list[UUID | None], to: str
) -> None:
    assert addressee(office, [named(one) for one in people]) == to


@given(st.lists(st.sampled_from([HEAD, SEKDA, CLERK, None])), st.booleans(), st.booleans())
def test_a_split_keeps_everybody_and_shows_nobody_their_own_line(
    people: list[UUID | None],
    bkpsdm: bool,  # noqa: FBT001
    sekda_heads: bool,  # noqa: FBT001
) -> None:
    office = Office(SEKDA if sekda_heads else HEAD, SEKDA, is_bkpsdm=bkpsdm)
    groups = split_by_addressee(office, [named(one) for one in people])
    assert sum(len(group) for group in groups.values()) == len(people)
    for to, group in groups.items():
        reader = {"opd_head": office.head_id, "sekda": SEKDA}.get(to)
        assert all(one.employee_id != reader or reader is None for one in group)


READY = LetterDraft(
    kind=LetterKind.B,
    state=LetterState.APPROVED,
    named=(named(CLERK),),
    letter_date=date(2026, 11, 23),
    hearing_date=date(2026, 12, 3),
    hearing_place="Ruang Rapat BKPSDM",
    signatory_id=SIGNATORY,
    hearing_checked_for=date(2026, 11, 23),
)


def test_a_ready_letter_may_be_signed() -> None:
    assert signing_holds(READY, Calendar()) == ()


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({"state": LetterState.SUBMITTED}, ("not_approved",)),
        ({"named": ()}, ("no_lines",)),
        ({"letter_date": None}, ("letter_date_missing",)),
        ({"hearing_date": None}, ("hearing_date_missing",)),
        ({"hearing_place": "  "}, ("hearing_place_missing",)),
        ({"signatory_id": None}, ("signatory_missing",)),
        ({"signatory_id": CLERK}, ("signatory_is_named",)),
        ({"letter_date": date(2026, 11, 20)}, ("hearing_not_checked_for_this_date",)),
        ({"hearing_date": date(2026, 12, 2)}, ("hearing_too_early",)),
        ({"hearing_date": date(2026, 12, 5)}, ("hearing_on_day_off",)),
        ({"hearing_date": date(2026, 11, 20)}, ("hearing_before_letter",)),
        ({"found_on": date(2026, 11, 24)}, ("letter_date_before_operation",)),
        ({"found_on": date(2026, 11, 23)}, ()),
        ({"today": date(2026, 11, 22)}, ("letter_date_ahead",)),
        # a signature in time on paper is recorded later; a draft calls nobody to a day that is over
        ({"today": date(2026, 12, 4)}, ()),
        (
            {"today": date(2026, 12, 4), "state": LetterState.SUBMITTED},
            ("not_approved", "hearing_past"),
        ),
        ({"hearing_time": time(3)}, ()),
        (
            {"hearing_time": time(3), "hearing_confirmed": False, "hearing_checked_for": None},
            ("hearing_outside_hours",),
        ),
        ({"hearing_time": time(15, 59), "hearing_confirmed": False}, ()),
        ({"hearing_time": time(16), "hearing_confirmed": False}, ("hearing_outside_hours",)),
        ({"named": (named(CLERK), named(HEAD))}, ("letter_b_is_for_one_person",)),
        ({"named": (replace(named(CLERK), superior_id=None),)}, ("superior_unknown",)),
        ({"named": (named(CLERK, PersonKind.NON_ASN),)}, ("letter_does_not_fit_this_person",)),
    ],
)
def test_what_stops_a_signature(changes: dict[str, object], holds: tuple[str, ...]) -> None:
    assert signing_holds(replace(READY, **changes), Calendar()) == holds  # type: ignore[arg-type]


def test_a_referral_needs_no_hearing_and_a_correction_fits_anybody() -> None:
    away = replace(READY, hearing_date=None, hearing_place=None)
    other = (named(None, PersonKind.OTHER_AGENCY),)
    assert signing_holds(replace(away, kind=LetterKind.REFERRAL, named=other), Calendar()) == ()
    assert signing_holds(replace(away, kind=LetterKind.CORRECTION, named=other), Calendar()) == ()
