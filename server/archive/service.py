"""Verifying the audit chain: any changed, removed, added or reordered row is named."""

from collections.abc import Iterator

from sqlalchemy import select

from server.core.audit import FIRST, AuditEntry, hash_of
from server.core.db import db

BATCH = 2000


def faults() -> Iterator[tuple[int, str]]:
    """Yield each row that does not fit: its log index and what is wrong with it."""
    before_hash, before_index = FIRST, 0
    rows = db.session.scalars(
        select(AuditEntry).order_by(AuditEntry.log_index).execution_options(yield_per=BATCH)
    )
    for row in rows:
        if row.log_index != before_index + 1:
            yield row.log_index, "a row before this one is missing"
        elif row.previous_hash != before_hash:
            yield row.log_index, "this row does not continue the one before"
        if hash_of(row) != row.hash:
            yield row.log_index, "this row was changed"
        before_hash, before_index = row.hash, row.log_index
