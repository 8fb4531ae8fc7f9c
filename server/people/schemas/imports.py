"""Wire forms of imports: a file, its dry run, the decisions about it."""

import json
from collections.abc import Iterable
from typing import Any

import marshmallow as ma

from server.core.fields import USUAL_PAGE, Moment, count, listed, word
from server.core.shapes import In, Out, Text
from server.people.rules import offices, roster

FORMS = ("xlsx", "csv")
DOINGS = ("alias", "create", "skip")
PARTS = ("differences", "remarks")
KINDS = ("roster", "attendance", "permits", "opds")
DIFFERENCES = tuple(
    {
        str(kind): None
        for kinds in (roster.DifferenceKind, offices.OpdDifferenceKind)
        for kind in kinds
    }
)
MOST_NAMES = 2000


class Columns(ma.fields.Field[dict[str, str]]):
    """Which column holds what, as JSON in a query: `{"nip": "Nomor Induk", …}`."""

    def __init__(self, known: Iterable[str], **kw: Any) -> None:
        super().__init__(load_default=dict, metadata={"type": "string"}, **kw)
        self._known = frozenset(map(str, known))

    def _deserialize(self, value: Any, *_more: Any, **_kw: Any) -> dict[str, str]:
        try:
            found = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise ma.ValidationError("Bukan JSON.") from error
        sound = isinstance(found, dict) and all(
            field in self._known and isinstance(name, str) and 0 < len(name) <= USUAL_PAGE
            for field, name in found.items()
        )
        if not sound:
            raise ma.ValidationError("Kolom tidak dikenal.")
        return dict(found)


class ImportsIn(In):
    """Which kind of imports to list."""

    kind = word(*KINDS, load_default=KINDS[0])


class FileIn(In):
    """How to read the body: its form."""

    form = word(*FORMS, required=True)


class DatedFileIn(FileIn):
    """The day from which a file holds (of punches: the day of rows without one)."""

    effective_on = ma.fields.Date(load_default=None)


class RosterFileIn(DatedFileIn):
    """A roster file, and columns that were shown."""

    columns = Columns(roster.Field)


class OpdFileIn(DatedFileIn):
    """A list of OPDs, and columns that were shown."""

    columns = Columns(offices.OpdField)


class DecisionIn(In):
    """What the name of an OPD in the file means."""

    name = Text(200, least=1, required=True)
    do = word(*DOINGS, required=True)
    opd_id = ma.fields.UUID(load_default=None, allow_none=True)


class DecisionsIn(In):
    """Decisions about names of OPDs, on which revision of the dry run."""

    revision = count(required=True)
    decisions = ma.fields.List(
        ma.fields.Nested(DecisionIn), required=True, validate=ma.validate.Length(1, MOST_NAMES)
    )


class ApplyIn(In):
    """Apply the dry run; `absent_left`: people who are not in the file have left, OPDs have ended."""

    revision = count(required=True)
    absent_left = ma.fields.Boolean(load_default=False)


class UndoIn(In):
    """Take an applied import back, and why."""

    reason = Text(500, least=3, required=True)


class PartIn(In):
    """Which part of the report; `after` counts the rows seen before."""

    part = word(*PARTS, load_default=PARTS[0])
    kind = word(*DIFFERENCES, load_default=None)
    cursor = ma.fields.Integer(load_default=0, validate=ma.validate.Range(0, 10**7))
    size = ma.fields.Integer(load_default=USUAL_PAGE, validate=ma.validate.Range(1, 500))


class ImportOut(Out):
    """An import with the figures of its dry run; `offices` are names of OPDs that nobody knows."""

    id = ma.fields.UUID(required=True)
    kind = ma.fields.String(required=True)
    status = word("ready", "applied", "undone", "discarded", required=True)
    form = ma.fields.String(required=True)
    size = ma.fields.Integer(required=True)
    effective_on = ma.fields.Date(required=True)
    columns = ma.fields.Dict(required=True)
    dropped = ma.fields.List(ma.fields.String(), required=True)
    decisions = ma.fields.Dict(required=True)
    offices = ma.fields.Dict(required=True)
    figures = ma.fields.Dict(required=True)
    brought_at = Moment(required=True)
    applied_at = Moment(required=True, allow_none=True)
    undone_at = Moment(required=True, allow_none=True)
    revision = ma.fields.Integer(required=True)


class ReportRowOut(Out):
    """A difference (`kind`, `before`, `after`) or a remark (`code`, `text`, `said`) about a row."""

    row = ma.fields.Integer(required=True, allow_none=True)
    kind = ma.fields.String()
    employee_id = ma.fields.UUID(allow_none=True)
    nip = ma.fields.String()
    name = ma.fields.String()
    before = ma.fields.Dict()
    after = ma.fields.Dict()
    code = ma.fields.String()
    text = ma.fields.String()
    said = ma.fields.String()
    rejected = ma.fields.Boolean()


class EmployeeChangeOut(Out):
    """What changed of a person; `valid_from` is null for a correction, which holds for all days."""

    id = ma.fields.UUID(required=True)
    kind = ma.fields.String(required=True)
    import_id = ma.fields.UUID(required=True, allow_none=True)
    valid_from = ma.fields.Date(required=True, allow_none=True)
    at = Moment(required=True)
    before = ma.fields.Dict(required=True)
    after = ma.fields.Dict(required=True)
    undone_at = Moment(required=True, allow_none=True)


ImportListOut = listed(ImportOut)
ReportRowListOut = listed(ReportRowOut)
EmployeeChangeListOut = listed(EmployeeChangeOut)
