"""Work schedules and the calendar over HTTP."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.clock import now
from server.core.http import same_revision
from server.core.pages import Page
from server.core.problems import Code, Problem
from server.people import queries, schemas, service
from server.people.models import CalendarDay, RamadanPeriod

hours = Blueprint("hours", __name__, url_prefix="/api", description="Work schedules and calendar")
A_YEAR = timedelta(days=366)


@hours.post("/schedules")
@hours.arguments(schemas.ScheduleIn)
@hours.response(201, schemas.ScheduleOut)
@signed_in("schedule.change")
def make_schedule(body: dict[str, Any]) -> queries.Schedule:
    """Add a work schedule."""
    wanted = {name: body[name] for name in body.keys() - {"reason"}}
    return service.make_schedule(user(), wanted, reason=body["reason"])


@hours.put("/schedules/<uuid:schedule_id>")
@hours.arguments(schemas.ScheduleChangeIn)
@hours.response(200, schemas.ScheduleOut)
@signed_in("schedule.change")
def change_schedule(body: dict[str, Any], schedule_id: UUID) -> queries.Schedule:
    """Replace a work schedule and its hours."""
    found = queries.schedule(schedule_id, lock=True)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    same_revision(schemas.ScheduleOut().dump(found), body)
    wanted = {name: body[name] for name in body.keys() - {"revision", "reason"}}
    return service.change_schedule(user(), found, wanted, reason=body["reason"])


@hours.get("/holidays/proposed")
@hours.arguments(schemas.YearIn, location="query")
@hours.response(200, schemas.NationalDayListOut)
@signed_in("calendar.change")
def proposed_holidays(which: dict[str, int]) -> Page[Any]:
    """List what the national list of a year has otherwise than our calendar."""
    return Page(service.proposed(which["year"]), None)


@hours.post("/holidays/adopt")
@hours.arguments(schemas.YearIn)
@hours.response(200, schemas.AdoptedOut)
@signed_in("calendar.change")
def adopt_holidays(body: dict[str, int]) -> dict[str, int]:
    """Take the national list of a year over, as it was told."""
    return service.adopt(user(), body["year"])


@hours.get("/ramadan")
@hours.response(200, schemas.RamadanListOut)
@signed_in()
def list_ramadan() -> Page[RamadanPeriod]:
    """List every Ramadan that is known; a handful, so it is one page."""
    return Page(queries.ramadan(), None)


@hours.put("/ramadan")
@hours.arguments(schemas.RamadanIn)
@hours.response(200, schemas.RamadanOut)
@signed_in("calendar.change")
def set_ramadan(body: dict[str, Any]) -> RamadanPeriod:
    """Say when Ramadan is; the same one again replaces it."""
    return service.set_ramadan(user(), **body)


@hours.get("/schedules")
@hours.response(200, schemas.ScheduleListOut)
@signed_in()
def list_schedules() -> Page[queries.Schedule]:
    """List every work schedule with its hours; a handful, so it is one page."""
    return Page(queries.schedules(), None)


@hours.get("/holidays")
@hours.arguments(schemas.HolidaysIn, location="query")
@hours.response(200, schemas.HolidayListOut)
@signed_in()
def list_holidays(which: dict[str, date | None]) -> Page[CalendarDay]:
    """List the days that differ from their weekday; this year and the next, or at most two years."""
    first = which["first"] or date(now().year, 1, 1)
    last = min(which["last"] or first + 2 * A_YEAR, date(min(first.year + 2, 9999), 12, 31))
    return Page(queries.calendar_days(first, last), None)


@hours.post("/holidays")
@hours.arguments(schemas.HolidayIn)
@hours.response(201, schemas.HolidayOut)
@signed_in("calendar.change")
def set_holiday(body: dict[str, Any]) -> CalendarDay:
    """Say what a day is; the same day and kind again replaces it."""
    return service.set_day(user(), **body)


@hours.delete("/holidays/<uuid:day_id>")
@hours.response(204)
@signed_in("calendar.change")
def remove_holiday(day_id: UUID) -> Response:
    """Take a day's entry away."""
    service.remove_day(user(), day_id)
    return Response(status=204)
