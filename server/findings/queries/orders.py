"""In what order the queue stands: each total, so that pages neither lose nor repeat a finding."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from server.core.pages import By, moment
from server.findings.models import Finding
from server.findings.rules.words import QueueOrder
from server.operations.models import Team
from server.people.models import Opd

_UNKNOWN = 2**31 - 1  # where no OPD is known: behind all offices
_ID = By(Finding.id, UUID)
_NEWEST = (By(Finding.seen_at, moment, down=True), _ID)
_OLDEST = (By(Finding.seen_at, moment), _ID)
# to be judged, then what has a letter to wait for, then the rest
_WAITING = case(
    (Finding.status.in_(["received", "reopened"]), 0),
    ((Finding.status == "confirmed") & (Finding.assessment == "pending"), 1),
    else_=2,
)


def ordered(rows: Select[Any], order: QueueOrder) -> tuple[Select[Any], Sequence[By]]:
    """Return rows of findings with what an order looks at, and the order; ties go by time and id.

    `waiting` puts what nobody has judged first, the longest waiting before the others; `opd` goes by
    the names of offices, those without a known one last.
    """
    match order:
        case QueueOrder.OLDEST:
            return rows, _OLDEST
        case QueueOrder.WAITING:
            return rows, (By(_WAITING, int), *_OLDEST)
        case QueueOrder.TEAM:
            rows = rows.join(Team, Team.id == Finding.team_id)
            return rows, (By(Team.number, int), *_NEWEST)
        case QueueOrder.OPD:
            # an office's number in the alphabet, not its name: it stands in a cursor
            offices = select(
                Opd.id.label("opd_id"),
                func.row_number().over(order_by=(func.upper(Opd.name), Opd.id)).label("number"),
            ).subquery()
            rows = rows.outerjoin(offices, offices.c.opd_id == Finding.opd_id)
            return rows, (By(func.coalesce(offices.c.number, _UNKNOWN), int), *_NEWEST)
        case QueueOrder.NEWEST:
            return rows, _NEWEST
