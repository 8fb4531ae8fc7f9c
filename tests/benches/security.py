"""Security that costs time: a password, a receipt, and reading the whole audit chain."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import databases
from sqlalchemy import insert

from benches.figure import Figure, each, p95
from benches.yard import BATCH, Yard
from server.accounts.passwords import hash_password
from server.archive.service import faults
from server.core.app_state import keys
from server.core.audit import FIRST, AuditEntry, hash_at, hash_of
from server.core.canonical import canonical
from server.core.clock import now
from server.core.db import db
from server.core.receipts import decode_b64url

ROWS = int(os.environ.get("SIDAK_BENCH_ROWS", "100000"))
MILLION = 1_000_000
NEWEST = 1000


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield the figures of security."""
    spent = each(10, lambda: hash_password("sandi yang cukup panjang"))
    yield Figure("Argon2id", p95(spent), "ms", None, "p95 dari 10 sandi")
    for kind in databases.KINDS:
        with yard.city(kind) as city, city.app.app_context():
            if kind == databases.KINDS[0]:
                yield from _receipt({"finding_id": str(uuid4()), "sha256": "0" * 64, "photos": []})
            _fill_chain()
            # processor seconds: a chain is read by one thread, and neighbours on a shared machine
            # would be measured with it (with PostGIS its own server's part is not in them)
            begun, wall = time.process_time(), time.perf_counter()
            assert list(faults()) == []
            whole = (time.process_time() - begun) * MILLION / ROWS
            wall = time.perf_counter() - wall
            how = (
                f"{kind}, {ROWS:,} baris dibaca ({wall:.0f} dtk jam dinding), dihitung untuk sejuta"
            )
            yield Figure("rantai audit, sejuta baris", whole, "dtk prosesor", 60, how)
            point = f"{ROWS - NEWEST}:{hash_at(ROWS - NEWEST)}"
            spent = each(5, lambda point=point: list(faults(point)))
            how = f"{kind}, {NEWEST:,} baris sesudah titik yang sudah diperiksa, terlama dari 5"
            yield Figure("rantai audit, lanjutan", max(spent) / 1000, "dtk", 1, how)


def _receipt(receipt: dict[str, Any]) -> Iterator[Figure]:
    """Yield what signing costs the server, and checking whoever holds the public key."""
    signed = each(500, keys().sign, receipt)
    yield Figure("tanda terima, tanda tangan", p95(signed) * 1000, "µs", None, "p95 dari 500")
    public, told = keys().receipts.public_key(), keys().sign(receipt)
    signature = decode_b64url(told.pop("signature"))
    checked = each(500, lambda: public.verify(signature, canonical(told)))
    yield Figure("tanda terima, pemeriksaan", p95(checked) * 1000, "µs", None, "p95 dari 500")


def _fill_chain() -> None:
    before, at = FIRST, now() - timedelta(days=30)
    for start in range(0, ROWS, BATCH):
        batch = []
        for index in range(start + 1, min(start + BATCH, ROWS) + 1):
            entry = AuditEntry(
                log_index=index, at=at + timedelta(seconds=index), actor_id=None,
                action="finding.send", subject_id=str(uuid4()), operation_id=None, reason=None,
                detail={"sha256": "0" * 64, "photos": []}, previous_hash=before,
            )  # fmt: skip
            before = entry.hash = hash_of(entry)
            names = AuditEntry.__table__.columns.keys()
            batch.append({name: getattr(entry, name) for name in names})
        db.session.execute(insert(AuditEntry), batch)
    db.session.commit()
