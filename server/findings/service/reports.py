"""A team closes its report: declared once, with what came later as a berita acara tambahan.

Closing refuses nothing afterwards: a finding that arrives later is received and flagged
(`late_after_close`), since what a phone sealed is never lost for a signature that came first.
"""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from server.accounts.models import User
from server.accounts.permissions import Thing, may, require
from server.core import audit
from server.core.canonical import canonical
from server.core.clock import iso, now
from server.core.db import db
from server.core.problems import Code, Problem
from server.findings import queries
from server.findings.models import Finding, TeamReport
from server.findings.queries import reports, visits
from server.findings.rules.states import team_state
from server.operations import queries as operations
from server.operations.models import Operation, Team
from server.operations.service import refuse_unsent

READ = "finding.read"
SEND = "finding.send"
CLOSE = "team.close"
INVITE = "device.invite"


def close_team(by: User, operation_id: UUID, team_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """Declare a team's report; the same declaration again is the same report.

    `said`: `id`, `at`, `position` ({lon, lat, accuracy_m}), `reason`, `note`, all but the reason
    may be missing. Raises `not-found`, `unsent-work` (with what phones hold, unless there is a
    reason), and `step-not-allowed` where the operation is not open or nothing new came in.
    """
    operation, team = _seen(by, operation_id, team_id, lock=True)
    require(by, CLOSE, Thing(team_role=operations.team_role(by, team_id)))
    wanted = said.get("id") or uuid4()
    sha256 = _hash(team_id, said)
    known = db.session.get(TeamReport, wanted)
    if known is not None:
        if known.team_id != team.id or known.sha256 != sha256:
            raise Problem(Code.STEP_NOT_ALLOWED)
        return _told(known, team)
    last = reports.last_report(team.id)
    counted = reports.figures(team.id, last)
    _refuse_step(operation, team, counted)
    report = _write(by, team, last, {**said, "id": wanted, "sha256": sha256, **counted})
    return _told(report, team)


def day(user: User, operation_id: UUID, team_id: UUID) -> dict[str, Any]:
    """Return a team's day for its members and the readers; the reading is audited.

    Raises `not-found`.
    """
    _readable(user, operation_id, team_id)
    audit.reading("finding.list", actor_id=user.id, operation_id=operation_id)
    operation, team = _readable(user, operation_id, team_id)
    last = reports.last_report(team.id)
    places = visits.visits_of(team.id)
    found, _ = queries.page(user, Finding.team_id == team.id, None, reports.MOST_SHOWN)
    alive = [one for one in found if one["status"] not in reports.OUT_OF_THE_COUNT]
    thing = Thing(team_role=operations.team_role(user, team_id))
    leads = may(user, CLOSE, thing)
    later = reports.figures(team.id, last) if last else None
    return {
        "team_id": team.id,
        "number": team.number,
        "state": team_state(
            findings=len(alive),
            nihil_visits=sum(place["nil"] for place in places),
            closed=team.closed_at is not None,
        ),
        "may_enrol": operation.status != "closed" and may(user, INVITE, thing),
        "may_close": leads and _step_open(operation, team, later),
        "reports": reports.reports_of(operation.id, team.id),
        "later": later,
        "phones": reports.phones_of(team.id),
        "missing_findings": queries.missing_findings_by_team(operation.id)[team.id],
        "findings": [_line(one, last) for one in alive],
        "visits": places,
    }


def walked(user: User, operation_id: UUID, team_id: UUID) -> list[dict[str, Any]]:
    """Tell a team's members and the readers where the team was so far; the reading is audited.

    Raises `not-found`.
    """
    _readable(user, operation_id, team_id)
    audit.reading("finding.list", actor_id=user.id, operation_id=operation_id)
    _, team = _readable(user, operation_id, team_id)
    return reports.walked_by(user, team.id)


def recorded(user: User, operation_id: UUID) -> list[dict[str, Any]]:
    """Tell a walking team who was already found that day, so that nobody is stopped twice unknowingly.

    Of another team's findings no more than who, team and time. Raises `not-found` for who walks not.
    """

    def allowed() -> None:
        operation = operations.get(user, operation_id)
        role = operations.operation_role(user, operation_id)
        if operation is None or operation.status == "planned":
            raise Problem(Code.NOT_FOUND)
        require(user, SEND, Thing(team_role=role))

    allowed()
    audit.reading("finding.list", actor_id=user.id, operation_id=operation_id)
    allowed()
    return reports.recorded_in(operation_id)


def _seen(user: User, operation_id: UUID, team_id: UUID, *, lock: bool) -> tuple[Operation, Team]:
    operation = operations.get(user, operation_id)
    team = operations.team(operation_id, team_id, lock=lock) if operation else None
    if operation is None or team is None:
        raise Problem(Code.NOT_FOUND)
    return operation, team


def _readable(user: User, operation_id: UUID, team_id: UUID) -> tuple[Operation, Team]:
    found = _seen(user, operation_id, team_id, lock=False)
    require(user, READ, Thing(team_role=operations.team_role(user, team_id)))
    return found


def _step_open(operation: Operation, team: Team, later: dict[str, int] | None) -> bool:
    """Whether a report may be declared now: the first while the operation is open, then what is new."""
    if team.closed_at is None:
        return operation.status == "open"
    return later is None or bool(later["findings"] or later["visits"])


def _refuse_step(operation: Operation, team: Team, counted: dict[str, int]) -> None:
    if not _step_open(operation, team, counted):
        raise Problem(Code.STEP_NOT_ALLOWED)


def _write(by: User, team: Team, last: TeamReport | None, said: dict[str, Any]) -> TeamReport:
    """Write the report down, close the team with the first one, and record both in one row."""
    left = refuse_unsent(team.operation_id, team.id, said.get("reason"))
    position = said.get("position") or {}
    report = TeamReport(
        operation_id=team.operation_id,
        team_id=team.id,
        number=last.number + 1 if last else 1,
        declared_by=by.id,
        declared_at=said.get("at") or now(),
        received_at=now(),
        **{name: position.get(name) for name in ("lon", "lat", "accuracy_m")},
        **{name: said[name] for name in ("id", "sha256", "findings", "visits", "nil_visits")},
        reason=said.get("reason"),
        note=said.get("note") or "",
        unsent_findings=sum(one["unsent_findings"] for one in left),
        unsent_photos=sum(one["unsent_photos"] for one in left),
        unsent_visits=sum(one["unsent_visits"] for one in left),
        log_index=0,
    )
    if team.closed_at is None:
        team.closed_at = report.received_at
        team.closed_by = by.id
        team.close_reason = report.reason
    db.session.add(report)
    entry = audit.record(
        CLOSE,
        actor_id=by.id,
        subject_id=team.id,
        operation_id=team.operation_id,
        reason=report.reason,
        report=str(report.id),
        number=report.number,
        sha256=report.sha256,
        unsent=left,
    )
    report.log_index = entry.log_index
    db.session.flush()
    return report


def _told(report: TeamReport, team: Team) -> dict[str, Any]:
    by = db.session.get_one(User, report.declared_by)
    return reports.told(report, by.name, team.number)


def _line(item: dict[str, Any], last: TeamReport | None) -> dict[str, Any]:
    """Return what the team sees of one finding; what the desk thinks of it is not shown here."""
    person = item["person"]
    return {
        **{name: item[name] for name in ("id", "seen_at", "place", "author_name")},
        **{name: item[name] for name in ("observed", "conduct")},
        "name": person["name"],
        "opd_name": person["opd_name"] or person["opd_text"],
        "photos_stored": item["photo_count"]["stored"],
        "photos_announced": item["photo_count"]["announced"],
        "late": last is not None and item["log_index"] > last.log_index,
    }


def _hash(team_id: UUID, said: dict[str, Any]) -> str:
    """Return the SHA-256 of what was declared (RFC 8785 form), for telling a repeat from another."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(part) for name, part in value.items()}
        if isinstance(value, datetime):
            return iso(value)
        return str(value) if isinstance(value, UUID) else value

    return hashlib.sha256(canonical({"team_id": str(team_id), **plain(said)})).hexdigest()
