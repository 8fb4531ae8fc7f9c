"""What an author corrects in a sent finding, as the phone wrote it."""

import json
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.brought import brought_text
from server.core import app_state, sealed
from server.core.db import writes_late
from server.core.http import problem_response
from server.core.problems import Code, Problem
from server.findings.schemas.corrections import CorrectionIn, CorrectionReceiptOut
from server.findings.service import corrections as service
from server.findings.service.receive import Arrival, Delivery

corrections = Blueprint(
    "corrections", __name__, url_prefix="/api/corrections", description="Perbaikan temuan"
)


@corrections.put("/<uuid:correction_id>")
@corrections.doc(
    requestBody={
        "required": True,
        "content": {
            "application/json": {"schema": CorrectionIn},
            sealed.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
        },
    }
)
@corrections.response(200, CorrectionReceiptOut)
@corrections.alt_response(
    201, schema=CorrectionReceiptOut, description="received for the first time"
)
@writes_late
def put_correction(correction_id: UUID) -> Response:
    """Receive a correction once; the same bytes again get the receipt again, other bytes a trace only.

    As plain JSON beside its author's session, or sealed: then the phone's signature is enough.
    """
    text = brought_text(CorrectionIn, sealed.Purpose.CORRECTION, correction_id)
    delivery = Delivery(
        text.said["finding_id"], text.body, text.said, text.raw, text.sender, text.at,
        text.signature, brought_by=text.brought_by,
    )  # fmt: skip
    found, arrival = service.receive(correction_id, delivery)
    if arrival is Arrival.OTHER_BYTES:
        return problem_response(Problem(Code.CORRECTION_EXISTS))
    told = json.dumps(service.receipt(found, app_state.keys()))
    status = 201 if arrival is Arrival.NEW else 200
    return Response(told, status=status, content_type="application/json")
