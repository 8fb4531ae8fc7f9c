"""Polls of boards, answered in front of the application.

Two hundred open boards ask a hundred times a second, and nearly every answer is bytes that lie ready.
Finding the route, the contexts and the hooks of a request took two thirds of such an answer.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from uuid import UUID
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_cookie, parse_etags

from server.board import service
from server.board.service import Given

# a poll of every two seconds must not be stored, and may come packed
CACHED = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie"}
_POLLED = re.compile(
    r"/api/operations/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/board"
)


class Polls:
    """A WSGI application that answers polls of finished boards, and hands all else to the one behind.

    The same question about session and rights goes before each answer as in the route
    (`service.polled`). Whatever it cannot answer at once, an error too, is the route's to answer.
    """

    def __init__(self, app: Flask, behind: WSGIApplication, headers: dict[str, str]) -> None:
        self._app = app
        self._behind = behind
        self._headers = [*headers.items(), *CACHED.items()]
        self._cookie: str = app.config["SIDAK_COOKIE"]

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer as WSGI wants it (PEP 3333)."""
        polled = _POLLED.fullmatch(environ["PATH_INFO"])
        if polled is None or environ["REQUEST_METHOD"] != "GET":
            return self._behind(environ, start)
        found = self._found(environ, UUID(polled[1]))
        if found is None:
            return self._behind(environ, start)
        named = ("ETag", f'W/"{found.etag}"')
        if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(found.etag):
            start(_status(HTTPStatus.NOT_MODIFIED), [named, *self._headers])
            return []
        body, told = content(found, environ.get("HTTP_ACCEPT_ENCODING"))
        start(_status(HTTPStatus.OK), [named, *told.items(), *self._headers])
        return [body]

    def _found(self, environ: WSGIEnvironment, operation_id: UUID) -> Given | None:
        try:
            token = parse_cookie(environ.get("HTTP_COOKIE")).get(self._cookie)
            if not token:
                return None
            with self._app.app_context():
                look = service.polled(token, operation_id)
                return None if look is None else service.ready(look)
        except Exception:  # noqa: BLE001 - the route meets it too, and answers and logs it as all do
            return None


def content(found: Given, accepted: str | None) -> tuple[bytes, dict[str, str]]:
    """Return a board as bytes for who accepts these codings, with the headers that describe them."""
    packed = _takes_gzip(accepted or "")
    body = found.bytes(packed=packed)
    told = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return body, told | ({"Content-Encoding": "gzip"} if packed else {})


@lru_cache(64)
def _takes_gzip(accepted: str) -> bool:
    return parse_accept_header(accepted, Accept).quality("gzip") > 0


def _status(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase}"
