"""Papers about the sidak itself, over HTTP."""

from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.http import file_response
from server.summons.service import reports as service

papers = Blueprint("papers", __name__, url_prefix="/api", description="Papers about a sidak")
PDF = "application/pdf"
BINARY = {"type": "string", "format": "binary"}


@papers.get("/operations/<uuid:operation_id>/report.pdf")
@papers.response(200, BINARY, content_type=PDF)
@signed_in("summons_list.read")
def operation_report(operation_id: UUID) -> Response:
    """Give the report on a sidak to the head of the region; it names nobody."""
    data, name = service.operation_report(user(), operation_id)
    return file_response(data, PDF, name, inline=True)


@papers.get("/operations/<uuid:operation_id>/teams/<uuid:team_id>/report.pdf")
@papers.response(200, BINARY, content_type=PDF)
@signed_in()
def team_report(operation_id: UUID, team_id: UUID) -> Response:
    """Give the berita acara of a team, nihil included; its checkpoint is printed on it."""
    data, name = service.team_report(user(), operation_id, team_id)
    return file_response(data, PDF, name, inline=True)
