"""Wire forms of a letter B as the OPD that finishes it sees it."""

import marshmallow as ma

from server.core.fields import count, listed
from server.core.shapes import In, Out
from server.summons.schemas.letters import LetterCopyOut, LetterNumber, LetterStepOut


class OwnLetterChangeIn(In):
    """Number and date of the OPD's own agenda; `hearing_checked` says that the day was looked at."""

    revision = count(required=True)
    number = LetterNumber(80, least=1, allow_none=True)
    dated = ma.fields.Date(allow_none=True)
    hearing_checked = ma.fields.Boolean(validate=ma.validate.Equal(True))


class OwnLetterPersonOut(Out):
    """Whom the letter calls."""

    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True)
    job = ma.fields.String(required=True)


class OwnLetterSignatoryOut(Out):
    """The direct superior who signs."""

    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True)


class OwnLetterOut(Out):
    """A letter B in the hands of an OPD; `person` is null once the letter is void."""

    id = ma.fields.String(required=True)
    operation_name = ma.fields.String(required=True)
    time_zone = ma.fields.String(required=True)
    call = ma.fields.Integer(required=True)
    status = ma.fields.String(required=True)
    verbs = ma.fields.List(ma.fields.String(), required=True)
    person = ma.fields.Nested(OwnLetterPersonOut, required=True, allow_none=True)
    signatory = ma.fields.Nested(OwnLetterSignatoryOut, required=True)
    number = ma.fields.String(required=True, allow_none=True)
    dated = ma.fields.String(required=True, allow_none=True)
    hearing_at = ma.fields.String(required=True)
    hearing_place = ma.fields.String(required=True)
    hearing_checked = ma.fields.Boolean(required=True)
    signed_at = ma.fields.String(required=True, allow_none=True)
    delivered_at = ma.fields.String(required=True, allow_none=True)
    received_by = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)


OwnLetterListOut = listed(OwnLetterOut)


class OwnLetterWholeOut(OwnLetterOut):
    """One such letter with what holds its signature, its history there, and the signed copy."""

    holds = ma.fields.List(ma.fields.String(), required=True)
    handed_over_at = ma.fields.String(required=True)
    steps = ma.fields.List(ma.fields.Nested(LetterStepOut), required=True)
    copy = ma.fields.Nested(LetterCopyOut, required=True, allow_none=True)
