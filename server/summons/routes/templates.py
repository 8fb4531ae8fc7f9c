"""The office's DOCX templates over HTTP: download, edit in Word, upload, go back."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.db import writes_late
from server.core.http import file_response
from server.summons.schemas.templates import (
    TemplateListOut,
    TemplateNameIn,
    TemplateOut,
    TemplateVersionIn,
)
from server.summons.service import templates as service

templates = Blueprint(
    "templates", __name__, url_prefix="/api/letter-templates", description="Templat surat (Word)"
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BINARY = {"type": "string", "format": "binary"}
MOST_BYTES = 2_000_000


@templates.get("")
@templates.response(200, TemplateListOut)
@signed_in("template.read")
def list_templates() -> dict[str, Any]:
    """List what each kind of letter is printed from as DOCX, with its versions."""
    return service.all_kinds(user())


@templates.get("/<string:kind>/file")
@templates.arguments(TemplateVersionIn, location="query")
@templates.response(200, BINARY, content_type=DOCX)
@signed_in("template.read")
def download(query: dict[str, Any], kind: str) -> Response:
    """Give a template to edit in Word: the one that counts, an older one, or (0) the built-in one."""
    data, name = service.file_of(user(), kind, query["version"])
    return file_response(data, DOCX, name)


@templates.put("/<string:kind>/file")
@templates.arguments(TemplateNameIn, location="query")
@templates.response(200, TemplateOut)
@signed_in("template.change")
@writes_late
def upload(query: dict[str, Any], kind: str) -> dict[str, Any]:
    """Try a DOCX of at most 2 MB (the body) with made-up letters, then let it count."""
    service.refuse_strangers(user(), kind)
    user_id = user().id
    request.max_content_length = MOST_BYTES
    return service.upload(user_id, kind, query["file"], request.get_data())


@templates.delete("/<string:kind>")
@templates.response(200, TemplateOut)
@signed_in("template.change")
def go_back(kind: str) -> dict[str, Any]:
    """Go back to the built-in template; the uploaded versions stay."""
    return service.keep(user(), kind, "", None)
