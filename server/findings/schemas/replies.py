"""Wire forms of paper slips, and of the answers that their codes open."""

import marshmallow as ma

from server.core.fields import Moment, listed
from server.core.shapes import In, Out, Text

MOST_PAGES = 20


class SlipsIn(In):
    """How many pages of slips to make, ten on each."""

    pages = ma.fields.Integer(required=True, strict=True, validate=ma.validate.Range(1, MOST_PAGES))


class SlipBatchOut(Out):
    """Slips that were made together: first and last number as printed."""

    id = ma.fields.UUID(required=True)
    first = ma.fields.String(required=True)
    last = ma.fields.String(required=True)
    count = ma.fields.Integer(required=True)
    made_at = Moment(required=True)
    made_by_name = ma.fields.String(required=True)


SlipBatchListOut = listed(SlipBatchOut)


class ReplyLookIn(In):
    """The code of a slip, as typed."""

    code = Text(60, required=True)


class PersonReplyIn(ReplyLookIn):
    """An answer to one of the notes behind a code, counted from 1."""

    note = ma.fields.Integer(load_default=1, strict=True, validate=ma.validate.Range(1, 100))
    text = Text(2000, required=True, least=3)


class PersonReplyOut(Out):
    """An answer as it was received; its text is not told again."""

    id = ma.fields.String(required=True)
    receipt = ma.fields.String(required=True)
    received_at = ma.fields.String(required=True)
    has_file = ma.fields.Boolean(required=True)


class NoteOut(Out):
    """A note about whoever holds the slip: when, where, what was asked. No name, no photo."""

    number = ma.fields.Integer(required=True)
    seen_at = ma.fields.String(required=True)
    time_zone = ma.fields.String(required=True)
    place = ma.fields.String(required=True)
    observed = ma.fields.String(required=True)
    reply_until = ma.fields.String(required=True, allow_none=True)
    may_reply = ma.fields.Boolean(required=True)
    replies = ma.fields.List(ma.fields.Nested(PersonReplyOut), required=True)


class NotesOut(Out):
    """What a code opens: one note as a rule, several where a number was typed twice."""

    notes = ma.fields.List(ma.fields.Nested(NoteOut), required=True)
