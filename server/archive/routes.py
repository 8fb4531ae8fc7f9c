"""The audit log and retention over HTTP."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.archive import history, holds, readiness, retention
from server.archive.queries import Wanted
from server.archive.rules import WORDS, worst
from server.archive.schemas import (
    AuditListOut,
    AuditQueryIn,
    HoldIn,
    HoldOut,
    LiftIn,
    ReadyOut,
    RetentionOut,
)
from server.core import app_state, audit
from server.core.clock import now
from server.core.problems import Code, Problem

archive = Blueprint("archive", __name__, url_prefix="/api", description="Who did what")


@archive.get("/audit")
@archive.arguments(AuditQueryIn, location="query")
@archive.response(200, AuditListOut)
@signed_in("audit.read")
def read_audit(wanted: dict[str, Any]) -> dict[str, Any]:
    """List what was done, with before and after; the reading leaves its trace."""
    audit.reading("audit.read", actor_id=user().id)
    zone = ZoneInfo(app_state.settings().time_zone)
    until = wanted["until"]
    rows = Wanted(
        operation_id=wanted["operation"],
        action=wanted["action"],
        noun=wanted["noun"],
        actor_id=wanted["actor"],
        subject_id=wanted["subject"],
        since=_midnight(wanted["since"], zone),
        until=_midnight(until + timedelta(days=1) if until else None, zone),
        readings=wanted["readings"],
        oldest_first=wanted["order"] == "oldest",
    )
    items, following = history.page(user(), rows, wanted["cursor"], wanted["size"])
    return {"items": items, "next": following}


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone) if day else None


@archive.get("/retention")
@archive.response(200, RetentionOut)
@signed_in("retention.read")
def read_retention() -> dict[str, Any]:
    """Show how long what is kept, how much is due today, and what is held back; counts only."""
    return {
        "periods": [
            {"rule": rule, "what": WORDS[rule], "days": period.days, "source": period.source}
            for rule, period in holds.decided().items()
        ],
        "due": [
            {
                "operation_id": one.operation_id,
                "operation": one.operation,
                "rule": one.rule,
                **{
                    name: one.counts[name]
                    for name in ("persons", "findings", "photos", "held", "tips")
                },
            }
            for one in retention.preview()
        ],
        "holds": [holds.told(one) for one in holds.shown_to(user())],
    }


@archive.post("/holds")
@archive.arguments(HoldIn)
@archive.response(201, HoldOut)
@signed_in("hold.place")
def place_hold(body: dict[str, Any]) -> dict[str, Any]:
    """Keep an operation, a finding or a tip from retention; raises `not-found`."""
    return holds.told(holds.place_by(user(), **body))


@archive.post("/holds/<uuid:hold_id>/lift")
@archive.arguments(LiftIn)
@archive.response(200, HoldOut)
@signed_in("hold.lift")
def lift_hold(body: dict[str, Any], hold_id: UUID) -> dict[str, Any]:
    """End a hold; what is due goes with the next night. Raises `not-found` for one that has ended."""
    try:
        return holds.told(holds.lift(hold_id, body["reason"], by=user().id))
    except holds.RetentionRefused:
        raise Problem(Code.NOT_FOUND) from None


@archive.get("/ready")
@archive.response(200, ReadyOut)
@signed_in("ready.read")
def read_ready() -> dict[str, Any]:
    """Check what a sidak day needs (Kesiapan): each thing with what to do about it."""
    rows = readiness.look(app_state.settings())
    return {"state": worst(rows), "checked_at": now(), "rows": rows}
