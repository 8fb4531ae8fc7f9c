"""What the server itself concludes about a finding, stored beside what the phone said.

Nothing here replaces a word of the phone: work time, zone, office distance and flags are judgements
with their reasons, made once when the finding arrives and made again when the desk identifies.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from geoalchemy2 import WKBElement
from sqlalchemy import func, select

from server.core.clock import iso
from server.core.db import db
from server.core.geo import lon_lat, metres_between
from server.findings.rules.zone import zone_verdict
from server.operations.models import Zone
from server.people import queries as people
from server.people.rules.work_time import WorkTimeVerdict, work_time


@dataclass(frozen=True, slots=True)
class Where:
    """The zone that fits best and how far the person's office is, in metres."""

    zone_id: UUID | None
    zone_name: str | None
    zone_state: str
    zone_distance_m: float | None
    office_distance_m: float | None

    def wire(self) -> dict[str, Any]:
        """Return the zone part of `verdicts`."""
        return {
            "state": self.zone_state,
            "zone_id": str(self.zone_id) if self.zone_id else None,
            "zone_name": self.zone_name,
            "distance_m": self.zone_distance_m,
        }


NOWHERE = str(zone_verdict(None, None, None))


def where(
    operation_id: UUID, position: WKBElement | None, accuracy_m: float | None, opd_id: UUID | None
) -> Where:
    """Compare a position with the operation's zones (inside, near, outside, unknown) and the office."""
    degrees = lon_lat(position)
    if position is None or degrees is None:
        return Where(None, None, NOWHERE, None, None)
    rows = db.session.execute(
        select(
            Zone.id,
            Zone.name,
            func.ST_Contains(Zone.area, position).label("inside"),
            metres_between(Zone.area, position).label("metres"),
        ).where(Zone.operation_id == operation_id)
    ).all()
    metres_to_office = people.office_metres(opd_id, *degrees) if opd_id else None
    office = None if metres_to_office is None else round(metres_to_office, 1)
    if not rows:
        return Where(None, None, NOWHERE, None, office)
    best = min(rows, key=lambda row: (not row.inside, row.metres, str(row.id)))
    metres = 0.0 if best.inside else float(best.metres)
    verdict = zone_verdict(bool(best.inside), metres, accuracy_m)
    return Where(best.id, best.name, str(verdict), round(metres, 1), office)


def work_time_at(seen_at: datetime, time_zone: str, opd_id: UUID | None) -> WorkTimeVerdict:
    """Judge a moment by the schedule of the person's unit and the calendar, in local time."""
    local = seen_at.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    day = local.date()
    return work_time(local, people.schedule_for(opd_id, day), people.calendar(day, day))


def plain(value: object) -> Any:  # noqa: PLR0911 - one line per kind of value
    """Turn a pure verdict into JSON."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return plain(asdict(value))  # type: ignore[call-overload]
    return value
