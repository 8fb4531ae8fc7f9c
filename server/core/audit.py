"""The audit log: every write and every reading of personal data leaves one row in a hash chain.

A row's hash covers the row before it, so a removed, changed or reordered row shows. The chain is
extended under one lock held until the commit, so it has neither fork nor gap.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.canonical import canonical_text, quoted
from server.core.clock import UtcDateTime, iso, now
from server.core.db import Base, Key, db, start_writing

CHAIN_LOCK = 0x51DA_4B01
FIRST = "0" * 64
PRINTED = 16


class AuditEntry(Base):
    """One thing that somebody did; `action` is the permission word, `noun.verb`.

    A reason is free text and may name somebody. The chain therefore holds only its commitment,
    SHA-256 over salt and reason: after retention both are gone and the chain still verifies, and
    nobody can try names against the hash. Rows from before have no salt and hash the reason itself.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix__audit_entries__operation_log", "operation_id", "log_index"),)

    log_index: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID | None] = mapped_column(Key)
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject_id: Mapped[str | None] = mapped_column(String(80), index=True)
    operation_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    reason: Mapped[str | None]
    reason_salt: Mapped[str | None] = mapped_column(String(32))
    reason_sha256: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


def record(
    action: str,
    *,
    actor_id: UUID | None,
    subject_id: object = None,
    operation_id: UUID | None = None,
    reason: str | None = None,
    **detail: Any,
) -> AuditEntry:
    """Append one row to the chain; call it last in a verb, since it holds the chain until commit.

    `detail` must be JSON; it holds ids, hashes, states and counts, never names or NIPs of persons.
    """
    rows = record_all(
        action,
        [(subject_id, detail)],
        actor_id=actor_id,
        operation_id=operation_id,
        reason=reason,
    )
    return rows[0]


def record_all(
    action: str,
    things: Iterable[tuple[object, dict[str, Any]]],
    *,
    actor_id: UUID | None,
    operation_id: UUID | None = None,
    reason: str | None = None,
) -> list[AuditEntry]:
    """Append one row for each of `things` (subject and detail), as `record` does for one."""
    session = db.session
    session.flush()
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = session.execute(
        select(AuditEntry.log_index, AuditEntry.hash).order_by(AuditEntry.log_index.desc()).limit(1)
    ).first()
    index, previous = (last.log_index, last.hash) if last else (0, FIRST)
    entries: list[AuditEntry] = []
    for at, (subject_id, detail) in enumerate(things, index + 1):
        entry = AuditEntry(
            log_index=at,
            at=now(),
            actor_id=actor_id,
            action=action,
            subject_id=None if subject_id is None else str(subject_id),
            operation_id=operation_id,
            reason=reason,
            detail=detail,
            previous_hash=previous,
        )
        if reason is not None:
            entry.reason_salt = secrets.token_hex(16)
            entry.reason_sha256 = commitment(entry.reason_salt, reason)
        previous = entry.hash = hash_of(entry)
        entries.append(entry)
    session.add_all(entries)
    session.flush()
    return entries


def reading(
    action: str, *, actor_id: UUID, subject_id: object = None, operation_id: UUID | None = None
) -> None:
    """Leave one row per user, subject and hour for reading personal data.

    Begins the writing transaction when the row is due: rows loaded before are loaded again, so
    call it before a query, or after its answer is in bytes.
    """
    subject = f"{actor_id if subject_id is None else subject_id}:{now():%Y%m%d%H}"
    seen = select(AuditEntry.log_index).where(
        AuditEntry.subject_id == subject,
        AuditEntry.action == action,
        AuditEntry.actor_id == actor_id,
    )
    if db.session.scalar(seen.limit(1)) is None:
        start_writing()
        record(action, actor_id=actor_id, subject_id=subject, operation_id=operation_id)


def checkpoint() -> str:
    """Return the end of the chain as `index:hash`, 16 hex digits of it, to be printed on paper.

    Who later rewrites or shortens the chain cannot rewrite the paper (`./sidak verify --checkpoint`).
    """
    last = db.session.execute(
        select(AuditEntry.log_index, AuditEntry.hash).order_by(AuditEntry.log_index.desc()).limit(1)
    ).first()
    return f"{last.log_index}:{last.hash[:PRINTED]}" if last else ""


def hash_at(log_index: int) -> str | None:
    """Return the hash of one row."""
    return db.session.scalar(select(AuditEntry.hash).where(AuditEntry.log_index == log_index))


def hash_of(entry: AuditEntry) -> str:
    """Return the SHA-256 of a row's RFC 8785 form, the hash of the row before included.

    The members stand in their order of RFC 8785; `hashed_form` says the same as a dict, and tests
    hold both together. Written out, a million rows are read in two thirds of the time. Raises
    ValueError for a row that no program of ours wrote.
    """
    committed = entry.reason_sha256 is not None
    reason = _said(entry.reason_sha256 if committed else entry.reason)
    text = (
        f'{{"action":{_said(entry.action)},"actor_id":{_named(entry.actor_id)}'
        f',"at":"{iso(entry.at)}","detail":{canonical_text(entry.detail)}'
        f',"log_index":{int(entry.log_index)},"operation_id":{_named(entry.operation_id)}'
        f',"previous_hash":{_said(entry.previous_hash)}'
        f',"{"reason_sha256" if committed else "reason"}":{reason}'
        f',"subject_id":{_said(entry.subject_id)}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _said(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def _named(key: UUID | None) -> str:
    return "null" if key is None else f'"{key}"'


def commitment(salt: str, reason: str) -> str:
    """Return what the chain holds of a reason: the SHA-256 of salt (hex) and text (UTF-8)."""
    return hashlib.sha256(bytes.fromhex(salt) + reason.encode()).hexdigest()


def hashed_form(entry: AuditEntry) -> dict[str, Any]:
    """Return what of a row is hashed; the reason only as its commitment, where it has one."""
    committed = entry.reason_sha256 is not None
    return {
        "log_index": entry.log_index,
        "at": iso(entry.at),
        "actor_id": str(entry.actor_id) if entry.actor_id else None,
        "action": entry.action,
        "subject_id": entry.subject_id,
        "operation_id": str(entry.operation_id) if entry.operation_id else None,
        **({"reason_sha256": entry.reason_sha256} if committed else {"reason": entry.reason}),
        "detail": entry.detail,
        "previous_hash": entry.previous_hash,
    }
