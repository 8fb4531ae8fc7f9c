"""The envelope of a backup: anybody may close it, only the holder of the private key opens it.

An ephemeral X25519 key (RFC 7748) meets the public key of the installation; HKDF-SHA256 (RFC 5869)
makes one AES-256-GCM key from it. The content goes in chunks of 1 MiB whose nonce is their number
and whether they are the last, so that a chunk changed, moved, doubled or cut off shows (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015, as the age format uses it).
"""

import base64
import hashlib
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"SIDAK-BACKUP-1\n"
CHUNK = 1 << 20
TAG = 16
GROUP = 4
CHECK = 3


class BackupRefused(RuntimeError):  # noqa: N818 - a refusal, told to a person in one sentence
    """A backup cannot be made, opened or trusted; the text is for a person."""


def new_key() -> tuple[str, bytes]:
    """Return a private key in words for paper and its public key (32 bytes)."""
    private = X25519PrivateKey.generate()
    raw = private.private_bytes_raw()
    text = base64.b32encode(raw + hashlib.sha256(raw).digest()[:CHECK]).decode()
    groups = [text[at : at + GROUP] for at in range(0, len(text), GROUP)]
    return "-".join(groups), private.public_key().public_bytes_raw()


def read_key(text: str) -> X25519PrivateKey:
    """Read a key as it was printed; raises BackupRefused for a slip of the pen."""
    plain = "".join(text.split()).replace("-", "").upper()
    try:
        raw = base64.b32decode(plain)
    except ValueError:
        raw = b""
    key, check = raw[:-CHECK], raw[-CHECK:]
    if len(key) != 32 or hashlib.sha256(key).digest()[:CHECK] != check:  # noqa: PLR2004 - X25519
        raise BackupRefused("Kunci cadangan salah ketik: cocokkan setiap kelompok hurufnya.")
    return X25519PrivateKey.from_private_bytes(key)


class Sealer:
    """A file-like object to write to; `close` writes the last chunk, without which nothing opens."""

    def __init__(self, target: IO[bytes], public: bytes) -> None:
        self._target = target
        self._waiting = bytearray()
        self._number = 0
        private = X25519PrivateKey.generate()
        header = MAGIC + public + private.public_key().public_bytes_raw()
        shared = private.exchange(X25519PublicKey.from_public_bytes(public))
        self._cipher, self._header = _cipher(shared, header), header
        target.write(header)

    def write(self, data: bytes) -> int:
        """Take bytes; whole chunks go out at once."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # a full chunk may still be the last
            self._out(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write what waits as the last chunk."""
        self._out(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _out(self, data: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, data, self._header))
        self._number += 1


class Opener:
    """A file-like object to read from; not one byte leaves it that was not checked."""

    def __init__(self, source: IO[bytes], key: X25519PrivateKey) -> None:
        header = source.read(len(MAGIC) + 64)
        if not header.startswith(MAGIC) or len(header) != len(MAGIC) + 64:
            raise BackupRefused("Berkas ini bukan cadangan Sidak, atau rusak di awalnya.")
        public, ephemeral = header[len(MAGIC) : -32], header[-32:]
        if public != key.public_key().public_bytes_raw():
            raise BackupRefused("Cadangan ini dibuat untuk kunci lain, atau rusak di awalnya.")
        try:
            shared = key.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        except ValueError:
            raise BackupRefused("Cadangan ini rusak di awalnya.") from None
        self._plain = self._chunks(source, _cipher(shared, header), header)
        self._ready = bytearray()

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer only at the end; raises BackupRefused for any damage."""
        while len(self._ready) < size:
            chunk = next(self._plain, None)
            if chunk is None:
                break
            self._ready += chunk
        found = bytes(self._ready[:size])
        del self._ready[:size]
        return found

    def finish(self) -> None:
        """Read to the end, so that its last chunk is checked too."""
        self._ready.clear()
        for _ in self._plain:
            pass

    @staticmethod
    def _chunks(source: IO[bytes], cipher: AESGCM, header: bytes) -> Iterator[bytes]:
        number, here = 0, source.read(CHUNK + TAG)
        while True:
            following = source.read(CHUNK + TAG)
            try:
                nonce = _nonce(number, last=not following)
                yield cipher.decrypt(nonce, here, header)
            except InvalidTag:
                raise BackupRefused(
                    f"Cadangan ini rusak atau terpotong pada bagian ke-{number + 1}; "
                    "tidak ada yang dipulihkan. Pakai salinan lain."
                ) from None
            if not following:
                return
            number, here = number + 1, following


def _cipher(shared: bytes, header: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=header, info=b"sidak backup").derive(shared))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
