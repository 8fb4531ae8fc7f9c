"""Wire forms of what an OPD account sees and answers."""

import marshmallow as ma

from server.core.fields import listed
from server.core.shapes import Out
from server.findings.schemas.late import LateLetterIn


class ReplyIn(LateLetterIn):
    """A letter or an explanation for a person of the own OPD."""

    operation_id = ma.fields.UUID(required=True)


class ReplyOut(Out):
    """An own answer as it was received; leave shows neither its number nor its reason."""

    id = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    dated = ma.fields.String(required=True, allow_none=True)
    note = ma.fields.String(required=True)
    received_at = ma.fields.String(required=True)
    has_file = ma.fields.Boolean(required=True)


class OwnSeenOut(Out):
    """When and where somebody was seen."""

    seen_at = ma.fields.String(required=True)
    place = ma.fields.String(required=True)


class OwnLineOut(Out):
    """One person of the own OPD: no photo, no officer, no judgement before it is one."""

    operation_id = ma.fields.String(required=True)
    operation_name = ma.fields.String(required=True)
    day = ma.fields.String(required=True)
    time_zone = ma.fields.String(required=True)
    line_id = ma.fields.String(required=True)
    name = ma.fields.String(required=True, allow_none=True)
    nip = ma.fields.String(required=True, allow_none=True)
    job = ma.fields.String(required=True, allow_none=True)
    unit = ma.fields.String(required=True, allow_none=True)
    status = ma.fields.String(required=True)
    hearing_at = ma.fields.String(required=True, allow_none=True)
    seen = ma.fields.List(ma.fields.Nested(OwnSeenOut), required=True)
    reply_until = ma.fields.String(required=True, allow_none=True)
    may_reply = ma.fields.Boolean(required=True)
    replies = ma.fields.List(ma.fields.Nested(ReplyOut), required=True)


OwnLineListOut = listed(OwnLineOut)
