"""Photos on their way (tus 1.0.0): bytes to a part file, then into the store, then the row.

The offset of an upload is the length of its part file, so it cannot lie after a crash; a finished
part is adopted into the store before any row says so, and asking again finishes what a crash left.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from sqlalchemy import or_, select

from server.accounts import devices
from server.accounts.models import User
from server.core import audit, pictures
from server.core.blobs import BlobStore, sha256_of
from server.core.clock import now
from server.core.db import db, start_writing
from server.core.problems import Code, Problem
from server.core.receipts import ServerKeys
from server.core.sealed import OVERHEAD
from server.findings import queries
from server.findings.models import Finding, FindingPhoto, SetAside, Upload
from server.findings.service.sealed import unseal_photo

LIFE = timedelta(days=7)
CHUNK = 256 * 1024


class Digest(Protocol):
    """What hashlib gives."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""

    def digest(self) -> bytes:
        """Return the hash of all bytes taken."""


@dataclass(frozen=True, slots=True)
class Part:
    """An upload with its part file, held by this request alone."""

    upload: Upload
    path: Path
    store: BlobStore

    @property
    def offset(self) -> int:
        """How many bytes are durable; all of them once the store has the photo."""
        if self.path.exists():
            return self.path.stat().st_size
        return self.upload.length if self.store.holds(self.upload.sha256) else 0

    @property
    def complete(self) -> bool:
        """Whether every byte has arrived."""
        return self.offset == self.upload.length


def announce(
    sender: User, metadata: dict[str, str], length: int, *, sealed: bool = False
) -> FindingPhoto:
    """Match an upload with an announced photo; raises `upload-metadata`, `photo-not-announced`."""
    try:
        finding_id, photo_id = UUID(metadata["finding"]), UUID(metadata["photo"])
        sha256 = metadata["sha256"].lower()
    except (KeyError, ValueError):
        raise Problem(Code.UPLOAD_METADATA) from None
    finding = db.session.scalar(
        select(Finding).where(
            Finding.id == finding_id,
            or_(queries.visible_to(sender), Finding.author_id == sender.id),
        )
    )
    photo = db.session.get(FindingPhoto, photo_id)
    if finding is None or finding.erased_at or photo is None or photo.finding_id != finding_id:
        raise Problem(Code.PHOTO_NOT_ANNOUNCED)
    if photo.sha256 != sha256 or photo.size + (OVERHEAD if sealed else 0) != length:
        raise Problem(Code.PHOTO_MISMATCH)
    return photo


def begin(sender: User, photo: FindingPhoto, *, sealed: bool = False) -> Upload:
    """Make a new upload; its row enters the database with `keep` or `finish`, after the bytes."""
    return Upload(
        id=secrets.token_urlsafe(24),
        owner_id=sender.id,
        finding_id=photo.finding_id,
        photo_id=photo.id,
        sha256=photo.sha256,
        length=photo.size + (OVERHEAD if sealed else 0),
        sealed=sealed,
        created_at=now(),
        expires_at=now() + LIFE,
    )


def keep(part: Part) -> None:
    """Make a begun upload known, in a transaction of its own."""
    start_writing()
    db.session.merge(part.upload)


@contextmanager
def hold(sender: User | None, upload_id: str, folder: Path, store: BlobStore) -> Iterator[Part]:
    """Hold an upload for this request.

    A sealed one was proved when it began; after that its unguessable id is enough. Raises
    `sign-in-needed`, `not-found`, and `upload-locked` to a second request.
    """
    # PostgreSQL takes no NUL, and no id of ours holds anything unprintable
    upload = db.session.get(Upload, upload_id) if upload_id.isprintable() else None
    if upload is None or not upload.sealed:
        if sender is None:
            raise Problem(Code.SIGN_IN_NEEDED)
        if upload is None or upload.owner_id != sender.id:
            raise Problem(Code.NOT_FOUND)
    db.session.expunge(upload)
    with hold_new(upload, folder, store) as part:
        yield part


@contextmanager
def hold_new(upload: Upload, folder: Path, store: BlobStore) -> Iterator[Part]:
    """Hold an upload whose row is at hand; no transaction is open while its bytes arrive."""
    db.session.rollback()
    lock = os.open(folder / f"{upload.id}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(Code.UPLOAD_LOCKED, retry_after=2) from None
        yield Part(upload, folder / f"{upload.id}.part", store)
    finally:
        os.close(lock)


def append(part: Part, stream: IO[bytes], check: tuple[Digest, bytes] | None) -> int:
    """Write what arrives and return the new offset.

    A connection that breaks keeps what came, that is what makes it resumable; with a checksum that
    does not fit, nothing of this request is kept. Raises `too-large`, `upload-checksum`.
    """
    start = part.offset
    room = part.upload.length - start
    done = 0
    with part.path.open("ab", buffering=0) as file:
        try:
            while chunk := stream.read(min(CHUNK, room - done + 1)):
                if done + len(chunk) > room:
                    file.truncate(start)
                    raise Problem(Code.TOO_LARGE)
                file.write(chunk)
                done += len(chunk)
                if check is not None:
                    check[0].update(chunk)
        except (ConnectionError, TimeoutError):
            pass
        if check is not None and check[0].digest() != check[1]:
            file.truncate(start)
            raise Problem(Code.UPLOAD_CHECKSUM)
        os.fsync(file.fileno())
    return start + done


def drain(stream: IO[bytes]) -> None:
    """Read a body that is not needed, so that the connection stays usable."""
    while stream.read(CHUNK):
        pass


def finish(part: Part, keys: ServerKeys) -> bool:
    """Adopt the complete photo and mark it stored, in a transaction of its own.

    Bytes that are not what the phone took are set aside and the upload begins anew; bytes that are
    no picture are kept as what they are, marked `quarantined`, and never shown. Returns whether
    the photo is the announced one; a refusal is returned so that its trace commits. A sealed part
    is opened first and given up only when the photo in it is in the store.
    """
    sender_id = part.upload.owner_id
    if part.path.exists():
        sealed = part.upload.sealed
        photo = unseal_photo(part.path, part.upload.photo_id, keys) if sealed else part.path
        if photo is None or sha256_of(photo) != part.upload.sha256:
            _set_aside_bytes(part, sender_id)
            return False
        part.store.adopt(photo, part.upload.sha256)
        part.path.unlink(missing_ok=True)
    else:
        part.store.secure(part.upload.sha256)
    readable = is_picture(part.store.path(part.upload.sha256))
    start_writing()
    upload = db.session.merge(part.upload)
    mark_stored(part.upload.photo_id, sender_id, readable=readable)
    if upload.finished_at is None:
        upload.finished_at = now()
    return True


def mark_stored(photo_id: UUID, sender_id: UUID, *, readable: bool) -> FindingPhoto:
    """Say of an announced photo that the store holds its bytes; saying it again changes nothing.

    The bytes are durable before; `readable` is what `is_picture` said of them.
    """
    photo = db.session.get_one(FindingPhoto, photo_id, with_for_update=True)
    if photo.state != "missing":
        return photo
    photo.state = "stored" if readable else "quarantined"
    photo.stored_at = now()
    finding = db.session.get_one(Finding, photo.finding_id)
    devices.arrived(finding.device_id, "unsent_photos")
    if not readable and "photo_unreadable" not in finding.flags:
        finding.flags = [*finding.flags, "photo_unreadable"]
    audit.record(
        "photo.store",
        actor_id=sender_id,
        subject_id=photo.finding_id,
        operation_id=finding.operation_id,
        photo=str(photo.id),
        sha256=photo.sha256,
        readable=readable,
    )
    return photo


def give_up(part: Part) -> None:
    """Forget an upload; a part that is no complete photo is not evidence."""
    start_writing()
    if (row := db.session.get(Upload, part.upload.id)) is not None:
        db.session.delete(row)
    part.path.unlink(missing_ok=True)


def _set_aside_bytes(part: Part, sender_id: UUID) -> None:
    found = part.store.put(part.path.read_bytes())
    start_writing()
    known = db.session.scalar(
        select(SetAside.id).where(
            SetAside.finding_id == part.upload.finding_id, SetAside.sha256 == found
        )
    )
    if known is None:
        db.session.add(
            SetAside(
                finding_id=part.upload.finding_id,
                photo_id=part.upload.photo_id,
                kind="photo",
                sha256=found,
                why="bytes-differ-from-announced-hash",
                sent_by=sender_id,
            )
        )
        audit.record(
            "photo.set_aside",
            actor_id=sender_id,
            subject_id=part.upload.finding_id,
            photo=str(part.upload.photo_id),
            sha256=found,
        )
    part.path.unlink()


def is_picture(path: Path) -> bool:
    """Whether the bytes decode as a photo of a sane size; raises OSError when they cannot be read."""
    return pictures.is_sound(path.read_bytes())


def shown(store: BlobStore, sha256: str, *, thumb: bool) -> bytes:
    """Re-encode a photo for the screen, without EXIF; raises `not-found` when it is no picture."""
    found = pictures.shown(store.get(sha256), thumb=thumb)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found
