"""When and where persons are called to: defaults by the counting rules, the setting and the calendar."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.people import queries as people
from server.people.rules import (
    FIVE_DAYS,
    Calendar,
    CountingRule,
    HearingDate,
    add_working_days,
    hearing_date,
    hours_on,
    second_hearing_date,
)
from server.summons import queries
from server.summons.letters.wording import full_date
from server.summons.models import Letter, Letterhead
from server.summons.rules import USUAL_HOURS, LetterKind, outside_hours

LOOK_AHEAD = timedelta(days=150)
NEXT_DAY = CountingRule(1, "Panggilan II: hari kerja berikutnya")
SETTING = "Pengaturan kop surat (perlu dikonfirmasi BKPSDM)"


@dataclass(frozen=True, slots=True)
class Hearing:
    """A default hearing: the moment, the rule it follows and the calendar that was used.

    `signed_until` is the last letter date for which it was counted; `words` is the reason to show.
    """

    at: datetime
    counted: HearingDate
    signed_until: date
    words: str


def default_hearing(
    head: Letterhead, kind: LetterKind, zone: str, day: date, *, missed: date | None = None
) -> Hearing:
    """Return when a letter drafted on `day` calls; `missed` makes it a second call (Pasal 26).

    It is counted from the last day of the setting on which the letter may still be signed, so that
    a signature a day later sends no letter back. A second call has no such slack: it is urgent.
    """
    calendar = people.calendar(min(day, missed or day), day + LOOK_AHEAD)
    start = until = day
    if missed is not None:
        start, counted = missed, second_hearing_date(missed, calendar)
        if counted.day <= day:
            start, counted = day, _by_rule(day, calendar, NEXT_DAY)
    else:
        start = until = add_working_days(day, head.signing_days, calendar)
        counted = _by_rule(until, calendar, setting(head, kind))
    hour, minute = map(int, head.hearing_time.split(":"))
    local = datetime.combine(counted.day, time(hour, minute), tzinfo=ZoneInfo(zone))
    words = _reason(min(day, start), start, counted, calendar, slack=until > day)
    return Hearing(local.astimezone(UTC), counted, until, words)


def _reason(
    since: date, start: date, counted: HearingDate, calendar: Calendar, *, slack: bool
) -> str:
    """Say why a hearing is on its day: "Hari kerja ke-8 sesudah …; melewati Hari Raya Natal"."""
    words = f"Hari kerja ke-{counted.rule.working_days} sesudah {full_date(start)}"
    if slack:
        words += ", tanggal terakhir surat ini boleh ditandatangani tanpa mengubahnya"
    span = (since + timedelta(days=n) for n in range(1, (counted.day - since).days))
    off = [
        calendar.holidays.get(day, "hari libur")
        for day in span
        if day.weekday() in FIVE_DAYS and calendar.is_off(day)
    ]
    if off:
        words += f"; melewati {', '.join(dict.fromkeys(off))}"
    return f"{words}; kalender masih perkiraan" if counted.provisional else words


def hearing_of(letter: Letter, line_ids: Collection[UUID]) -> datetime:
    """Return when a letter calls one of its persons: the own time where persons are spread."""
    for person in letter.content["persons"]:
        if person.get("hearing_at") and UUID(person["line_id"]) in line_ids:
            return datetime.fromisoformat(person["hearing_at"])
    return letter.hearing_at


def hours_of(letter: Letter) -> tuple[time, time]:
    """Return when somebody is at the office before which a letter calls, on the day of its hearing."""
    day = local_day(letter.hearing_at, letter.content["zone"])
    schedule = people.schedule_for(letter.signing_opd_id or _own_office(), day)
    found = hours_on(day, schedule, people.calendar(day, day))
    return (found.start, found.end) if found else USUAL_HOURS


def odd_hour(letter: Letter) -> bool:
    """Whether a letter calls at an hour at which nobody is at that office."""
    at = letter.hearing_at.astimezone(ZoneInfo(letter.content["zone"])).time()
    return outside_hours(at, hours_of(letter))


def _own_office() -> UUID | None:
    """Return the OPD of the desk itself, which its kop names by its code."""
    head = queries.letterhead()
    wanted = head.unit_code.casefold() if head else None
    found = (one.id for one in people.all_opds() if one.short_name.casefold() == wanted)
    return next(found, None)


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
