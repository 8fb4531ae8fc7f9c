"""The surat perintah tugas of an operation on paper, over HTTP."""

from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.http import file_response
from server.summons.service import order_paper as service

order_papers = Blueprint(
    "order_papers", __name__, url_prefix="/api/operations", description="Surat perintah tugas"
)
PDF = "application/pdf"


@order_papers.get("/<uuid:operation_id>/order.pdf")
@order_papers.response(200, {"type": "string", "format": "binary"}, content_type=PDF)
@signed_in("operation.print_order")
def order_paper(operation_id: UUID) -> Response:
    """Give the SPT to sign; without a number it says KONSEP, before the opening it says RAHASIA."""
    data, name = service.order_paper(user(), operation_id)
    return file_response(data, PDF, name, inline=True)
