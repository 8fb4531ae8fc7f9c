"""Wire forms of who may be meant by a finding."""

import marshmallow as ma

from server.core.shapes import Out
from server.people.schemas import EmployeeOut


class CandidateOut(Out):
    """Somebody of the roster, with a score from 0 to 1 and what speaks for it."""

    employee = ma.fields.Nested(EmployeeOut, required=True)
    score = ma.fields.Float(required=True)
    reasons = ma.fields.List(ma.fields.String(), required=True)


class CandidatesOut(Out):
    """The best candidates; `suggested` only where two attributes agree and the lead is clear.

    `holds` are the reasons why nobody is suggested, `margin` the lead of the first.
    """

    items = ma.fields.List(ma.fields.Nested(CandidateOut), required=True)
    next = ma.fields.String(required=True, allow_none=True)
    suggested = ma.fields.UUID(required=True, allow_none=True)
    margin = ma.fields.Float(required=True)
    holds = ma.fields.List(ma.fields.String(), required=True)
