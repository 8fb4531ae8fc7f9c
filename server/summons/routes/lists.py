"""The summons list and its lines over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.http import file_response, json_with_etag
from server.summons.schemas.lists import (
    AbsentIn,
    DueListOut,
    LineAfterOut,
    LineVerbIn,
    OutcomeIn,
    RecapOut,
    RescheduleIn,
    SummonsListOut,
)
from server.summons.service import drafts, due, lines
from server.summons.service import lists as service
from server.summons.service.lines import Decision

summons = Blueprint("summons", __name__, url_prefix="/api", description="Lists per OPD")
PDF = "application/pdf"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@summons.get("/operations/<uuid:operation_id>/summons-list.json")
@summons.response(200, SummonsListOut)
@signed_in("summons_list.read")
def summons_list(operation_id: UUID) -> Response:
    """Give the list per OPD with its reconciliation."""
    return json_with_etag(service.show(user(), operation_id))


@summons.get("/operations/<uuid:operation_id>/summons-list.pdf")
@summons.response(200, {"type": "string", "format": "binary"}, content_type=PDF)
@signed_in("summons_list.read")
def summons_list_pdf(operation_id: UUID) -> Response:
    """Give the list on paper; the export is audited."""
    data, name = service.export(user(), operation_id, "pdf")
    return file_response(data, PDF, name, inline=True)


@summons.get("/operations/<uuid:operation_id>/summons-list.xlsx")
@summons.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
@signed_in("summons_list.read")
def summons_list_xlsx(operation_id: UUID) -> Response:
    """Give the list as a workbook; the export is audited."""
    data, name = service.export(user(), operation_id, "xlsx")
    return file_response(data, XLSX, name)


@summons.get("/operations/<uuid:operation_id>/summons-list.csv")
@summons.response(200, {"type": "string"}, content_type=CSV)
@signed_in("summons_list.read")
def summons_list_csv(operation_id: UUID) -> Response:
    """Give the list as CSV for other programs; the export is audited."""
    data, name = service.export(user(), operation_id, "csv")
    return file_response(data, f"{CSV}; charset=utf-8", name)


@summons.get("/operations/<uuid:operation_id>/recap")
@summons.response(200, RecapOut)
@signed_in("summons_list.read")
def recap(operation_id: UUID) -> dict[str, Any]:
    """Give the figures as a text without names, to be pasted into a message."""
    return service.told(user(), operation_id)


@summons.get("/due")
@summons.response(200, DueListOut)
@signed_in("summons_list.read")
def due_today() -> dict[str, Any]:
    """Give what is due today over all operations, the most pressing first."""
    return due.due(user())


def _decided(
    line_id: UUID, verb: str, body: dict[str, Any], hearing_at: datetime | None = None
) -> dict[str, Any]:
    decision = Decision(actor=user(), reason=body["reason"], revision=body["revision"])
    listing = lines.decide(
        line_id, verb, decision, operation_id=body["operation_id"], hearing_at=hearing_at
    )
    return service.one_line(listing, line_id)


@summons.post("/lines/<uuid:line_id>/list")
@summons.arguments(LineVerbIn)
@summons.response(200, LineAfterOut)
@signed_in()
def put_on_list(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Put a person on the list (masuk daftar)."""
    return _decided(line_id, "list", body)


@summons.post("/lines/<uuid:line_id>/exclude")
@summons.arguments(LineVerbIn)
@summons.response(200, LineAfterOut)
@signed_in()
def exclude(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Take a person off the list with a reason, before any letter went out."""
    return _decided(line_id, "exclude", body)


@summons.post("/lines/<uuid:line_id>/attend")
@summons.arguments(LineVerbIn)
@summons.response(200, LineAfterOut)
@signed_in()
def attend(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Say that the person came."""
    return _decided(line_id, "attend", body)


@summons.post("/lines/<uuid:line_id>/excuse")
@summons.arguments(LineVerbIn)
@summons.response(200, LineAfterOut)
@signed_in()
def excuse(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Say that the person could not come and said so."""
    return _decided(line_id, "excuse", body)


@summons.post("/lines/<uuid:line_id>/reschedule")
@summons.arguments(RescheduleIn)
@summons.response(200, LineAfterOut)
@signed_in()
def reschedule(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Give the person another date."""
    return _decided(line_id, "reschedule", body, body["hearing_at"])


@summons.post("/lines/<uuid:line_id>/absent")
@summons.arguments(AbsentIn)
@summons.response(200, LineAfterOut)
@signed_in()
def absent(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Say that the person did not come, and draft the letter that follows when asked to."""
    decision = Decision(actor=user(), reason=body["reason"], revision=body["revision"])
    listing = lines.decide(line_id, "absent", decision, operation_id=body["operation_id"])
    if body["then_call"]:
        listing = drafts.call_next(user(), listing, line_id)
    return service.one_line(listing, line_id)


@summons.post("/lines/<uuid:line_id>/outcome")
@summons.arguments(OutcomeIn)
@summons.response(200, LineAfterOut)
@signed_in()
def outcome(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Say how it ended: no action, coached, or handed to the superior."""
    return _decided(line_id, lines.OUTCOMES[body["outcome"]], body)


@summons.post("/lines/<uuid:line_id>/clear")
@summons.arguments(LineVerbIn)
@summons.response(200, LineAfterOut)
@signed_in()
def clear(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Clear a person: somebody else was meant, or the truth came late."""
    return _decided(line_id, "clear", body)
