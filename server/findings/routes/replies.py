"""The right of reply over HTTP: no session, a code off a slip, nothing kept of who asks."""

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest import Blueprint

from server.core.db import start_writing, writes_late
from server.findings.schemas.replies import NotesOut, PersonReplyIn, PersonReplyOut, ReplyLookIn
from server.findings.service import replies as service

replies = Blueprint("replies", __name__, url_prefix="/api/replies", description="Hak jawab")
MOST_BYTES = 5_000_000
CODE = "Sidak-Reply-Code"  # a code stands in no address and so in no log


@replies.post("/look")
@replies.arguments(ReplyLookIn)
@replies.response(200, NotesOut)
@writes_late  # it writes nothing; a POST keeps the code out of the address
def look(body: dict[str, str]) -> dict[str, Any]:
    """Tell whoever holds a slip that a note exists: when, where, what was asked; no names."""
    return service.look(body["code"])


@replies.post("")
@replies.arguments(PersonReplyIn)
@replies.response(201, PersonReplyOut)
def reply(body: dict[str, Any]) -> dict[str, Any]:
    """Receive an explanation until the deadline, and answer with its receipt number."""
    return service.reply(body["code"], body["note"], body["text"])


@replies.put("/<uuid:late_id>/file")
@replies.doc(
    parameters=[{"in": "header", "name": CODE, "required": True, "schema": {"type": "string"}}]
)
@replies.response(200, PersonReplyOut)
@writes_late
def attach(late_id: UUID) -> dict[str, Any]:
    """Attach one letter to an answer, once: PDF or JPEG of at most 5 MB as the body."""
    code = request.headers.get(CODE, "")
    service.refuse_strangers(code)
    request.max_content_length = MOST_BYTES
    data = request.get_data()
    service.check_file(data)
    start_writing()
    return service.attach(code, late_id, data)
