"""A phone's position beside its earlier ones of that day."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.core.clock import iso
from server.core.db import db
from server.core.geo import metres_between, point
from server.findings.models import Finding
from server.findings.rules import position as rules

BACK = timedelta(hours=12)
MOST = 10


def position_hints(
    device_id: UUID | None, said: dict[str, Any], seen_at: datetime
) -> dict[str, Any]:
    """Return what is odd about a finding's fix, `{}` for nothing: `{"hints", "speed_kmh", "since"}`.

    Its age is told by the phone's own clock, which may be years off.
    """
    fix = said["position"]
    if device_id is None or fix is None:
        return {}
    here = point(fix["lon"], fix["lat"])
    rows = db.session.execute(
        select(Finding.said, Finding.seen_at, metres_between(Finding.position, here))
        .where(
            Finding.device_id == device_id,
            Finding.position.is_not(None),
            Finding.seen_at.between(seen_at - BACK, seen_at),
        )
        .order_by(Finding.seen_at.desc(), Finding.id)
        .limit(MOST)
    ).all()
    before = [_fix(said["position"], at) for said, at, _ in rows if said.get("position")]
    told = {name: fix[name] for name in ("lon", "lat", "accuracy_m", "fixed_at")}
    now = rules.Fix(**told, used_at=said["clock"]["device_at"])
    hints, speed = rules.position_hints(now, before, float(rows[0][2]) if rows else None)
    if not hints:
        return {}
    since = {"since": iso(before[0].fixed_at)} if before else {}
    return {"hints": [str(hint) for hint in hints], "speed_kmh": speed, **since}


def _fix(said: dict[str, Any], at: datetime) -> rules.Fix:
    fixed_at = datetime.fromisoformat(said["fixed_at"])
    return rules.Fix(said["lon"], said["lat"], said["accuracy_m"], fixed_at, at)
