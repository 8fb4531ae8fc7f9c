"""Wire forms of letters."""

from typing import Any

import marshmallow as ma

from server.core.fields import Moment, count, listed, word
from server.core.shapes import In, Out, Text
from server.summons.rules import tidy

LINES = ma.validate.Length(1, 1000)
KINDS = ("A", "B", "referral", "notice", "correction")


class LetterNumber(Text):
    """The number of a letter, written one way however it was typed."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kw: Any) -> str:
        return tidy(super()._deserialize(value, attr, data, **kw))


class LettersIn(In):
    """Which letters to draft: for given lines, for one OPD, or for all that wait."""

    kind = word(*KINDS, required=True)
    line_ids = ma.fields.List(ma.fields.UUID(), load_default=None, allow_none=True, validate=LINES)
    opd_id = ma.fields.UUID(load_default=None, allow_none=True)


class LetterSearchIn(In):
    """Part of a number or of the name of an OPD."""

    text = Text(100, least=2, required=True)
    limit = ma.fields.Integer(load_default=8, validate=ma.validate.Range(1, 50))


class SlotsIn(In):
    """For whom letters B are about to be drafted."""

    line_ids = ma.fields.List(ma.fields.UUID(), required=True, validate=LINES)


class SlotOut(Out):
    """When and where a person would be called; `held` says why there is no letter for them now."""

    line_id = ma.fields.String(required=True)
    hearing_at = ma.fields.String(required=True, allow_none=True)
    place = ma.fields.String(required=True, allow_none=True)
    held = word("superior_unknown", "letter_kind", "under_way", required=True, allow_none=True)


SlotListOut = listed(SlotOut)


class LetterChangeIn(In):
    """What is typed into a letter; sending `hearing_at` again says that it was looked at."""

    revision = count(required=True)
    reason = Text(500, load_default="")
    number = LetterNumber(80, least=1, allow_none=True)
    dated = ma.fields.Date(allow_none=True)
    hearing_at = Moment()
    hearing_place = Text(300, least=1)
    hearing_checked = ma.fields.Boolean(validate=ma.validate.Equal(True))
    matter = Text(2000, least=1)
    addressee = Text(200, least=1)


class LetterVerbIn(In):
    """A step of a letter; returning, withdrawing and replacing need a reason."""

    revision = count(required=True)
    reason = Text(500, load_default="")


class SignIn(LetterVerbIn):
    """The signature on paper, with number and date where the agenda gave them only now."""

    number = LetterNumber(80, least=1)
    dated = ma.fields.Date()


class DeliverIn(LetterVerbIn):
    """The handing over (buku ekspedisi): who took it and when (now without a time), or how in words."""

    received_by = Text(200, load_default="")
    delivered_at = Moment()


class SignerOut(Out):
    """Whose electronic signature a PDF bears; `trusted` is null where no issuers are listed here."""

    name = ma.fields.String(required=True)
    issuer = ma.fields.String(required=True)
    serial = ma.fields.String(required=True)
    at = ma.fields.String(required=True, allow_none=True)
    trusted = ma.fields.Boolean(required=True, allow_none=True)


class LetterCopyOut(Out):
    """A PDF that came back signed; `added` says that a page shows something besides."""

    added_at = ma.fields.String(required=True)
    added_by_name = ma.fields.String(required=True, allow_none=True)
    sha256 = ma.fields.String(required=True)
    issued_bytes = ma.fields.Boolean(required=True)
    added = ma.fields.Boolean(required=True)
    signers = ma.fields.List(ma.fields.Nested(SignerOut), required=True)


class LetterPersonOut(Out):
    """A person a letter names."""

    line_id = ma.fields.String(required=True)
    employee_id = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    job = ma.fields.String(required=True)
    hearing_at = ma.fields.String(required=True, allow_none=True)


class LetterSignatoryOut(Out):
    """Who signs a letter, as printed."""

    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True)
    titles = ma.fields.List(ma.fields.String(), required=True)
    form = ma.fields.String(required=True)


class LetterStepOut(Out):
    """One thing done to a letter."""

    verb = ma.fields.String(required=True)
    at = ma.fields.String(required=True)
    actor_name = ma.fields.String(required=True, allow_none=True)
    reason = ma.fields.String(required=True, allow_none=True)
    changed = ma.fields.List(ma.fields.String(), required=True)
    seal = ma.fields.String(required=True, allow_none=True)


class ReaderOut(Out):
    """Somebody who saw a letter, or the list with its persons, and how."""

    reader_name = ma.fields.String(required=True, allow_none=True)
    how = ma.fields.String(required=True)
    first_at = ma.fields.String(required=True)
    last_at = ma.fields.String(required=True)


ReaderListOut = listed(ReaderOut)


class ReplacesOut(Out):
    """The letter that a letter replaces or corrects."""

    id = ma.fields.String(required=True)
    number = ma.fields.String(required=True, allow_none=True)


class LetterOut(Out):
    """A letter as in the list of an operation."""

    id = ma.fields.String(required=True)
    operation_id = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    call = ma.fields.Integer(required=True, allow_none=True)
    status = ma.fields.String(required=True)
    verbs = ma.fields.List(ma.fields.String(), required=True)
    opd_id = ma.fields.String(required=True, allow_none=True)
    opd_name = ma.fields.String(required=True, allow_none=True)
    signing_opd_name = ma.fields.String(required=True, allow_none=True)
    to = ma.fields.String(required=True)
    addressee = ma.fields.List(ma.fields.String(), required=True)
    number = ma.fields.String(required=True, allow_none=True)
    dated = ma.fields.String(required=True, allow_none=True)
    subject = ma.fields.String(required=True, allow_none=True)
    hearing_at = ma.fields.String(required=True, allow_none=True)
    hearing_place = ma.fields.String(required=True)
    hearing_checked = ma.fields.Boolean(required=True)
    hearing_reason = ma.fields.String(required=True, allow_none=True)
    revision = ma.fields.Integer(required=True)
    people = ma.fields.List(ma.fields.Nested(LetterPersonOut), required=True)
    signatory = ma.fields.Nested(LetterSignatoryOut, required=True)
    replaces = ma.fields.Nested(ReplacesOut, required=True, allow_none=True)
    corrects = ma.fields.Nested(ReplacesOut, required=True, allow_none=True)
    drafted_by_name = ma.fields.String(required=True, allow_none=True)
    drafted_at = ma.fields.String(required=True)
    approved_by_name = ma.fields.String(required=True, allow_none=True)
    signed_at = ma.fields.String(required=True, allow_none=True)
    delivered_at = ma.fields.String(required=True, allow_none=True)
    received_by = ma.fields.String(required=True)
    numbered_here = ma.fields.Boolean(required=True)
    pdf_sha256 = ma.fields.String(required=True, allow_none=True)
    check_address = ma.fields.String(required=True, allow_none=True)


LetterListOut = listed(LetterOut)


class LetterWholeOut(LetterOut):
    """A letter with its printed words, what holds its signature, what is unusual, and its history."""

    content = ma.fields.Dict(keys=ma.fields.String(), required=True)
    holds = ma.fields.List(ma.fields.String(), required=True)
    notes = ma.fields.List(ma.fields.String(), required=True)
    steps = ma.fields.List(ma.fields.Nested(LetterStepOut), required=True)
    copy = ma.fields.Nested(LetterCopyOut, required=True, allow_none=True)


class LetterProofOut(Out):
    """What a stranger is told of a paper; `genuine` is null where it cannot be confirmed."""

    genuine = ma.fields.Boolean(required=True, allow_none=True)
    state = word("valid", "withdrawn", "replaced", "uncertain", required=True)
    number = ma.fields.String(required=True, allow_none=True)
    dated = ma.fields.String(required=True, allow_none=True)
