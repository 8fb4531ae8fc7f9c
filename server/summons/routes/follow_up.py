"""What follows for a person (riwayat pembinaan) over HTTP."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.summons.schemas.follow_up import CaseRecordIn, CaseRecordListOut
from server.summons.service import follow_up as service

follow_up = Blueprint(
    "follow_up", __name__, url_prefix="/api/operations", description="Riwayat pembinaan"
)


@follow_up.get("/<uuid:operation_id>/lines/<uuid:line_id>/case-records")
@follow_up.response(200, CaseRecordListOut)
@signed_in()
def case_records(operation_id: UUID, line_id: UUID) -> dict[str, Any]:
    """List visits of pembinaan and decisions of a line."""
    return service.show(user(), operation_id, line_id)


@follow_up.post("/<uuid:operation_id>/lines/<uuid:line_id>/case-records")
@follow_up.arguments(CaseRecordIn)
@follow_up.response(201, CaseRecordListOut)
@signed_in()
def write_case_record(body: dict[str, Any], operation_id: UUID, line_id: UUID) -> dict[str, Any]:
    """Write a visit down, planned or held, or a decision; a row stands as it was written."""
    return service.record(user(), operation_id, line_id, body)
