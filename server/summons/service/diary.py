"""When whom is examined where: the slots of a hearing place, with what is written there already."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.people import queries as people
from server.people.rules import Calendar, DayHours, WorkSchedule, hours_on, is_working_day
from server.summons import queries
from server.summons.models import Letterhead
from server.summons.rules import LetterKind, SlotRule, free_slot
from server.summons.service.hearings import LOOK_AHEAD, Hearing, default_hearing

DAYS_TRIED = 60


class Diary:
    """The hearings of all places, as one request of the desk fills them in.

    One place is one team of examiners: a superior's room examines its own people, whoever else is
    called elsewhere at the same minute. Hearings of every operation count.
    """

    def __init__(self, head: Letterhead, zone: str, day: date, *, but: UUID | None = None) -> None:
        self._head, self._zone, self._day = head, ZoneInfo(zone), day
        self._rule = slot_rule(head)
        self._taken: dict[str, list[datetime]] = {}
        for place, at in queries.hearings_from(datetime.combine(day, time(), tzinfo=UTC), but):
            self._write(place, at)
        self._schedules: dict[UUID | None, WorkSchedule] = {}
        self._calendar: Calendar = people.calendar(day, day + 2 * LOOK_AHEAD)

    def hearing(self, place: str, opd_id: UUID | None, *, missed: date | None = None) -> Hearing:
        """Return the next free hearing at a place of an OPD and write it in.

        It is never before the day that the counting rule gives. Where no day has a slot (an hour
        outside office hours) the day and hour of the setting stand.
        """
        first = self.usual(missed=missed)
        days = self._days(first.counted.day, opd_id)
        at = free_slot(days, self._rule, self._taken.get(place, ()))
        moment = first.at if at is None else at.replace(tzinfo=self._zone).astimezone(UTC)
        self._write(place, moment)
        return Hearing(moment, first.counted)

    def usual(self, *, missed: date | None = None) -> Hearing:
        """Return the hearing that the counting rule and the setting alone give."""
        return default_hearing(self._head, LetterKind.B, self._zone.key, self._day, missed=missed)

    def _write(self, place: str, at: datetime) -> None:
        local = at.astimezone(self._zone).replace(tzinfo=None)
        self._taken.setdefault(place, []).append(local)

    def _days(self, first: date, opd_id: UUID | None) -> Iterator[tuple[date, DayHours | None]]:
        if opd_id not in self._schedules:
            self._schedules[opd_id] = people.schedule_for(opd_id, first)
        schedule = self._schedules[opd_id]
        for number in range(DAYS_TRIED):
            day = first + timedelta(days=number)
            works = is_working_day(day, self._calendar)
            yield day, hours_on(day, schedule, self._calendar) if works else None


def slot_rule(head: Letterhead) -> SlotRule:
    """Return the setting of this office."""
    return SlotRule(
        minutes=head.hearing_minutes,
        parallel=head.hearing_parallel,
        first=time.fromisoformat(head.hearing_time),
    )
