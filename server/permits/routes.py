"""Permits over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from flask_smorest import Blueprint
from sqlalchemy.orm import joinedload

from server.accounts.sessions import signed_in, user
from server.core import app_state, audit
from server.core.clock import now
from server.core.db import start_writing, writes_late
from server.core.pages import Page, page
from server.people.models import Import
from server.people.schemas import ImportOut
from server.permits import queries, schemas, service
from server.permits.models import Permit

permits = Blueprint("permits", __name__, url_prefix="/api", description="Duty letters and leave")


@permits.get("/permits")
@permits.arguments(schemas.PermitsIn, location="query")
@permits.response(200, schemas.PermitListOut)
@signed_in("permit.read")
def list_permits(which: dict[str, Any]) -> Page[Permit]:
    """List permits, of one local day when asked, the newest first."""
    audit.reading("permit.read", actor_id=user().id)
    rows = queries.visible_to(user()).options(joinedload(Permit.person))
    if "day" in which:
        rows = queries.on_day(rows, which["day"], app_state.settings().time_zone)
    return page(
        rows,
        (Permit.registered_at, Permit.id),
        cursor=which.get("cursor"),
        size=which["size"],
        newest_first=True,
    )


@permits.post("/permits")
@permits.arguments(schemas.PermitIn)
@permits.response(201, schemas.PermitOut)
@signed_in("permit.read")
def register_permit(body: dict[str, Any]) -> Permit:
    """Register a permit; an OPD for its own people, BKPSDM for all."""
    return service.register(user(), **body)


@permits.post("/permits/<uuid:permit_id>/withdraw")
@permits.arguments(schemas.PermitWithdrawIn)
@permits.response(200, schemas.PermitOut)
@signed_in()
def withdraw_permit(body: dict[str, str], permit_id: UUID) -> Permit:
    """Take back a mistyped permit, with a reason: who registered it, or BKPSDM."""
    return service.withdraw(user(), permit_id, body["reason"])


@permits.post("/imports/attendance")
@permits.arguments(schemas.AttendanceFileIn, location="query")
@permits.response(201, ImportOut)
@writes_late
@signed_in("attendance.compare")
def bring_attendance(how: dict[str, Any]) -> Import:
    """Compare a file of daily punches with what is known; the file is the body, nothing changes."""
    who = user()
    request.max_content_length = app_state.settings().file_bytes
    data = request.get_data()
    brought = service.read_attendance(data, how["form"], how["columns"])
    start_writing()
    day = _today()
    return service.take_attendance(who, brought, day=how["effective_on"] or day, today=day)


@permits.post("/imports/permits")
@permits.arguments(schemas.PermitFileIn, location="query")
@permits.response(201, ImportOut)
@writes_late
@signed_in("permit.compare")
def bring_permits(how: dict[str, Any]) -> Import:
    """Compare a file of surat tugas, cuti or FWA days with the register; nothing changes yet."""
    who = user()
    settings = app_state.settings()
    request.max_content_length = settings.file_bytes
    data = request.get_data()
    brought = service.read_permit_file(data, how["form"], how["columns"])
    start_writing()
    return service.take_permits(
        who,
        brought,
        usual_kind=how["usual_kind"],
        today=_today(),
        zone=settings.time_zone,
    )


def _today() -> date:
    return now().astimezone(ZoneInfo(app_state.settings().time_zone)).date()
