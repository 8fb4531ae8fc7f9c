"""Putting a backup back into an empty place: opened, counted, re-hashed and verified before use.

Everything is unpacked beside the place where it will lie. Only when every photo has its hash, the
audit chain holds and each finding and letter finds what it speaks of, does it become the instance,
with a new epoch: phones then offer again what they keep of the last 30 days.
"""

import json
import os
import re
import shutil
import tarfile
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select

from server.accounts.service import end_powerful_sessions
from server.archive.backup import HEX, NAME, PUBLIC_KEY
from server.archive.dumps import is_empty
from server.archive.envelope import BackupRefused, Opener
from server.archive.evidence import evidence_faults
from server.archive.service import faults
from server.core import audit
from server.core.audit import AuditEntry
from server.core.blobs import BlobStore, sha256_of, sync_file, sync_folder
from server.core.db import db, transaction
from server.core.state import begin_again, state
from server.settings import Settings

KEYS = frozenset({"keys/receipts.pem", "keys/sealing.pem", f"keys/{PUBLIC_KEY}"})
RETIRED = re.compile(r"^keys/sealing-[\w.-]{1,80}\.pem$")
SHOWN = 5


def refuse_full_place(settings: Settings) -> None:
    """Raise BackupRefused where something of an instance lies already; files only, no database."""
    for path in (settings.keys, settings.blobs):
        if path.exists() and any(path.iterdir()):
            raise BackupRefused(
                f"{path} sudah berisi: cadangan hanya dipulihkan ke tempat yang kosong."
            )
    if settings.embedded and not is_empty(settings):
        raise BackupRefused(f"{settings.database_file} sudah ada: pulihkan ke tempat yang kosong.")


def unpack(source: IO[bytes], key: X25519PrivateKey, folder: Path) -> dict[str, Any]:
    """Write what a backup holds below a new folder and return its manifest; raises BackupRefused."""
    opener = Opener(source, key)
    manifest: dict[str, Any] | None = None
    photos, missing = 0, {"database", *KEYS}
    with tarfile.open(fileobj=opener, mode="r|") as tar:  # type: ignore[call-overload]
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                raise BackupRefused(f"Cadangan ini berisi sesuatu yang asing: {member.name}")
            if member.name == "manifest.json":
                manifest = json.loads(content.read())
            else:
                photos += _keep(member.name, content, folder)
                missing.discard(member.name)
    opener.finish()
    if missing or manifest is None or manifest["blobs"] != photos:
        raise BackupRefused("Cadangan ini tidak lengkap: isinya lain dari daftar isinya.")
    return manifest


def _keep(name: str, content: IO[bytes], folder: Path) -> int:
    """Write one member to its place; return 1 for a photo."""
    place, _, last = name.rpartition("/")
    photo = place == "blobs" and len(last) == NAME and HEX.issuperset(last)
    if photo:
        target = folder / "blobs" / last[:2] / last[2:4] / last
    elif name == "database" or name in KEYS or RETIRED.match(name):
        target = folder / name
    else:
        raise BackupRefused(f"Cadangan ini berisi sesuatu yang asing: {name}")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as file:
        target.chmod(0o600)
        shutil.copyfileobj(content, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())
    if photo and sha256_of(target) != last:
        raise BackupRefused(f"Foto {last} di cadangan ini berubah; tidak ada yang dipulihkan.")
    return int(photo)


def move_in(folder: Path, settings: Settings) -> None:
    """Give the unpacked keys and photos their place; the embedded database last."""
    for name in ("keys", "blobs"):
        place = settings.instance / name
        if place.exists():
            place.rmdir()  # empty: refuse_full_place looked
        (folder / name).mkdir(exist_ok=True, mode=0o700)
        (folder / name).replace(place)
    for at, _folders, _files in os.walk(settings.blobs):
        sync_folder(Path(at))
    if settings.embedded:
        (folder / "database").replace(settings.database_file)
        sync_file(settings.database_file)
    sync_folder(settings.instance)


def check(manifest: dict[str, Any], store: BlobStore) -> None:
    """Verify the restored database against its chain, its photos and the manifest."""
    found = [f"{name}: {what}" for name, what in [*faults(), *evidence_faults(store)]]
    if manifest["log_index"]:
        row = db.session.scalar(
            select(AuditEntry.hash).where(AuditEntry.log_index == manifest["log_index"])
        )
        if row != manifest["log_hash"]:
            found.append("the audit chain is not the one of the manifest")
    if str(state().epoch) != manifest["epoch"]:
        found.append("the epoch is not the one of the manifest")
    if found:
        more = f" dan {len(found) - SHOWN} lagi" if len(found) > SHOWN else ""
        raise BackupRefused(f"Isi cadangan tidak utuh: {'; '.join(found[:SHOWN])}{more}")


def begin_new_life(manifest: dict[str, Any]) -> None:
    """Change the epoch, end sessions that may have been ended since, and say so in the audit."""
    with transaction():
        end_powerful_sessions()
        row = begin_again()
        audit.record(
            "server.restore",
            actor_id=None,
            subject_id=row.epoch,
            made_at=manifest["made_at"],
            epoch_before=manifest["epoch"],
            log_index=manifest["log_index"],
        )
