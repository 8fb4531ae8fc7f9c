"""Wire forms of the audit log."""

from datetime import date

import marshmallow as ma

from server.archive.rules import SUBJECTS, Readiness, Rule
from server.core.fields import Moment, listed, word
from server.core.shapes import In, Out, Text

LARGEST = 200
SENSIBLE = ma.validate.Range(date(2000, 1, 1), date(2200, 1, 1))


class AuditQueryIn(In):
    """Which rows; the cursor is the `next` of the page before.

    `noun` begins the action (`finding`); `since` and `until` are local days, both included;
    without `readings` only what changed something.
    """

    operation = ma.fields.UUID(load_default=None)
    action = Text(60, load_default=None)
    noun = Text(30, load_default=None, validate=ma.validate.Regexp(r"^[a-z_]+$"))
    actor = ma.fields.UUID(load_default=None)
    subject = Text(80, load_default=None)
    since = ma.fields.Date(load_default=None, validate=SENSIBLE)
    until = ma.fields.Date(load_default=None, validate=SENSIBLE)
    readings = ma.fields.Boolean(load_default=True)
    order = word("newest", "oldest", load_default="newest")
    cursor = ma.fields.Integer(load_default=None, validate=ma.validate.Range(1, 2**53))
    size = ma.fields.Integer(load_default=100, validate=ma.validate.Range(1, LARGEST))


class ChangeOut(Out):
    """A field with its value before and after; both null where only the field is known."""

    field = ma.fields.String(required=True)
    before = ma.fields.Raw(required=True, allow_none=True)
    after = ma.fields.Raw(required=True, allow_none=True)


class AuditEntryOut(Out):
    """One thing that somebody did; `about` is what its subject is called, where it has a name."""

    log_index = ma.fields.Integer(required=True)
    at = Moment(required=True)
    actor_id = ma.fields.UUID(allow_none=True)
    actor_name = ma.fields.String(allow_none=True)
    action = ma.fields.String(required=True)
    subject_id = ma.fields.String(allow_none=True)
    operation_id = ma.fields.UUID(allow_none=True)
    reason = ma.fields.String(allow_none=True)
    detail = ma.fields.Dict(required=True)
    about = ma.fields.String(required=True, allow_none=True)
    changes = ma.fields.List(ma.fields.Nested(ChangeOut), required=True)
    hash = ma.fields.String(required=True)


AuditListOut = listed(AuditEntryOut)


class PeriodOut(Out):
    """How long one kind of thing is kept, and who says so."""

    rule = ma.fields.Enum(Rule, by_value=True, required=True)
    what = ma.fields.String(required=True)
    days = ma.fields.Integer(required=True)
    source = ma.fields.String(required=True)


class DueCountOut(Out):
    """What is due of one operation under one rule, in counts; laporan masyarakat belong to none."""

    operation_id = ma.fields.UUID(required=True, allow_none=True)
    operation = ma.fields.String(required=True)
    rule = ma.fields.Enum(Rule, by_value=True, required=True)
    persons = ma.fields.Integer(required=True)
    findings = ma.fields.Integer(required=True)
    photos = ma.fields.Integer(required=True)
    held = ma.fields.Integer(required=True)
    tips = ma.fields.Integer(required=True)


class HoldOut(Out):
    """Something that retention leaves alone; `operation` is the name of its sidak."""

    id = ma.fields.UUID(required=True)
    subject = ma.fields.String(required=True, validate=ma.validate.OneOf(SUBJECTS))
    subject_id = ma.fields.UUID(required=True)
    operation = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)
    placed_at = Moment(required=True)
    placed_by = ma.fields.String(allow_none=True)


class RetentionOut(Out):
    """Periods, what is due today, and what is held back."""

    periods = ma.fields.List(ma.fields.Nested(PeriodOut), required=True)
    due = ma.fields.List(ma.fields.Nested(DueCountOut), required=True)
    holds = ma.fields.List(ma.fields.Nested(HoldOut), required=True)


class HoldIn(In):
    """What is to be held back, and why."""

    subject = ma.fields.String(required=True, validate=ma.validate.OneOf(SUBJECTS))
    subject_id = ma.fields.UUID(required=True)
    reason = Text(500, least=3, required=True)


class LiftIn(In):
    """Why a hold ends."""

    reason = Text(500, least=3, required=True)


class ReadyRowOut(Out):
    """One thing that was checked before a sidak day; `todo` is empty when it is ready."""

    key = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    state = ma.fields.Enum(Readiness, by_value=True, required=True)
    says = ma.fields.String(required=True)
    todo = ma.fields.String(required=True)


class ReadyOut(Out):
    """How ready everything is: the worst of its rows."""

    state = ma.fields.Enum(Readiness, by_value=True, required=True)
    checked_at = Moment(required=True)
    rows = ma.fields.List(ma.fields.Nested(ReadyRowOut), required=True)
