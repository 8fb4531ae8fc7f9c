"""The content-addressed store of photos and letters.

Bytes go to a file in the same file system, fsync, rename to their hash, fsync of the folder; only
then may a row point at them. Only the retention job calls `forget`, by schedule.
"""

import hashlib
import os
import secrets
from pathlib import Path

CHUNK = 1 << 20


class BlobStore:
    """Files named by the SHA-256 of their bytes (hex), two levels deep."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._anchored: set[Path] = set()  # folders whose own entry is known to be durable
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync_folder(root.parent)

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this hash are, or would be."""
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def put(self, data: bytes) -> str:
        """Keep bytes durably and return their SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.holds(sha256):
            self.secure(sha256)
            return sha256
        part = self._root / f"part-{secrets.token_hex(8)}"
        part.write_bytes(data)
        self.adopt(part, sha256)
        return sha256

    def adopt(self, part: Path, sha256: str) -> None:
        """Take over a finished file of the same file system whose hash the caller has checked."""
        target = self.path(sha256)
        sync_file(part)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.replace(target)
        self._anchor(target)

    def secure(self, sha256: str) -> None:
        """Make durable what is here already: whoever put it may have died before the last sync."""
        sync_file(self.path(sha256))
        self._anchor(self.path(sha256))

    def _anchor(self, target: Path) -> None:
        """Sync the folder of a file, and each folder above it whose entry may be new."""
        sync_folder(target.parent)
        for folder in (target.parent, target.parent.parent):
            if folder not in self._anchored:
                sync_folder(folder.parent)
                self._anchored.add(folder)

    def get(self, sha256: str) -> bytes:
        """Return the bytes; raises FileNotFoundError."""
        return self.path(sha256).read_bytes()

    def forget(self, sha256: str) -> None:
        """Delete the bytes for good; forgetting what is not here changes nothing."""
        path = self.path(sha256)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def holds(self, sha256: str) -> bool:
        """Whether the bytes are here."""
        return self.path(sha256).is_file()


def sha256_of(path: Path) -> str:
    """Hash a file in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sync_file(path: Path) -> None:
    """Make the bytes of a file survive a power loss."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power loss."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
