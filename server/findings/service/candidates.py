"""Who is meant by a finding: candidates of the roster, each with its score and what speaks for it.

The desk decides, never the machine; what it chose is kept with method and score (domain.md §2).
"""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.findings import queries
from server.findings.models import Finding
from server.operations.models import Operation, Team
from server.people import queries as people
from server.people.models import Employee
from server.people.rules import Candidate, Claim, Match, Scored, clean, identify

MOST = 6


def candidates(user: User, finding_id: UUID) -> dict[str, Any]:
    """Return the best candidates of a finding; one audit row per user and hour. Raises `not-found`."""
    finding = queries.get(user, finding_id)
    require(user, "finding.identify", thing_of(user, finding))
    audit.reading("employee.read", actor_id=user.id, operation_id=finding.operation_id)
    finding = queries.get(user, finding_id)
    claim, roster = _claim(finding), _roster(finding)
    today = now().date()
    match = identify(claim, roster, today)
    ranked = list(match.ranked)
    if match.method == "nip" and match.holds:  # mistyped or borrowed: who bears the name comes next
        named = Claim(name=claim.name, opd_id=claim.opd_id, job=claim.job)
        first = {one.candidate.employee_id for one in ranked}
        others = identify(named, roster, today).ranked
        ranked += [one for one in others if one.candidate.employee_id not in first]
    return {
        "items": [_shown(one) for one in ranked[:MOST]],
        "next": None,
        "suggested": match.employee_id,
        "margin": round(match.margin, 2),
        "holds": [str(one) for one in match.holds],
    }


def fit(finding: Finding, employee_id: UUID) -> dict[str, Any]:
    """Return by what, and how well, a chosen employee fits what was said; kept with the choice."""
    chosen = db.session.get_one(Employee, employee_id)
    match: Match = identify(_claim(finding), [_candidate(chosen, _roots())], now().date())
    best = match.ranked[0] if match.ranked else None
    return {
        "method": match.method or "by_hand",
        "score": round(best.score, 2) if best else 0.0,
        "reasons": [str(one) for one in best.reasons] if best else [],
    }


def thing_of(actor: User, finding: Finding) -> Thing:
    """Return a finding for the permission table."""
    return Thing(
        author_id=finding.author_id,
        team_role=queries.team_role(actor, finding.team_id),
        found_employee_id=finding.employee_id,
        team_open=db.session.get_one(Team, finding.team_id).closed_at is None,
    )


def _claim(finding: Finding) -> Claim:
    """Return what was said of the person, or what the desk corrected since."""
    said = finding.said.get("identity") or {}
    opd_id = finding.opd_id or (UUID(said["opd_id"]) if said.get("opd_id") else None)
    return Claim(
        nip=finding.nip or said.get("nip"),
        name=finding.name or said.get("name"),
        opd_id=_roots().get(opd_id, opd_id) if opd_id else None,
        job=finding.job or said.get("job"),
    )


def _roster(finding: Finding) -> list[Candidate]:
    claim, roots = _claim(finding), _roots()
    here = {one for one, root in roots.items() if root == claim.opd_id}
    zone = ZoneInfo(db.session.get_one(Operation, finding.operation_id).time_zone)
    day = finding.seen_at.astimezone(zone).date()
    rows = people.likely(claim.name or "", clean(claim.nip), here, day)
    return [_candidate(row, roots) for row in rows]


def _candidate(row: Any, roots: dict[UUID, UUID]) -> Candidate:
    return Candidate(
        employee_id=row.id,
        nip=row.nip,
        name=row.name,
        opd_id=roots.get(row.opd_id, row.opd_id),
        job=row.job,
    )


def _roots() -> dict[UUID, UUID]:
    """Return the root of each office: a unit below counts as its OPD."""
    parents = {one.id: one.parent_id for one in people.all_opds()}
    found = {}
    for one in parents:
        root, seen = one, {one}
        while (above := parents.get(root)) is not None and above not in seen:
            root = above
            seen.add(root)
        found[one] = root
    return found


def _shown(one: Scored) -> dict[str, Any]:
    return {
        "employee": db.session.get_one(Employee, one.candidate.employee_id),
        "score": round(one.score, 2),
        "reasons": [str(reason) for reason in one.reasons],
    }
