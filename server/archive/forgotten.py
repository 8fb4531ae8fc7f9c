"""What the retention job forgot, as the audit says: without such a row nothing may be empty."""

from dataclasses import dataclass

from sqlalchemy import select

from server.core.audit import AuditEntry
from server.core.db import db

ERASE = "retention.erase"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Ids as text: findings forgotten whole, photos, BAP, and all whose reasons may be gone."""

    findings: frozenset[str]
    photos: frozenset[str]
    examinations: frozenset[str]
    subjects: frozenset[str]


def forgotten() -> Forgotten:
    """Read it from the audit rows of all runs."""
    query = select(AuditEntry.subject_id, AuditEntry.detail).where(AuditEntry.action == ERASE)
    rows = [(str(subject), detail) for subject, detail in db.session.execute(query)]
    whole = {subject for subject, detail in rows if detail.get("whole")}
    lines = {str(detail["line"]) for _, detail in rows if detail.get("line")}
    return Forgotten(
        findings=frozenset(whole),
        photos=frozenset(photo for _, detail in rows for photo in detail.get("photos", [])),
        examinations=frozenset(bap for _, detail in rows for bap in detail.get("examinations", [])),
        subjects=frozenset(whole | lines),
    )
