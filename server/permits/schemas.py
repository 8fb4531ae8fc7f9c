"""Wire forms of permits."""

from typing import Any

import marshmallow as ma

from server.core.fields import Moment, PageIn, listed, word
from server.core.http import In, Out, Text

# domain.md §5: papers that let somebody be elsewhere
KINDS = (
    "surat_tugas",
    "sppd",
    "izin_keluar",
    "undangan",
    "cuti_tahunan",
    "cuti_sakit",
    "cuti_melahirkan",
    "cuti_alasan_penting",
    "cuti_besar",
    "fwa",
    "shift",
    "diklat",
)


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


PermitListOut = listed(PermitOut)
