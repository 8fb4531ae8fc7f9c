"""A place that a team went to, as its phone wrote it."""

import json
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.brought import brought_text
from server.core import app_state, sealed
from server.core.db import writes_late
from server.core.http import problem_response
from server.core.problems import Code, Problem
from server.operations.schemas.visits import VisitReceiptOut, VisitTextIn
from server.operations.service import Sent, VisitText, receive_visit, visit_receipt

visits = Blueprint("visits", __name__, url_prefix="/api/visits", description="Kunjungan lokasi")


@visits.put("/<uuid:visit_id>")
@visits.doc(
    requestBody={
        "required": True,
        "content": {
            "application/json": {"schema": VisitTextIn},
            sealed.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
        },
    }
)
@visits.response(200, VisitReceiptOut)
@visits.alt_response(201, schema=VisitReceiptOut, description="received for the first time")
@writes_late
def put_visit(visit_id: UUID) -> Response:
    """Receive a visit once; the same bytes again get the receipt again, other bytes a trace only.

    As plain JSON beside its author's session, or sealed: then the phone's signature is enough.
    """
    text = brought_text(VisitTextIn, sealed.Purpose.VISIT, visit_id)
    visit_text = VisitText(
        text.body,
        device_id=text.said["device_id"],
        sequence=text.said["sequence"],
        previous_sha256=text.said["previous_sha256"],
        clock=text.raw.get("clock"),
        signature=text.signature,
        brought_by=text.brought_by,
    )
    visit, sent = receive_visit(text.sender, visit_id, text.said, visit_text)
    if sent is Sent.OTHER:
        return problem_response(Problem(Code.VISIT_EXISTS))
    told = json.dumps(visit_receipt(visit, app_state.keys()))
    status = 201 if sent is Sent.NEW else 200
    return Response(told, status=status, content_type="application/json")
