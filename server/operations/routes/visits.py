"""A place that a team went to, as its phone wrote it."""

import json
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.senders import heard_from, opened_text, refuse_other_author
from server.accounts.sessions import anybody, user
from server.core import app_state, sealed
from server.core.db import start_writing, writes_late
from server.core.http import problem_response
from server.core.problems import Code, Problem
from server.core.shapes import read_text
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
    if request.mimetype == sealed.MEDIA_TYPE:
        beside = anybody()
        opened, phone = opened_text(
            sealed.Purpose.VISIT, visit_id, request.get_data(), app_state.keys(), beside
        )
        raw, said = read_text(VisitTextIn(), opened.content)
        refuse_other_author(phone, said)
        sender, body, signature = phone.author, opened.content, opened.signature
        brought_by = beside.id if beside and beside.id != sender.id else None
        start_writing()
        heard_from(phone)
    else:
        sender, body, signature, brought_by = user(), request.get_data(), None, None
        if not request.is_json:
            raise Problem(Code.WRONG_CONTENT_TYPE)
        raw, said = read_text(VisitTextIn(), body)
        start_writing()
    text = VisitText(
        body,
        device_id=said["device_id"],
        sequence=said["sequence"],
        previous_sha256=said["previous_sha256"],
        clock=raw.get("clock"),
        signature=signature,
        brought_by=brought_by,
    )
    visit, sent = receive_visit(sender, visit_id, said, text)
    if sent is Sent.OTHER:
        return problem_response(Problem(Code.VISIT_EXISTS))
    told = json.dumps(visit_receipt(visit, app_state.keys()))
    status = 201 if sent is Sent.NEW else 200
    return Response(told, status=status, content_type="application/json")
