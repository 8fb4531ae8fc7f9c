"""Which list is wanted as a spreadsheet, and narrowed by what."""

import marshmallow as ma

from server.core.fields import word
from server.core.shapes import In, Text
from server.findings.rules.words import Assessment, FindingStatus


class TableIn(In):
    """The form of a table."""

    form = word("xlsx", "csv", load_default="xlsx")


class CasesTableIn(TableIn):
    """The riwayat pembinaan of one line, or of the whole operation."""

    line = ma.fields.UUID()


class PermitsTableIn(TableIn):
    """The local day whose permits are wanted; without one all."""

    day = ma.fields.Date()


class QueueTableIn(TableIn):
    """The filters of the review queue as they stand on the screen; `open` is what waits to be decided.

    `findings` names the rows one by one, where a figure of the board chose them.
    """

    operation = ma.fields.UUID(required=True)
    team = ma.fields.UUID()
    opd = ma.fields.UUID()
    opd_text = Text(200, least=1)
    status = word("open", *(str(one) for one in FindingStatus))
    assessment = word(*(str(one) for one in Assessment))
    flag = Text(40, least=1)
    kind = Text(40, least=1)
    findings = ma.fields.List(ma.fields.UUID(), validate=ma.validate.Length(1, 2000))
