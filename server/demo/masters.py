"""Kota Contoh as rows of people's tables, and its accounts."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from server.accounts import service as accounts
from server.accounts.models import User
from server.accounts.passwords import hash_password
from server.demo.records import City, CityDay, CityEmployee, CityOpd, CitySchedule
from server.demo.users import PASSWORD
from server.people import service as people

Row = dict[str, Any]
_SINCE = date(2024, 1, 1)  # the day of the decree that the schedules name
_DEFAULT_SCHEDULE = "5-hari"


def load_people(city: City, as_before: Mapping[UUID, CityEmployee]) -> dict[str, int]:
    """Load OPDs, employees (some `as_before`), schedules and calendar; return how many rows of each."""
    schedules = {schedule.code: schedule.id for schedule in city.schedules}
    return people.load_masters(
        schedules=[_schedule(schedule) for schedule in city.schedules],
        opds=[_opd(opd, schedules[opd.schedule]) for opd in (*city.opds, *city.units)],
        employees=[_employee(as_before.get(who.id, who)) for who in city.employees],
        calendar=[
            {"day": day.day, "kind": day.category, "name": day.name, "provisional": day.provisional}
            for day in city.holidays
        ],
        ramadan=[
            {
                "first_day": month.first,
                "last_day": month.last,
                "source": "perkiraan, menunggu sidang isbat" if month.provisional else "ketetapan",
            }
            for month in city.ramadan
        ],
    )


def add_users(city: City) -> dict[str, User]:
    """Make the demo accounts, by username; one slow hash serves all, the password is one."""
    hashed = hash_password(PASSWORD)
    return {
        user.username: accounts.add_user(
            user.username,
            user.name,
            list(user.roles),
            PASSWORD,
            password_hash=hashed,
            id=user.id,
            title=user.title,
            employee_id=user.employee_id,
            opd_id=user.opd_id,
        )
        for user in city.users
    }


def rank_words(who: CityEmployee) -> str | None:
    """Return pangkat and golongan as letters print them; PPPK have a golongan only."""
    return f"{who.rank} ({who.golongan})" if who.rank and who.golongan else who.golongan


def _opd(opd: CityOpd, schedule_id: UUID) -> Row:
    return {
        "id": opd.id,
        "name": opd.name,
        "short_name": opd.short,
        "parent_id": opd.parent_id,
        "aliases": list(opd.aliases),
        "address": opd.address,
        "head_title": opd.head_title,
        "head_form": "Plt." if opd.head_acting else "definitive",
        "head_id": opd.head_id,
        "personnel_officer_id": opd.personnel_officer_id,
        "valid_from": _SINCE,
        "schedule_id": schedule_id,
        "lon": opd.lon,
        "lat": opd.lat,
    }


def _employee(who: CityEmployee) -> Row:
    return {
        "id": who.id,
        "nip": who.nip,
        "name": who.full_name,
        "kind": who.kind,
        "rank": rank_words(who),
        "job": who.job,
        "opd_id": who.opd_id,
        "unit": who.unit,
        "superior_id": who.superior_id,
    }


def _schedule(schedule: CitySchedule) -> Row:
    return {
        "id": schedule.id,
        "name": schedule.name,
        "decree": schedule.decree,
        "is_default": schedule.code == _DEFAULT_SCHEDULE,
        "shift": schedule.shift,
        "tolerance_minutes": schedule.tolerance_minutes,
        "valid_from": schedule.valid_from,
        "days": [
            *_days(schedule.days, ramadan=False),
            *_days(schedule.ramadan_days, ramadan=True),
        ],
    }


def _days(days: tuple[CityDay, ...], *, ramadan: bool) -> Iterator[Row]:
    for day in days:
        yield {
            "weekday": day.weekday - 1,  # the table counts from Monday = 0
            "ramadan": ramadan,
            "starts": day.start,
            "ends": day.end,
            "break_starts": day.break_start,
            "break_ends": day.break_end,
        }
