"""Letters B that an OPD finishes, over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.db import writes_late
from server.core.fields import PageIn
from server.core.http import file_response
from server.summons.routes.letters import BINARY, DOCX, MOST_BYTES, PDF
from server.summons.schemas.letters import DeliverIn, SignIn
from server.summons.schemas.own_letters import (
    OwnLetterChangeIn,
    OwnLetterListOut,
    OwnLetterWholeOut,
)
from server.summons.service import copies, files
from server.summons.service import own_letters as service

own_letters = Blueprint(
    "own_letters", __name__, url_prefix="/api/own-letters", description="Letters B of an OPD"
)


@own_letters.get("")
@own_letters.arguments(PageIn, location="query")
@own_letters.response(200, OwnLetterListOut)
@signed_in("letter.read_own")
def list_own_letters(which: dict[str, Any]) -> dict[str, Any]:
    """List the letters B that superiors of the own OPD sign, from paraf and closing on."""
    return service.shown_list(user(), which.get("cursor"), which["size"])


@own_letters.get("/<uuid:letter_id>")
@own_letters.response(200, OwnLetterWholeOut)
@signed_in("letter.read_own")
def get_own_letter(letter_id: UUID) -> dict[str, Any]:
    """Read one letter B of the own OPD."""
    return service.read(user(), letter_id)


@own_letters.get("/<uuid:letter_id>.pdf")
@own_letters.response(200, BINARY, content_type=PDF)
@signed_in("letter.read_own")
def own_letter_pdf(letter_id: UUID) -> Response:
    """Give the letter as PDF: the signed copy, what was issued, or the draft; audited."""
    data, name = files.file_of(user(), letter_id, "pdf", own=True)
    return file_response(data, PDF, name, inline=True)


@own_letters.get("/<uuid:letter_id>.docx")
@own_letters.response(200, BINARY, content_type=DOCX)
@signed_in("letter.read_own")
def own_letter_docx(letter_id: UUID) -> Response:
    """Give the letter as an editable document; audited."""
    data, name = files.file_of(user(), letter_id, "docx", own=True)
    return file_response(data, DOCX, name)


@own_letters.patch("/<uuid:letter_id>")
@own_letters.arguments(OwnLetterChangeIn)
@own_letters.response(200, OwnLetterWholeOut)
@signed_in("letter.read_own")
def change_own_letter(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Type in number and date of the own agenda; nothing else of the letter."""
    return service.change(user(), letter_id, body)


@own_letters.post("/<uuid:letter_id>/sign")
@own_letters.arguments(SignIn)
@own_letters.response(200, OwnLetterWholeOut)
@signed_in("letter.read_own")
def sign_own_letter(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Record that the superior signed it, with number and date; the person is called."""
    return service.walk(user(), letter_id, "sign", body)


@own_letters.post("/<uuid:letter_id>/deliver")
@own_letters.arguments(DeliverIn)
@own_letters.response(200, OwnLetterWholeOut)
@signed_in("letter.read_own")
def deliver_own_letter(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Record who took the letter over, when, and the proof (buku ekspedisi)."""
    return service.walk(user(), letter_id, "deliver", body)


@own_letters.put("/<uuid:letter_id>/signed")
@own_letters.response(200, OwnLetterWholeOut)
@signed_in("letter.read_own")
@writes_late
def bring_own_signed(letter_id: UUID) -> dict[str, Any]:
    """Take the PDF that was signed elsewhere (the body, at most 20 MB), once it was checked."""
    issued = copies.issued_of(user(), letter_id, own=True)
    user_id = user().id
    request.max_content_length = MOST_BYTES
    return service.shown(copies.bring(user_id, letter_id, issued, request.get_data(), own=True))
