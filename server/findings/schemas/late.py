"""Wire forms of papers that came after the finding."""

import marshmallow as ma

from server.core.fields import Moment, listed, word
from server.core.shapes import In, Out, Text
from server.findings.rules.late import EXPLANATION
from server.permits.rules import KINDS


class LateLetterIn(In):
    """A paper as it lies on the desk; the moment of its arrival is the server's."""

    kind = word(*KINDS, EXPLANATION, required=True)
    number = Text(120, load_default="")
    dated = ma.fields.Date(load_default=None, allow_none=True)
    signed_at = Moment(load_default=None, allow_none=True)
    signer = Text(200, load_default="")
    note = Text(2000, load_default="")


class LateLetterOut(Out):
    """A paper that came after the finding, with its doubts."""

    id = ma.fields.String(required=True)
    finding_id = ma.fields.String(required=True)
    source = word("desk", "opd", "person", required=True)
    kind = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    dated = ma.fields.String(required=True, allow_none=True)
    signed_at = ma.fields.String(required=True, allow_none=True)
    signer = ma.fields.String(required=True)
    note = ma.fields.String(required=True)
    due_at = ma.fields.String(required=True, allow_none=True)
    received_at = ma.fields.String(required=True)
    received_by_name = ma.fields.String(required=True, allow_none=True)
    has_file = ma.fields.Boolean(required=True)
    receipt = ma.fields.String(required=True, allow_none=True)
    unread = ma.fields.Boolean(required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)


class OwedOut(Out):
    """A finding whose letter was promised: until when, and what has come."""

    finding_id = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True, allow_none=True)
    nip = ma.fields.String(required=True, allow_none=True)
    opd_id = ma.fields.String(required=True, allow_none=True)
    opd_name = ma.fields.String(required=True, allow_none=True)
    place = ma.fields.String(required=True)
    seen_at = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    due_at = ma.fields.String(required=True, allow_none=True)
    letters = ma.fields.List(ma.fields.Nested(LateLetterOut), required=True)


class OwedListOut(listed(OwedOut)):  # type: ignore[misc] # a schema made by `listed`
    """The reminder list of one operation with its deadline; `revision` goes back with a change."""

    promised_until = ma.fields.String(required=True, allow_none=True)
    revision = ma.fields.Integer(required=True)
