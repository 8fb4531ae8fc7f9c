"""Letters that come late ("menyusul"): received with the server's time, flagged, judged by the desk.

Receiving never judges: only `judge.assess_document` moves a person off or onto the list. It does
raise the revision of the finding, so that nobody judges past a paper that has just come in.
"""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import app_state, audit
from server.core.clock import iso, now
from server.core.db import db, start_writing
from server.core.problems import Code, Problem
from server.findings import queries
from server.findings.models import Amendment, Finding, LateLetter
from server.findings.rules.flags import Flag
from server.findings.rules.late import BACK_DATING, Late, LateFlag, late_flags
from server.findings.rules.states import assessment_now
from server.findings.rules.words import Assessment
from server.operations.models import Operation

WORD = "finding.receive_letter"
ARRIVED = {
    "desk": "Surat menyusul diterima BKPSDM",
    "opd": "Surat menyusul dikirim OPD",
    "person": "Jawaban yang bersangkutan diterima lewat slip",
}
# How a file begins says what it is; what a browser calls it proves nothing.
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def receive(by: User, finding_id: UUID, said: dict[str, Any]) -> LateLetter:
    """Receive a paper at the desk; raises `not-found`."""
    finding = queries.get(by, finding_id, lock=True)
    thing = Thing(author_id=finding.author_id, found_employee_id=finding.employee_id)
    require(by, WORD, thing)
    return keep(by, finding, "desk", said)


def keep(by: User | None, finding: Finding, source: str, said: dict[str, Any]) -> LateLetter:
    """Write down a paper with its moment and its flags; asks no rights. `by` None is the person."""
    actor_id = by.id if by else None
    operation = db.session.get_one(Operation, finding.operation_id)
    late = LateLetter(
        finding_id=finding.id,
        source=source,
        received_at=now(),
        received_by=actor_id,
        **{"due_at": finding.assessment_due_at or operation.promised_until, **said},
    )
    db.session.add(late)
    db.session.flush()
    doubts = flags_of(late, finding, operation)
    before = list(finding.flags)
    if BACK_DATING & set(doubts) and Flag.LETTER_AFTER_FINDING not in before:
        finding.flags = [*before, str(Flag.LETTER_AFTER_FINDING)]
    finding.revision += 1
    changed = {"flags": {"before": before, "after": finding.flags}}
    db.session.add(
        Amendment(
            finding_id=finding.id,
            revision=finding.revision,
            verb="receive_letter",
            at=late.received_at,
            actor_id=actor_id,
            reason=ARRIVED[source],
            changes=changed if before != finding.flags else {},
        )
    )
    audit.record(
        WORD,
        actor_id=actor_id,
        subject_id=finding.id,
        operation_id=finding.operation_id,
        late_letter=str(late.id),
        source=source,
        flags=[str(flag) for flag in doubts],
        revision=finding.revision,
    )
    return late


def mime_of(data: bytes) -> str | None:
    """Return what kind of scan these bytes begin as, None for no scan."""
    return next((mime for start, mime in KINDS.items() if data.startswith(start)), None)


def receipt_words(late: LateLetter) -> str:
    """Write the receipt number of a paper, as its sender and the desk read it: 3F2A-91BC-07."""
    text = late.id.hex[:10].upper()
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def attach(by: User | None, late: LateLetter, data: bytes) -> LateLetter:
    """Put the file of a paper into the store, once; raises `bad-field`, `step-not-allowed`."""
    mime = mime_of(data)
    if mime is None:
        raise Problem(Code.BAD_FIELD, invalid={"file": ["Berkas harus PDF, JPEG, atau PNG."]})
    if late.file_sha256 is not None:
        raise Problem(Code.STEP_NOT_ALLOWED)
    late.file_sha256, late.file_mime = app_state.blobs().put(data), mime
    finding = db.session.get_one(Finding, late.finding_id)
    audit.record(
        WORD,
        actor_id=by.id if by else None,
        subject_id=finding.id,
        operation_id=finding.operation_id,
        late_letter=str(late.id),
        file_sha256=late.file_sha256,
    )
    return late


def attach_here(by: User, late_id: UUID, data: bytes) -> LateLetter:
    """Attach a file at the desk; raises `not-found`."""
    late, finding = one(by, late_id)
    require(by, WORD, Thing(author_id=finding.author_id, found_employee_id=finding.employee_id))
    return attach(by, late, data)


def one(user: User, late_id: UUID) -> tuple[LateLetter, Finding]:
    """Return a paper of a finding the user may see; raises `not-found`."""
    require(user, "finding.read_late_letter")
    late = db.session.get(LateLetter, late_id)
    if late is None:
        raise Problem(Code.NOT_FOUND)
    return late, queries.get(user, late.finding_id)


def file_of(user: User, late_id: UUID) -> tuple[bytes, str, str]:
    """Return the file of a paper with its type and a name without a person; the reading is audited."""
    one(user, late_id)
    start_writing()
    late, finding = one(user, late_id)
    if late.file_sha256 is None or late.file_mime is None:
        raise Problem(Code.NOT_FOUND)
    audit.record(
        "finding.read_late_letter",
        actor_id=user.id,
        subject_id=finding.id,
        operation_id=finding.operation_id,
        late_letter=str(late.id),
    )
    name = f"surat-menyusul-{late.received_at:%Y%m%d}-{str(late.id)[:8]}"
    return (
        app_state.blobs().get(late.file_sha256),
        late.file_mime,
        f"{name}.{ENDINGS[late.file_mime]}",
    )


def flags_of(late: LateLetter, finding: Finding, operation: Operation) -> tuple[LateFlag, ...]:
    """Return the doubts about a paper of a finding."""
    seen_on = finding.seen_at.astimezone(ZoneInfo(operation.time_zone)).date()
    return late_flags(
        Late(
            kind=late.kind,
            dated=late.dated,
            signed_at=late.signed_at,
            received_at=late.received_at,
            due_at=late.due_at,
            seen_at=finding.seen_at,
            seen_on=seen_on,
            has_file=late.file_sha256 is not None,
        )
    )


def shown(late: LateLetter, finding: Finding, operation: Operation) -> dict[str, Any]:
    """Return a paper as the desk sees it, with its doubts."""
    by = db.session.get(User, late.received_by) if late.received_by else None
    return {
        "id": str(late.id),
        "finding_id": str(late.finding_id),
        "source": late.source,
        "kind": late.kind,
        "number": late.number,
        "dated": late.dated.isoformat() if late.dated else None,
        "signed_at": iso(late.signed_at) if late.signed_at else None,
        "signer": late.signer,
        "note": late.note,
        "due_at": iso(late.due_at) if late.due_at else None,
        "received_at": iso(late.received_at),
        "received_by_name": by.name if by else None,
        "has_file": late.file_sha256 is not None,
        "receipt": receipt_words(late) if late.source == "person" else None,
        "unread": late.source == "person" and late.read_at is None,
        "flags": [str(flag) for flag in flags_of(late, finding, operation)],
    }


def told(late: LateLetter) -> dict[str, Any]:
    """Return a paper as the desk sees it."""
    finding = db.session.get_one(Finding, late.finding_id)
    return shown(late, finding, db.session.get_one(Operation, finding.operation_id))


def of_operation(user: User, operation_id: UUID) -> dict[str, Any]:
    """Return who of an operation still owes a letter, and who sent one; most pressing first."""
    require(user, "finding.read_late_letter")
    operation = db.session.get(Operation, operation_id)
    if operation is None:
        raise Problem(Code.NOT_FOUND)
    audit.reading(
        "finding.read_late_letter",
        actor_id=user.id,
        subject_id=operation_id,
        operation_id=operation_id,
    )
    operation = db.session.get_one(Operation, operation_id)
    rows = queries.awaiting(operation_id)
    papers = queries.late_letters_of([finding.id for finding, _opd in rows])
    items = [_owed(finding, opd, operation, papers[finding.id]) for finding, opd in rows]
    items.sort(key=lambda item: (item["due_at"] or "~", item["name"] or ""))
    until = operation.promised_until
    return {
        "items": items,
        "next": None,
        "promised_until": iso(until) if until else None,
        "revision": operation.revision,
    }


def _owed(
    finding: Finding, opd_name: str | None, operation: Operation, papers: list[LateLetter]
) -> dict[str, Any]:
    due = finding.assessment_due_at
    state = assessment_now(Assessment(finding.assessment), due, now())
    if due is None and state is Assessment.UNASSESSED:
        due = operation.promised_until
    return {
        "finding_id": str(finding.id),
        "revision": finding.revision,
        "name": finding.name,
        "nip": finding.nip,
        "opd_id": str(finding.opd_id) if finding.opd_id else None,
        "opd_name": opd_name,
        "place": finding.place,
        "seen_at": iso(finding.seen_at),
        "state": str(state),
        "due_at": iso(due) if due else None,
        "letters": [shown(late, finding, operation) for late in papers],
    }
