"""Wire forms of findings: what a phone sends, what it gets back, what the desk reads and says.

Over 300 lines because the contract of one finding is read as a whole, field by field.
"""

import marshmallow as ma

from server.core.fields import ClockIn, Moment, number, word
from server.core.shapes import In, Out, Text
from server.findings.rules.words import QueueOrder
from server.findings.schemas.late import LateLetterOut

KINDS = (
    "pns", "cpns", "pppk", "pppk_part_time", "non_asn", "other_agency", "outsourced", "village",
    "military_police", "not_employee", "unknown",
)  # fmt: skip
SHA256 = ma.validate.Regexp(r"^[0-9a-f]{64}$")
MOST_PHOTOS = 20
MOST_BYTES = 100_000_000


class PositionIn(In):
    """A position in degrees (WGS 84) with its accuracy radius in metres."""

    lon = number(-180, 180, required=True)
    lat = number(-90, 90, required=True)
    accuracy_m = number(0, 1e7, required=True)
    fixed_at = Moment(required=True)


class IdentityIn(In):
    """Who the team says it is, and how it knows."""

    basis = word("known", "claimed", "unknown", required=True)
    shown = word("id_card", "name_tag", "ktp", "none", allow_none=True, required=True)
    employee_id = ma.fields.UUID(required=True, allow_none=True)
    nip = Text(40, required=True, allow_none=True)
    name = Text(200, required=True, allow_none=True)
    opd_id = ma.fields.UUID(required=True, allow_none=True)
    opd_text = Text(200, required=True, allow_none=True)
    job = Text(200, required=True, allow_none=True)
    kind = word(*KINDS, required=True)


class AnswersIn(In):
    """The five questions put to a shown letter."""

    name = ma.fields.Boolean(required=True, allow_none=True)
    date = ma.fields.Boolean(required=True, allow_none=True)
    time = ma.fields.Boolean(required=True, allow_none=True)
    place = ma.fields.Boolean(required=True, allow_none=True)
    purpose = ma.fields.Boolean(required=True, allow_none=True)


class DocumentIn(In):
    """What the team saw of the duty letter: an observation, never a judgement."""

    observed = word("matches", "mismatch", "promised", "none", "refused", required=True)
    kind = Text(60, required=True, allow_none=True)
    number = Text(120, required=True, allow_none=True)
    dated = ma.fields.Date(required=True, allow_none=True)
    signer = Text(200, required=True, allow_none=True)
    valid_from = Moment(required=True, allow_none=True)
    valid_to = Moment(required=True, allow_none=True)
    place = Text(300, required=True, allow_none=True)
    purpose = Text(500, required=True, allow_none=True)
    permit_id = ma.fields.UUID(required=True, allow_none=True)
    qr_text = Text(4000, required=True, allow_none=True)
    answers = ma.fields.Nested(AnswersIn, required=True)


class SignatureIn(In):
    """Whether the person signed; refusing does not void the record.

    `photo_id` is the photo of kind `signature`; `method` says how it was made, where somebody signed.
    """

    state = word("signed", "refused", "not_asked", required=True)
    photo_id = ma.fields.UUID(required=True, allow_none=True)
    witness = Text(200, required=True, allow_none=True)
    method = word("drawn", "typed", load_default=None, allow_none=True)


class PhotoIn(In):
    """A photo that will follow by tus; `sha256` and `size` are of the plain bytes."""

    id = ma.fields.UUID(required=True)
    kind = word("person", "scene", "letter", "signature", required=True)
    sha256 = ma.fields.String(required=True, validate=SHA256)
    size = ma.fields.Integer(required=True, strict=True, validate=ma.validate.Range(1, MOST_BYTES))
    mime = Text(40, required=True)
    taken_at = Moment(required=True)


class FindingIn(In):
    """One finding as its author sealed it."""

    operation_id = ma.fields.UUID(required=True)
    team_id = ma.fields.UUID(required=True)
    author_id = ma.fields.UUID(required=True)
    device_id = ma.fields.UUID(required=True, allow_none=True)
    sequence = ma.fields.Integer(
        required=True, allow_none=True, strict=True, validate=ma.validate.Range(0, 2**53)
    )
    previous_sha256 = ma.fields.String(required=True, allow_none=True, validate=SHA256)
    app_version = Text(40, required=True)
    source = word("phone", "paper", required=True)
    captured_at = Moment(required=True)
    clock = ma.fields.Nested(ClockIn, required=True)
    position = ma.fields.Nested(PositionIn, required=True, allow_none=True)
    position_missing = word("denied", "no_fix", "unsupported", allow_none=True, required=True)
    place = Text(200, required=True)
    identity = ma.fields.Nested(IdentityIn, required=True)
    conduct = word("cooperative", "refused", "left", required=True)
    activity = Text(500, required=True, allow_none=True)
    statement = Text(2000, required=True, allow_none=True)
    note = Text(2000, required=True, allow_none=True)
    document = ma.fields.Nested(DocumentIn, required=True)
    signature = ma.fields.Nested(SignatureIn, required=True)
    photos = ma.fields.List(
        ma.fields.Nested(PhotoIn), required=True, validate=ma.validate.Length(max=MOST_PHOTOS)
    )
    photos_skipped = Text(300, required=True, allow_none=True)
    # added after the first phones: who does not know the field leaves it out
    slip = Text(20, allow_none=True)

    @ma.validates("photos")
    def _each_photo_once(self, photos: list[dict[str, object]], **_: object) -> None:
        known = [photo["id"] for photo in photos if "id" in photo]
        if len(set(known)) < len(known):
            raise ma.ValidationError("Satu foto disebut dua kali.")


class ReceiptPhotoOut(Out):
    """What the server holds of one announced photo."""

    id = ma.fields.UUID(required=True)
    sha256 = ma.fields.String(required=True)
    state = word("stored", "missing", required=True)
    readable = ma.fields.Boolean(required=True)


class ReceiptOut(Out):
    """What the server acknowledges, signed (Ed25519 over the RFC 8785 form without `signature`)."""

    finding_id = ma.fields.UUID(required=True)
    sha256 = ma.fields.String(required=True)
    photos = ma.fields.List(ma.fields.Nested(ReceiptPhotoOut), required=True)
    received_at = ma.fields.String(required=True)
    epoch = ma.fields.UUID(required=True)
    log_index = ma.fields.Integer(required=True)
    log_hash = ma.fields.String(required=True)
    key_id = ma.fields.String(required=True)
    signature = ma.fields.String(required=True)


class PersonOut(Out):
    """Who the person is as the desk sees it, with OPD, job and rank of the finding date."""

    employee_id = ma.fields.UUID(allow_none=True)
    nip = ma.fields.String(allow_none=True)
    name = ma.fields.String(allow_none=True)
    basis = ma.fields.String()
    kind = ma.fields.String()
    opd_id = ma.fields.UUID(allow_none=True)
    opd_name = ma.fields.String(allow_none=True)
    opd_text = ma.fields.String(allow_none=True)
    unit = ma.fields.String(allow_none=True)
    job = ma.fields.String(allow_none=True)
    rank = ma.fields.String(allow_none=True)


class AssessmentOut(Out):
    """The desk's judgement of the document."""

    state = ma.fields.String(required=True)
    due_at = Moment(allow_none=True)


class PhotoCountOut(Out):
    """How many announced photos have arrived."""

    stored = ma.fields.Integer(required=True)
    announced = ma.fields.Integer(required=True)


class FindingSummaryOut(Out):
    """One row of the queue."""

    id = ma.fields.UUID(required=True)
    operation_id = ma.fields.UUID(required=True)
    team_id = ma.fields.UUID(required=True)
    team_number = ma.fields.Integer(required=True)
    author_name = ma.fields.String(required=True)
    status = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    seen_at = Moment(required=True)
    received_at = Moment(required=True)
    place = ma.fields.String(required=True)
    person = ma.fields.Nested(PersonOut, required=True)
    conduct = ma.fields.String(required=True)
    observed = ma.fields.String(required=True)
    assessment = ma.fields.Nested(AssessmentOut, required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)
    slip = ma.fields.String(required=True, allow_none=True)
    photo_count = ma.fields.Nested(PhotoCountOut, required=True)


class PhotoOut(Out):
    """One photo; `url` gives it without EXIF."""

    id = ma.fields.UUID(required=True)
    kind = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    sha256 = ma.fields.String(required=True)
    taken_at = Moment(required=True)
    url = ma.fields.String(allow_none=True)
    thumb_url = ma.fields.String(allow_none=True)


class AmendmentOut(Out):
    """One verb on the finding."""

    revision = ma.fields.Integer(required=True)
    verb = ma.fields.String(required=True)
    at = Moment(required=True)
    actor_name = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)
    changes = ma.fields.Dict(required=True)


class AttendanceOut(Out):
    """What the attendance list of the day says of the person: a fact beside the finding."""

    kind = word(
        "present", "outside", "night", "one_punch", "no_punch", "away", "not_listed", required=True
    )
    words = ma.fields.String(required=True)
    day = ma.fields.Date(required=True)


class FindingOut(FindingSummaryOut):
    """A finding read back: what the phone said, what the server judged, what the desk decided."""

    said = ma.fields.Dict(required=True)
    sha256 = ma.fields.String(required=True)
    log_index = ma.fields.Integer(required=True)
    verdicts = ma.fields.Dict(required=True)
    position = ma.fields.Dict(allow_none=True)
    photos = ma.fields.List(ma.fields.Nested(PhotoOut), required=True)
    amendments = ma.fields.List(ma.fields.Nested(AmendmentOut), required=True)
    roster = ma.fields.Dict(allow_none=True)
    permits = ma.fields.List(ma.fields.Dict(), required=True)
    attendance = ma.fields.Nested(AttendanceOut, allow_none=True, required=True)
    late_letters = ma.fields.List(ma.fields.Nested(LateLetterOut), required=True)
    merged_into = ma.fields.UUID(allow_none=True)
    set_aside = ma.fields.Integer(required=True)


class FindingPageOut(Out):
    """A page of the queue."""

    items = ma.fields.List(ma.fields.Nested(FindingSummaryOut), required=True)
    next = ma.fields.String(allow_none=True, required=True)


class FindingQueryIn(In):
    """Filters of the queue; names and NIPs are searched by POST only."""

    operation = ma.fields.UUID()
    team = ma.fields.UUID()
    opd = ma.fields.UUID()
    status = word("received", "confirmed", "dismissed", "merged", "referred", "reopened")
    assessment = word("unassessed", "pending", "accepted", "mismatch", "expired", "accepted_late")
    order = word(*QueueOrder, load_default=str(QueueOrder.NEWEST))
    cursor = Text(200)
    limit = ma.fields.Integer(load_default=50, validate=ma.validate.Range(1, 200))


class FindingSearchIn(FindingQueryIn):
    """Search in the body, so that no name or NIP enters a URL or a log."""

    text = Text(100, required=True, least=2)


class VerbIn(In):
    """A desk verb: why, and on which revision it was decided."""

    reason = Text(1000, required=True)
    revision = ma.fields.Integer(required=True, strict=True, validate=ma.validate.Range(1, 2**31))


class IdentifyIn(VerbIn):
    """Who the person is; with `employee_id` the roster's row of today is copied."""

    employee_id = ma.fields.UUID(load_default=None, allow_none=True)
    nip = Text(40, load_default=None, allow_none=True)
    name = Text(200, load_default=None, allow_none=True)
    kind = word(*KINDS, load_default=None, allow_none=True)
    opd_id = ma.fields.UUID(load_default=None, allow_none=True)
    opd_text = Text(200, load_default=None, allow_none=True)


class AssessIn(VerbIn):
    """The judgement of the document; `pending` needs `due_at`."""

    state = word("accepted", "mismatch", "pending", "accepted_late", "unassessed", required=True)
    due_at = Moment(load_default=None, allow_none=True)
    permit_id = ma.fields.UUID(load_default=None, allow_none=True)


class MergeIn(VerbIn):
    """The finding of the same person that this one joins."""

    into = ma.fields.UUID(required=True)


class AmendIn(VerbIn):
    """Corrections that keep what was said before; only the named fields change."""

    place = Text(200)
    conduct = word("cooperative", "refused", "left")
    job = Text(200, allow_none=True)
    opd_text = Text(200, allow_none=True)
    slip = Text(20, allow_none=True)
    note = Text(2000)
