"""Making paper slips, over HTTP; their paper is in the room of papers."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.findings.schemas.replies import SlipBatchListOut, SlipBatchOut, SlipsIn
from server.findings.service import slips as service

slips = Blueprint("slips", __name__, url_prefix="/api/operations", description="Slip jawaban")


@slips.post("/<uuid:operation_id>/slips")
@slips.arguments(SlipsIn)
@slips.response(201, SlipBatchOut)
@signed_in()
def make(body: dict[str, Any], operation_id: UUID) -> dict[str, Any]:
    """Make a batch of numbered slips for the teams of an operation."""
    return service.make(user(), operation_id, body["pages"])


@slips.get("/<uuid:operation_id>/slips")
@slips.response(200, SlipBatchListOut)
@signed_in()
def list_batches(operation_id: UUID) -> dict[str, Any]:
    """List the batches made for an operation; some at most, so it is one page."""
    return service.of_operation(user(), operation_id)
