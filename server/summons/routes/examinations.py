"""The berita acara pemeriksaan (BAP) of a line over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.http import file_response
from server.summons.schemas.examinations import (
    ExaminationCloseIn,
    ExaminationIn,
    ExaminationListOut,
    ExaminationOut,
    LostTimeOut,
    OverdueListOut,
    YearIn,
)
from server.summons.service import examinations as service
from server.summons.service import lost, overdue

examinations = Blueprint(
    "examinations", __name__, url_prefix="/api", description="Berita acara pemeriksaan (BAP)"
)
PDF = "application/pdf"


@examinations.get("/operations/<uuid:operation_id>/lines/<uuid:line_id>/examinations")
@examinations.response(200, ExaminationListOut)
@signed_in()
def examinations_of_line(operation_id: UUID, line_id: UUID) -> dict[str, Any]:
    """List the BAP of a line; answers about health only for those who may examine."""
    return service.show(user(), operation_id, line_id)


@examinations.post("/operations/<uuid:operation_id>/lines/<uuid:line_id>/examinations")
@examinations.response(201, ExaminationOut)
@signed_in()
def begin_examination(operation_id: UUID, line_id: UUID) -> dict[str, Any]:
    """Begin a BAP, or a BAP tambahan once the earlier ones are closed; an open draft is given back."""
    return service.begin(user(), operation_id, line_id)


@examinations.get("/examinations/<uuid:examination_id>")
@examinations.response(200, ExaminationOut)
@signed_in()
def examination(examination_id: UUID) -> dict[str, Any]:
    """Give one BAP."""
    return service.read(user(), examination_id)


@examinations.get("/examinations/<uuid:examination_id>.pdf")
@examinations.response(200, {"type": "string", "format": "binary"}, content_type=PDF)
@signed_in()
def examination_paper(examination_id: UUID) -> Response:
    """Give a BAP to read and sign; a draft says KONSEP."""
    data, name = service.paper(user(), examination_id)
    return file_response(data, PDF, name, inline=True)


@examinations.put("/examinations/<uuid:examination_id>")
@examinations.arguments(ExaminationIn)
@examinations.response(200, ExaminationOut)
@signed_in()
def write_examination(body: dict[str, Any], examination_id: UUID) -> dict[str, Any]:
    """Write a draft whole: place, times, examiners, questions in their order, signature."""
    return service.write(user(), examination_id, body)


@examinations.post("/examinations/<uuid:examination_id>/close")
@examinations.arguments(ExaminationCloseIn)
@examinations.response(200, ExaminationOut)
@signed_in()
def close_examination(body: dict[str, Any], examination_id: UUID) -> dict[str, Any]:
    """Close a BAP for good; what is added later is another one."""
    return service.close(user(), examination_id, body)


@examinations.get("/operations/<uuid:operation_id>/lines/<uuid:line_id>/lost-time")
@examinations.arguments(YearIn, location="query")
@examinations.response(200, LostTimeOut)
@signed_in()
def lost_time(query: dict[str, Any], operation_id: UUID, line_id: UUID) -> dict[str, Any]:
    """Give the working time a person lost in a year, from attendance and examinations only."""
    return lost.lost(user(), operation_id, line_id, query["year"])


@examinations.get("/overdue")
@examinations.response(200, OverdueListOut)
@signed_in("summons_list.read")
def overdue_by_superior() -> dict[str, Any]:
    """Give what direct superiors have left open after its day, over all operations."""
    return overdue.overdue(user())
