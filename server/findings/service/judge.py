"""What the desk does with a finding: every verb has a reason, an amendment and an audit row.

A verb names the revision it was decided on; when somebody else was quicker, nothing changes and
the caller shows both versions. What the phone said is never touched.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.steps import StepRefused
from server.findings import queries
from server.findings.models import Amendment, Finding
from server.findings.rules.flags import Flag
from server.findings.rules.states import IDENTIFIABLE, assessment_now, assessment_step, finding_step
from server.findings.rules.words import Assessment, FindingStatus
from server.findings.service.candidates import fit, thing_of
from server.findings.service.identity import identified
from server.findings.service.slips import known_slip
from server.findings.service.verdicts import plain, where, work_time_at
from server.operations.models import Operation
from server.permits import queries as permits

Changes = dict[str, Any]
ASSESS_VERBS = {
    "accepted": "accept",
    "mismatch": "reject",
    "pending": "wait",
    "accepted_late": "accept_late",
    "unassessed": "reassess",
}
APPROVERS_VERBS = frozenset({"accept_late", "reassess"})


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, why, and on which revision."""

    actor: User
    reason: str
    revision: int


def confirm(finding_id: UUID, decision: Decision) -> Finding:
    """Say that the finding stands."""
    return _step(finding_id, decision, "confirm")


def dismiss(finding_id: UUID, decision: Decision) -> Finding:
    """Say that the finding is not pursued (tidak dilanjutkan)."""
    return _step(finding_id, decision, "dismiss")


def refer(finding_id: UUID, decision: Decision) -> Finding:
    """Hand the finding to the government or agency that the person belongs to."""
    return _step(finding_id, decision, "refer")


def reopen(finding_id: UUID, decision: Decision) -> Finding:
    """Take a finished finding up again; needs a second person."""
    return _step(finding_id, decision, "reopen")


def merge(finding_id: UUID, decision: Decision, into: UUID) -> Finding:
    """Say that this finding shows the same person as another of the same operation.

    Both rows are held, always in one order: two desks that merge each into the other at the same
    moment would else make both disappear behind each other.
    """
    both = sorted({finding_id, into}, key=str)
    held = {one: queries.get(decision.actor, one, lock=True) for one in both}
    target = held[into]

    def change(finding: Finding) -> Changes:
        same = target.operation_id == finding.operation_id and target.id != finding.id
        if not same or target.status in {"merged", "dismissed"}:
            raise Problem(Code.STEP_NOT_ALLOWED)
        return {"merged_into": target.id}

    return _step(finding_id, decision, "merge", change)


def identify(finding_id: UUID, decision: Decision, choice: Changes) -> Finding:
    """Say who it is; the verdicts that depend on the person are made again."""

    def change(finding: Finding) -> Changes:
        if FindingStatus(finding.status) not in IDENTIFIABLE:
            raise Problem(Code.STEP_NOT_ALLOWED)
        person = identified(choice, on=finding.seen_at)
        operation = db.session.get_one(Operation, finding.operation_id)
        place = where(operation.id, finding.position, finding.accuracy_m, person.opd_id)
        hours = work_time_at(finding.seen_at, operation.time_zone, person.opd_id)
        verdicts = {
            **finding.verdicts,
            "work_time": plain(hours),
            "office_distance_m": place.office_distance_m,
        }
        basis = "unknown" if person.employee_id is None and not person.name else "known"
        if person.employee_id is not None:
            verdicts["match"] = fit(finding, person.employee_id)
        return {**person.columns(), "basis": basis, "verdicts": verdicts}

    return _amend(finding_id, decision, "identify", change)


def amend(finding_id: UUID, decision: Decision, changes: Changes) -> Finding:
    """Correct what was written, by its author until the team closes, by the desk later."""

    def change(finding: Finding) -> Changes:
        wanted = {name: value for name, value in changes.items() if name not in {"note", "slip"}}
        if "slip" in changes:
            wanted |= _slip(finding, changes["slip"])
        note = {"note": changes["note"]} if "note" in changes else {}
        if not wanted and not note:
            raise Problem(Code.BAD_FIELD, invalid={"place": ["Ubah sedikitnya satu isian."]})
        return {**wanted, **({"verdicts": {**finding.verdicts, **note}} if note else {})}

    return _amend(finding_id, decision, "amend", change)


def assess_document(
    finding_id: UUID,
    decision: Decision,
    state: str,
    due_at: datetime | None,
    permit_id: UUID | None,
) -> Finding:
    """Judge the document; only this moves a person off or onto the list."""

    def change(finding: Finding) -> Changes:
        operation = db.session.get_one(Operation, finding.operation_id)
        due = due_at or operation.promised_until if state == "pending" else None
        if state == "pending" and due is None:
            raise Problem(Code.BAD_FIELD, invalid={"due_at": ["Isi batas waktu surat menyusul."]})
        held = permits.permit(permit_id) if permit_id else None
        if permit_id is not None and (held is None or held.withdrawn_at is not None):
            raise Problem(Code.BAD_FIELD, invalid={"permit_id": ["Surat ini tidak terdaftar."]})
        now_is = assessment_now(Assessment(finding.assessment), finding.assessment_due_at, now())
        verb = ASSESS_VERBS[state]
        if verb in APPROVERS_VERBS:
            require(decision.actor, "finding.assess_late", thing_of(decision.actor, finding))
        after = assessment_step(now_is, verb)
        found: Changes = {"assessment": str(after), "assessment_due_at": due}
        if permit_id is not None:
            found["verdicts"] = {**finding.verdicts, "permit_id": str(permit_id)}
        return found

    return _amend(finding_id, decision, "assess_document", change)


def _step(
    finding_id: UUID,
    decision: Decision,
    verb: str,
    more: Callable[[Finding], Changes] = lambda _finding: {},
) -> Finding:
    def change(finding: Finding) -> Changes:
        return {"status": str(finding_step(FindingStatus(finding.status), verb)), **more(finding)}

    return _amend(finding_id, decision, verb, change)


def _amend(
    finding_id: UUID, decision: Decision, verb: str, change: Callable[[Finding], Changes]
) -> Finding:
    finding = queries.get(decision.actor, finding_id, lock=True)
    require(decision.actor, f"finding.{verb}", thing_of(decision.actor, finding))
    if finding.revision != decision.revision:
        raise Problem(Code.STALE_REVISION, yours=decision.revision, theirs=finding.revision)
    if not decision.reason:
        raise Problem(Code.REASON_NEEDED)
    try:
        wanted = change(finding)
    except StepRefused as refused:
        raise Problem(Code.STEP_NOT_ALLOWED) from refused
    before = {name: getattr(finding, name) for name in wanted}
    for name, value in wanted.items():
        setattr(finding, name, value)
    finding.revision += 1
    changes = {
        name: {"before": plain(before[name]), "after": plain(value)}
        for name, value in wanted.items()
        if before[name] != value
    }
    db.session.add(
        Amendment(
            finding_id=finding.id,
            revision=finding.revision,
            verb=verb,
            at=now(),
            actor_id=decision.actor.id,
            reason=decision.reason,
            changes=changes,
        )
    )
    audit.record(
        f"finding.{verb}",
        actor_id=decision.actor.id,
        subject_id=finding.id,
        operation_id=finding.operation_id,
        reason=decision.reason,
        revision=finding.revision,
        changed=sorted(changes),
    )
    return finding


def _slip(finding: Finding, typed: str | None) -> Changes:
    """Return the slip of a finding corrected; raises `bad-field` for one that was never printed."""
    number = known_slip(typed)
    if typed and number is None:
        raise Problem(Code.BAD_FIELD, invalid={"slip": ["Slip bernomor ini tidak pernah dicetak."]})
    flags = [flag for flag in finding.flags if flag != Flag.SLIP_UNKNOWN]
    return {"slip_number": number, "flags": flags}
