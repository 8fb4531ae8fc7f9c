"""Paper slips to print, over HTTP."""

from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.http import file_response
from server.summons.service import slips as service

slip_papers = Blueprint(
    "slip_papers", __name__, url_prefix="/api/slips", description="Slip jawaban on paper"
)
PDF = "application/pdf"


@slip_papers.get("/<uuid:batch_id>.pdf")
@slip_papers.response(200, {"type": "string", "format": "binary"}, content_type=PDF)
@signed_in()
def slip_paper(batch_id: UUID) -> Response:
    """Give a batch of slips to print and cut; printed again it is the same."""
    data, name = service.paper(user(), batch_id)
    return file_response(data, PDF, name, inline=True)
