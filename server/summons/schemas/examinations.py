"""Wire forms of the berita acara pemeriksaan (BAP)."""

import marshmallow as ma

from server.core.fields import Moment, count, listed, word
from server.core.shapes import In, Out, Text

MANY = ma.validate.Length(max=100)
FEW = ma.validate.Length(max=9)
NIP = ma.validate.Regexp(r"^(\d{18})?$")
MINUTES_OF_A_DAY = 600  # no work schedule is longer


class ExaminerIn(In):
    """Somebody who examines, as on that day."""

    employee_id = ma.fields.UUID(load_default=None, allow_none=True)
    name = Text(200, required=True)
    nip = ma.fields.String(load_default="", validate=NIP)
    rank = Text(60, load_default="")
    job = Text(200, load_default="")


class QuestionIn(In):
    """A question with its answer as said; `health` keeps the answer to those who may examine."""

    question = Text(1000, required=True)
    answer = Text(4000, load_default="")
    health = ma.fields.Boolean(load_default=False)


class LostIn(In):
    """Working time that the examination found unexcused; without `minutes` the whole day."""

    day = ma.fields.Date(required=True)
    minutes = ma.fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=ma.validate.Range(1, MINUTES_OF_A_DAY),
    )


class ExaminationSignatureIn(In):
    """How the examined person signed; a refusal names its witness, `declared` is what was said."""

    state = word("signed", "refused", load_default=None, allow_none=True)
    declared = Text(1000, load_default="")
    witness = Text(200, load_default="")
    witness_job = Text(200, load_default="")


class ExaminationIn(In):
    """A draft as it stands on the screen, written whole."""

    revision = count(required=True)
    place = Text(300, required=True)
    started_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    examiners = ma.fields.List(ma.fields.Nested(ExaminerIn), required=True, validate=FEW)
    questions = ma.fields.List(ma.fields.Nested(QuestionIn), required=True, validate=MANY)
    lost = ma.fields.List(ma.fields.Nested(LostIn), load_default=list, validate=MANY)
    signature = ma.fields.Nested(ExaminationSignatureIn, required=True)


class ExaminationCloseIn(In):
    """Which version is closed."""

    revision = count(required=True)


class ExaminerOut(Out):
    """Somebody who examined."""

    employee_id = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True)
    rank = ma.fields.String(required=True)
    job = ma.fields.String(required=True)


class QuestionOut(Out):
    """A question and its answer; a `masked` one is about health and not for this reader."""

    question = ma.fields.String(required=True)
    answer = ma.fields.String(required=True)
    health = ma.fields.Boolean(required=True)
    masked = ma.fields.Boolean(required=True)


class LostOut(Out):
    """A day with the minutes that were not worked, None for the whole day."""

    day = ma.fields.String(required=True)
    minutes = ma.fields.Integer(required=True, allow_none=True)


class ExaminationSignatureOut(Out):
    """How the examined person signed."""

    state = word("signed", "refused", required=True, allow_none=True)
    declared = ma.fields.String(required=True)
    witness = ma.fields.String(required=True)
    witness_job = ma.fields.String(required=True)


class ExaminedPersonOut(Out):
    """Whose line it is and who was examined, as on the finding date."""

    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True)
    rank = ma.fields.String(required=True)
    job = ma.fields.String(required=True)
    unit = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)


class ExaminationOut(Out):
    """A BAP; `number` 2 and more add to the first, `missing` says what a draft still lacks."""

    id = ma.fields.String(required=True)
    operation_id = ma.fields.String(required=True)
    line_id = ma.fields.String(required=True)
    letter_id = ma.fields.String(required=True)
    letter_number = ma.fields.String(required=True)
    number = ma.fields.Integer(required=True)
    status = word("draft", "closed", required=True)
    revision = ma.fields.Integer(required=True)
    place = ma.fields.String(required=True)
    started_at = ma.fields.String(required=True, allow_none=True)
    ended_at = ma.fields.String(required=True, allow_none=True)
    person = ma.fields.Nested(ExaminedPersonOut, required=True)
    matter = ma.fields.String(required=True)
    examiners = ma.fields.List(ma.fields.Nested(ExaminerOut), required=True)
    questions = ma.fields.List(ma.fields.Nested(QuestionOut), required=True)
    lost = ma.fields.List(ma.fields.Nested(LostOut), required=True)
    signature = ma.fields.Nested(ExaminationSignatureOut, required=True)
    missing = ma.fields.List(ma.fields.String(), required=True)
    closed_at = ma.fields.String(required=True, allow_none=True)
    closed_by_name = ma.fields.String(required=True, allow_none=True)
    checkpoint = ma.fields.String(required=True, allow_none=True)
    may_write = ma.fields.Boolean(required=True)


class ExaminationListOut(Out):
    """The BAP of a line, the first one first; `may_begin` says whether another one may be begun."""

    person = ma.fields.Nested(ExaminedPersonOut, required=True)
    items = ma.fields.List(ma.fields.Nested(ExaminationOut), required=True)
    next = ma.fields.String(required=True, allow_none=True)
    may_begin = ma.fields.Boolean(required=True)


class YearIn(In):
    """Of which year; without one that of the sidak."""

    year = ma.fields.Integer(load_default=None, validate=ma.validate.Range(2000, 2100))


class LostDayOut(Out):
    """A lost day with its minutes, None for the whole day, and where it is known from."""

    day = ma.fields.String(required=True)
    minutes = ma.fields.Integer(required=True, allow_none=True)
    source = word("examination", "attendance", required=True)


class RungOut(Out):
    """A rung of the ladder: days from and to (None: and more), or so many in a row."""

    least = ma.fields.Integer(required=True)
    most = ma.fields.Integer(required=True, allow_none=True)
    in_a_row = ma.fields.Boolean(required=True)
    level = ma.fields.String(required=True)
    punishment = ma.fields.String(required=True)


class CaseElsewhereOut(Out):
    """The same person's line in another operation."""

    operation_id = ma.fields.String(required=True)
    operation_name = ma.fields.String(required=True)
    day = ma.fields.String(required=True)
    line_id = ma.fields.String(required=True)
    status = ma.fields.String(required=True)


class LostTimeOut(Out):
    """Working time lost in a year: `days` of 7 h 30 m with `remainder` minutes; a hint, no decision."""

    year = ma.fields.Integer(required=True)
    days = ma.fields.Integer(required=True)
    remainder = ma.fields.Integer(required=True)
    whole_days = ma.fields.Integer(required=True)
    minutes = ma.fields.Integer(required=True)
    run = ma.fields.Integer(required=True)
    items = ma.fields.List(ma.fields.Nested(LostDayOut), required=True)
    on_the_ladder = ma.fields.Boolean(required=True)
    estimate = ma.fields.Nested(RungOut, required=True, allow_none=True)
    source = ma.fields.String(required=True)
    cases = ma.fields.List(ma.fields.Nested(CaseElsewhereOut), required=True)


class OverdueLineOut(Out):
    """What a superior left open for one person, and since when it was due."""

    operation_id = ma.fields.String(required=True)
    operation_name = ma.fields.String(required=True)
    line_id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    why = word("attendance", "bap", "outcome", "signature", "decision", "visit", required=True)
    since = ma.fields.String(required=True)
    days = ma.fields.Integer(required=True)


class OverdueOut(Out):
    """A direct superior with what is left open."""

    superior_id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    nip = ma.fields.String(required=True, allow_none=True)
    job = ma.fields.String(required=True)
    lines = ma.fields.List(ma.fields.Nested(OverdueLineOut), required=True)


OverdueListOut = listed(OverdueOut)
