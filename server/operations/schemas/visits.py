"""Wire forms of visits: what a phone writes, what the server acknowledges, what the desk reads."""

from typing import Any

import marshmallow as ma

from server.core.fields import ClockIn, Moment, listed, number, word
from server.core.geo import lon_lat
from server.core.shapes import In, Out, Text


class LonLat(ma.fields.List[Any]):
    """A stored position as GeoJSON coordinates, [lon, lat] in degrees."""

    def _serialize(self, value: Any, *_more: Any, **_kw: Any) -> list[Any] | None:
        return lon_lat(value)


class VisitPositionIn(In):
    """A position in degrees (WGS 84) with its accuracy radius in metres."""

    lon = number(-180, 180, required=True)
    lat = number(-90, 90, required=True)
    accuracy_m = number(0, 1e7, required=True)
    fixed_at = Moment(load_default=None, allow_none=True)


class VisitIn(In):
    """A place that a team went to; `nil` says that nobody was found there."""

    id = ma.fields.UUID(required=True)
    team_id = ma.fields.UUID(required=True)
    place = Text(200, least=1, required=True)
    nil = ma.fields.Boolean(required=True)
    at = Moment(required=True)
    position = ma.fields.Nested(VisitPositionIn, load_default=None, allow_none=True)
    note = Text(500, load_default="")


class VisitTextIn(In):
    """A visit as its author's phone wrote it; numbered in one series with the phone's findings."""

    operation_id = ma.fields.UUID(required=True)
    team_id = ma.fields.UUID(required=True)
    author_id = ma.fields.UUID(required=True)
    device_id = ma.fields.UUID(required=True, allow_none=True)
    sequence = ma.fields.Integer(
        required=True, allow_none=True, strict=True, validate=ma.validate.Range(0, 2**53)
    )
    previous_sha256 = ma.fields.String(
        required=True, allow_none=True, validate=ma.validate.Regexp(r"^[0-9a-f]{64}$")
    )
    app_version = Text(40, required=True)
    place = Text(200, least=1, required=True)
    nil = ma.fields.Boolean(required=True)
    at = Moment(required=True)
    position = ma.fields.Nested(VisitPositionIn, required=True, allow_none=True)
    note = Text(500, required=True)
    # added after the first phones: who does not know the field leaves it out
    clock = ma.fields.Nested(ClockIn, allow_none=True)


class VisitReceiptOut(Out):
    """What the server acknowledges, signed (Ed25519 over the RFC 8785 form without `signature`)."""

    visit_id = ma.fields.UUID(required=True)
    sha256 = ma.fields.String(required=True)
    received_at = ma.fields.String(required=True)
    epoch = ma.fields.UUID(required=True)
    log_index = ma.fields.Integer(required=True)
    log_hash = ma.fields.String(required=True)
    key_id = ma.fields.String(required=True)
    signature = ma.fields.String(required=True)


class VisitOut(Out):
    """A visit; `zone` is inside or outside by ST_Contains, null without a position."""

    id = ma.fields.UUID(required=True)
    operation_id = ma.fields.UUID(required=True)
    team_id = ma.fields.UUID(required=True)
    author_id = ma.fields.UUID(required=True)
    place = ma.fields.String(required=True)
    nil = ma.fields.Boolean(required=True)
    at = Moment(required=True)
    received_at = Moment(required=True)
    position = LonLat(ma.fields.Float(), required=True, allow_none=True)
    accuracy_m = ma.fields.Float(required=True, allow_none=True)
    zone_id = ma.fields.UUID(required=True, allow_none=True)
    zone = word("inside", "outside", required=True, allow_none=True)
    note = ma.fields.String(required=True)


VisitListOut = listed(VisitOut)
