"""Wire forms of what an author corrects in a sent finding."""

from typing import Any

import marshmallow as ma

from server.core.fields import ClockIn, Moment, word
from server.core.shapes import In, Out, Text
from server.findings.schemas import SHA256, IdentityIn


class ChangesIn(In):
    """What is said anew; only the named fields change. What was seen of a letter stays as observed."""

    place = Text(200, least=1)
    identity = ma.fields.Nested(IdentityIn)
    conduct = word("cooperative", "refused", "left")
    activity = Text(500, allow_none=True)
    statement = Text(2000, allow_none=True)
    note = Text(2000, allow_none=True)
    slip = Text(20, allow_none=True)


class CorrectionIn(In):
    """A correction as its author's phone wrote it; numbered in one series with findings and visits.

    `finding_sha256` names the text that is corrected, `at` is the phone's clock.
    """

    finding_id = ma.fields.UUID(required=True)
    finding_sha256 = ma.fields.String(required=True, validate=SHA256)
    author_id = ma.fields.UUID(required=True)
    device_id = ma.fields.UUID(required=True, allow_none=True)
    sequence = ma.fields.Integer(
        required=True, allow_none=True, strict=True, validate=ma.validate.Range(0, 2**53)
    )
    previous_sha256 = ma.fields.String(required=True, allow_none=True, validate=SHA256)
    app_version = Text(40, required=True)
    at = Moment(required=True)
    clock = ma.fields.Nested(ClockIn, required=True)
    reason = Text(1000, least=1, required=True)
    changes = ma.fields.Nested(ChangesIn, required=True)

    @ma.validates("changes")
    def _something(self, changes: dict[str, Any], **_: object) -> None:
        if not changes:
            raise ma.ValidationError("Ubah sedikitnya satu isian.")


class CorrectionReceiptOut(Out):
    """What the server acknowledges, signed (Ed25519 over the RFC 8785 form without `signature`)."""

    correction_id = ma.fields.UUID(required=True)
    finding_id = ma.fields.UUID(required=True)
    sha256 = ma.fields.String(required=True)
    applied = ma.fields.Boolean(required=True)
    received_at = ma.fields.String(required=True)
    epoch = ma.fields.UUID(required=True)
    log_index = ma.fields.Integer(required=True)
    log_hash = ma.fields.String(required=True)
    key_id = ma.fields.String(required=True)
    signature = ma.fields.String(required=True)
