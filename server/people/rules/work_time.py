"""Whether a moment was working time: schedule, break, Friday, Ramadan, holidays, shifts.

Source of the default hours: Perpres 21/2023 (37 h 30 m a week from 07.30, break 60 min, Friday 90;
Ramadan 32 h 30 m from 08.00, break 30, Friday 60). Local decrees differ: schedules are data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from server.people.rules.kinds import WorkTimeState

MONDAY, FRIDAY = 0, 4
FIVE_DAYS = frozenset(range(5))
SIX_DAYS = frozenset(range(6))


class WorkTimeReason(StrEnum):
    """Why a verdict is what it is; a screen turns it into a sentence."""

    WORKING_HOURS = "working_hours"
    RAMADAN_HOURS = "ramadan_hours"
    RAMADAN_HOURS_MISSING = "ramadan_hours_missing"
    BREAK = "break"
    BEFORE_START = "before_start"
    ARRIVAL_TOLERANCE = "arrival_tolerance"
    AFTER_END = "after_end"
    HOLIDAY = "holiday"
    HOLIDAY_PROVISIONAL = "holiday_provisional"
    OVERRIDE_OFF = "override_off"
    NO_HOURS_THIS_WEEKDAY = "no_hours_this_weekday"
    SHIFT_UNIT = "shift_unit"


@dataclass(frozen=True, slots=True)
class DayHours:
    """Local working hours of one weekday; start counts as inside, end as outside."""

    start: time
    end: time
    break_start: time | None = None
    break_end: time | None = None

    def __post_init__(self) -> None:
        """Refuse hours that end before they start or a break that leaves them (ValueError)."""
        pause = (self.break_start, self.break_end)
        if self.start >= self.end or (pause[0] is None) != (pause[1] is None):
            raise ValueError("hours end before they start, or a break has one end only")
        if pause[0] and pause[1] and not self.start <= pause[0] < pause[1] <= self.end:
            raise ValueError("a break lies inside its working hours")

    @property
    def minutes(self) -> int:
        """Return the working minutes of the day, without the break."""
        pause = 0
        if self.break_start and self.break_end:
            pause = _minutes(self.break_end) - _minutes(self.break_start)
        return _minutes(self.end) - _minutes(self.start) - pause


@dataclass(frozen=True, slots=True)
class WorkSchedule:
    """Working hours of a unit from a day on; weekday 0 is Monday, a missing weekday is off.

    `tolerance` are minutes after the start in which an arrival is not late. `shift` units are
    never judged by hours: "lepas dinas" is normal there.
    """

    name: str
    weekdays: Mapping[int, DayHours]
    ramadan: Mapping[int, DayHours] = field(default_factory=dict)
    valid_from: date = date.min
    valid_to: date | None = None
    shift: bool = False
    tolerance: int = 0
    decree: str | None = None

    @property
    def working_weekdays(self) -> frozenset[int]:
        """Return the weekdays with hours."""
        return frozenset(self.weekdays)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off of a region: national holidays, cuti bersama, Ramadan, late decrees.

    `holidays` are names by date; `provisional` dates may still move ("perkiraan"); `ramadan` holds
    first and last days, both included; `overrides` beat everything (True: a working day, False:
    off). `version` is stored with each letter that used the calendar.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    provisional: frozenset[date] = frozenset()
    ramadan: tuple[tuple[date, date], ...] = ()
    overrides: Mapping[date, bool] = field(default_factory=dict)
    version: str = ""

    def in_ramadan(self, day: date) -> bool:
        """Say whether `day` lies in Ramadan."""
        return any(first <= day <= last for first, last in self.ramadan)

    def is_off(self, day: date) -> bool:
        """Say whether `day` is a holiday or declared off, whatever its weekday."""
        return not self.overrides.get(day, day not in self.holidays)


@dataclass(frozen=True, slots=True)
class WorkTimeVerdict:
    """What the rules say of one moment, with the hours they used.

    `minutes_in` are minutes since the start of the day's hours (negative before it), None where
    there are no hours. They are never "minutes lost": those come from attendance alone.
    """

    state: WorkTimeState
    reason: WorkTimeReason
    hours: DayHours | None = None
    minutes_in: int | None = None
    holiday: str | None = None
    schedule: str | None = None
    decree: str | None = None
    calendar_version: str = ""


def work_time(local: datetime, schedule: WorkSchedule, calendar: Calendar) -> WorkTimeVerdict:
    """Judge a moment given in the unit's own local time (WIB, WITA or WIT; any tzinfo is ignored).

    A shift unit is "to be checked" on any day; a day off is one before any hours are looked at.
    """
    day = local.date()

    def verdict(
        state: WorkTimeState,
        reason: WorkTimeReason,
        hours: DayHours | None = None,
        holiday: str | None = None,
    ) -> WorkTimeVerdict:
        since = None if hours is None else _minutes(local.time()) - _minutes(hours.start)
        used = (schedule.name, schedule.decree, calendar.version)
        return WorkTimeVerdict(state, reason, hours, since, holiday, *used)

    if schedule.shift:
        return verdict(WorkTimeState.SHIFT, WorkTimeReason.SHIFT_UNIT)
    if calendar.is_off(day):
        return verdict(
            WorkTimeState.HOLIDAY, _holiday_reason(day, calendar), None, calendar.holidays.get(day)
        )
    hours = hours_on(day, schedule, calendar)
    if hours is None:
        return verdict(WorkTimeState.DAY_OFF, WorkTimeReason.NO_HOURS_THIS_WEEKDAY)
    state, reason = _within(local.time(), hours, schedule.tolerance)
    if state is WorkTimeState.INSIDE and calendar.in_ramadan(day):
        reason = (
            WorkTimeReason.RAMADAN_HOURS
            if schedule.ramadan
            else WorkTimeReason.RAMADAN_HOURS_MISSING
        )
    return verdict(state, reason, hours)


def hours_on(day: date, schedule: WorkSchedule, calendar: Calendar) -> DayHours | None:
    """Return the hours of `day`, None where its weekday has none.

    A day declared working by an override borrows the first weekday's hours if it has none.
    """
    fasting = calendar.in_ramadan(day) and bool(schedule.ramadan)
    rows = schedule.ramadan if fasting else schedule.weekdays
    found = rows.get(day.weekday())
    if found is None and calendar.overrides.get(day) and rows:
        return rows[min(rows)]
    return found


def schedule_on(schedules: Iterable[WorkSchedule], day: date) -> WorkSchedule | None:
    """Return the schedule in force on `day`: of several the youngest decree."""
    valid = [
        one
        for one in schedules
        if one.valid_from <= day and (not one.valid_to or day <= one.valid_to)
    ]
    return max(valid, key=lambda one: one.valid_from, default=None)


def week_minutes(rows: Mapping[int, DayHours]) -> int:
    """Return the working minutes of one week."""
    return sum(hours.minutes for hours in rows.values())


def national_schedule() -> WorkSchedule:
    """Return the five-day week of Perpres 21/2023, for units without a decree of their own."""
    usual = DayHours(time(7, 30), time(16, 0), time(12, 0), time(13, 0))
    friday = DayHours(time(7, 30), time(16, 30), time(11, 30), time(13, 0))
    fasting = DayHours(time(8, 0), time(15, 0), time(12, 0), time(12, 30))
    fasting_friday = DayHours(time(8, 0), time(15, 30), time(11, 30), time(12, 30))
    return WorkSchedule(
        name="Lima hari kerja",
        weekdays={**dict.fromkeys(range(MONDAY, FRIDAY), usual), FRIDAY: friday},
        ramadan={**dict.fromkeys(range(MONDAY, FRIDAY), fasting), FRIDAY: fasting_friday},
        decree="Perpres 21/2023",
    )


def _within(at: time, hours: DayHours, tolerance: int) -> tuple[WorkTimeState, WorkTimeReason]:
    naive = at.replace(tzinfo=None)
    arrival = (datetime.combine(date.min, hours.start) + timedelta(minutes=tolerance)).time()
    if naive < hours.start:
        return WorkTimeState.OUTSIDE, WorkTimeReason.BEFORE_START
    if naive >= hours.end:
        return WorkTimeState.OUTSIDE, WorkTimeReason.AFTER_END
    if naive < arrival:
        return WorkTimeState.OUTSIDE, WorkTimeReason.ARRIVAL_TOLERANCE
    if hours.break_start and hours.break_end and hours.break_start <= naive < hours.break_end:
        return WorkTimeState.BREAK, WorkTimeReason.BREAK
    return WorkTimeState.INSIDE, WorkTimeReason.WORKING_HOURS


def _holiday_reason(day: date, calendar: Calendar) -> WorkTimeReason:
    if day not in calendar.holidays:
        return WorkTimeReason.OVERRIDE_OFF
    if day in calendar.provisional:
        return WorkTimeReason.HOLIDAY_PROVISIONAL
    return WorkTimeReason.HOLIDAY


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
