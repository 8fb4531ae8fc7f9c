"""Papers that came after the finding, over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.db import start_writing, writes_late
from server.core.http import file_response
from server.findings.schemas.late import LateLetterIn, LateLetterOut, OwedListOut
from server.findings.service import late as service
from server.findings.service import replies

late_letters = Blueprint("late", __name__, url_prefix="/api", description="Surat menyusul")
MOST_BYTES = 5_000_000
BINARY = {"schema": {"type": "string", "format": "binary"}}
SCAN = {"description": "OK", "content": dict.fromkeys(service.ENDINGS, BINARY)}


@late_letters.get("/operations/<uuid:operation_id>/late-letters")
@late_letters.response(200, OwedListOut)
@signed_in("finding.read_late_letter")
def owed(operation_id: UUID) -> dict[str, Any]:
    """List who of an operation still owes a promised letter, and what has come."""
    return service.of_operation(user(), operation_id)


@late_letters.post("/findings/<uuid:finding_id>/late-letters")
@late_letters.arguments(LateLetterIn)
@late_letters.response(201, LateLetterOut)
@signed_in()
def receive(body: dict[str, Any], finding_id: UUID) -> dict[str, Any]:
    """Receive a paper at the desk; judging it is another step."""
    return service.told(service.receive(user(), finding_id, body))


@late_letters.put("/late-letters/<uuid:late_id>/file")
@late_letters.response(200, LateLetterOut)
@signed_in("finding.read_late_letter")
@writes_late
def attach(late_id: UUID) -> dict[str, Any]:
    """Attach the scan of a paper, once: PDF, JPEG or PNG of at most 5 MB as the body."""
    request.max_content_length = MOST_BYTES
    data = request.get_data()
    start_writing()
    return service.told(service.attach_here(user(), late_id, data))


@late_letters.post("/late-letters/<uuid:late_id>/read")
@late_letters.response(200, LateLetterOut)
@signed_in("finding.read_late_letter")
def mark_read(late_id: UUID) -> dict[str, Any]:
    """Say that the desk has read an answer, so that it leaves what is waiting."""
    return service.told(replies.mark_read(user(), late_id))


@late_letters.get("/late-letters/<uuid:late_id>/file")
@late_letters.response(200)
@late_letters.doc(responses={"200": SCAN})
@signed_in("finding.read_late_letter")
def file(late_id: UUID) -> Response:
    """Give the scan of a paper; the reading is audited."""
    data, mime, name = service.file_of(user(), late_id)
    return file_response(data, mime, name)
