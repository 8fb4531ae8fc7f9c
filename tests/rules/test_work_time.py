"""Working time and counted days (domain.md §4)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.people.rules import (
    Calendar,
    CountingRule,
    DayHours,
    WorkSchedule,
    add_working_days,
    hearing_date,
    is_working_day,
    national_schedule,
    schedule_on,
    second_hearing_date,
    week_minutes,
    work_time,
    working_days_between,
)
from server.people.rules.work_time import SIX_DAYS

OFFICE = national_schedule()


def indonesia(*categories: str) -> Calendar:
    days = holidays.country_holidays(
        "ID", years=(2025, 2026, 2027), categories=categories, language="id"
    )
    moving = frozenset(day for day, name in days.items() if "perkiraan" in name)
    return Calendar(dict(days.items()), moving, ((date(2026, 2, 19), date(2026, 3, 19)),), {}, "v1")


FULL = indonesia("public", "government")


@pytest.mark.parametrize(
    ("letter", "eighth"),
    [
        ("2026-11-23", "2026-12-03"),
        ("2026-12-14", "2026-12-28"),
        ("2026-12-18", "2027-01-04"),
        ("2026-03-11", "2026-03-30"),
        ("2025-05-22", "2025-06-05"),
    ],
)
def test_letter_b_calls_on_the_eighth_working_day(letter: str, eighth: str) -> None:
    found = hearing_date(date.fromisoformat(letter), "B", FULL)
    assert found.day == date.fromisoformat(eighth)
    assert working_days_between(date.fromisoformat(letter), found.day, FULL) == 7
    assert found.calendar_version == "v1"
    assert "BKN 6/2022" in found.rule.source


def test_without_cuti_bersama_the_date_would_be_wrong() -> None:
    assert hearing_date(date(2026, 3, 11), "B", indonesia("public")).day == date(2026, 3, 24)


def test_letter_a_calls_on_the_third_working_day() -> None:
    assert hearing_date(date(2026, 11, 23), "A", FULL).day == date(2026, 11, 26)


def test_the_counting_rule_is_a_setting() -> None:
    rule = CountingRule(7, "Keputusan setempat")
    found = hearing_date(date(2026, 11, 23), "B", FULL, rule=rule)
    assert (found.day, found.rule) == (date(2026, 12, 2), rule)


def test_a_second_call_is_at_most_seven_working_days_later() -> None:
    assert second_hearing_date(date(2026, 12, 3), FULL).day == date(2026, 12, 14)


def test_a_date_counted_over_a_provisional_holiday_says_so() -> None:
    calendar = replace(FULL, provisional=frozenset({date(2026, 12, 1)}))
    assert hearing_date(date(2026, 11, 23), "B", calendar).provisional
    assert not hearing_date(date(2026, 12, 1), "B", calendar).provisional


def test_a_late_decree_moves_the_date() -> None:
    polls = replace(FULL, overrides={date(2026, 11, 25): False})
    assert hearing_date(date(2026, 11, 23), "B", polls).day == date(2026, 12, 4)
    replaced = replace(FULL, overrides={date(2026, 11, 28): True})
    assert hearing_date(date(2026, 11, 23), "B", replaced).day == date(2026, 12, 2)


def test_a_six_day_office_counts_saturdays() -> None:
    found = hearing_date(date(2026, 11, 23), "B", FULL, weekdays=SIX_DAYS)
    assert found.day == date(2026, 12, 2)


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        add_working_days(date(2026, 1, 1), 1, Calendar(), frozenset())
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 1, 1), -1, Calendar())


@given(st.dates(date(2025, 1, 1), date(2027, 6, 1)), st.integers(1, 40))
def test_counting_lands_on_a_working_day_with_the_rest_between(start: date, count: int) -> None:
    day = add_working_days(start, count, FULL)
    assert is_working_day(day, FULL)
    assert working_days_between(start, day, FULL) == count - 1


def test_the_national_weeks_have_their_hours() -> None:
    assert week_minutes(OFFICE.weekdays) == 37 * 60 + 30
    assert week_minutes(OFFICE.ramadan) == 32 * 60 + 30


@pytest.mark.parametrize(
    ("at", "state", "reason"),
    [
        ("2026-11-23 07:29", "outside", "before_start"),
        ("2026-11-23 07:30", "inside", "working_hours"),
        ("2026-11-23 09:12", "inside", "working_hours"),
        ("2026-11-23 11:59", "inside", "working_hours"),
        ("2026-11-23 12:00", "break", "break"),
        ("2026-11-23 12:59", "break", "break"),
        ("2026-11-23 13:00", "inside", "working_hours"),
        ("2026-11-23 15:59", "inside", "working_hours"),
        ("2026-11-23 16:00", "outside", "after_end"),
        ("2026-11-27 11:45", "break", "break"),  # Friday
        ("2026-11-27 16:15", "inside", "working_hours"),
        ("2026-11-28 09:00", "day_off", "no_hours_this_weekday"),
        ("2026-12-25 09:00", "holiday", "holiday"),
        ("2026-12-24 09:00", "holiday", "holiday"),  # cuti bersama
        ("2026-02-20 07:45", "outside", "before_start"),  # Ramadan starts at 08.00
        ("2026-02-23 08:05", "inside", "ramadan_hours"),
        ("2026-02-23 12:15", "break", "break"),
        ("2026-02-23 15:00", "outside", "after_end"),
        ("2026-02-20 15:15", "inside", "ramadan_hours"),  # Friday in Ramadan
    ],
)
def test_a_moment_is_judged(at: str, state: str, reason: str) -> None:
    found = work_time(datetime.fromisoformat(at), OFFICE, FULL)
    assert (found.state, found.reason) == (state, reason)


def test_a_holiday_has_its_name_and_hours_their_minutes() -> None:
    found = work_time(datetime.fromisoformat("2026-12-25 09:00"), OFFICE, FULL)
    assert (found.holiday, found.minutes_in) == ("Hari Raya Natal", None)
    assert work_time(datetime.fromisoformat("2026-11-23 09:12"), OFFICE, FULL).minutes_in == 102


def test_a_shift_unit_is_to_be_checked_even_on_a_holiday() -> None:
    hospital = replace(OFFICE, shift=True)
    for at in ("2026-12-25 09:00", "2026-11-23 09:00", "2026-11-28 23:00"):
        assert work_time(datetime.fromisoformat(at), hospital, FULL).state == "shift"


def test_an_arrival_within_the_tolerance_is_not_working_time_yet() -> None:
    kind = replace(OFFICE, tolerance=15)
    early, late = (datetime.fromisoformat(f"2026-11-23 07:{minute}") for minute in (44, 45))
    assert work_time(early, kind, FULL).reason == "arrival_tolerance"
    assert work_time(late, kind, FULL).state == "inside"


def test_overrides_beat_the_calendar() -> None:
    calendar = replace(
        FULL,
        overrides={
            date(2026, 12, 25): True,
            date(2026, 11, 23): False,
            date(2026, 11, 28): True,
        },
    )

    def judged(at: str) -> tuple[str, str]:
        found = work_time(datetime.fromisoformat(at), OFFICE, calendar)
        return found.state, found.reason

    assert judged("2026-12-25 09:00") == ("inside", "working_hours")
    assert judged("2026-11-23 09:00") == ("holiday", "override_off")
    assert judged("2026-11-28 09:00")[0] == "inside"


def test_a_provisional_holiday_says_so() -> None:
    day = date(2026, 12, 25)
    calendar = replace(FULL, provisional=frozenset({day}))
    found = work_time(datetime.combine(day, time(9)), OFFICE, calendar)
    assert found.reason == "holiday_provisional"


def test_a_schedule_without_fasting_hours_says_so() -> None:
    found = work_time(datetime.fromisoformat("2026-02-23 15:30"), replace(OFFICE, ramadan={}), FULL)
    assert (found.state, found.reason) == ("inside", "ramadan_hours_missing")


def test_the_youngest_decree_in_force_counts() -> None:
    old = replace(OFFICE, valid_from=date(2025, 1, 1))
    new = replace(OFFICE, valid_from=date(2026, 6, 1), name="baru")
    gone = replace(OFFICE, valid_from=date(2026, 7, 1), valid_to=date(2026, 8, 1))
    rows = [new, gone, old]
    assert schedule_on(rows, date(2026, 11, 23)) is new
    assert schedule_on(rows, date(2026, 7, 5)) is gone
    assert schedule_on(rows, date(2026, 1, 5)) is old
    assert schedule_on(rows, date(2024, 1, 5)) is None


@pytest.mark.parametrize(
    "hours",
    [
        (time(16), time(8)),
        (time(8), time(16), time(12)),
        (time(8), time(16), time(13), time(12)),
        (time(8), time(16), time(15), time(17)),
    ],
)
def test_impossible_hours_are_refused(hours: tuple[time, ...]) -> None:
    with pytest.raises(ValueError, match=r"hours|break"):
        DayHours(*hours)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)))  # noqa: DTZ001 - local time
def test_working_minutes_of_a_day_are_its_hours(at: datetime) -> None:
    day = datetime.combine(at.date(), time())
    schedule = WorkSchedule("x", OFFICE.weekdays)
    inside = sum(
        work_time(day + timedelta(minutes=n), schedule, FULL).state == "inside"
        for n in range(0, 1440, 30)
    )
    rows = OFFICE.weekdays.get(day.weekday())
    working = is_working_day(day.date(), FULL) and rows
    assert inside * 30 == (rows.minutes if working and rows else 0)
