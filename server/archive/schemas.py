"""Wire forms of the audit log."""

import marshmallow as ma

from server.core.fields import Moment, listed
from server.core.http import In, Out, Text

LARGEST = 200


class AuditQueryIn(In):
    """Which rows; the cursor is the `next` of the page before."""

    operation = ma.fields.UUID(load_default=None)
    action = Text(60, load_default=None)
    cursor = ma.fields.Integer(load_default=None, validate=ma.validate.Range(1, 2**53))
    size = ma.fields.Integer(load_default=100, validate=ma.validate.Range(1, LARGEST))


class AuditEntryOut(Out):
    """One thing that somebody did."""

    log_index = ma.fields.Integer(required=True)
    at = Moment(required=True)
    actor_id = ma.fields.UUID(allow_none=True)
    actor_name = ma.fields.String(allow_none=True)
    action = ma.fields.String(required=True)
    subject_id = ma.fields.String(allow_none=True)
    operation_id = ma.fields.UUID(allow_none=True)
    reason = ma.fields.String(allow_none=True)
    detail = ma.fields.Dict(required=True)
    hash = ma.fields.String(required=True)


AuditListOut = listed(AuditEntryOut)
