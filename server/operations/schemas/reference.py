"""Wire form of what a phone needs to work without a network."""

import marshmallow as ma

from server.core.fields import Moment, word
from server.core.shapes import In, Out
from server.operations.schemas.walk import ROLES, STATUSES, ZoneOut
from server.people.schemas import HolidayOut, ScheduleOut
from server.permits.schemas import FieldPermitOut


class ReferenceIn(In):
    """What the phone has: the cursor of its last answer; `by` is how it tells people apart.

    A random id packs to nothing: who has a NIP is told by it, and phones that ask `by=nip` get no
    id beside it (ADR 16). Phones of before ask for nothing and get ids for all.
    """

    since = ma.fields.String(load_default=None, validate=ma.validate.Length(0, 80))
    by = word("id", "nip", load_default="id")


class ReferenceMemberOut(Out):
    """Somebody of a team."""

    name = ma.fields.String(required=True)
    role = word(*ROLES, required=True)


class ReferenceTeamOut(Out):
    """A team of an operation."""

    id = ma.fields.UUID(required=True, attribute="team.id")
    number = ma.fields.Integer(required=True, attribute="team.number")
    members = ma.fields.List(ma.fields.Nested(ReferenceMemberOut), required=True)


class ReferenceOperationOut(Out):
    """An operation as this user sees it: `team_id` and `role` are the user's own."""

    id = ma.fields.UUID(required=True, attribute="operation.id")
    name = ma.fields.String(required=True, attribute="operation.name")
    kind = word("outside", "office", required=True, attribute="operation.kind")
    day = ma.fields.Date(required=True, attribute="operation.day")
    order_number = ma.fields.String(required=True, attribute="operation.order_number")
    simulation = ma.fields.Boolean(required=True, attribute="operation.simulation")
    starts_at = Moment(required=True, attribute="operation.starts_at")
    ends_at = Moment(required=True, attribute="operation.ends_at")
    promised_until = Moment(required=True, allow_none=True, attribute="operation.promised_until")
    time_zone = ma.fields.String(required=True, attribute="operation.time_zone")
    status = word(*STATUSES, required=True, attribute="operation.status")
    team_id = ma.fields.UUID(required=True, allow_none=True, attribute="place.team_id")
    role = word(*ROLES, required=True, allow_none=True, attribute="place.role")
    teams = ma.fields.List(ma.fields.Nested(ReferenceTeamOut), required=True)

    @ma.post_dump
    def _nobody_has_no_team(self, data: dict[str, object], **_more: object) -> dict[str, object]:
        return {"team_id": None, "role": None, **data}


class ReferenceOpdOut(Out):
    """An OPD or unit as the phone searches it."""

    id = ma.fields.UUID(required=True)
    name = ma.fields.String(required=True)
    short_name = ma.fields.String(required=True)
    parent_id = ma.fields.UUID(required=True, allow_none=True)
    aliases = ma.fields.List(ma.fields.String(), required=True)


class RosterOut(Out):
    """Who works here: one array per column, sorted by NIP, those without NIP last.

    Asked `by=nip`, `id` is null for everybody who has a NIP.
    """

    columns = ma.fields.List(ma.fields.String(), required=True)
    id = ma.fields.List(ma.fields.UUID(allow_none=True), required=True)
    nip = ma.fields.List(ma.fields.String(allow_none=True), required=True)
    name = ma.fields.List(ma.fields.String(), required=True)
    opd_id = ma.fields.List(ma.fields.UUID(), required=True)
    job = ma.fields.List(ma.fields.String(), required=True)
    kind = ma.fields.List(ma.fields.String(), required=True)
    rank = ma.fields.List(ma.fields.String(allow_none=True), required=True)
    unit = ma.fields.List(ma.fields.String(allow_none=True), required=True)


class ReferenceCommonOut(Out):
    """What depends on the user and is small."""

    cursor = ma.fields.String(required=True, allow_none=True)
    epoch = ma.fields.String(required=True)
    operations = ma.fields.List(ma.fields.Nested(ReferenceOperationOut), required=True)
    opds = ma.fields.List(ma.fields.Nested(ReferenceOpdOut), required=True)
    zones = ma.fields.List(ma.fields.Nested(ZoneOut), required=True)
    permits = ma.fields.List(ma.fields.Nested(FieldPermitOut), required=True)
    schedules = ma.fields.List(ma.fields.Nested(ScheduleOut), required=True)
    holidays = ma.fields.List(ma.fields.Nested(HolidayOut), required=True)


class ReferenceOut(ReferenceCommonOut):
    """All of it; `full` says that `roster` replaces what the phone has, else it adds to it.

    `deleted` are employees to forget when not `full`: ids, or asked `by=nip` the NIP of those who
    have one. Leave is only "cuti" here: its reason is nobody's business in the field.
    """

    full = ma.fields.Boolean(required=True)
    deleted = ma.fields.List(ma.fields.String(), required=True)
    roster = ma.fields.Nested(RosterOut, required=True)
    server_time = Moment(required=True)
