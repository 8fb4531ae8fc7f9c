"""What a phone needs to work without a network, over HTTP: validated, packed, in one answer."""

import json
from functools import lru_cache
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.permissions import Thing, require
from server.accounts.sessions import signed_in, user
from server.core import audit
from server.core.clock import iso, now
from server.core.http import etag_of
from server.core.packed import Part, gzipped, part
from server.operations import queries, schemas

reference = Blueprint(
    "reference", __name__, url_prefix="/api", description="What a phone needs in the field"
)


@reference.get("/reference")
@reference.arguments(schemas.ReferenceIn, location="query")
@reference.response(200, schemas.ReferenceOut)
@signed_in()
def read_reference(which: dict[str, Any]) -> Response:
    """Give operations, teams, zones, OPDs, roster, permits and calendar; `since` gives the delta.

    The validator does not depend on the time, so that nothing new is a 304. The roster, the same
    for all, is packed once per change; only the small rest is packed per request.
    """
    who = user()
    require(who, "reference.read", Thing(team_role=queries.any_role(who)))
    found = queries.reference(who)
    known = queries.starting_point(found.cursor, which["since"])
    by_nip = which["by"] == "nip"
    common = _inside(schemas.ReferenceCommonOut().dump(found))
    tag = etag_of(common.decode(), known, by_nip)
    response = Response(content_type="application/json")
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    if not request.if_none_match.contains_weak(tag):
        _fill(response, common, _roster(found.cursor, known, by_nip=by_nip))
    response.make_conditional(request)
    audit.reading("reference.read", actor_id=who.id)
    return response


def _fill(response: Response, common: bytes, roster: Part) -> None:
    """Put the three parts into one JSON object, packed where the client takes gzip."""
    first = b"{" + common + b","
    last = b"," + _inside({"server_time": iso(now())}) + b"}"
    if request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzipped([part(first), roster, part(last)]))
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.set_data(first + roster.plain + last)


@lru_cache(maxsize=8)
def _roster(cursor: queries.Cursor | None, known: queries.Cursor | None, *, by_nip: bool) -> Part:
    """Pack the roster part; its cursor names what it holds, so nothing here grows old."""
    return part(_inside(queries.roster_since(cursor, known, by_nip=by_nip)))


def _inside(members: dict[str, Any]) -> bytes:
    """Write the members of a JSON object without its braces."""
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()[1:-1]
