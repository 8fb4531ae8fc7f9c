"""What an author corrects in a sent finding, as the phone wrote it."""

import json
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.senders import heard_from, opened_text, refuse_other_author
from server.accounts.sessions import anybody, user
from server.core import app_state, sealed
from server.core.clock import now
from server.core.db import start_writing, writes_late
from server.core.http import problem_response
from server.core.problems import Code, Problem
from server.core.shapes import read_text
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
    if request.mimetype == sealed.MEDIA_TYPE:
        beside = anybody()
        opened, phone = opened_text(
            sealed.Purpose.CORRECTION, correction_id, request.get_data(), app_state.keys(), beside
        )
        raw, said = read_text(CorrectionIn(), opened.content)
        refuse_other_author(phone, said)
        brought_by = beside.id if beside and beside.id != phone.author.id else None
        start_writing()
        heard_from(phone)
        body, sender, signature = opened.content, phone.author, opened.signature
    else:
        sender, body, signature, brought_by = user(), request.get_data(), None, None
        if not request.is_json:
            raise Problem(Code.WRONG_CONTENT_TYPE)
        raw, said = read_text(CorrectionIn(), body)
        start_writing()
    delivery = Delivery(
        said["finding_id"], body, said, raw, sender, now(), signature, brought_by=brought_by
    )
    found, arrival = service.receive(correction_id, delivery)
    if arrival is Arrival.OTHER_BYTES:
        return problem_response(Problem(Code.CORRECTION_EXISTS))
    told = json.dumps(service.receipt(found, app_state.keys()))
    status = 201 if arrival is Arrival.NEW else 200
    return Response(told, status=status, content_type="application/json")
