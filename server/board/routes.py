"""The board over HTTP, made to be polled every two seconds."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.board import behind, export, releases, service
from server.board.models import PublicRelease
from server.board.polls import CACHED, content
from server.board.schemas import (
    BoardOut,
    BreakdownOut,
    FigureIn,
    FigureOut,
    PublicReleaseListOut,
    ReleaseIn,
    ReleaseOut,
)
from server.core.fields import PageIn
from server.core.http import file_response
from server.core.pages import Page

board = Blueprint("board", __name__, url_prefix="/api", description="The Sekda's view")


@board.get("/operations/<uuid:operation_id>/board")
@board.response(200, BoardOut)
@board.alt_response(304, description="nothing changed since the validator sent along")
@signed_in()
def operation_board(operation_id: UUID) -> Response:
    """Give the figures, teams and map of an operation; 304 while nothing changes.

    Nearly every poll is answered by `polls` before it comes here.
    """
    found = service.board(service.viewer(user(), operation_id))
    response = Response(headers=CACHED)
    response.set_etag(found.etag, weak=True)
    if request.if_none_match.contains_weak(found.etag):
        response.status_code = 304
        return response
    body, told = content(found, request.headers.get("Accept-Encoding"))
    response.set_data(body)
    response.headers.update(told)
    return response


@board.get("/operations/<uuid:operation_id>/figures")
@board.arguments(FigureIn, location="query")
@board.response(200, FigureOut)
@signed_in()
def read_figure(wanted: dict[str, Any], operation_id: UUID) -> dict[str, Any]:
    """Give the findings that a figure of the board counts."""
    return behind.findings_behind(user(), operation_id, wanted)


@board.get("/operations/<uuid:operation_id>/breakdown")
@board.response(200, BreakdownOut)
@signed_in()
def read_breakdown(operation_id: UUID) -> dict[str, Any]:
    """Give the persons by hour, place, kind and paper, and the totals of earlier operations."""
    return behind.understood(user(), operation_id)


@board.get("/operations/<uuid:operation_id>/map.geojson")
@board.response(200, {"type": "object"}, content_type="application/geo+json")
@signed_in("board.export")
def operation_map(operation_id: UUID) -> Response:
    """Give zones, places and findings as GeoJSON that QGIS opens; nobody's name is in it."""
    data = export.geojson_file(user(), operation_id)
    return file_response(data, "application/geo+json", "peta-sidak.geojson")


@board.get("/operations/<uuid:operation_id>/release")
@board.response(200, ReleaseOut)
@signed_in("figures.read")
def read_release(operation_id: UUID) -> dict[str, Any]:
    """Give what everybody would see of an operation, and what everybody sees."""
    return releases.standing(user(), operation_id)


@board.post("/operations/<uuid:operation_id>/release")
@board.arguments(ReleaseIn)
@board.response(200, ReleaseOut)
@signed_in("figures.release")
def release(body: dict[str, str], operation_id: UUID) -> dict[str, Any]:
    """Show the verified figures of an operation to everybody; no persons."""
    return releases.publish(user(), operation_id, body["reason"])


@board.post("/operations/<uuid:operation_id>/release/withdraw")
@board.arguments(ReleaseIn)
@board.response(200, ReleaseOut)
@signed_in("figures.withdraw")
def withdraw_release(body: dict[str, str], operation_id: UUID) -> dict[str, Any]:
    """Take the figures of an operation off the public page."""
    return releases.withdraw(user(), operation_id, body["reason"])


@board.get("/public-figures")
@board.arguments(PageIn, location="query")
@board.response(200, PublicReleaseListOut)
def public_figures(which: dict[str, Any]) -> Page[PublicRelease]:
    """Give everybody the released figures, the newest first; no session, no persons."""
    return releases.released(cursor=which.get("cursor"), size=which["size"])
