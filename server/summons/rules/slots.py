"""Time slots of a hearing: nobody waits because 40 people were called at the same minute.

Times are local to the place of the hearing. A place has as many examiners at a time as the setting
says; a slot lies whole inside the office hours of the day and touches no break.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server.people.rules import DayHours

HOUR = 60


@dataclass(frozen=True, slots=True)
class SlotRule:
    """The setting of an office: minutes per person, examiners side by side, the earliest hour."""

    minutes: int
    parallel: int
    first: time


def slots_of(hours: DayHours, rule: SlotRule) -> tuple[time, ...]:
    """Return the starts of the slots of one day in order; the one after a break begins with its end."""
    found = []
    at, end = max(_minutes(hours.start), _minutes(rule.first)), _minutes(hours.end)
    pause = (_minutes(hours.break_start or time()), _minutes(hours.break_end or time()))
    while at + rule.minutes <= end:
        if at < pause[1] and pause[0] < at + rule.minutes:
            at = pause[1]
            continue
        found.append(time(*divmod(at, HOUR)))
        at += rule.minutes
    return tuple(found)


def _minutes(at: time) -> int:
    return at.hour * HOUR + at.minute


def chained(start: datetime, rule: SlotRule, count: int) -> list[datetime]:
    """Return a moment for each of `count` persons from exactly `start` on, whatever the hours are."""
    length = timedelta(minutes=rule.minutes)
    return [start + at // rule.parallel * length for at in range(count)]


def free_slot(
    days: Iterable[tuple[date, DayHours | None]], rule: SlotRule, taken: Iterable[datetime]
) -> datetime | None:
    """Return the first local moment at which an examiner of this place is free, None for none.

    `days` are tried in order (None: nobody works); `taken` are the hearings there, each as long as
    the rule says: one that begins between two slots blocks both.
    """
    known = sorted(taken)
    length = timedelta(minutes=rule.minutes)
    for day, hours in days:
        for start in slots_of(hours, rule) if hours else ():
            at = datetime.combine(day, start)
            if sum(abs(one - at) < length for one in known) < rule.parallel:
                return at
    return None
