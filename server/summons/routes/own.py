"""What an OPD account sees and answers, over HTTP."""

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.db import start_writing, writes_late
from server.summons.schemas.own import OwnLineListOut, ReplyIn, ReplyOut
from server.summons.service import own as service

own = Blueprint("own", __name__, url_prefix="/api", description="An OPD's own lines")
MOST_BYTES = 5_000_000


@own.get("/own-lines")
@own.response(200, OwnLineListOut)
@signed_in("line.read_own")
def own_lines() -> dict[str, Any]:
    """List the people of the own OPD in closed operations, without photos or health reasons."""
    return service.lines(user())


@own.post("/own-lines/<uuid:line_id>/replies")
@own.arguments(ReplyIn)
@own.response(201, ReplyOut)
@signed_in("line.read_own")
def reply(body: dict[str, Any], line_id: UUID) -> dict[str, Any]:
    """Answer for a person until the deadline: a letter or an explanation."""
    return service.reply(user(), line_id, body.pop("operation_id"), body)


@own.put("/own-lines/<uuid:line_id>/replies/<uuid:late_id>/file")
@own.response(200, ReplyOut)
@signed_in("line.read_own")
@writes_late
def attach(line_id: UUID, late_id: UUID) -> dict[str, Any]:
    """Attach the scan of an own answer, once: PDF, JPEG or PNG of at most 5 MB as the body."""
    request.max_content_length = MOST_BYTES
    data = request.get_data()
    start_writing()
    return service.attach(user(), line_id, late_id, data)
