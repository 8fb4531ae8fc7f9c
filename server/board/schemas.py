"""Wire form of the board."""

import marshmallow as ma

from server.core.fields import Moment, listed, word
from server.core.shapes import In, Out, Text
from server.findings.rules.words import QueueOrder
from server.findings.schemas import FindingSummaryOut
from server.operations.schemas.rolls import RollCountsOut
from server.summons.rules import FIGURES

TOTALS = (
    "people",
    "asn",
    "non_asn",
    "other_agency",
    "unknown",
    "left",
    "document_accepted",
    "outsourced",
    "not_employee",
)
# made from a table: `unknown` is also a word of marshmallow's own on a written-out class
BoardTotalsOut = Out.from_dict(
    {name: ma.fields.Integer(required=True) for name in TOTALS}, name="BoardTotalsOut"
)


class BoardTeamOut(Out):
    """One team's card; two teams may both show one person."""

    id = ma.fields.String(required=True)
    number = ma.fields.Integer(required=True)
    coordinator = ma.fields.String(required=True, allow_none=True)
    coordinator_title = ma.fields.String(required=True, allow_none=True)
    state = word("not_reported", "findings", "nihil", "closed", required=True)
    people = ma.fields.Integer(required=True)
    asn = ma.fields.Integer(required=True)
    non_asn = ma.fields.Integer(required=True)
    other = ma.fields.Integer(required=True)
    findings = ma.fields.Integer(required=True)
    rolls = ma.fields.Integer(required=True)
    visits = ma.fields.Integer(required=True)
    nil_visits = ma.fields.Integer(required=True)
    zones = ma.fields.List(ma.fields.String(), required=True)
    unsent_findings = ma.fields.Integer(required=True)
    unsent_photos = ma.fields.Integer(required=True)
    unsent_visits = ma.fields.Integer(required=True)
    missing_findings = ma.fields.Integer(required=True)
    closed_at = ma.fields.String(required=True, allow_none=True)
    later_findings = ma.fields.Integer(required=True)
    last_contact_at = ma.fields.String(required=True, allow_none=True)


class BoardOpdOut(Out):
    """Persons found of one OPD, with how many it has."""

    opd_id = ma.fields.String(required=True)
    name = ma.fields.String(required=True, allow_none=True)
    people = ma.fields.Integer(required=True)
    employees = ma.fields.Integer(required=True)


class FeatureOut(Out):
    """A zone, a visited place or a finding on the map (RFC 7946)."""

    type = word("Feature", required=True)
    geometry = ma.fields.Dict(keys=ma.fields.String(), required=True)
    properties = ma.fields.Dict(keys=ma.fields.String(), required=True)


class FeaturesOut(Out):
    """Everything on the map (RFC 7946)."""

    type = word("FeatureCollection", required=True)
    features = ma.fields.List(ma.fields.Nested(FeatureOut), required=True)


class BoardRollOut(Out):
    """One office of a sidak kantor; `staff` = all `counts` together + `difference`."""

    roll_id = ma.fields.String(required=True)
    opd_id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    team_number = ma.fields.Integer(required=True)
    staff = ma.fields.Integer(required=True)
    counts = ma.fields.Nested(RollCountsOut, required=True)
    difference = ma.fields.Integer(required=True)


class BoardRollsOut(Out):
    """All offices of a sidak kantor together; who is ill is counted as on leave."""

    staff = ma.fields.Integer(required=True)
    counts = ma.fields.Nested(RollCountsOut, required=True)
    difference = ma.fields.Integer(required=True)
    opds = ma.fields.List(ma.fields.Nested(BoardRollOut), required=True)


class BoardOut(Out):
    """The Sekda's view of an operation."""

    operation_id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    status = word("planned", "open", "closed", required=True)
    time_zone = ma.fields.String(required=True)
    state = word("provisional", "verified", required=True)
    totals = ma.fields.Nested(BoardTotalsOut, required=True)
    teams = ma.fields.List(ma.fields.Nested(BoardTeamOut), required=True)
    opds = ma.fields.List(ma.fields.Nested(BoardOpdOut), required=True)
    features = ma.fields.Nested(FeaturesOut, required=True)
    rolls = ma.fields.Nested(BoardRollsOut, required=True, allow_none=True)
    cursor = ma.fields.String(required=True)


class FigureIn(In):
    """Which figure: of the whole board, of a team's card or of an OPD's row."""

    figure = word(*FIGURES, load_default="people")
    team = ma.fields.UUID()
    opd = ma.fields.UUID()
    hour = Text(2)
    place = Text(300)
    kind = Text(30)
    document = Text(30)
    order = word(*QueueOrder, load_default=str(QueueOrder.NEWEST))
    cursor = Text(200)
    limit = ma.fields.Integer(load_default=50, validate=ma.validate.Range(1, 200))


class FigureOut(Out):
    """The persons and findings that a figure counts, and a page of the findings."""

    people = ma.fields.Integer(required=True)
    findings = ma.fields.Integer(required=True)
    items = ma.fields.List(ma.fields.Nested(FindingSummaryOut), required=True)
    next = ma.fields.String(allow_none=True, required=True)


class CountedOut(Out):
    """The persons of one hour, place, kind or result; each person once per table."""

    name = ma.fields.String(required=True)
    people = ma.fields.Integer(required=True)


EarlierOut = Out.from_dict(
    {
        "operation_id": ma.fields.UUID(required=True),
        "name": ma.fields.String(required=True),
        "day": ma.fields.Date(required=True),
        **{name: ma.fields.Integer(required=True) for name in TOTALS},
    },
    name="EarlierOut",
)


class BreakdownOut(Out):
    """Persons by hour and place of the first sighting, kind, and paper; and earlier operations."""

    hour = ma.fields.List(ma.fields.Nested(CountedOut), required=True)
    place = ma.fields.List(ma.fields.Nested(CountedOut), required=True)
    kind = ma.fields.List(ma.fields.Nested(CountedOut), required=True)
    document = ma.fields.List(ma.fields.Nested(CountedOut), required=True)
    repeated = ma.fields.Integer(required=True)
    earlier = ma.fields.List(ma.fields.Nested(EarlierOut), required=True)


class ReleaseIn(In):
    """Why figures are shown to everybody, or taken back."""

    reason = Text(500, least=3, required=True)


class PublicCellOut(Out):
    """Persons of one kind or result; None where they are counted among the merged ones."""

    name = word(
        "asn", "non_asn", "elsewhere", "listed", "document_accepted", "other", required=True
    )
    people = ma.fields.Integer(required=True, allow_none=True)


class PublicTableOut(Out):
    """A small table; `merged` counts the persons of all cells that are not told."""

    cells = ma.fields.List(ma.fields.Nested(PublicCellOut), required=True)
    merged = ma.fields.Integer(required=True)


class PublicOpdOut(Out):
    """Persons asked to explain, of how many staff; the name of the rest of all offices is empty."""

    name = ma.fields.String(required=True)
    people = ma.fields.Integer(required=True)
    employees = ma.fields.Integer(required=True)
    per_thousand = ma.fields.Float(required=True, allow_none=True)


class PublicOpdsOut(Out):
    """Offices told by name, and the rest together."""

    rows = ma.fields.List(ma.fields.Nested(PublicOpdOut), required=True)
    rest = ma.fields.Nested(PublicOpdOut, required=True)


class PublicFiguresOut(Out):
    """Figures without persons; `people` is None where fewer than `least` were found."""

    operation = ma.fields.String(required=True)
    day = ma.fields.String(required=True)
    simulation = ma.fields.Boolean(required=True)
    least = ma.fields.Integer(required=True)
    people = ma.fields.Integer(required=True, allow_none=True)
    kinds = ma.fields.Nested(PublicTableOut, required=True)
    results = ma.fields.Nested(PublicTableOut, required=True)
    opds = ma.fields.Nested(PublicOpdsOut, required=True, allow_none=True)


class PublicReleaseOut(Out):
    """What everybody may see of one sidak, and since when."""

    id = ma.fields.String(required=True)
    released_at = Moment(required=True)
    figures = ma.fields.Nested(PublicFiguresOut, required=True)


PublicReleaseListOut = listed(PublicReleaseOut)


class ReleasedByOut(Out):
    """What is public now, with who released it and why: for the desk."""

    released_at = Moment(required=True)
    released_by = ma.fields.String(required=True)
    reason = ma.fields.String(required=True, allow_none=True)
    figures = ma.fields.Nested(PublicFiguresOut, required=True)


class ReleaseOut(Out):
    """What would be released today (None while provisional), and what is public."""

    figures = ma.fields.Nested(PublicFiguresOut, required=True, allow_none=True)
    release = ma.fields.Nested(ReleasedByOut, required=True, allow_none=True)
    changed = ma.fields.Boolean(required=True)
