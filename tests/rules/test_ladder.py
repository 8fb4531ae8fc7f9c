"""Working time lost in a year and the rung it would reach: worked values of PP 94/2021 (domain.md §3)."""

from datetime import date, time, timedelta

import pytest

from server.people.rules import Calendar, national_schedule
from server.permits.rules import Punches
from server.permits.rules.lost import lost_by_punches
from server.summons.rules import (
    LADDER,
    LostDay,
    LostSource,
    lost_in,
    read_ladder,
    rung_of,
)

RUNGS = read_ladder(LADDER)
WEDNESDAY = date(2026, 11, 18)


def examined(day: date, minutes: int | None = None) -> LostDay:
    return LostDay(day, minutes, LostSource.EXAMINATION)


def punched(day: date, minutes: int | None = None) -> LostDay:
    return LostDay(day, minutes, LostSource.ATTENDANCE)


def scattered(count: int) -> list[LostDay]:
    """Return whole days with a working day between each two."""
    return [examined(date(2026, 1, 5) + timedelta(days=2 * number)) for number in range(count)]


@pytest.mark.parametrize(
    ("days", "punishment"),
    [
        (1, "pembinaan"),
        (2, "pembinaan"),
        (3, "teguran lisan"),
        (4, "teguran tertulis"),
        (6, "teguran tertulis"),
        (7, "pernyataan tidak puas secara tertulis"),
        (10, "pernyataan tidak puas secara tertulis"),
        (11, "pemotongan tunjangan kinerja 25% selama 6 bulan"),
        (16, "pemotongan tunjangan kinerja 25% selama 9 bulan"),
        (20, "pemotongan tunjangan kinerja 25% selama 12 bulan"),
        (21, "penurunan jabatan setingkat lebih rendah selama 12 bulan"),
        (27, "pembebasan dari jabatannya menjadi jabatan pelaksana selama 12 bulan"),
        (28, "pemberhentian dengan hormat tidak atas permintaan sendiri"),
    ],
)
def test_each_number_of_days_reaches_its_rung(days: int, punishment: str) -> None:
    rung = rung_of(lost_in(2026, scattered(days)), RUNGS)
    assert rung is not None
    assert rung.punishment == punishment


def test_minutes_become_a_day_at_seven_and_a_half_hours_and_the_rest_is_shown() -> None:
    days = [date(2026, 3, number) for number in (2, 4, 6, 10)]
    lost = lost_in(2026, [punched(day, 135) for day in days])
    assert (lost.days, lost.remainder, lost.minutes, lost.whole_days) == (1, 90, 540, 0)
    less = lost_in(2026, [punched(days[0], 449)])
    assert (less.days, less.remainder, rung_of(less, RUNGS)) == (0, 449, None)
    assert lost_in(2026, [punched(days[0], 600)]).days == 1


def test_a_day_counts_once_and_the_examination_has_the_word() -> None:
    day = date(2026, 3, 2)
    for order in ([punched(day), examined(day, 60)], [examined(day, 60), punched(day)]):
        lost = lost_in(2026, order)
        assert (lost.days, lost.remainder) == (0, 60)
        assert [one.source for one in lost.counted] == [LostSource.EXAMINATION]
    assert lost_in(2026, [examined(day, 60), examined(day, 30)]).remainder == 30
    assert lost_in(2025, [examined(day)]).counted == ()


def test_ten_days_in_a_row_stand_above_the_count_and_weekends_do_not_break_them() -> None:
    first = date(2026, 11, 2)
    fortnight = [first + timedelta(days=number) for number in range(12)]
    working = [day for day in fortnight if day.weekday() < 5]
    lost = lost_in(2026, map(examined, working), lambda day: day.weekday() < 5)
    assert (len(working), lost.days, lost.run) == (10, 10, 10)
    rung = rung_of(lost, RUNGS)
    assert rung is not None
    assert rung.in_a_row
    broken = lost_in(2026, map(examined, working), lambda _day: True)
    assert broken.run == 5
    assert rung_of(broken, RUNGS) == RUNGS[3]


def test_empty_lines_of_a_ladder_mean_nothing() -> None:
    assert read_ladder("\n  \n" + LADDER.replace("\n", "\n\n") + "\n") == RUNGS


@pytest.mark.parametrize("text", ["tiga | ringan | teguran", "3 | ringan", "6-4 | a | b", "3 || x"])
def test_a_ladder_that_cannot_be_read_names_its_line(text: str) -> None:
    with pytest.raises(ValueError, match="baris 2"):
        read_ladder(f"1-2 | tanpa | pembinaan\n{text}")


@pytest.mark.parametrize(
    ("arrived", "departed", "code", "lost"),
    [
        (time(7, 28), time(16, 2), "", (False, 0)),
        (time(9, 45), time(16, 0), "hadir", (True, 135)),
        (time(7, 30), time(11, 30), "", (True, 210)),  # the break is no working time
        (time(12, 30), time(16, 0), "", (True, 270)),
        (None, None, "tanpa keterangan", (True, None)),
        (None, time(16, 0), "", (False, 0)),  # a missing punch says nothing sure
        (time(9, 45), time(16, 0), "dinas luar", (False, 0)),
    ],
)
def test_punches_lose_only_what_is_sure(
    arrived: time | None, departed: time | None, code: str, lost: tuple[bool, int | None]
) -> None:
    punches = Punches(arrived, departed, code)
    assert lost_by_punches(WEDNESDAY, punches, national_schedule(), Calendar()) == lost
    free = Calendar(holidays={WEDNESDAY: "Libur"})
    assert lost_by_punches(WEDNESDAY, punches, national_schedule(), free) == (False, 0)
