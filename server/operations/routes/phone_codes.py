"""Codes for the phones of an operation, over HTTP."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.problems import Code, Problem
from server.operations import queries
from server.operations.schemas.phone_codes import PhoneCodesIn, PhoneCodesOut
from server.operations.service.phone_codes import make_codes

phone_codes = Blueprint(
    "phone_codes", __name__, url_prefix="/api/operations", description="Kode masuk HP"
)


@phone_codes.post("/<uuid:operation_id>/phone-codes")
@phone_codes.arguments(PhoneCodesIn)
@phone_codes.response(201, PhoneCodesOut)
@signed_in()
def make(body: dict[str, Any], operation_id: UUID) -> dict[str, Any]:
    """Make one-time codes that sign petugas in by QR, for a screen or a printed sheet."""
    operation = queries.get(user(), operation_id)
    if operation is None:
        raise Problem(Code.NOT_FOUND)
    return make_codes(user(), operation, body["user_ids"], printed=body["printed"])
