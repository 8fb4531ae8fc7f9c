"""The board over HTTP, made to be polled every two seconds."""

from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.board import export, service
from server.board.schemas import BoardOut
from server.core.http import file_response

board = Blueprint("board", __name__, url_prefix="/api", description="The Sekda's view")


@board.get("/operations/<uuid:operation_id>/board")
@board.response(200, BoardOut)
@board.alt_response(304, description="nothing changed since the validator sent along")
@signed_in()
def operation_board(operation_id: UUID) -> Response:
    """Give the figures, teams and map of an operation; 304 while nothing changes."""
    seen = service.viewer(user(), operation_id)
    validator, stamp = service.etag(seen)
    response = Response(content_type="application/json")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(validator, weak=True)
    if request.if_none_match.contains_weak(validator):
        response.status_code = 304
        return response
    response.set_data(service.board(seen, validator, stamp).body)
    return response


@board.get("/operations/<uuid:operation_id>/map.geojson")
@board.response(200, {"type": "object"}, content_type="application/geo+json")
@signed_in("board.export")
def operation_map(operation_id: UUID) -> Response:
    """Give zones, places and findings as GeoJSON that QGIS opens; nobody's name is in it."""
    data = export.geojson_file(user(), operation_id)
    return file_response(data, "application/geo+json", "peta-sidak.geojson")
