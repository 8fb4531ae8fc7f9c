"""Wire forms of letters, kop and signatories."""

import marshmallow as ma

from server.core.fields import Moment, count, listed, word
from server.core.shapes import In, Out, Text
from server.summons.rules import read_ladder

LINES = ma.validate.Length(1, 1000)
KINDS = ("A", "B", "referral", "notice", "correction")
SIGNED_BY_OFFICE = ("A", "referral", "notice", "correction", "order")
FORMS = ("", "a.n.", "Plt.", "Plh.")


class LettersIn(In):
    """Which letters to draft: for given lines, for one OPD, or for all that wait."""

    kind = word(*KINDS, required=True)
    line_ids = ma.fields.List(ma.fields.UUID(), load_default=None, allow_none=True, validate=LINES)
    opd_id = ma.fields.UUID(load_default=None, allow_none=True)


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
    number = Text(80, least=1, allow_none=True)
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

    number = Text(80, least=1)
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
    """A letter with its printed words, what holds its signature, and its history."""

    content = ma.fields.Dict(keys=ma.fields.String(), required=True)
    holds = ma.fields.List(ma.fields.String(), required=True)
    steps = ma.fields.List(ma.fields.Nested(LetterStepOut), required=True)
    copy = ma.fields.Nested(LetterCopyOut, required=True, allow_none=True)


class LetterProofOut(Out):
    """What a stranger is told of a paper; `genuine` is null where it cannot be confirmed."""

    genuine = ma.fields.Boolean(required=True, allow_none=True)
    state = word("valid", "withdrawn", "replaced", "uncertain", required=True)
    number = ma.fields.String(required=True, allow_none=True)
    dated = ma.fields.String(required=True, allow_none=True)


def _readable(text: str) -> None:
    try:
        read_ladder(text)
    except ValueError as error:
        raise ma.ValidationError(
            f"Tidak terbaca, {error}. Contoh: 4-6 | ringan | teguran."
        ) from None


class MattersIn(In):
    """Editable texts: the purpose of letter B by regime, the request of the other letters, the ladder.

    An empty one takes the default. The ladder has one rung a line: days | level | punishment.
    """

    pns = Text(2000)
    pppk = Text(2000)
    pppk_part_time = Text(2000)
    referral = Text(2000)
    notice = Text(2000)
    correction = Text(2000)
    order = Text(2000)
    ladder = Text(2000, validate=_readable)


class LetterheadIn(In):
    """The kop and the defaults of letters."""

    government = Text(200, least=1, required=True)
    agency = Text(200, least=1, required=True)
    address = Text(300, required=True)
    contact = Text(300, load_default="")
    city = Text(100, least=1, required=True)
    emblem_svg = Text(200_000, load_default=None, allow_none=True)
    classification = Text(40, load_default="800.1.6.2")
    unit_code = Text(40, load_default="BKPSDM")
    hearing_place = Text(300, load_default="")
    hearing_days_a = ma.fields.Integer(
        strict=True, load_default=3, validate=ma.validate.Range(1, 60)
    )
    hearing_days_b = ma.fields.Integer(
        strict=True, load_default=8, validate=ma.validate.Range(1, 60)
    )
    hearing_time = ma.fields.String(
        load_default="09:00", validate=ma.validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$")
    )
    hearing_minutes = ma.fields.Integer(
        strict=True, load_default=30, validate=ma.validate.Range(5, 240)
    )
    hearing_parallel = ma.fields.Integer(
        strict=True, load_default=1, validate=ma.validate.Range(1, 50)
    )
    paper = word("A4", "F4", load_default="A4")
    copies_to = ma.fields.List(
        Text(200, least=1), load_default=list, validate=ma.validate.Length(max=20)
    )
    regency_head = Text(100, load_default="Wali Kota")
    signing_days = ma.fields.Integer(strict=True, load_default=1, validate=ma.validate.Range(0, 10))
    own_register = ma.fields.Boolean(load_default=False)
    matters = ma.fields.Nested(MattersIn, load_default=dict)


class LetterheadOut(Out):
    """The kop and the defaults of letters."""

    government = ma.fields.String(required=True)
    agency = ma.fields.String(required=True)
    address = ma.fields.String(required=True)
    contact = ma.fields.String(required=True)
    city = ma.fields.String(required=True)
    emblem_svg = ma.fields.String(required=True, allow_none=True)
    classification = ma.fields.String(required=True)
    unit_code = ma.fields.String(required=True)
    hearing_place = ma.fields.String(required=True)
    hearing_days_a = ma.fields.Integer(required=True)
    hearing_days_b = ma.fields.Integer(required=True)
    hearing_time = ma.fields.String(required=True)
    hearing_minutes = ma.fields.Integer(required=True)
    hearing_parallel = ma.fields.Integer(required=True)
    paper = ma.fields.String(required=True)
    copies_to = ma.fields.List(ma.fields.String(), required=True)
    regency_head = ma.fields.String(required=True)
    signing_days = ma.fields.Integer(required=True)
    own_register = ma.fields.Boolean(required=True)
    matters = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True)
    default_matters = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


class SignatoryIn(In):
    """Somebody who signs a kind of letter."""

    letter_kind = word(*SIGNED_BY_OFFICE, required=True)
    form = word(*FORMS, load_default="")
    title = Text(200, least=1, required=True)
    on_behalf_of = Text(200, load_default=None, allow_none=True)
    name = Text(200, least=1, required=True)
    rank = Text(60, load_default=None, allow_none=True)
    nip = ma.fields.String(
        load_default=None, allow_none=True, validate=ma.validate.Regexp(r"^\d{18}$")
    )
    active = ma.fields.Boolean(load_default=True)


class SignatoryChangeIn(In):
    """What changes about somebody who signs."""

    letter_kind = word(*SIGNED_BY_OFFICE)
    form = word(*FORMS)
    title = Text(200, least=1)
    on_behalf_of = Text(200, allow_none=True)
    name = Text(200, least=1)
    rank = Text(60, allow_none=True)
    nip = ma.fields.String(allow_none=True, validate=ma.validate.Regexp(r"^\d{18}$"))
    active = ma.fields.Boolean()


class SignatoryOut(Out):
    """Somebody who signs a kind of letter."""

    id = ma.fields.UUID(required=True)
    letter_kind = ma.fields.String(required=True)
    form = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    on_behalf_of = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True)
    rank = ma.fields.String(required=True, allow_none=True)
    nip = ma.fields.String(required=True, allow_none=True)
    active = ma.fields.Boolean(required=True)


SignatoryListOut = listed(SignatoryOut)
