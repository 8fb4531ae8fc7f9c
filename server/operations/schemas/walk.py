"""Wire forms of the sidak itself: operations, teams, zones."""

from typing import Any

import marshmallow as ma

from server.core.fields import Moment, count, listed, word
from server.core.geo import geojson
from server.core.shapes import In, Out, Text
from server.settings import ZONES

STATUSES = ("planned", "open", "closed")
ROLES = ("officer", "coordinator")
MOST_MEMBERS = 100
MOST_ZONES = 300


def reason(**kw: Any) -> Text:
    """Make a field for a reason in words."""
    return Text(500, least=3, **kw)


class Area(ma.fields.Dict):
    """A stored outline as GeoJSON."""

    def _serialize(self, value: Any, *_more: Any, **_kw: Any) -> dict[str, Any]:
        return geojson(value)


class OperationIn(In):
    """A sidak to plan under its SPT; moments with their zone, `promised_until` ends late letters."""

    name = Text(200, least=1, required=True)
    kind = word("outside", "office", load_default="outside")
    order_number = Text(120, load_default="")
    order_date = ma.fields.Date(load_default=None, allow_none=True)
    day = ma.fields.Date(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    promised_until = Moment(load_default=None, allow_none=True)
    time_zone = word(*ZONES, required=True)
    simulation = ma.fields.Boolean(load_default=False)


class OperationChangeIn(In):
    """What to change of an operation, on which revision; an open one needs a reason."""

    revision = count(required=True)
    reason = reason(load_default=None, allow_none=True)
    name = Text(200, least=1)
    order_number = Text(120)
    order_date = ma.fields.Date(allow_none=True)
    day = ma.fields.Date()
    starts_at = Moment()
    ends_at = Moment()
    promised_until = Moment(allow_none=True)
    time_zone = word(*ZONES)


class OperationOut(Out):
    """An operation; `revision` goes back with a change."""

    id = ma.fields.UUID(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    order_number = ma.fields.String(required=True)
    order_date = ma.fields.Date(required=True, allow_none=True)
    day = ma.fields.Date(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    promised_until = Moment(required=True, allow_none=True)
    time_zone = ma.fields.String(required=True)
    status = word(*STATUSES, required=True)
    simulation = ma.fields.Boolean(required=True)
    opened_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    close_reason = ma.fields.String(required=True, allow_none=True)
    revision = ma.fields.Integer(required=True)


class NothingIn(In):
    """A step that needs no word."""


class CloseIn(In):
    """A close; with unsent work on the phones it needs a reason."""

    reason = reason(load_default=None, allow_none=True)


class MemberIn(In):
    """Who walks with a team, and as what."""

    user_id = ma.fields.UUID(required=True)
    role = word(*ROLES, required=True)


class TeamIn(In):
    """A team; the same number again replaces its members, at least one of whom coordinates."""

    number = ma.fields.Integer(required=True, strict=True, validate=ma.validate.Range(1, 999))
    members = ma.fields.List(
        ma.fields.Nested(MemberIn), required=True, validate=ma.validate.Length(1, MOST_MEMBERS)
    )
    places = ma.fields.List(Text(200, least=1), validate=ma.validate.Length(0, MOST_MEMBERS))

    @ma.validates("members")
    def _somebody_leads(self, members: list[dict[str, Any]], **_more: Any) -> None:
        known = [one["user_id"] for one in members if "user_id" in one]
        if len(set(known)) < len(known):
            raise ma.ValidationError("Satu orang tercantum dua kali.")
        if all(one.get("role") != "coordinator" for one in members):
            raise ma.ValidationError("Tim memerlukan koordinator.")


class MemberOut(Out):
    """Somebody of a team."""

    user_id = ma.fields.UUID(required=True)
    name = ma.fields.String(required=True)
    title = ma.fields.String(required=True, allow_none=True)
    role = word(*ROLES, required=True)


class TeamOut(Out):
    """A team with its members, coordinators first."""

    id = ma.fields.UUID(required=True, attribute="team.id")
    number = ma.fields.Integer(required=True, attribute="team.number")
    closed_at = Moment(required=True, allow_none=True, attribute="team.closed_at")
    close_reason = ma.fields.String(required=True, allow_none=True, attribute="team.close_reason")
    places = ma.fields.List(ma.fields.String(), required=True, attribute="team.places")
    members = ma.fields.List(ma.fields.Nested(MemberOut), required=True)


class ZoneIn(In):
    """A zone; `area` is a GeoJSON Polygon or MultiPolygon in degrees, [lon, lat]."""

    name = Text(200, least=1, required=True)
    kind = Text(40, load_default="")
    team_id = ma.fields.UUID(load_default=None, allow_none=True)
    area = ma.fields.Dict(required=True)


class ZonesIn(In):
    """Many zones, added all or none."""

    zones = ma.fields.List(
        ma.fields.Nested(ZoneIn), required=True, validate=ma.validate.Length(1, MOST_ZONES)
    )


class ZoneChangeIn(In):
    """What to change of a zone; its outline only before the sidak is opened."""

    name = Text(200, least=1)
    kind = Text(40)
    team_id = ma.fields.UUID(allow_none=True)
    area = ma.fields.Dict()


class CopyIn(In):
    """The name and day of an operation planned like an earlier one."""

    name = Text(200, least=1, required=True)
    day = ma.fields.Date(required=True)


class ZoneOut(Out):
    """A zone with its outline as a GeoJSON MultiPolygon."""

    id = ma.fields.UUID(required=True)
    operation_id = ma.fields.UUID(required=True)
    team_id = ma.fields.UUID(required=True, allow_none=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    area = Area(required=True)


OperationListOut = listed(OperationOut)
TeamListOut = listed(TeamOut)
ZoneListOut = listed(ZoneOut)
