"""Clocks, zones, flags, letters shown and states (domain.md §5, §10; invariants.md B6)."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.steps import Part, StepRefused, verbs_from
from server.findings.rules import (
    ASSESSMENT_STEPS,
    FINDING_STEPS,
    Assessment,
    Circumstances,
    Conduct,
    FindingStatus,
    Flag,
    Permit,
    PhoneClock,
    ZoneState,
    assessment_now,
    assessment_step,
    clock_jumped,
    covers,
    estimate_seen_at,
    finding_step,
    flags_of,
    letter_is_late,
    outside_operation,
    position_doubtful,
    team_state,
    zone_verdict,
)
from server.people.rules import WorkTimeState

SEEN = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
RECEIVED = SEEN + timedelta(hours=5)
YEARS = timedelta(days=3652)
FAR = (YEARS, -YEARS, datetime(1970, 1, 1, tzinfo=UTC) - SEEN, timedelta(days=400))


def test_clocks_that_agree_are_believed() -> None:
    found = estimate_seen_at(PhoneClock(SEEN, 1.0, SEEN, 30.0), RECEIVED, captured_at=SEEN)
    assert abs(found.seen_at - SEEN) < timedelta(seconds=1)
    assert (found.source, found.doubtful) == ("device_corrected", False)


@pytest.mark.parametrize("wrong", FAR)
def test_a_wrong_phone_clock_is_corrected_by_the_server(wrong: timedelta) -> None:
    offset = -wrong.total_seconds() * 1000
    found = estimate_seen_at(PhoneClock(SEEN + wrong, 1.0, SEEN, offset), RECEIVED)
    assert abs(found.seen_at - SEEN) < timedelta(seconds=1)
    assert not found.doubtful


@pytest.mark.parametrize("wrong", FAR)
def test_a_wrong_phone_clock_without_server_falls_back_on_gps(wrong: timedelta) -> None:
    found = estimate_seen_at(PhoneClock(SEEN + wrong, 1.0, SEEN), RECEIVED)
    assert (found.seen_at, found.source) == (SEEN, "gps")
    assert found.doubts == ("implausible",)


@pytest.mark.parametrize("wrong", FAR)
def test_a_wrong_clock_alone_leaves_the_arrival(wrong: timedelta) -> None:
    found = estimate_seen_at(PhoneClock(SEEN + wrong, 1.0), RECEIVED)
    assert (found.seen_at, found.source, found.doubtful) == (RECEIVED, "received", True)


def test_a_phone_alone_offline_for_hours_is_believed() -> None:
    found = estimate_seen_at(PhoneClock(SEEN, 1.0), RECEIVED)
    assert (found.seen_at, found.source, found.doubtful) == (SEEN, "device", False)


def test_a_gps_rollover_does_not_move_a_finding() -> None:
    rolled = SEEN - timedelta(weeks=1024)
    found = estimate_seen_at(PhoneClock(SEEN, 1.0, rolled, 0.0), RECEIVED)
    assert (found.seen_at, found.doubtful) == (SEEN, True)


def test_a_jump_between_two_findings_shows_and_gps_decides() -> None:
    before = PhoneClock(SEEN - timedelta(minutes=10), 0.0, None, 0.0)
    jumped = PhoneClock(SEEN - timedelta(hours=3), 600_000.0, SEEN, 0.0)
    found = estimate_seen_at(jumped, RECEIVED, previous=before)
    assert (found.seen_at, found.source) == (SEEN, "gps")
    assert "jumped" in found.doubts


def test_a_new_page_says_nothing_about_jumps() -> None:
    before = PhoneClock(SEEN - timedelta(hours=3), 9_000_000.0)
    assert not estimate_seen_at(PhoneClock(SEEN, 5.0), RECEIVED, previous=before).doubtful


HOURS = st.floats(0, 12 * 3600)  # seconds


@given(HOURS, HOURS, st.floats(0, 1), st.booleans())
def test_a_phone_that_sleeps_or_starts_again_never_seems_to_have_jumped(
    ran: float,
    passed: float,
    awake: float,
    again: bool,  # noqa: FBT001
) -> None:
    """`ran` is how long the page was open before, `awake` the part of the time that it counted."""
    before = PhoneClock(SEEN, ran * 1000)
    counted = passed * awake if again else ran + passed * awake
    later = PhoneClock(SEEN + timedelta(seconds=passed), counted * 1000)
    assert not clock_jumped(before, later)


@given(HOURS, HOURS, st.floats(121, YEARS.total_seconds()))
def test_a_clock_set_back_is_seen_while_the_phone_is_awake(
    ran: float, passed: float, back: float
) -> None:
    before = PhoneClock(SEEN, ran * 1000)
    later = PhoneClock(SEEN + timedelta(seconds=passed - back), (ran + passed) * 1000)
    assert clock_jumped(before, later)


def test_a_capture_time_other_than_the_clock_shows() -> None:
    found = estimate_seen_at(PhoneClock(SEEN, 1.0), RECEIVED, captured_at=SEEN - timedelta(hours=1))
    assert found.doubts == ("captured_differs",)


MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(MOMENTS, st.none() | MOMENTS, st.none() | st.floats(), st.floats(allow_nan=False))
def test_no_clock_is_ever_refused(
    device: datetime, gps: datetime | None, offset: float | None, monotonic: float
) -> None:
    previous = PhoneClock(SEEN, 0.0)
    clock = PhoneClock(device, monotonic, gps, offset)
    found = estimate_seen_at(clock, RECEIVED, captured_at=SEEN, previous=previous)
    assert RECEIVED - timedelta(days=46) < found.seen_at <= RECEIVED


@pytest.mark.parametrize(
    ("inside", "distance", "accuracy", "verdict"),
    [
        (True, 0.0, 9.0, "inside"),
        (False, 8.0, 9.0, "near"),
        (False, 9.0, 9.0, "near"),
        (False, 9.1, 9.0, "outside"),
        (None, None, 9.0, "unknown"),
        (False, None, 9.0, "unknown"),
        (False, float("nan"), 9.0, "unknown"),
        (True, 0.0, None, "unknown"),
        (True, 0.0, 5000.0, "unknown"),
        (True, 0.0, -1.0, "unknown"),
        (True, 0.0, float("nan"), "unknown"),
    ],
)
def test_a_zone_verdict_uses_the_accuracy_as_buffer(
    inside: bool | None,  # noqa: FBT001
    distance: float | None,
    accuracy: float | None,
    verdict: str,
) -> None:
    assert zone_verdict(inside, distance, accuracy) == verdict


def test_a_coarse_an_old_and_a_missing_fix_are_doubtful() -> None:
    assert position_doubtful(80.0, 1.0)
    assert position_doubtful(9.0, 61.0)
    assert position_doubtful(None, None)
    assert not position_doubtful(9.0, 3.0)


@pytest.mark.parametrize(
    ("seen", "flags"),
    [
        (Circumstances(), ()),
        (Circumstances(work_time=WorkTimeState.OUTSIDE), ("outside_work_hours",)),
        (Circumstances(work_time=WorkTimeState.BREAK), ("in_break",)),
        (Circumstances(work_time=WorkTimeState.HOLIDAY), ("holiday",)),
        (Circumstances(work_time=WorkTimeState.DAY_OFF), ("day_off",)),
        (Circumstances(work_time=WorkTimeState.SHIFT), ("shift_unit",)),
        (Circumstances(work_time=None), ("work_time_unknown",)),
        (Circumstances(zone=ZoneState.OUTSIDE), ("outside_zone",)),
        (Circumstances(zone=ZoneState.NEAR), ()),
        (Circumstances(position_doubtful=True), ("position_doubtful",)),
        (Circumstances(clock_doubtful=True), ("clock_doubtful",)),
        (Circumstances(nip_given=True, nip_ok=False, name_agrees=False), ("nip_invalid",)),
        (Circumstances(nip_given=True, name_agrees=False), ("nip_name_mismatch",)),
        (Circumstances(nip_given=True, nip_in_roster=False), ("nip_not_in_roster",)),
        (Circumstances(namesakes=2), ("namesake",)),
        (Circumstances(namesakes=2, nip_given=True), ()),
        (Circumstances(letter_late=True), ("letter_after_finding",)),
        (Circumstances(photos_expected=3, photos_stored=2), ("photo_missing",)),
        (Circumstances(photo_altered=True), ("photo_altered",)),
        (Circumstances(after_close=True), ("late_after_close",)),
        (Circumstances(outside_operation=True), ("outside_operation",)),
        (Circumstances(conduct=Conduct.LEFT), ("left",)),
        (
            Circumstances(conduct=Conduct.LEFT, nip_given=True, nip_ok=False),
            ("nip_invalid", "left"),
        ),
    ],
)
def test_flags_follow_from_circumstances(seen: Circumstances, flags: tuple[str, ...]) -> None:
    assert flags_of(seen) == flags


@pytest.mark.parametrize("state", list(FindingStatus))
def test_a_finding_takes_only_the_steps_of_its_table(state: FindingStatus) -> None:
    verbs = {
        FindingStatus.DRAFT: {"seal"},
        FindingStatus.SEALED: {"receive"},
        FindingStatus.RECEIVED: {"confirm", "dismiss", "merge", "refer"},
        FindingStatus.REOPENED: {"confirm", "dismiss", "merge", "refer"},
    }.get(state, {"reopen"})
    assert set(verbs_from(FINDING_STEPS, state)) == verbs
    for verb in ("seal", "receive", "confirm", "dismiss", "merge", "refer", "reopen"):
        if verb in verbs:
            assert finding_step(state, verb) is FINDING_STEPS[state, verb].to
        else:
            with pytest.raises(StepRefused) as refused:
                finding_step(state, verb)
            assert (refused.value.code, refused.value.state) == ("step-not-allowed", state)


def test_taking_a_judgement_back_needs_a_second_person() -> None:
    assert FINDING_STEPS[FindingStatus.CONFIRMED, "reopen"].by is Part.SECOND


def test_a_promised_letter_expires_and_only_the_approver_takes_it_late() -> None:
    due = SEEN
    pending = assessment_step(Assessment.UNASSESSED, "wait")
    assert assessment_now(pending, due, due) is Assessment.PENDING
    assert assessment_now(pending, due, due + timedelta(seconds=1)) is Assessment.EXPIRED
    assert assessment_now(pending, None, due) is Assessment.PENDING
    assert assessment_now(Assessment.ACCEPTED, due, due + YEARS) is Assessment.ACCEPTED
    with pytest.raises(StepRefused):
        assessment_step(Assessment.EXPIRED, "accept")
    assert assessment_step(Assessment.EXPIRED, "accept_late") is Assessment.ACCEPTED_LATE
    assert ASSESSMENT_STEPS[Assessment.EXPIRED, "accept_late"].by is Part.APPROVER


PERSON = frozenset({str(uuid4()), "198703122010011004"})
LETTER = Permit(
    kind="surat_tugas",
    people=frozenset({"198703122010011004"}),
    day_from=date(2026, 11, 23),
    day_to=date(2026, 11, 24),
    hour_from=time(8),
    hour_to=time(12),
    place="Kantor Pajak Pratama",
    purpose="Rekonsiliasi pajak",
)
AT = datetime.fromisoformat("2026-11-23 09:15")


@pytest.mark.parametrize(
    ("changes", "failing", "unclear"),
    [
        ({"place": "kantor pajak", "purpose": "antar berkas pajak"}, (), ()),
        ({"place": "Kantor Pos", "purpose": "pajak"}, ("place",), ()),
        ({"place": "Plaza Contoh", "purpose": "makan siang"}, ("place", "purpose"), ()),
        ({"place": None, "purpose": None}, (), ("place", "purpose")),
        ({"person": frozenset({"x"}), "place": "pajak", "purpose": "pajak"}, ("name",), ()),
        ({"person": frozenset(), "place": "pajak", "purpose": "pajak"}, (), ("name",)),
        ({"at": AT + timedelta(days=2), "place": "pajak", "purpose": "pajak"}, ("date",), ()),
        ({"at": AT + timedelta(hours=3), "place": "pajak", "purpose": "pajak"}, ("time",), ()),
    ],
)
def test_a_letter_is_asked_five_questions(
    changes: dict[str, object], failing: tuple[str, ...], unclear: tuple[str, ...]
) -> None:
    found = covers(LETTER, **({"person": PERSON, "at": AT} | changes))  # type: ignore[arg-type]
    assert (found.failing(), found.unclear()) == (failing, unclear)
    assert found.complete is (not failing and not unclear)


def test_leave_covers_every_place_and_purpose() -> None:
    leave = Permit("cuti_tahunan", PERSON, date(2026, 11, 23), date(2026, 11, 27))
    assert covers(leave, person=PERSON, at=AT, place="Plaza", purpose="belanja").complete


@pytest.mark.parametrize(
    ("changes", "late"),
    [
        ({}, False),
        ({"dated": date(2026, 11, 23)}, False),
        ({"dated": date(2026, 11, 24)}, True),
        ({"signed_at": SEEN + timedelta(minutes=1)}, True),
        ({"registered_at": SEEN + timedelta(minutes=1)}, True),
        ({"registered_at": SEEN - timedelta(minutes=1)}, False),
    ],
)
def test_a_letter_with_any_later_trace_is_late(changes: dict[str, object], late: bool) -> None:  # noqa: FBT001
    base = {"kind": "st", "people": PERSON, "day_from": AT.date(), "day_to": AT.date()}
    permit = Permit(**(base | changes))  # type: ignore[arg-type]
    assert letter_is_late(permit, SEEN, date(2026, 11, 23)) is late


@pytest.mark.parametrize(
    ("findings", "nihil", "closed", "state"),
    [
        (0, 0, False, "not_reported"),
        (0, 2, False, "nihil"),
        (3, 0, False, "findings"),
        (3, 2, False, "findings"),
        (0, 0, True, "closed"),
        (3, 0, True, "closed"),
    ],
)
def test_not_reported_is_not_nihil(findings: int, nihil: int, closed: bool, state: str) -> None:  # noqa: FBT001
    assert team_state(findings=findings, nihil_visits=nihil, closed=closed) == state


def test_every_flag_word_is_its_own() -> None:
    assert len({flag.value for flag in Flag}) == len(Flag)


def test_who_is_seen_on_another_day_is_seen_outside_the_operation() -> None:
    starts, ends = datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
    for at, outside in (
        (starts - timedelta(minutes=30), False),
        (starts - timedelta(minutes=31), True),
        (ends + timedelta(minutes=30), False),
        (ends + timedelta(minutes=31), True),
        (starts + timedelta(days=3), True),
    ):
        assert outside_operation(at, starts, ends) is outside
