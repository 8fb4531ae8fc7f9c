"""An exported bundle: the evidence of one sidak, or of all, that anybody can check offline.

A ZIP of plain files: the whole audit chain (ids and hashes, no names), and for the chosen operation
each finding as it arrived, its receipt, photos and signed letters; `bundle.json` lists every file
with its hash and is signed like a receipt. `server/archive/verifier.py` checks it and needs nothing
of this house.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.core import audit
from server.core.audit import AuditEntry, hashed_form
from server.core.blobs import BlobStore
from server.core.clock import iso, now
from server.core.db import db
from server.core.receipts import ServerKeys
from server.core.state import state
from server.findings.models import Finding, FindingPhoto
from server.findings.service.receive import receipt
from server.summons.models import Letter

BATCH = 2000
MANIFEST = "bundle.json"


class _Writer:
    """Puts files into the ZIP and remembers their hashes."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._target = target
        self.hashes: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """Put one file in, uncompressed: photos are compressed already."""
        self._target.writestr(name, data)
        self.hashes[name] = hashlib.sha256(data).hexdigest()


def export(
    target: Path, keys: ServerKeys, store: BlobStore, operation_id: UUID | None
) -> dict[str, Any]:
    """Write a bundle and return its manifest; call it inside a transaction, it leaves a trace."""
    audit.record(
        "bundle.export",
        actor_id=None,
        subject_id=operation_id or "all",
        operation_id=operation_id,
    )
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED) as file:
        writer = _Writer(file)
        writer.add("audit.jsonl", b"".join(_chain()))
        receipts = [_finding(writer, row, keys, store) for row in _findings(operation_id)]
        writer.add("receipts.jsonl", b"".join(map(_line, receipts)))
        _letters(writer, store, operation_id)
        index, _, _ = audit.checkpoint().partition(":")
        manifest = keys.sign(
            {
                "made_at": iso(now()),
                "epoch": str(state().epoch),
                "operation_id": str(operation_id) if operation_id else None,
                "log_index": int(index),
                "log_hash": audit.hash_at(int(index)),
                "public_key": keys.public()["receipts"]["x"],
                "files": dict(sorted(writer.hashes.items())),
            }
        )
        file.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def _line(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _chain() -> Iterator[bytes]:
    rows = db.session.scalars(
        select(AuditEntry).order_by(AuditEntry.log_index).execution_options(yield_per=BATCH)
    )
    for row in rows:
        yield _line({**hashed_form(row), "hash": row.hash})


def _findings(operation_id: UUID | None) -> list[Finding]:
    query = select(Finding).order_by(Finding.log_index)
    if operation_id is not None:
        query = query.where(Finding.operation_id == operation_id)
    return list(db.session.scalars(query))


def _finding(writer: _Writer, row: Finding, keys: ServerKeys, store: BlobStore) -> dict[str, Any]:
    if row.erased_at is None:
        writer.add(f"findings/{row.id}.json", row.body)
    photos = select(FindingPhoto.sha256).where(
        FindingPhoto.finding_id == row.id, FindingPhoto.state.in_(("stored", "quarantined"))
    )
    for sha256 in db.session.scalars(photos):
        if f"photos/{sha256}" not in writer.hashes:
            writer.add(f"photos/{sha256}", store.get(sha256))
    return receipt(row, keys)


def _letters(writer: _Writer, store: BlobStore, operation_id: UUID | None) -> None:
    query = select(Letter.id, Letter.pdf_sha256).where(Letter.pdf_sha256.is_not(None))
    if operation_id is not None:
        query = query.where(Letter.operation_id == operation_id)
    for row in db.session.execute(query.order_by(Letter.id)):
        writer.add(f"letters/{row.id}.pdf", store.get(row.pdf_sha256))
