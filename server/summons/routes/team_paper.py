"""The berita acara of a team on paper, over HTTP."""

from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.http import file_response
from server.summons.service import team_paper as service

team_papers = Blueprint(
    "team_papers", __name__, url_prefix="/api/team-reports", description="Berita acara on paper"
)
PDF = "application/pdf"


@team_papers.get("/<uuid:report_id>.pdf")
@team_papers.response(200, {"type": "string", "format": "binary"}, content_type=PDF)
@signed_in()
def team_paper(report_id: UUID) -> Response:
    """Give a berita acara to read and sign; the second and later ones are additional."""
    data, name = service.team_paper(user(), report_id)
    return file_response(data, PDF, name, inline=True)
