"""What a phone's text is brought by: its own seal, or the session of its author."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request

from server.accounts.models import User
from server.accounts.senders import heard_from, opened_text, refuse_other_author
from server.accounts.sessions import anybody, user
from server.core import app_state, sealed
from server.core.clock import now
from server.core.db import start_writing
from server.core.problems import Code, Problem
from server.core.shapes import In, read_text


@dataclass(frozen=True, slots=True)
class Brought:
    """A text as its phone wrote it (`body`, `raw`), as read (`said`), whose it is and when it came.

    `signature` is the phone's, None beside a session; `brought_by` is who else carried it here.
    """

    body: bytes
    raw: dict[str, Any]
    said: dict[str, Any]
    sender: User
    at: datetime
    signature: bytes | None = None
    brought_by: UUID | None = None


def brought_text(shape: type[In], purpose: sealed.Purpose, thing_id: UUID) -> Brought:
    """Read the text of this request, sealed or as plain JSON, and begin to write.

    Raises what `opened_text` and `refuse_other_author` raise, `wrong-content-type`, `bad-field`.
    """
    if request.mimetype != sealed.MEDIA_TYPE:
        sender, body = user(), request.get_data()
        if not request.is_json:
            raise Problem(Code.WRONG_CONTENT_TYPE)
        (raw, said), at = read_text(shape, body), now()
        start_writing()
        return Brought(body, raw, said, sender, at)
    beside = anybody()
    opened, phone = opened_text(purpose, thing_id, request.get_data(), app_state.keys(), beside)
    (raw, said), at = read_text(shape, opened.content), now()
    refuse_other_author(phone, said)
    brought_by = beside.id if beside and beside.id != phone.author.id else None
    start_writing()
    heard_from(phone)
    return Brought(opened.content, raw, said, phone.author, at, opened.signature, brought_by)
