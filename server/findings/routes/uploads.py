"""Photos over HTTP by tus 1.0.0, and back for the screen.

https://tus.io/protocols/resumable-upload: core, creation, creation-with-upload, checksum,
termination, expiration.
"""

import base64
import binascii
import hashlib
from contextlib import AbstractContextManager
from email.utils import format_datetime
from http import HTTPStatus
from uuid import UUID

from flask import Response, request, url_for
from flask_smorest import Blueprint

from server.accounts.models import User
from server.accounts.sessions import anybody, signed_in, user
from server.core import app_state, audit
from server.core.db import writes_late
from server.core.http import etag_of, problem_response
from server.core.problems import Code, Problem
from server.core.receipts import decode_b64url
from server.findings import queries
from server.findings.service import uploads as service
from server.findings.service.sealed import photo_sender

uploads = Blueprint("uploads", __name__, url_prefix="/api", description="Photos by tus 1.0.0")
VERSION = "1.0.0"
STREAM = "application/offset+octet-stream"
MOST_DIGITS = 12
ALGORITHMS = {"sha256": hashlib.sha256, "sha1": hashlib.sha1}  # tus asks for SHA-1 at least


def tus(status: int, headers: dict[str, object] | None = None) -> Response:
    """Answer as tus does."""
    response = Response(status=status)
    del response.headers["Content-Type"]
    response.headers["Tus-Resumable"] = VERSION
    for name, value in (headers or {}).items():
        response.headers[name] = str(value)
    return response


def _speaks_tus() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Problem(Code.UPLOAD_VERSION)


@uploads.route("/uploads", methods=["OPTIONS"])
@uploads.response(204)
def upload_options() -> Response:
    """Say which parts of tus this server speaks."""
    return tus(
        204,
        {
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,creation-with-upload,checksum,termination,expiration",
            "Tus-Max-Size": app_state.settings().photo_bytes,
            "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        },
    )


@uploads.post("/uploads")
@uploads.response(201)
@writes_late
def create_upload() -> Response:
    """Begin a photo's upload; with a body, its first bytes come along.

    With `device` and `signature` in the metadata the photo comes sealed and needs no session.
    """
    who, metadata = _sender()
    _speaks_tus()
    request.max_content_length = app_state.settings().photo_bytes
    length = _number("Upload-Length")
    if length > app_state.settings().photo_bytes:
        raise Problem(Code.TOO_LARGE)
    sealed = "device" in metadata
    photo = service.announce(who, metadata, length, sealed=sealed)
    upload = service.begin(who, photo, sealed=sealed)
    headers: dict[str, object] = {
        "Location": url_for("uploads.upload_offset", upload_id=upload.id),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }
    folder, store = app_state.settings().uploads, app_state.blobs()
    with service.hold_new(upload, folder, store) as part:
        if part.complete:  # the store has this photo from an upload whose end nobody heard
            service.drain(request.stream)
            service.finish(part, app_state.keys())
        elif request.mimetype == STREAM and (refused := _take_bytes(part)) is not None:
            return refused
        if not part.complete:
            service.keep(part)
        return tus(201, {**headers, "Upload-Offset": part.offset})


@uploads.route("/uploads/<upload_id>", methods=["HEAD"])
@uploads.response(200)
def upload_offset(upload_id: str) -> Response:
    """Say how many bytes are here; finishes what a crash left unfinished."""
    with _held(upload_id) as part:
        _speaks_tus()
        if part.complete and part.upload.finished_at is None:
            service.finish(part, app_state.keys())
        return tus(
            200,
            {
                "Upload-Offset": part.offset,
                "Upload-Length": part.upload.length,
                "Upload-Expires": format_datetime(part.upload.expires_at, usegmt=True),
                "Cache-Control": "no-store",
            },
        )


@uploads.patch("/uploads/<upload_id>")
@uploads.response(204)
@writes_late
def append_to_upload(upload_id: str) -> Response:
    """Take the next bytes of a photo; the last one makes it part of the finding."""
    request.max_content_length = app_state.settings().photo_bytes
    with _held(upload_id) as part:
        _speaks_tus()
        if request.mimetype != STREAM:
            raise Problem(Code.WRONG_CONTENT_TYPE)
        if _number("Upload-Offset") != part.offset:
            raise Problem(Code.UPLOAD_OFFSET)
        refused = _take_bytes(part)
        return refused or tus(
            204,
            {
                "Upload-Offset": part.offset,
                "Upload-Expires": format_datetime(part.upload.expires_at, usegmt=True),
            },
        )


@uploads.delete("/uploads/<upload_id>")
@uploads.response(204)
@writes_late
def give_up_upload(upload_id: str) -> Response:
    """Forget an unfinished upload; what the store holds stays."""
    with _held(upload_id) as part:
        _speaks_tus()
        service.give_up(part)
    return tus(204)


@uploads.get("/photos/<uuid:photo_id>")
@uploads.response(200, {"type": "string", "format": "binary"}, content_type="image/jpeg")
@signed_in()
def photo(photo_id: UUID) -> Response:
    """Show a photo upright and without EXIF; `?size=thumb` gives a small one."""
    thumb = request.args.get("size") == "thumb"
    found = queries.photo(user(), photo_id)
    if found.state != "stored":
        raise Problem(Code.NOT_FOUND)
    sha256 = found.sha256
    audit.reading("photo.read", actor_id=user().id, subject_id=found.finding_id)
    response = Response(content_type="image/jpeg")
    response.set_etag(etag_of(sha256, thumb))
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    if response.status_code != HTTPStatus.NOT_MODIFIED:
        response.set_data(service.shown(app_state.blobs(), sha256, thumb=thumb))
    return response


def _sender() -> tuple[User, dict[str, str]]:
    """Return who sends, by the phone's signature or by session, and the metadata."""
    metadata = _metadata()
    if "device" not in metadata:
        return user(), metadata
    signature = decode_b64url(metadata.get("signature", ""))
    return photo_sender(metadata, signature, anybody()).author, metadata


def _held(upload_id: str) -> AbstractContextManager[service.Part]:
    settings = app_state.settings()
    return service.hold(anybody(), upload_id, settings.uploads, app_state.blobs())


def _take_bytes(part: service.Part) -> Response | None:
    """Append this request's bytes; returns the refusal of a photo that is not the announced one."""
    service.append(part, request.stream, _check())
    if part.complete and not service.finish(part, app_state.keys()):
        return problem_response(Problem(Code.PHOTO_MISMATCH))
    return None


def _number(header: str) -> int:
    raw = request.headers.get(header, "")
    if not raw.isdecimal() or len(raw) > MOST_DIGITS:
        raise Problem(Code.UPLOAD_LENGTH)
    return int(raw)


def _metadata() -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        if key:
            found[key] = _base64(value).decode("utf-8", "replace")
    return found


def _check() -> tuple[service.Digest, bytes] | None:
    raw = request.headers.get("Upload-Checksum")
    if raw is None:
        return None
    algorithm, _, value = raw.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Problem(Code.UPLOAD_METADATA)
    return ALGORITHMS[algorithm](), _base64(value)


def _base64(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Problem(Code.UPLOAD_METADATA) from None
