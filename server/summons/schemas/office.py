"""Wire forms of the office: kop, texts, signatories."""

import marshmallow as ma

from server.core.fields import listed, word
from server.core.shapes import In, Out, Text
from server.summons.rules import read_ladder

SIGNED_BY_OFFICE = ("A", "referral", "notice", "correction", "order")
FORMS = ("", "a.n.", "Plt.", "Plh.")


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
    address = Text(300, least=1, required=True)
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
