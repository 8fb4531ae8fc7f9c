"""Time slots of hearings: nobody in the break, no slot above its capacity, the order kept."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from server.people.rules import DayHours
from server.summons.rules import SlotRule, free_slot, slots_of

OFFICE = DayHours(time(7, 30), time(16), time(12), time(13))
FRIDAY = DayHours(time(7, 30), time(16, 30), time(11, 30), time(13))
DAYS = [(date(2026, 12, 3), OFFICE), (date(2026, 12, 4), FRIDAY), (date(2026, 12, 5), None),
        (date(2026, 12, 7), OFFICE)]  # fmt: skip
RULES = st.builds(
    SlotRule,
    minutes=st.integers(5, 240),
    parallel=st.integers(1, 6),
    first=st.times(time(6), time(15)).map(lambda at: at.replace(second=0, microsecond=0)),
)


def called(people: int, rule: SlotRule, taken: list[datetime]) -> list[datetime]:
    """Call people one after the other, as a bulk draft does; those for whom no slot is left not."""
    found: list[datetime] = []
    for _ in range(people):
        at = free_slot(DAYS, rule, [*taken, *found])
        if at is None:
            break
        found.append(at)
    return found


def test_forty_people_are_called_over_a_morning_and_an_afternoon() -> None:
    rule = SlotRule(minutes=30, parallel=4, first=time(9))
    found = called(40, rule, [])
    assert {at.date() for at in found} == {date(2026, 12, 3)}
    assert found[0].time() == time(9)
    assert found[-1].time() == time(14, 30)
    assert set(Counter(found).values()) == {4}


def test_slots_stand_around_the_break_and_end_with_the_office() -> None:
    rule = SlotRule(minutes=45, parallel=1, first=time(9))
    assert [f"{at:%H.%M}" for at in slots_of(OFFICE, rule)] == [
        "09.00", "09.45", "10.30", "11.15", "13.00", "13.45", "14.30", "15.15",
    ]  # fmt: skip
    late = SlotRule(minutes=45, parallel=1, first=time(16))
    assert slots_of(OFFICE, late) == ()
    assert free_slot(DAYS[:1], late, []) is None


def test_a_hearing_between_two_slots_blocks_both() -> None:
    rule = SlotRule(minutes=30, parallel=1, first=time(9))
    typed = datetime(2026, 12, 3, 9, 15)  # noqa: DTZ001 - local to the place
    assert free_slot(DAYS, rule, [typed]) == typed.replace(hour=10, minute=0)


@settings(max_examples=60, deadline=None)
@given(rule=RULES, people=st.integers(0, 60), data=st.data())
def test_nobody_in_the_break_no_slot_above_capacity_and_the_order_kept(
    rule: SlotRule, people: int, data: st.DataObject
) -> None:
    every = [
        datetime.combine(day, at) for day, hours in DAYS if hours for at in slots_of(hours, rule)
    ]
    taken = data.draw(st.lists(st.sampled_from(every), max_size=8)) if every else []
    taken = [at for at, many in Counter(taken).items() for _ in range(min(many, rule.parallel))]
    found = called(people, rule, taken)
    length = timedelta(minutes=rule.minutes)
    hours = dict(DAYS)
    for at in found:
        office = hours[at.date()]
        assert office is not None
        ends = at + length
        assert max(office.start, rule.first) <= at.time()
        assert ends <= datetime.combine(at.date(), office.end)
        assert office.break_start is not None
        assert office.break_end is not None
        assert ends.time() <= office.break_start or at.time() >= office.break_end
    assert found == sorted(found)
    assert max(Counter([*taken, *found]).values(), default=0) <= rule.parallel
    # who comes later in the list moves nobody before them; nobody is left out while room is left
    assert called(people // 2, rule, taken) == found[: people // 2]
    assert len(found) == min(people, len(every) * rule.parallel - len(taken))
