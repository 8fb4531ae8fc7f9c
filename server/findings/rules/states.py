"""The states of findings, of their documents and of teams (domain.md §10)."""

from datetime import datetime
from enum import StrEnum

from server.core.steps import Part, Step, take
from server.findings.rules.words import Assessment, FindingStatus

_F = FindingStatus
_A = Assessment
_JUDGEMENTS = {
    "confirm": _F.CONFIRMED,
    "dismiss": _F.DISMISSED,
    "merge": _F.MERGED,
    "refer": _F.REFERRED,
}

FINDING_STEPS: dict[tuple[FindingStatus, str], Step[FindingStatus]] = {
    (_F.DRAFT, "seal"): Step(_F.SEALED, Part.OFFICER),
    (_F.SEALED, "receive"): Step(_F.RECEIVED, Part.SERVER),
    **{
        (at, verb): Step(to, Part.DESK)
        for at in (_F.RECEIVED, _F.REOPENED)
        for verb, to in _JUDGEMENTS.items()
    },
    # A judgement is taken back only by two people; then it is judged anew.
    **{(at, "reopen"): Step(_F.REOPENED, Part.SECOND) for at in _JUDGEMENTS.values()},
}

ASSESSMENT_STEPS: dict[tuple[Assessment, str], Step[Assessment]] = {
    (_A.UNASSESSED, "wait"): Step(_A.PENDING, Part.DESK),
    **{(at, "accept"): Step(_A.ACCEPTED, Part.DESK) for at in (_A.UNASSESSED, _A.PENDING)},
    **{(at, "reject"): Step(_A.MISMATCH, Part.DESK) for at in (_A.UNASSESSED, _A.PENDING)},
    (_A.PENDING, "expire"): Step(_A.EXPIRED, Part.SERVER),
    (_A.EXPIRED, "accept_late"): Step(_A.ACCEPTED_LATE, Part.APPROVER),
    # A paper judged wrongly is judged anew, by the approver's leave and with the reason kept.
    **{
        (at, "reassess"): Step(_A.UNASSESSED, Part.APPROVER)
        for at in (_A.ACCEPTED, _A.MISMATCH, _A.EXPIRED, _A.ACCEPTED_LATE)
    },
}

# Verbs of a finding on which only a received one may be worked, whatever its judgement.
IDENTIFIABLE = frozenset({_F.RECEIVED, _F.CONFIRMED, _F.REOPENED, _F.REFERRED})


class TeamState(StrEnum):
    """What a team has reported; "belum melapor" is not "nihil"."""

    NOT_REPORTED = "not_reported"
    FINDINGS = "findings"
    NIHIL = "nihil"
    CLOSED = "closed"


def finding_step(state: FindingStatus, verb: str) -> FindingStatus:
    """Return the state a verb leads a finding to; raises StepRefused."""
    return take(FINDING_STEPS, state, verb).to


def assessment_step(state: Assessment, verb: str) -> Assessment:
    """Return the state a verb leads a document to; raises StepRefused."""
    return take(ASSESSMENT_STEPS, state, verb).to


def assessment_now(state: Assessment, due_at: datetime | None, now: datetime) -> Assessment:
    """Return the state the clock has made of a promised letter; due at 16.00 expires after it."""
    if state is _A.PENDING and due_at is not None and now > due_at:
        return _A.EXPIRED
    return state


def team_state(*, findings: int, nihil_visits: int, closed: bool) -> TeamState:
    """Derive a team's state from its findings that are not dismissed and its nil reports."""
    if closed:
        return TeamState.CLOSED
    if findings:
        return TeamState.FINDINGS
    return TeamState.NIHIL if nihil_visits else TeamState.NOT_REPORTED
