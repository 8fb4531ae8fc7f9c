"""Working hours, days off and Ramadan of Kota Contoh (WIB).

Hours follow Perpres 21/2023: 37 h 30 m a week without breaks, start 07.30, break 60 minutes and
90 on Friday; in Ramadan 32 h 30 m, start 08.00, break 30 minutes and 60 on Friday.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays as holiday_tables

from server.demo.dice import ident
from server.demo.records import CityDay, CityHoliday, CityRamadan, CitySchedule

WIB = ZoneInfo("Asia/Jakarta")
# the last sighting of the open operation is over by then
_MORNING_DONE = time(10, 30)

# 1447 H as decided by the ministry; 1448 H is an estimate until its sidang isbat
RAMADAN = (
    CityRamadan(date(2026, 2, 19), date(2026, 3, 20), provisional=False),
    CityRamadan(date(2027, 2, 8), date(2027, 3, 9), provisional=True),
)


def _day(weekday: int, start: str, end: str, break_start: str, break_end: str) -> CityDay:
    first, last, pause, resume = (
        time(int(clock[:2]), int(clock[3:])) for clock in (start, end, break_start, break_end)
    )
    return CityDay(weekday, first, last, pause, resume)


def _week(
    plain: tuple[str, str, str, str],
    friday: tuple[str, str, str, str],
    saturday: tuple[str, str, str, str] | None = None,
) -> tuple[CityDay, ...]:
    days = [_day(weekday, *plain) for weekday in (1, 2, 3, 4)] + [_day(5, *friday)]
    if saturday:
        days.append(_day(6, *saturday))
    return tuple(days)


def _schedule(
    seed: int, code: str, name: str, days: tuple[CityDay, ...], ramadan: tuple[CityDay, ...]
) -> CitySchedule:
    return CitySchedule(
        id=ident(seed, "schedule", code),
        code=code,
        name=name,
        decree="Peraturan Wali Kota Contoh Nomor 12 Tahun 2024 (simulasi)",
        valid_from=date(2024, 1, 1),
        shift=not days,
        days=days,
        ramadan_days=ramadan,
        tolerance_minutes=0,
    )


def make_schedules(seed: int) -> tuple[CitySchedule, ...]:
    """Return the three schedules: `5-hari`, `6-hari` (schools) and `shift`."""
    return (
        _schedule(
            seed,
            "5-hari",
            "Lima hari kerja",
            _week(("07.30", "16.00", "12.00", "13.00"), ("07.30", "16.30", "11.30", "13.00")),
            _week(("08.00", "15.00", "12.00", "12.30"), ("08.00", "15.30", "11.30", "12.30")),
        ),
        _schedule(
            seed,
            "6-hari",
            "Enam hari kerja (sekolah)",
            _week(
                ("07.30", "14.45", "12.00", "13.00"),
                ("07.30", "15.00", "11.30", "13.00"),
                ("07.30", "15.00", "12.00", "13.00"),
            ),
            _week(
                ("08.00", "14.00", "12.00", "12.30"),
                ("08.00", "14.00", "11.30", "12.30"),
                ("08.00", "14.00", "12.00", "12.30"),
            ),
        ),
        _schedule(seed, "shift", "Kerja bergilir (sif)", (), ()),
    )


@cache
def make_holidays(years: tuple[int, ...]) -> tuple[CityHoliday, ...]:
    """Return national days off and cuti bersama of `years`; estimates are marked provisional."""
    rows: list[CityHoliday] = []
    for category in ("public", "government"):
        table = holiday_tables.country_holidays(
            "ID", years=years, categories=(category,), language="id"
        )
        rows += [
            CityHoliday(day, name, category, provisional="perkiraan" in name)
            for day, name in table.items()
        ]
    return tuple(sorted(rows, key=lambda row: (row.day, row.category, row.name)))


def working_day_from(day: date, step: int) -> date:
    """Return `day` if offices work on it, else the nearest working day in direction `step`."""
    years = (day.year - 1, day.year, day.year + 1)
    off = {row.day for row in make_holidays(years)}
    while day.isoweekday() > 5 or day in off:
        day += timedelta(days=step)
    return day


def demo_today(now: datetime) -> date:
    """Return the date to build the city for at `now` (aware).

    Before 10.30 WIB the replayed morning would lie in the future: then it is the day before.
    """
    local = now.astimezone(WIB)
    return local.date() if local.time() >= _MORNING_DONE else local.date() - timedelta(days=1)


def at(day: date, clock: str) -> datetime:
    """Return the moment of a local clock time such as `08.30` on `day`, with its zone."""
    return datetime(day.year, day.month, day.day, int(clock[:2]), int(clock[3:]), tzinfo=WIB)
