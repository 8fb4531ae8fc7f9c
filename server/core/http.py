"""The web at the door: problem answers, response headers, same-site check, the contract."""

import hashlib
import json
import traceback
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from threading import Lock
from typing import Any, cast

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, request, stream_with_context
from flask_smorest import Api, Blueprint
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from server.core import log as log_lines
from server.core.problems import Code, Problem
from server.core.shapes import ProblemOut
from server.settings import Settings

log = structlog.get_logger()
NO_SPACE = 28
PROBLEM = "application/problem+json"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSP = "; ".join(
    (
        "default-src 'none'",
        # WebAssembly of our own origin may be compiled (the reader of codes); eval stays refused
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",  # Svelte transitions and MapLibre set style attributes
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        # no text becomes markup or code but by pwa/src/ui/trusted.ts or Svelte's own templates
        "require-trusted-types-for 'script'",
        "trusted-types default svelte-trusted-html",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
}
BY_STATUS = {
    400: Code.BAD_JSON,
    401: Code.SIGN_IN_NEEDED,
    403: Code.NOT_FOUND,
    404: Code.NOT_FOUND,
    405: Code.METHOD_NOT_ALLOWED,
    413: Code.TOO_LARGE,
    415: Code.WRONG_CONTENT_TYPE,
    422: Code.BAD_FIELD,
}


class SidakApi(Api):  # type: ignore[misc] # flask-smorest ships no types
    """flask-smorest with our own form of errors, whose contract is written when one asks for it.

    Describing some hundred routes takes a tenth of a start, and a server is rarely asked for them.
    """

    ERROR_SCHEMA = ProblemOut

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[Blueprint] = []
        self._errors_described = False
        self._written = b""
        self._describing = Lock()
        super().__init__(app)

    def register_blueprint(self, room: Blueprint) -> None:
        """Register the routes of a room; `contract` describes them."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][room.name] = self
        self._app.register_blueprint(room)
        self._undescribed.append(room)

    def _register_responses(self) -> None:
        """Leave the errors, too, to `contract`."""

    def _describe_errors(self) -> None:
        """Describe errors as the problems they are, whatever the answers of the rooms are."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE
        self._errors_described = True

    def contract(self) -> dict[str, Any]:
        """Return the OpenAPI 3.1 document of every registered room."""
        with self._describing:
            if not self._errors_described:
                self._describe_errors()
            while self._undescribed:
                room = self._undescribed[0]
                room.register_views_in_doc(
                    self, self._app, self.spec, name=room.name, parameters=None
                )
                self.spec.tag({"name": room.name, "description": room.description})
                self._undescribed.pop(0)
        return cast("dict[str, Any]", self.spec.to_dict())

    def _openapi_json(self) -> Response:
        if not self._written:  # once: writing it takes a tenth of a second, and anybody may ask
            self._written = jsonify(self.contract()).get_data()
        return Response(self._written, content_type="application/json")

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer every HTTP error as a problem of the catalogue."""
        return _from_http(error)


def problem_response(problem: Problem) -> Response:
    """Turn a problem into its answer."""
    response = Response(
        json.dumps(problem.body(), ensure_ascii=False, default=str),
        status=int(problem.status),
        content_type="application/problem+json",
    )
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    if problem.code is Code.SERVER_BUSY:
        response.headers.setdefault("Retry-After", "2")
    return response


def _from_http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400 and error.response is None:  # noqa: PLR2004
        return make_response(error.get_response())
    if error.code in {416, 417}:  # of protocol alone: no page of ours asks for a range of bytes
        return Response(status=error.code, headers=_without_body(error))
    code = BY_STATUS.get(error.code or 500, Code.SERVER_ERROR)
    extra: dict[str, Any] = {}
    messages = getattr(error, "data", {}).get("messages") if hasattr(error, "data") else None
    if messages is not None:
        if messages == {"json": ["Invalid JSON body."]}:
            code = Code.BAD_JSON
        else:
            extra["invalid"] = messages.get("json", messages)
    response = problem_response(Problem(code, **extra))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _without_body(error: HTTPException) -> list[tuple[str, str]]:
    return [(name, value) for name, value in error.get_headers() if name != "Content-Type"]


def _from_os(error: OSError) -> Response:
    log.error("storage", errno=error.errno, route=_route())
    if error.errno in {NO_SPACE, 122}:  # ENOSPC, EDQUOT
        return problem_response(Problem(Code.STORAGE_FULL, retry_after=60))
    return problem_response(Problem(Code.SERVER_BUSY, retry_after=5))


def _from_database(error: OperationalError) -> Response:
    text = str(error.orig)
    log.error("database", kind=type(error.orig).__name__, route=_route())
    if "disk is full" in text or "No space left" in text:
        return problem_response(Problem(Code.STORAGE_FULL, retry_after=60))
    return problem_response(Problem(Code.SERVER_BUSY, retry_after=2))


def _from_anything(error: Exception) -> Response:
    # the message may hold personal data: log the kind and the frames (code only, no values)
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    log.error(
        "crash",
        kind=type(error).__name__,
        frames=[f"{frame.filename}:{frame.lineno}" for frame in frames],
        route=_route(),
    )
    if current_app.testing:
        raise error
    return problem_response(Problem(Code.SERVER_ERROR))


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "-"


def _same_site() -> None:
    """Refuse a write that another site's page makes with this user's cookie (CSRF).

    Browsers send Sec-Fetch-Site; older ones at least Origin. Programs send neither.
    """
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        raise Problem(Code.CROSS_SITE)
    origin = request.headers.get("Origin")
    if site is None and origin is not None and origin != request.host_url.rstrip("/"):
        raise Problem(Code.CROSS_SITE)


def etag_of(*parts: object) -> str:
    """Make a short opaque validator from what an answer depends on."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24]


def json_with_etag(body: Mapping[str, Any]) -> Response:
    """Answer JSON with a validator over its bytes, 304 when the client already has them."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    response = Response(data, content_type="application/json")
    response.set_etag(hashlib.sha256(data).hexdigest()[:24], weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def same_revision(current: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
    """Raise `stale-revision` with both versions when `sent` was made on an older one."""
    if sent["revision"] != current["revision"]:
        raise Problem(Code.STALE_REVISION, current=current, sent=sent)


def file_response(data: bytes, mime: str, name: str, *, inline: bool = False) -> Response:
    """Answer one generated file; never stored by a shared cache."""
    response = Response(data, content_type=mime)
    response.headers.set("Content-Disposition", "inline" if inline else "attachment", filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def stream_response(pieces: Iterator[bytes], mime: str, name: str, *, files: int) -> Response:
    """Answer a file while it is being made, after the view's transaction; `Sidak-Files` counts ahead.

    Each piece reads for itself: whoever makes it holds no transaction between two.
    """
    response = file_response(b"", mime, name)
    response.headers["Sidak-Files"] = str(files)
    response.headers.pop("Content-Length", None)
    response.response = stream_with_context(pieces)
    return response


def headers_of(settings: Settings) -> dict[str, str]:
    """Return the headers that every answer of an installation has."""
    more = {"Strict-Transport-Security": "max-age=31536000"} if settings.https else {}
    return {**HEADERS, **more}


def init_app(app: Flask, settings: Settings) -> None:
    """Attach error answers, headers and the same-site check to an application."""
    log_lines.init()
    everywhere = headers_of(settings)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_bytes
    app.register_error_handler(Problem, problem_response)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(OperationalError, _from_database)
    app.register_error_handler(OSError, _from_os)
    app.register_error_handler(Exception, _from_anything)
    app.before_request(_same_site)

    @app.after_request
    def _headers(response: Response) -> Response:
        if response.status_code == HTTPStatus.PRECONDITION_FAILED and response.mimetype != PROBLEM:
            # werkzeug keeps the body of what was asked for; who is refused gets none of it, and a file
            # behind it is closed
            response.close()
            response = Response(status=response.status_code)
        for name, value in everywhere.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
