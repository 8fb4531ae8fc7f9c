"""Questions about visited places, with what is odd about each: its clocks, and its phone's numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core.db import db
from server.findings.queries.chain import hashes_before
from server.findings.queries.reports import MOST_SHOWN
from server.findings.rules.chain import chain_flag
from server.findings.rules.clock import PhoneClock, SeenAt, estimate_seen_at
from server.findings.rules.flags import Flag
from server.operations.models import Visit

SHOWN = ("id", "place", "nil", "at")


def visits_of(team_id: UUID) -> list[dict[str, Any]]:
    """Return the places a team went to, newest first, with who reported each and its flags."""
    rows = db.session.execute(
        select(Visit, User.name)
        .join(User, User.id == Visit.author_id)
        .where(Visit.team_id == team_id)
        .order_by(Visit.at.desc(), Visit.id)
        .limit(MOST_SHOWN)
    ).all()
    before = hashes_before([(visit.device_id, visit.sequence) for visit, _ in rows])
    return [
        {
            **{name: getattr(visit, name) for name in SHOWN},
            "author_name": author_name,
            "seen_at": _seen(visit).seen_at,
            "flags": _flags(visit, before),
        }
        for visit, author_name in rows
    ]


def _seen(visit: Visit) -> SeenAt:
    """Estimate when somebody was there; a phone of before said by one clock only."""
    said = visit.clock or {"device_at": visit.at.isoformat(), "monotonic_ms": 0}
    gps_at = said.get("gps_at")
    clock = PhoneClock(
        device_at=datetime.fromisoformat(said["device_at"]),
        monotonic_ms=said["monotonic_ms"],
        gps_at=datetime.fromisoformat(gps_at) if gps_at else None,
        server_offset_ms=said.get("server_offset_ms"),
    )
    return estimate_seen_at(clock, visit.received_at, captured_at=visit.at)


def _flags(visit: Visit, before: Mapping[tuple[UUID | None, int | None], set[str]]) -> list[str]:
    number = visit.sequence if visit.device_id is not None else None
    here = before.get((visit.device_id, (number or 0) - 1), set())
    chain = chain_flag(number, visit.previous_sha256, here)
    if chain is Flag.CHAIN_BROKEN and visit.previous_sha256 is None:
        chain = None  # received before this was kept beside a visit
    doubts = [Flag.CLOCK_DOUBTFUL] if _seen(visit).doubtful else []
    return [str(flag) for flag in (*doubts, *([chain] if chain else []))]
