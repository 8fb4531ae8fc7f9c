"""When whom is examined where: the slots of a hearing place, with what is written there already."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.core.clock import iso
from server.people import queries as people
from server.people.rules import Calendar, DayHours, WorkSchedule, hours_on, is_working_day
from server.summons import queries
from server.summons.models import Letterhead
from server.summons.rules import LetterKind, SlotRule, chained, free_slot
from server.summons.service.hearings import LOOK_AHEAD, Hearing, default_hearing
from server.summons.service.printed import Content

DAYS_TRIED = 60


class Diary:
    """The hearings of all places, as one request of the desk fills them in.

    One place is one team of examiners: a superior's room examines its own people, whoever else is
    called elsewhere at the same minute. Hearings of every operation count.
    """

    def __init__(
        self,
        head: Letterhead,
        zone: str,
        day: date,
        *,
        but: UUID | None = None,
        others: bool = True,
    ) -> None:
        self._head, self._zone, self._day = head, ZoneInfo(zone), day
        self._rule = slot_rule(head)
        self._taken: dict[str, list[datetime]] = {}
        if others:
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
        return replace(first, at=moment)

    def spread(self, place: str, start: datetime, count: int) -> list[datetime]:
        """Return the next free moments at a place from `start` on, one for each person, written in.

        Without a working hour to be found everybody is called at `start`.
        """
        found: list[datetime] = []
        at = start.astimezone(self._zone).replace(tzinfo=None)
        for _ in range(count):
            free = self._free(place, at)
            if free is None:
                return [start] * count
            at = free
            found.append(at.replace(tzinfo=self._zone).astimezone(UTC))
            self._write(place, found[-1])
        return found

    def _free(self, place: str, start: datetime) -> datetime | None:
        days, taken = list(self._days(start.date(), None)), self._taken.get(place, ())
        today = free_slot(days[:1], replace(self._rule, first=start.time()), taken)
        return today or free_slot(days[1:], self._rule, taken)

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


def give_times(content: Content, times: Sequence[datetime]) -> None:
    """Write down when each person of a letter A is to come."""
    content["persons"] = [
        {**one, "hearing_at": iso(at)} for one, at in zip(content["persons"], times, strict=True)
    ]


def spread_over(content: Content, head: Letterhead, start: datetime) -> None:
    """Give the persons of a letter A times from the moment that somebody chose on.

    Who else is called there is left out of account: the desk has decided. The first is called when the
    letter says, also in a break or at night: the others follow in the same steps then.
    """
    zone, count = content["zone"], len(content["persons"])
    diary = Diary(head, zone, start.astimezone(ZoneInfo(zone)).date(), others=False)
    times = diary.spread("", start, count)
    give_times(content, times if times[:1] == [start] else chained(start, slot_rule(head), count))
