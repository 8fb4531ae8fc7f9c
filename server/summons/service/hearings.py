"""When and where persons are called to: defaults by the counting rules, the setting and the calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.people import queries as people
from server.people.rules import (
    Calendar,
    CountingRule,
    HearingDate,
    hearing_date,
    second_hearing_date,
)
from server.summons.models import Letterhead
from server.summons.rules import LetterKind

LOOK_AHEAD = timedelta(days=150)
NEXT_DAY = CountingRule(1, "Panggilan II: hari kerja berikutnya")
SETTING = "Pengaturan kop surat (perlu dikonfirmasi BKPSDM)"


@dataclass(frozen=True, slots=True)
class Hearing:
    """A default hearing: the moment, the rule it follows and the calendar that was used."""

    at: datetime
    counted: HearingDate


def default_hearing(
    head: Letterhead, kind: LetterKind, zone: str, day: date, *, missed: date | None = None
) -> Hearing:
    """Return when a letter dated `day` calls; `missed` makes it a second call (Pasal 26)."""
    calendar = people.calendar(min(day, missed or day), day + LOOK_AHEAD)
    if missed is not None:
        counted = second_hearing_date(missed, calendar)
        if counted.day <= day:
            counted = _by_rule(day, calendar, NEXT_DAY)
    else:
        counted = _by_rule(day, calendar, setting(head, kind))
    hour, minute = map(int, head.hearing_time.split(":"))
    local = datetime.combine(counted.day, time(hour, minute), tzinfo=ZoneInfo(zone))
    return Hearing(local.astimezone(UTC), counted)


def setting(head: Letterhead, kind: LetterKind, *, call: int = 1) -> CountingRule:
    """Return the counting rule of this office for a kind of letter."""
    if call > 1:
        return NEXT_DAY
    days = head.hearing_days_b if kind is LetterKind.B else head.hearing_days_a
    return CountingRule(days, SETTING)


def calendar_between(first: date, last: date) -> Calendar:
    """Return the calendar that judges a letter date and its hearing date."""
    return people.calendar(min(first, last), max(first, last) + LOOK_AHEAD)


def local_day(moment: datetime, zone: str) -> date:
    """Return the day of a moment where the operation was."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _by_rule(day: date, calendar: Calendar, rule: CountingRule) -> HearingDate:
    return hearing_date(day, "A", calendar, rule=rule)
