"""Where teams went and what they saw there, for the papers about a sidak."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from server.core.db import db
from server.operations.models import Visit


def visits(team_id: UUID) -> Sequence[Visit]:
    """Return the visits of a team by time."""
    rows = select(Visit).where(Visit.team_id == team_id)
    return db.session.scalars(rows.order_by(Visit.at, Visit.id)).all()
