"""Keeping work schedules: hours of a decree by weekday, in Ramadan too, from a day on."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from sqlalchemy import delete

from server.accounts.models import User
from server.core import audit
from server.core.db import db
from server.core.headers import folded
from server.core.problems import Code, Problem
from server.people import queries
from server.people.models import ScheduleDay, WorkSchedule
from server.people.rules import DayHours
from server.people.service.employees import wire

WEEK = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
Wanted = Mapping[str, Any]


def make_schedule(by: User, wanted: Wanted, *, reason: str) -> queries.Schedule:
    """Add a work schedule; raises what `change_schedule` raises."""
    head = WorkSchedule(name=wanted["name"], valid_from=wanted["valid_from"], revision=0)
    return _write(by, head, wanted, reason, before=None)


def change_schedule(
    by: User, known: queries.Schedule, wanted: Wanted, *, reason: str
) -> queries.Schedule:
    """Replace a schedule and its hours; findings keep what was judged when they came.

    Raises `bad-field` for a name that another one has, an end before the start, hours that end before
    they start, a break outside them, a weekday twice, and a schedule without hours that is no shift.
    """
    return _write(by, known.head, wanted, reason, before=_told(known))


def _write(
    by: User, head: WorkSchedule, wanted: Wanted, reason: str, before: dict[str, Any] | None
) -> queries.Schedule:
    _refuse_odd(head, wanted)
    for name in wanted.keys() - {"days"}:
        setattr(head, name, wanted[name])
    head.revision += 1
    db.session.add(head)
    db.session.flush()
    db.session.execute(delete(ScheduleDay).where(ScheduleDay.schedule_id == head.id))
    days = [ScheduleDay(schedule_id=head.id, **day) for day in sorted(wanted["days"], key=_place)]
    db.session.add_all(days)
    db.session.flush()
    found = queries.Schedule(head, days)
    audit.record(
        "schedule.change",
        actor_id=by.id,
        subject_id=head.id,
        reason=reason,
        before=before or {},
        after=_told(found),
    )
    return found


def _refuse_odd(head: WorkSchedule, wanted: Wanted) -> None:
    names = {folded(one.head.name) for one in queries.schedules() if one.head.id != head.id}
    if folded(wanted["name"]) in names:
        raise _bad("name", "Nama ini sudah dipakai jam kerja lain.")
    if wanted["valid_to"] is not None and wanted["valid_to"] < wanted["valid_from"]:
        raise _bad("valid_to", "Akhir berlaku harus sesudah mulainya.")
    places = [_place(day) for day in wanted["days"]]
    if len(set(places)) < len(places):
        raise _bad("days", "Satu hari hanya sekali.")
    if not wanted["shift"] and not any(not day["ramadan"] for day in wanted["days"]):
        raise _bad("days", "Isi jam sedikitnya satu hari, atau tandai sebagai kerja bergilir.")
    for day in wanted["days"]:
        try:
            DayHours(day["starts"], day["ends"], day["break_starts"], day["break_ends"])
        except ValueError:
            raise _bad(
                "days", f"{WEEK[day['weekday']]}: jam selesai sesudah mulai, istirahat di dalamnya."
            ) from None


def _place(day: Wanted) -> tuple[bool, int]:
    return day["ramadan"], day["weekday"]


def _told(one: queries.Schedule) -> dict[str, Any]:
    names = ("name", "decree", "is_default", "shift", "tolerance_minutes", "valid_from", "valid_to")
    return {name: wire(getattr(one.head, name)) for name in names} | {
        "hours": _hours(day for day in one.days if not day.ramadan),
        "ramadan_hours": _hours(day for day in one.days if day.ramadan),
    }


def _hours(days: Iterable[ScheduleDay]) -> str:
    """Return hours as a line: `Sen 07.30-16.00 (istirahat 12.00-13.00)`."""
    return "; ".join(
        f"{WEEK[day.weekday]} {_span(day.starts, day.ends)}"
        + (
            f" (istirahat {_span(day.break_starts, day.break_ends)})"
            if day.break_starts and day.break_ends
            else ""
        )
        for day in days
    )


def _span(begins: time, ends: time) -> str:
    return f"{begins:%H.%M}-{ends:%H.%M}"


def _bad(field: str, words: str) -> Problem:
    return Problem(Code.BAD_FIELD, invalid={field: [words]})
