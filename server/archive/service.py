"""Verifying the audit chain: any changed, removed, added or reordered row is named."""

import re
from collections.abc import Iterator
from typing import cast

from sqlalchemy import select

from server.archive.forgotten import forgotten
from server.core.audit import FIRST, AuditEntry, commitment, hash_at, hash_of
from server.core.db import db

BATCH = 2000
_PRINTED = re.compile(r"^(\d{1,15}):([0-9a-f]{16,64})$")


def faults(since: str = "") -> Iterator[tuple[int, str]]:
    """Yield each row that does not fit: its log index and what is wrong with it.

    `since` is a checkpoint as `checkpoint_fault` takes it: only the rows after it are read, for who
    has verified up to there. Raises ValueError when it is none.
    """
    before_hash, before_index, gone = FIRST, 0, forgotten().subjects
    if since:
        before_index, fault = index_of(since), checkpoint_fault(since)
        if fault is not None:
            yield before_index, fault
            return
        before_hash = hash_at(before_index) or ""
    # plain rows: a million objects with an identity would take twice as long
    query = select(*AuditEntry.__table__.columns).where(AuditEntry.log_index > before_index)
    rows = db.session.execute(
        query.order_by(AuditEntry.log_index).execution_options(yield_per=BATCH)
    )
    for found in rows:
        row = cast("AuditEntry", found)
        if row.log_index != before_index + 1:
            yield row.log_index, "a row before this one is missing"
        elif row.previous_hash != before_hash:
            yield row.log_index, "this row does not continue the one before"
        if not _hash_holds(row) or not _reason_holds(row, gone):
            yield row.log_index, "this row was changed"
        before_hash, before_index = row.hash, row.log_index


def _hash_holds(row: AuditEntry) -> bool:
    try:
        return hash_of(row) == row.hash
    except (ValueError, TypeError, AttributeError):  # not even of the form that we write
        return False


def _reason_holds(row: AuditEntry, gone: frozenset[str]) -> bool:
    """Whether a reason is the one the chain committed to, or was forgotten by schedule."""
    if row.reason_sha256 is None:
        return row.reason_salt is None
    if row.reason is None or row.reason_salt is None:
        return row.reason is None and row.reason_salt is None and row.subject_id in gone
    return commitment(row.reason_salt, row.reason) == row.reason_sha256


def index_of(printed: str) -> int:
    """Return the row that a checkpoint speaks of; raises ValueError when it is none."""
    found = _PRINTED.match(printed.strip().lower())
    if found is None:
        raise ValueError(f"no checkpoint: {printed!r}")
    return int(found[1])


def checkpoint_fault(printed: str) -> str | None:
    """Say what differs between the chain and a checkpoint kept outside, None when nothing does.

    `printed` is `index:hash` as papers and receipts carry it, at least 16 hex digits of the hash.
    Raises ValueError when it is no checkpoint.
    """
    index, digits = index_of(printed), printed.strip().lower().partition(":")[2]
    here = hash_at(index)
    if here is None:
        return "the chain is shorter than this checkpoint, or its row was removed"
    if not here.startswith(digits):
        return "the chain is another one than at this checkpoint"
    return None
