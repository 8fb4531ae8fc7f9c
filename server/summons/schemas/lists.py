"""Wire forms of the summons list and its lines."""

import marshmallow as ma

from server.core.fields import Moment, count, listed, word
from server.core.shapes import In, Out, Text
from server.summons.rules import Bucket

OUTCOMES = ("no_action", "coached", "handed_over")


class LineVerbIn(In):
    """A step of a line; `operation_id` finds a line that nothing happened to yet (revision 0)."""

    reason = Text(500, least=1, required=True)
    revision = count(required=True)
    operation_id = ma.fields.UUID(load_default=None, allow_none=True)


class RescheduleIn(LineVerbIn):
    """A new date to appear."""

    hearing_at = Moment(required=True)


class AbsentIn(LineVerbIn):
    """Somebody did not come; `then_call` drafts the letter that follows in the same step."""

    then_call = ma.fields.Boolean(load_default=False)


class OutcomeIn(LineVerbIn):
    """How it ended for somebody who came, or who stayed away twice."""

    outcome = word(*OUTCOMES, required=True)


class LineLetterOut(Out):
    """A letter that names the person of a line."""

    id = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    status = ma.fields.String(required=True)
    number = ma.fields.String(required=True, allow_none=True)
    call = ma.fields.Integer(required=True, allow_none=True)
    hearing_at = ma.fields.String(required=True, allow_none=True)


class NextCallOut(Out):
    """The letter that follows when the person stays away; `call` is 1 or 2 for a letter B."""

    kind = ma.fields.String(required=True)
    call = ma.fields.Integer(required=True, allow_none=True)


class SuperiorOut(Out):
    """The direct superior at the finding date."""

    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True, allow_none=True)
    job = ma.fields.String(required=True)


class SeenOut(Out):
    """One sighting of the person of a line."""

    finding_id = ma.fields.String(required=True)
    seen_at = ma.fields.String(required=True)
    place = ma.fields.String(required=True)
    team_number = ma.fields.Integer(required=True)
    observed = ma.fields.String(required=True)


class LineOut(Out):
    """One person on the list of an OPD."""

    line_id = ma.fields.String(required=True)
    employee_id = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True, allow_none=True)
    nip = ma.fields.String(required=True, allow_none=True)
    kind = ma.fields.String(required=True)
    job = ma.fields.String(required=True, allow_none=True)
    rank = ma.fields.String(required=True, allow_none=True)
    unit = ma.fields.String(required=True, allow_none=True)
    finding_ids = ma.fields.List(ma.fields.String(), required=True)
    document = ma.fields.String(required=True)
    status = ma.fields.String(required=True)
    marks = ma.fields.List(ma.fields.String(), required=True)
    revision = ma.fields.Integer(required=True)
    verbs = ma.fields.List(ma.fields.String(), required=True)
    hearing_at = ma.fields.String(required=True, allow_none=True)
    next_call = ma.fields.Nested(NextCallOut, required=True, allow_none=True)
    letter = ma.fields.Nested(LineLetterOut, required=True, allow_none=True)
    letters = ma.fields.List(ma.fields.Nested(LineLetterOut), required=True)
    examination = word("possible", "draft", "closed", required=True, allow_none=True)
    superior = ma.fields.Nested(SuperiorOut, required=True, allow_none=True)
    seen = ma.fields.List(ma.fields.Nested(SeenOut), required=True)


class OpdLinesOut(Out):
    """The list of one OPD."""

    opd_id = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True, allow_none=True)
    lines = ma.fields.List(ma.fields.Nested(LineOut), required=True)


class NotListedOut(Out):
    """A person who was found and is not on a list."""

    line_id = ma.fields.String(required=True)
    employee_id = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True, allow_none=True)
    nip = ma.fields.String(required=True, allow_none=True)
    kind = ma.fields.String(required=True)
    opd_id = ma.fields.String(required=True, allow_none=True)
    opd_name = ma.fields.String(required=True, allow_none=True)
    finding_ids = ma.fields.List(ma.fields.String(), required=True)
    status = ma.fields.String(required=True)
    needs_correction = ma.fields.Boolean(required=True)
    revision = ma.fields.Integer(required=True)
    verbs = ma.fields.List(ma.fields.String(), required=True)


class ListTotalsOut(Out):
    """The reconciliation: `difference` = people - listed - not_listed."""

    findings = ma.fields.Integer(required=True)
    repeat_findings = ma.fields.Integer(required=True)
    people = ma.fields.Integer(required=True)
    listed = ma.fields.Integer(required=True)
    not_listed = ma.fields.Integer(required=True)
    difference = ma.fields.Integer(required=True)


NotListedCountsOut = Out.from_dict(
    {bucket.value: ma.fields.Integer(required=True) for bucket in Bucket},
    name="NotListedCountsOut",
)
NotListedPeopleOut = Out.from_dict(
    {
        bucket.value: ma.fields.List(ma.fields.Nested(NotListedOut), required=True)
        for bucket in Bucket
    },
    name="NotListedPeopleOut",
)


class SummonsListOut(Out):
    """The per-OPD list of an operation with its reconciliation."""

    operation_id = ma.fields.String(required=True)
    state = word("provisional", "verified", required=True)
    as_of = ma.fields.String(required=True)
    opds = ma.fields.List(ma.fields.Nested(OpdLinesOut), required=True)
    not_listed = ma.fields.Nested(NotListedCountsOut, required=True)
    not_listed_people = ma.fields.Nested(NotListedPeopleOut, required=True)
    totals = ma.fields.Nested(ListTotalsOut, required=True)


class RecapOut(Out):
    """The figures of an operation as a message without names."""

    text = ma.fields.String(required=True)
    state = word("provisional", "verified", required=True)


class LineAfterOut(LineOut):
    """A line after a verb; `bucket` says why the person is no longer listed, if so."""

    unit = ma.fields.String(allow_none=True)
    job = ma.fields.String(allow_none=True)
    rank = ma.fields.String(allow_none=True)
    document = ma.fields.String()
    marks = ma.fields.List(ma.fields.String())
    bucket = ma.fields.String()


class DueOut(Out):
    """One thing that is due at the desk; one of the three ids says where the work is done."""

    kind = ma.fields.String(required=True)
    operation_id = ma.fields.String(required=True)
    operation_name = ma.fields.String(required=True)
    due_at = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True)
    opd_name = ma.fields.String(required=True, allow_none=True)
    finding_id = ma.fields.String(required=True, allow_none=True)
    line_id = ma.fields.String(required=True, allow_none=True)
    letter_id = ma.fields.String(required=True, allow_none=True)


DueListOut = listed(DueOut)
