"""Making a backup while the server runs: the database first, then keys and photos.

Photos are on the disk before a row points to them, and only a retention run takes some away, which
waits for a backup and the other way round: whatever the database snapshot speaks of is there when
the photos are copied afterwards.
"""

import base64
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from server.archive.alone import alone
from server.archive.dumps import dump
from server.archive.envelope import BackupRefused, Sealer, new_key
from server.core.audit import AuditEntry
from server.core.blobs import sync_file, sync_folder
from server.core.clock import iso, now
from server.core.db import db
from server.core.state import state
from server.settings import Settings

PUBLIC_KEY = "backup.pub"
SUFFIX = ".sidak-backup"
LAST = "last-backup"
HEX = frozenset("0123456789abcdef")
NAME = 64


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written: where, how many photos and bytes."""

    file: Path
    photos: int
    size: int


def make_key(settings: Settings) -> str:
    """Make the key pair of backups; keep the public half and return the private one, never kept."""
    text, public = new_key()
    part = settings.keys / f"{PUBLIC_KEY}.{os.getpid()}"
    part.write_text(base64.b64encode(public).decode() + "\n")
    part.chmod(0o600)
    sync_file(part)
    part.replace(settings.keys / PUBLIC_KEY)
    sync_folder(settings.keys)
    return text


def has_key(settings: Settings) -> bool:
    """Whether backups can be made here."""
    return (settings.keys / PUBLIC_KEY).exists()


def make(settings: Settings, folder: Path) -> Made:
    """Write an encrypted backup into a folder; raises BackupRefused, and leaves no half file."""
    if not has_key(settings):
        raise BackupRefused("Belum ada kunci cadangan: jalankan ./sidak backup --new-key sekali.")
    public = base64.b64decode((settings.keys / PUBLIC_KEY).read_text())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"sidak-{now():%Y%m%d-%H%M%S}{SUFFIX}"
    part = target.with_suffix(".part")
    try:
        with alone(settings), part.open("xb") as file:
            part.chmod(0o600)
            photos = _write(settings, Sealer(file, public))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(folder)
    remember(settings)
    return Made(target, photos, target.stat().st_size)


def last_made(settings: Settings) -> datetime | None:
    """Return when the last backup of this instance was finished, wherever it went."""
    try:
        return datetime.fromisoformat((settings.instance / LAST).read_text().strip())
    except (OSError, ValueError):
        return None


def remember(settings: Settings) -> None:
    """Note beside the instance that a backup is whole; the folder of backups may be out of reach."""
    part = settings.instance / f"{LAST}.{os.getpid()}"
    part.write_text(iso(now()) + "\n")
    part.chmod(0o600)
    part.replace(settings.instance / LAST)


def keep_newest(folder: Path, most: int) -> list[Path]:
    """Remove all backups of a folder but the newest ones and return those removed."""
    old = sorted(folder.glob(f"sidak-*{SUFFIX}"))[:-most]
    for file in old:
        file.unlink()
    return old


def _write(settings: Settings, sealer: Sealer) -> int:
    photos = 0
    with tarfile.open(fileobj=sealer, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
        # beside the database: readable by nobody else, and gone when this ends
        with tempfile.TemporaryDirectory(dir=settings.instance, prefix="backup-") as away:
            copy = Path(away) / "database"
            manifest = _manifest(settings)
            dump(settings, copy)
            tar.add(copy, "database")
        for key in [*sorted(settings.keys.glob("*.pem")), settings.keys / PUBLIC_KEY]:
            tar.add(key, f"keys/{key.name}")
        for photo in stored(settings.blobs):
            tar.add(photo, f"blobs/{photo.name}")
            photos += 1
        _add_json(tar, "manifest.json", {**manifest, "blobs": photos})
    sealer.close()
    return photos


def stored(blobs: Path) -> Iterator[Path]:
    """Yield every file of the photo store, unfinished ones left out."""
    for path in sorted(blobs.glob("??/??/*")):
        if len(path.name) == NAME and HEX.issuperset(path.name):
            yield path


def _manifest(settings: Settings) -> dict[str, Any]:
    """What a restore can count again; taken before the database, so that it holds at least that."""
    head = db.session.execute(
        select(AuditEntry.log_index, AuditEntry.hash).order_by(AuditEntry.log_index.desc()).limit(1)
    ).first()
    found = {
        "made_at": iso(now()),
        "version": settings.version,
        "database": "sqlite" if settings.embedded else "postgresql",
        "epoch": str(state().epoch),
        "log_index": head.log_index if head else 0,
        "log_hash": head.hash if head else None,
    }
    db.session.rollback()
    return found


def _add_json(tar: tarfile.TarFile, name: str, body: dict[str, Any]) -> None:
    data = json.dumps(body).encode()
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))
