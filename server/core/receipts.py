"""Receipts: what the server acknowledges, signed so that a phone or anybody else can check it offline.

The signature is Ed25519 (RFC 8032) over the RFC 8785 form of the receipt without `signature`.
"""

import base64
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from server.core.canonical import canonical
from server.settings import SettingsError


def b64url(data: bytes) -> str:
    """Encode bytes as base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode_b64url(text: str) -> bytes:
    """Decode base64url with or without padding; what is no base64url gives no bytes."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public P-256 key as its uncompressed point, 65 bytes (SEC 1)."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sealing_key_id(key: ec.EllipticCurvePublicKey) -> str:
    """Return the first 16 hex digits of the SHA-256 of the point: how an envelope names its key."""
    return hashlib.sha256(point_of(key)).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """The server's private keys: receipts (Ed25519) and sealing (P-256).

    `retired` are sealing keys of before a rotation: phones may still hold what was sealed to them.
    """

    receipts: Ed25519PrivateKey
    sealing: ec.EllipticCurvePrivateKey
    retired: tuple[ec.EllipticCurvePrivateKey, ...] = ()

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of the SHA-256 of the public receipt key."""
        return hashlib.sha256(self._public()).hexdigest()[:16]

    def sign(self, receipt: dict[str, Any]) -> dict[str, Any]:
        """Return the receipt with `key_id` and `signature` (base64url) added."""
        signed = {**receipt, "key_id": self.key_id}
        return {**signed, "signature": b64url(self.receipts.sign(canonical(signed)))}

    def sealing_key(self, key_id: str) -> ec.EllipticCurvePrivateKey | None:
        """Return the sealing key of this id, the retired ones included."""
        for key in (self.sealing, *self.retired):
            if sealing_key_id(key.public_key()) == key_id:
                return key
        return None

    def secret(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose that nobody without `keys/` knows (HKDF-SHA256, RFC 5869).

        They follow from the receipt key, which is never exchanged as long as phones believe in it.
        """
        made = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"sidak {purpose}".encode())
        return made.derive(self.receipts.private_bytes_raw())

    def public(self) -> dict[str, Any]:
        """Return the public keys as JWKs (RFC 7517, RFC 8037)."""
        numbers = self.sealing.public_key().public_numbers()
        return {
            "receipts": {
                "kty": "OKP",
                "crv": "Ed25519",
                "kid": self.key_id,
                "x": b64url(self._public()),
            },
            "sealing": {
                "kty": "EC",
                "crv": "P-256",
                "kid": sealing_key_id(self.sealing.public_key()),
                "x": b64url(numbers.x.to_bytes(32, "big")),
                "y": b64url(numbers.y.to_bytes(32, "big")),
            },
        }

    def _public(self) -> bytes:
        return self.receipts.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def load_keys(folder: Path, *, new: bool = True) -> ServerKeys:
    """Load the keys of an installation, making them on the first start where `new` allows it.

    `sealing.pem` is today's sealing key; every `sealing-*.pem` beside it is a retired one, and after
    a rotation today's is made. Raises SettingsError when a key is missing, of the wrong kind, or
    readable by others.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o022:
        raise SettingsError(f"others can write into {folder}; run chmod 700 on it.")
    receipts = _load(folder / "receipts.pem", Ed25519PrivateKey.generate if new else None)
    if not isinstance(receipts, Ed25519PrivateKey):
        raise SettingsError("keys/receipts.pem is not an Ed25519 key.")
    older = sorted(folder.glob("sealing-*.pem"))
    make = partial(ec.generate_private_key, ec.SECP256R1()) if new or older else None
    sealing = _p256(folder / "sealing.pem", make)
    return ServerKeys(receipts, sealing, tuple(_p256(path, None) for path in older))


def _p256(path: Path, make: Callable[[], Any] | None) -> ec.EllipticCurvePrivateKey:
    key = _load(path, make)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise SettingsError(f"keys/{path.name} is not a P-256 key.")
    return key


def _load(path: Path, make: Callable[[], Any] | None) -> Any:
    if not path.exists():
        if make is None:
            raise SettingsError(
                f"keys/{path.name} is missing. For a new server run ./sidak init; one that had keys "
                "needs them back from its backup: phones believe receipts of those only."
            )
        pem = make().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_once(path, pem)
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"keys/{path.name} is readable by others; run chmod 600 on it.")
    try:
        return load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SettingsError(f"keys/{path.name} is no private key; put it back.") from None


def _write_once(path: Path, data: bytes) -> None:
    """Write a key so that a second process starting at once sees all of it or none."""
    part = path.with_suffix(f".{os.getpid()}")
    file = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(file, data)
        os.fsync(file)
    finally:
        os.close(file)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
