"""Working time that the punches of a day say was lost. Pure.

What is not sure is not counted: a missing punch, a shift unit, a day off, any code that names a
reason, any paper that holds on that day. An arrival within the tolerance is none.
"""

from datetime import date, time

from server.people.rules import Calendar, DayHours, WorkSchedule, hours_on
from server.permits.rules.attendance import ABSENT, PRESENT, Punches


def lost_by_punches(
    day: date, punches: Punches, schedule: WorkSchedule, calendar: Calendar
) -> tuple[bool, int | None]:
    """Return whether time was lost and how many minutes, None for the whole day."""
    hours = None if calendar.is_off(day) else hours_on(day, schedule, calendar)
    if schedule.shift or hours is None:
        return False, 0
    if punches.code == ABSENT:
        return True, None
    first, last = punches.arrived, punches.departed
    if punches.code not in {"", PRESENT} or first is None or last is None or last <= first:
        return False, 0
    late = _working(hours, _minutes(hours.start) + schedule.tolerance, _minutes(first))
    minutes = late + _working(hours, _minutes(last), _minutes(hours.end))
    return minutes > 0, minutes


def _working(hours: DayHours, start: int, end: int) -> int:
    """Return the working minutes between two minutes of a day, the break left out."""
    start, end = max(start, _minutes(hours.start)), min(end, _minutes(hours.end))
    if end <= start:
        return 0
    pause = 0
    if hours.break_start and hours.break_end:
        pause = max(
            0, min(end, _minutes(hours.break_end)) - max(start, _minutes(hours.break_start))
        )
    return end - start - pause


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
