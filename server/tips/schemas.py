"""Wire forms of laporan masyarakat."""

from typing import Any

import marshmallow as ma

from server.core.clock import now
from server.core.fields import count, listed, page_size, word
from server.core.shapes import In, Out, Text
from server.tips.rules import Outcome, TipOrder, TipState, Verb

MOST_SOLUTION = 2**53


class ChallengeOut(Out):
    """Find a number so that SHA-256 of `challenge:number` begins with `bits` zero bits."""

    challenge = ma.fields.String(required=True)
    bits = ma.fields.Integer(required=True)
    expires_at = ma.fields.String(required=True)


class ReporterIn(In):
    """Who reports; both may be empty."""

    name = Text(120, load_default="")
    contact = Text(200, load_default="")


class TipIn(In):
    """What somebody saw, where and when; `who` says how to recognise the person, `link` a public post."""

    challenge = Text(200, required=True)
    solution = ma.fields.Integer(
        strict=True, required=True, validate=ma.validate.Range(0, MOST_SOLUTION)
    )
    what = Text(4000, least=10, required=True)
    place = Text(300, least=3, required=True)
    seen_on = ma.fields.Date(load_default=None, allow_none=True)
    seen_time = Text(60, load_default="")
    who = Text(500, load_default="")
    link = Text(500, load_default="")
    reporter = ma.fields.Nested(ReporterIn, load_default=None, allow_none=True)

    @ma.validates("seen_on")
    def _not_to_come(self, value: Any, **_more: Any) -> None:
        # a day of grace: the east of the country is nine hours ahead of UTC
        if value is not None and (value - now().date()).days > 1:
            raise ma.ValidationError("Tanggal ini belum tiba.")


class TipReceiptOut(Out):
    """The receipt of a report, shown this once; pictures are taken until `evidence_until`."""

    receipt = ma.fields.String(required=True)
    evidence_until = ma.fields.String(required=True)
    most_pictures = ma.fields.Integer(required=True)


class EvidenceHeaderIn(ma.Schema):
    """The receipt travels in a header: never in an address, which logs and histories keep."""

    class Meta:
        """Other headers are none of our business."""

        unknown = ma.EXCLUDE

    receipt = Text(40, required=True, data_key="Sidak-Receipt")


class EvidenceOut(Out):
    """How many pictures a report has, and may have."""

    pictures = ma.fields.Integer(required=True)
    most_pictures = ma.fields.Integer(required=True)


class TipReceiptIn(In):
    """The receipt as it was written down."""

    receipt = Text(40, required=True)


class TipStatusOut(Out):
    """How a report stands, without names."""

    state = word("received", "looked_at", "ended", required=True)
    sentence = ma.fields.String(required=True)
    received_on = ma.fields.String(required=True)
    ended_on = ma.fields.String(required=True, allow_none=True)


class TipQueryIn(In):
    """Which tips: of one state, or without it all that have not ended; and in what order."""

    state = word("", *TipState, load_default="")
    order = word(*TipOrder, load_default=str(TipOrder.NEWEST))
    cursor = Text(200)
    size = page_size()


class TipSummaryOut(Out):
    """A tip in the queue; who reported stands nowhere, only whether it was said."""

    id = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    state = word(*TipState, required=True)
    outcome = word(*Outcome, required=True, allow_none=True)
    received_at = ma.fields.String(required=True)
    ended_at = ma.fields.String(required=True, allow_none=True)
    excerpt = ma.fields.String(required=True)
    place = ma.fields.String(required=True)
    seen_on = ma.fields.String(required=True, allow_none=True)
    pictures = ma.fields.Integer(required=True)
    has_reporter = ma.fields.Boolean(required=True)
    erased = ma.fields.Boolean(required=True)


class TipListOut(listed(TipSummaryOut)):  # type: ignore[misc] # a schema made by `listed`
    """A page of tips, and how many there are in each state."""

    counts = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), required=True)


class TipTargetOut(Out):
    """The place that a coming sidak is to look at."""

    operation_id = ma.fields.String(required=True)
    operation = ma.fields.String(required=True)
    day = ma.fields.String(required=True)
    place = ma.fields.String(required=True)


class TipPersonOut(Out):
    """Who is meant, once recognised."""

    employee_id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True, allow_none=True)
    opd_name = ma.fields.String(required=True, allow_none=True)


class TipStepOut(Out):
    """One step of the desk."""

    at = ma.fields.String(required=True)
    verb = word(*Verb, required=True)
    after = word(*TipState, required=True)
    by_name = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)


class TipOut(TipSummaryOut):
    """One tip; `verbs` and `outcomes` are what this user may do now."""

    what = ma.fields.String(required=True)
    who = ma.fields.String(required=True)
    link = ma.fields.String(required=True)
    seen_time = ma.fields.String(required=True)
    picture_ids = ma.fields.List(ma.fields.String(), required=True)
    may_read_reporter = ma.fields.Boolean(required=True)
    target = ma.fields.Nested(TipTargetOut, required=True, allow_none=True)
    person = ma.fields.Nested(TipPersonOut, required=True, allow_none=True)
    verbs = ma.fields.List(word(*Verb), required=True)
    outcomes = ma.fields.List(word(*Outcome), required=True)
    steps = ma.fields.List(ma.fields.Nested(TipStepOut), required=True)


class TipReasonIn(In):
    """Why, on which revision."""

    reason = Text(1000, least=3, required=True)
    revision = count(required=True)


class TipTargetIn(TipReasonIn):
    """Which sidak is to look at which place; with a team it stands among that team's places."""

    operation_id = ma.fields.UUID(required=True)
    team_id = ma.fields.UUID(load_default=None, allow_none=True)
    place = Text(200, least=3, required=True)


class TipIdentifyIn(TipReasonIn):
    """Who is meant."""

    employee_id = ma.fields.UUID(required=True)


class TipEndIn(TipReasonIn):
    """How a tip ends."""

    outcome = word(*Outcome, required=True)


class ReadReporterIn(In):
    """Why somebody needs to know who reported."""

    reason = Text(1000, least=3, required=True)


class ReporterOut(Out):
    """Who reported."""

    name = ma.fields.String(required=True)
    contact = ma.fields.String(required=True)
