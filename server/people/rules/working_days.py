"""Counting working days: hearing dates and deadlines of letters (domain.md §1 and §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from server.people.rules.work_time import FIVE_DAYS, Calendar

LetterKind = Literal["A", "B"]
LONGEST = 3660  # days searched before a calendar without working days is refused


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How a hearing date follows from a letter date.

    The hearing is on the `working_days`-th working day after the letter date, which does not
    count itself; `source` is what the screen shows beside the setting.
    """

    working_days: int
    source: str


@dataclass(frozen=True, slots=True)
class HearingDate:
    """A hearing date with what it rests on; `provisional` if a day counted over may still move."""

    day: date
    rule: CountingRule
    calendar_version: str
    provisional: bool


# Defaults of a setting, never of the law: a BKPSDM officer confirms them before letters go out.
COUNTING_RULES: Mapping[LetterKind, CountingRule] = {
    "A": CountingRule(3, "Kebiasaan setempat: tiga hari kerja"),
    "B": CountingRule(
        8, "Lampiran Peraturan BKN 6/2022: tujuh hari kerja penuh di antaranya (PP 94/2021 Ps. 26)"
    ),
}
SECOND_CALL = CountingRule(7, "PP 94/2021 Pasal 26: paling lambat tujuh hari kerja")


def is_working_day(day: date, calendar: Calendar, weekdays: frozenset[int] = FIVE_DAYS) -> bool:
    """Say whether `day` is a working day for a unit that works on `weekdays` (0 is Monday)."""
    if day in calendar.overrides:
        return calendar.overrides[day]
    return day.weekday() in weekdays and not calendar.is_off(day)


def add_working_days(
    start: date, count: int, calendar: Calendar, weekdays: frozenset[int] = FIVE_DAYS
) -> date:
    """Return the `count`-th working day after `start`; `start` itself does not count.

    0 returns `start`. Raises ValueError for a negative count or a calendar without working days.
    """
    if count < 0:
        raise ValueError("working days are counted forward")
    day, left = start, count
    for _ in range(LONGEST):
        if not left:
            return day
        day += timedelta(days=1)
        left -= is_working_day(day, calendar, weekdays)
    raise ValueError("the calendar has too few working days")


def working_days_between(
    start: date, end: date, calendar: Calendar, weekdays: frozenset[int] = FIVE_DAYS
) -> int:
    """Return the clear working days strictly between two dates."""
    span = range(1, (end - start).days)
    return sum(is_working_day(start + timedelta(days=n), calendar, weekdays) for n in span)


def hearing_date(
    letter_date: date,
    kind: LetterKind,
    calendar: Calendar,
    *,
    rule: CountingRule | None = None,
    weekdays: frozenset[int] = FIVE_DAYS,
) -> HearingDate:
    """Return when a letter of `kind` calls its persons, by the setting `rule` or the default."""
    return _counted(letter_date, rule or COUNTING_RULES[kind], calendar, weekdays)


def second_hearing_date(
    missed: date,
    calendar: Calendar,
    *,
    rule: CountingRule = SECOND_CALL,
    weekdays: frozenset[int] = FIVE_DAYS,
) -> HearingDate:
    """Return the latest hearing date of a Panggilan II after the day somebody did not appear."""
    return _counted(missed, rule, calendar, weekdays)


def _counted(
    start: date, rule: CountingRule, calendar: Calendar, weekdays: frozenset[int]
) -> HearingDate:
    day = add_working_days(start, rule.working_days, calendar, weekdays)
    moving = any(start < one <= day for one in calendar.provisional)
    return HearingDate(day, rule, calendar.version, moving)
