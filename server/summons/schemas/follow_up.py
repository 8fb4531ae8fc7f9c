"""Wire forms of what follows for a person."""

import marshmallow as ma

from server.core.fields import count, word
from server.core.shapes import In, Out, Text
from server.summons.rules import RESULTS

WORDS = ("", *(result for results in RESULTS.values() for result in results))


class CaseRecordIn(In):
    """A visit held or planned (no `held_on`), or a decision; `last` is the number last seen."""

    last = count(required=True)
    held_on = ma.fields.Date(load_default=None, allow_none=True)
    by_whom = Text(200, load_default="")
    result = word(*WORDS, load_default="")
    note = Text(2000, load_default="")
    next_on = ma.fields.Date(load_default=None, allow_none=True)


class CaseRecordOut(Out):
    """A row of the riwayat pembinaan."""

    number = ma.fields.Integer(required=True)
    kind = word("visit", "decision", required=True)
    held_on = ma.fields.String(required=True, allow_none=True)
    by_whom = ma.fields.String(required=True)
    result = ma.fields.String(required=True)
    note = ma.fields.String(required=True)
    next_on = ma.fields.String(required=True, allow_none=True)
    recorded_at = ma.fields.String(required=True)
    recorded_by_name = ma.fields.String(required=True, allow_none=True)


class CaseRecordListOut(Out):
    """What followed, the first row first; when the next visit is due, and what may be written now."""

    items = ma.fields.List(ma.fields.Nested(CaseRecordOut), required=True)
    next = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True, allow_none=True)
    due_on = ma.fields.String(required=True, allow_none=True)
    may_write = word("visit", "decision", required=True, allow_none=True)
