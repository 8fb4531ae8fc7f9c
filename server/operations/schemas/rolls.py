"""Wire forms of the attendance lists of a sidak kantor."""

from typing import Any

import marshmallow as ma

from server.core.fields import Moment, count, listed, word
from server.core.shapes import In, Out, Text
from server.operations.queries import RollSheet
from server.permits.rules import Presence

CODES = tuple(code.value for code in Presence)
MOST_MARKS = 500


class RollIn(In):
    """Whose list to begin, and which team keeps it."""

    team_id = ma.fields.UUID(required=True)
    opd_id = ma.fields.UUID(required=True)


class RollMarkIn(In):
    """A code beside somebody; `number` is that of the mark its writer saw, 0 for none."""

    person_id = ma.fields.UUID(required=True)
    code = word(*CODES, required=True)
    note = Text(300, load_default="")
    number = count(required=True)


class RollMarksIn(In):
    """Codes to put down, all or none; one that replaces another needs a reason."""

    marks = ma.fields.List(
        ma.fields.Nested(RollMarkIn), required=True, validate=ma.validate.Length(1, MOST_MARKS)
    )
    reason = Text(500, load_default="")

    @ma.validates("marks")
    def _each_once(self, marks: list[dict[str, Any]], **_more: Any) -> None:
        known = [one["person_id"] for one in marks if "person_id" in one]
        if len(set(known)) < len(known):
            raise ma.ValidationError("Satu orang tercantum dua kali.")


class RollCountsOut(Out):
    """How many people have each code."""

    present = ma.fields.Integer(required=True)
    absent = ma.fields.Integer(required=True)
    permit = ma.fields.Integer(required=True)
    sick = ma.fields.Integer(required=True)
    leave = ma.fields.Integer(required=True)
    duty = ma.fields.Integer(required=True)
    training = ma.fields.Integer(required=True)
    study = ma.fields.Integer(required=True)
    off_duty = ma.fields.Integer(required=True)


class RollOut(Out):
    """An attendance list: `staff` = all `counts` together + `difference`.

    Where `health` is false those who are ill are counted as on leave.
    """

    id = ma.fields.UUID(required=True)
    opd_id = ma.fields.UUID(required=True)
    opd_name = ma.fields.String(required=True)
    team_id = ma.fields.UUID(required=True)
    team_number = ma.fields.Integer(required=True)
    staff = ma.fields.Integer(required=True)
    counts = ma.fields.Nested(RollCountsOut, required=True)
    difference = ma.fields.Integer(required=True)
    begun_at = Moment(required=True)
    may_mark = ma.fields.Boolean(required=True)
    health = ma.fields.Boolean(required=True)


class RollPersonOut(Out):
    """Somebody on a list; `number` 0 and no code before the first mark."""

    id = ma.fields.UUID(required=True)
    position = ma.fields.Integer(required=True)
    employee_id = ma.fields.UUID(required=True, allow_none=True)
    name = ma.fields.String(required=True, allow_none=True)
    nip = ma.fields.String(required=True, allow_none=True)
    job = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    proposed = word(*CODES, required=True, allow_none=True)
    number = ma.fields.Integer(required=True)
    code = word(*CODES, required=True, allow_none=True)
    note = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)
    at = Moment(required=True, allow_none=True)


RollListOut = listed(RollOut)
RollPersonListOut = listed(RollPersonOut)


def told(sheet: RollSheet) -> dict[str, Any]:
    """Return a list in the shape of `RollOut`."""
    roll = sheet.roll
    return {
        "id": roll.id,
        "opd_id": roll.opd_id,
        "opd_name": sheet.opd_name,
        "team_id": roll.team_id,
        "team_number": sheet.team_number,
        **sheet.count.wire(),
        "begun_at": roll.begun_at,
        "may_mark": sheet.may_mark,
        "health": sheet.may_mark,
    }
