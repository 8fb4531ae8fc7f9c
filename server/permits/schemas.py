"""Wire forms of permits."""

from typing import Any

import marshmallow as ma

from server.core.fields import Moment, PageIn, listed, word
from server.core.shapes import In, Out, Text
from server.people.schemas import Columns, DatedFileIn, FileIn
from server.permits.rules import KINDS, LEAVE, Field, PermitField, is_leave


class PermitsIn(PageIn):
    """Which local day to list."""

    day = ma.fields.Date()


class PermitIn(In):
    """A permit to register."""

    employee_id = ma.fields.UUID(required=True)
    kind = word(*KINDS, required=True)
    number = Text(120, load_default="")
    dated = ma.fields.Date(load_default=None, allow_none=True)
    signer = Text(200, load_default="")
    valid_from = Moment(required=True)
    valid_to = Moment(required=True)
    place = Text(300, load_default="")
    purpose = Text(500, load_default="")

    @ma.validates_schema
    def _ends_after_start(self, data: dict[str, Any], **_more: Any) -> None:
        if data["valid_to"] <= data["valid_from"]:
            raise ma.ValidationError("Akhir berlaku harus sesudah mulainya.", "valid_to")


class PermitWithdrawIn(In):
    """Why a permit is taken back."""

    reason = Text(500, least=3, required=True)


class PermitOut(Out):
    """A registered permit."""

    id = ma.fields.UUID(required=True)
    employee_id = ma.fields.UUID(required=True)
    kind = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    dated = ma.fields.Date(required=True, allow_none=True)
    signer = ma.fields.String(required=True)
    valid_from = Moment(required=True)
    valid_to = Moment(required=True)
    place = ma.fields.String(required=True)
    purpose = ma.fields.String(required=True)
    registered_at = Moment(required=True)


class FieldPermitOut(PermitOut):
    """A permit as teams see it: leave says only that it is leave (its reason may be one of health).

    `nip` is whose it is, as the phone's roster has no id for those who have one.
    """

    nip = ma.fields.String(required=True, allow_none=True, attribute="person.nip")

    @ma.post_dump
    def _leave_is_leave(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        if not is_leave(data["kind"]):
            return data
        return {**data, "kind": LEAVE, "number": "", "place": "", "purpose": ""}


class PermitRowOut(PermitOut):
    """A registered permit in a list, with whose it is."""

    employee_name = ma.fields.String(required=True, attribute="person.name")
    registered_by = ma.fields.UUID(required=True, allow_none=True)


PermitListOut = listed(PermitRowOut)


class AttendanceFileIn(DatedFileIn):
    """A file of daily punches, and columns that were shown."""

    columns = Columns(Field)


class PermitFileIn(FileIn):
    """A file of permits: columns that were shown, and the kind of rows that name none."""

    columns = Columns(PermitField)
    usual_kind = word(*KINDS, load_default=None)
