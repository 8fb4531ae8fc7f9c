"""Verifying evidence against the audit: a finding, photo or letter changed or removed is named.

The audit row of a finding holds the hash of what arrived and the hashes of its photos; the row
itself is held by the chain (`service.faults`), so who alters evidence would have to alter both.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from server.accounts.models import Device
from server.archive.forgotten import Forgotten, forgotten
from server.core.audit import AuditEntry
from server.core.blobs import BlobStore, sha256_of
from server.core.db import db
from server.core.receipts import decode_b64url
from server.core.sealed import Purpose, signature_holds, statement
from server.findings.models import Correction, Finding, FindingPhoto, LateLetter
from server.operations.models import Visit
from server.summons.models import Examination, Letter, LetterCopy
from server.summons.service.examinations import sha256_of as sha256_of_examination
from server.tips.models import Tip, TipPicture

BATCH = 500


def evidence_faults(store: BlobStore) -> Iterator[tuple[str, str]]:
    """Yield each finding or photo that is not what was acknowledged: its id and what is wrong."""
    sent, gone = _sent(), forgotten()
    seen: set[str] = set()
    for row in _findings():
        finding_id = str(row.id)
        seen.add(finding_id)
        entry = sent.get(finding_id)
        if entry is None or entry["log_index"] != row.log_index:
            yield finding_id, "this finding has no audit row of its arrival"
        elif row.erased_at is not None:
            yield from _erased_faults(row, gone)
        elif not _digest(row.body).hex() == row.sha256 == entry.get("sha256"):
            yield finding_id, "this finding was changed"
    for finding_id in sent.keys() - seen:
        yield finding_id, "this finding is missing"
    yield from _signature_faults()
    yield from _visit_faults()
    yield from _correction_faults(gone)
    yield from _photo_faults(sent, store, gone)
    yield from _letter_faults(store)
    yield from _copy_faults(store)
    yield from _examination_faults(gone)
    yield from _late_letter_faults(store)
    yield from _tip_picture_faults(store)


def _digest(body: bytes | str) -> bytes:
    """Hash a text as it lies there; SQLite also keeps what somebody wrote in as no bytes at all."""
    return hashlib.sha256(body.encode() + b"\0" if isinstance(body, str) else body).digest()


def _erased_faults(row: Any, gone: Forgotten) -> Iterator[tuple[str, str]]:
    """Yield what is odd about a forgotten finding: no run ordered it, or something is left."""
    if str(row.id) not in gone.findings:
        yield str(row.id), "this finding was emptied, and no retention run says so"
    if row.body or row.said or row.nip or row.name or row.employee_id or row.position is not None:
        yield str(row.id), "this finding is forgotten, but something of it is left"


def _signature_faults() -> Iterator[tuple[str, str]]:
    """Yield each sealed finding that its phone did not sign: whoever holds the server cannot either."""
    query = (
        select(Finding.id, Finding.body, Finding.device_signature, Device.id, Device.public_key)
        .outerjoin(Device, Device.id == Finding.device_id)
        .where(Finding.device_signature.is_not(None), Finding.erased_at.is_(None))
        .execution_options(yield_per=BATCH)
    )
    for row in db.session.execute(query):
        yield from _signature_fault(Purpose.FINDING, "finding", *row)


def _signature_fault(
    purpose: Purpose, what: str, thing_id: Any, body: bytes, signature: str, *phone: Any
) -> Iterator[tuple[str, str]]:
    """Yield whether the phone, its id and public key, did not sign this text of `what`."""
    device_id, public_key = phone
    if device_id is None:
        yield str(thing_id), f"the phone that signed this {what} is missing"
        return
    said = statement(purpose, thing_id, device_id, _digest(body))
    if not signature_holds(public_key, decode_b64url(signature), said):
        yield str(thing_id), f"the phone's signature of this {what} does not hold"


def _visit_faults() -> Iterator[tuple[str, str]]:
    """Yield each visit that is not what was acknowledged, or that its phone did not sign."""
    rows = select(AuditEntry.subject_id, AuditEntry.detail).where(
        AuditEntry.action == "visit.report"
    )
    told = {subject: detail.get("sha256") for subject, detail in db.session.execute(rows)}
    columns = (Visit.sha256, Visit.device_signature, Device.id, Device.public_key)
    visits = select(Visit.id, Visit.body, *columns).outerjoin(Device, Device.id == Visit.device_id)
    for visit_id, body, sha256, signature, *phone in db.session.execute(visits):
        said = told.pop(str(visit_id), None)
        if said != sha256 or (body is not None and _digest(body).hex() != sha256):
            yield str(visit_id), "this visit was changed, or has no audit row of its arrival"
        elif signature is not None:
            yield from _signature_fault(Purpose.VISIT, "visit", visit_id, body, signature, *phone)
    for visit_id in told:
        yield str(visit_id), "this visit is missing"


def _correction_faults(gone: Forgotten) -> Iterator[tuple[str, str]]:
    """Yield each correction that is not what was acknowledged, or that its phone did not sign."""
    details = select(AuditEntry.detail).where(AuditEntry.action == "finding.correct")
    told = {str(one.get("correction")): one.get("sha256") for one in db.session.scalars(details)}
    columns = (Correction.sha256, Correction.device_signature, Device.id, Device.public_key)
    rows = (
        select(Correction.id, Correction.finding_id, Correction.body, *columns)
        .outerjoin(Device, Device.id == Correction.device_id)
        .execution_options(yield_per=BATCH)
    )
    for correction_id, finding_id, body, sha256, signature, *phone in db.session.execute(rows):
        said = told.pop(str(correction_id), None)
        forgotten_too = not body and str(finding_id) in gone.findings
        whole = forgotten_too or _digest(body).hex() == sha256
        if said != sha256 or not whole:
            yield str(correction_id), "this correction was changed, or has no audit row"
        elif signature is not None and not forgotten_too:
            what = Purpose.CORRECTION, "correction"
            yield from _signature_fault(*what, correction_id, body, signature, *phone)
    for correction_id in told:
        yield correction_id, "this correction is missing"


def _findings() -> Iterator[Any]:
    """Yield every finding with its body, some at a time."""
    told = (Finding.said, Finding.nip, Finding.name, Finding.employee_id, Finding.position)
    columns = (
        Finding.id,
        Finding.body,
        Finding.sha256,
        Finding.log_index,
        Finding.erased_at,
        *told,
    )
    last = None
    while True:
        query = select(*columns).order_by(Finding.id).limit(BATCH)
        rows = db.session.execute(query if last is None else query.where(Finding.id > last)).all()
        yield from rows
        if len(rows) < BATCH:
            return
        last = rows[-1].id


def _sent() -> dict[str, dict[str, Any]]:
    """Return what the audit says of each arrival, by finding."""
    rows = db.session.execute(
        select(AuditEntry.subject_id, AuditEntry.log_index, AuditEntry.detail).where(
            AuditEntry.action == "finding.send"
        )
    )
    return {row.subject_id or "": {**row.detail, "log_index": row.log_index} for row in rows}


def _photo_faults(
    sent: dict[str, dict[str, Any]], store: BlobStore, gone: Forgotten
) -> Iterator[tuple[str, str]]:
    left = {finding_id: list(entry.get("photos", [])) for finding_id, entry in sent.items()}
    rows = db.session.execute(
        select(
            FindingPhoto.id, FindingPhoto.finding_id, FindingPhoto.sha256, FindingPhoto.state
        ).order_by(FindingPhoto.finding_id, FindingPhoto.number)
    )
    for row in rows:
        announced = left.get(str(row.finding_id), [])
        if not announced or announced.pop(0) != row.sha256:
            yield str(row.id), "this photo is not the announced one, or not in its place"
        elif row.state == "erased":
            if str(row.id) not in gone.photos:
                yield str(row.id), "this photo was taken away, and no retention run says so"
        elif row.state != "missing" and not store.holds(row.sha256):
            yield str(row.id), "the file of this photo is missing"
        elif row.state != "missing" and sha256_of(store.path(row.sha256)) != row.sha256:
            yield str(row.id), "the file of this photo was changed"
    for finding_id, announced in left.items():
        if announced:
            yield finding_id, "a photo of this finding is missing"


def _letter_faults(store: BlobStore) -> Iterator[tuple[str, str]]:
    """Yield each signed letter whose file is not the one that was signed."""
    signed = {
        row.subject_id: row.detail.get("pdf_sha256")
        for row in db.session.execute(
            select(AuditEntry.subject_id, AuditEntry.detail).where(
                AuditEntry.action == "letter.sign"
            )
        )
    }
    letters = select(Letter.id, Letter.pdf_sha256).where(Letter.pdf_sha256.is_not(None))
    for row in db.session.execute(letters.order_by(Letter.id)):
        sha256 = row.pdf_sha256
        if str(row.id) in signed and signed[str(row.id)] != sha256:
            yield str(row.id), "this letter is not the signed one"
        elif not store.holds(sha256):
            yield str(row.id), "the file of this letter is missing"
        elif sha256_of(store.path(sha256)) != sha256:
            yield str(row.id), "the file of this letter was changed"


def _copy_faults(store: BlobStore) -> Iterator[tuple[str, str]]:
    """Yield each signed PDF that is not the one that came back."""
    rows = select(AuditEntry.detail).where(AuditEntry.action == "letter.attach")
    came = {str(one["copy"]): one["pdf_sha256"] for one in db.session.scalars(rows)}
    copies = select(LetterCopy.id, LetterCopy.sha256).order_by(LetterCopy.id)
    for copy_id, sha256 in db.session.execute(copies):
        if came.pop(str(copy_id), None) != sha256:
            yield str(copy_id), "this signed PDF is not the one that came back"
        elif not store.holds(sha256) or sha256_of(store.path(sha256)) != sha256:
            yield str(copy_id), "the file of this signed PDF is missing or was changed"
    for missing_id in came:
        yield missing_id, "this signed PDF is missing"


def _examination_faults(gone: Forgotten) -> Iterator[tuple[str, str]]:
    """Yield each closed BAP that is not what was closed, or that nobody ordered to be forgotten."""
    rows = select(AuditEntry.subject_id, AuditEntry.log_index, AuditEntry.detail).where(
        AuditEntry.action == "examination.close"
    )
    closed = {
        row.subject_id: (row.log_index, row.detail["sha256"]) for row in db.session.execute(rows)
    }
    for bap in db.session.scalars(select(Examination).where(Examination.status == "closed")):
        said, bap_id = closed.pop(str(bap.id), None), str(bap.id)
        if said != (bap.log_index, bap.sha256):
            yield bap_id, "this BAP has no audit row of its closing"
        elif not bap.content:
            if bap_id not in gone.examinations:
                yield bap_id, "this BAP was emptied, and no retention run says so"
        elif sha256_of_examination(bap) != bap.sha256:
            yield bap_id, "this BAP was changed"
    for missing_id in closed:
        yield str(missing_id), "this BAP is missing"


def _late_letter_faults(store: BlobStore) -> Iterator[tuple[str, str]]:
    """Yield each scan of a late letter that is not the one that came in."""
    details = select(AuditEntry.detail).where(AuditEntry.action == "finding.receive_letter")
    came = {
        str(detail.get("late_letter")): detail["file_sha256"]
        for detail in db.session.scalars(details)
        if "file_sha256" in detail
    }
    papers = (
        select(LateLetter.id, LateLetter.file_sha256)
        .join(Finding)
        .where(Finding.erased_at.is_(None))
        .order_by(LateLetter.id)
    )
    for row in db.session.execute(papers):
        sha256 = row.file_sha256
        if came.get(str(row.id)) != sha256:
            yield str(row.id), "this late letter's scan is not the one that came in"
        elif sha256 is not None and not store.holds(sha256):
            yield str(row.id), "the scan of this late letter is missing"
        elif sha256 is not None and sha256_of(store.path(sha256)) != sha256:
            yield str(row.id), "the scan of this late letter was changed"


def _tip_picture_faults(store: BlobStore) -> Iterator[tuple[str, str]]:
    """Yield each picture of a laporan masyarakat that is not the one that came in."""
    rows = select(AuditEntry.subject_id, AuditEntry.detail).where(AuditEntry.action == "tip.attach")
    came = {
        (subject, detail["number"]): detail["sha256"]
        for subject, detail in db.session.execute(rows)
    }
    pictures = select(TipPicture).join(Tip).where(Tip.erased_at.is_(None)).order_by(TipPicture.id)
    for row in db.session.scalars(pictures):
        if came.get((str(row.tip_id), row.number)) != row.sha256:
            yield str(row.id), "this picture of a report is not the one that came in"
        elif not store.holds(row.sha256):
            yield str(row.id), "the file of this picture of a report is missing"
        elif sha256_of(store.path(row.sha256)) != row.sha256:
            yield str(row.id), "the file of this picture of a report was changed"
