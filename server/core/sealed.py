"""The sealed envelope: what a phone encrypts to the server, and the signature of its device inside.

Version 1, bytes in this order (ADR 7 says why):

    1  version (1)         8  key id: SHA-256 of the server's public point, its first 8 bytes
    16 device id (UUID)    65 ephemeral P-256 point, uncompressed (SEC 1)
    n  AES-256-GCM of signature (64) || content, with its tag (16)

Key and nonce (32 + 12 bytes) come from ECDH by HKDF-SHA256 (RFC 5869) with the two points as salt
and purpose and id as info; the 90 bytes before the ciphertext are its additional data. The
signature is ECDSA P-256 with SHA-256 as r || s (IEEE P1363, what WebCrypto makes), over purpose,
id, device and the hash of the content, so that it stays provable once the envelope is opened.
"""

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.core.problems import Code, Problem
from server.core.receipts import ServerKeys, decode_b64url, point_of

MEDIA_TYPE = "application/vnd.sidak.sealed"
VERSION = 1
KEY_ID, DEVICE, POINT = slice(1, 9), slice(9, 25), slice(25, 90)
HEADER = 90
SIGNATURE = 64
TAG = 16
OVERHEAD = HEADER + SIGNATURE + TAG
SEALING = b"sidak-sealed-1"
SIGNING = b"sidak-signed-1"


class Purpose(Enum):
    """What is sealed; the byte keeps one from being passed off as another."""

    FINDING = b"F"
    PHOTO = b"P"
    VISIT = b"V"
    CORRECTION = b"C"


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope held. The signature is not checked yet: its device must be looked up first."""

    purpose: Purpose
    thing_id: UUID
    device_id: UUID
    signature: bytes
    content: bytes

    def signed_by(self, public_key: dict[str, Any]) -> bool:
        """Whether the device with this key (JWK) wrote exactly this."""
        digest = hashlib.sha256(self.content).digest()
        said = statement(self.purpose, self.thing_id, self.device_id, digest)
        return signature_holds(public_key, self.signature, said)


def open_sealed(envelope: bytes, purpose: Purpose, thing_id: UUID, keys: ServerKeys) -> Opened:
    """Decrypt what was sealed for this purpose and id.

    Raises `sealed-unreadable` for damaged or foreign bytes, `sealing-key-unknown` for a key that
    this server does not hold (any more).
    """
    if len(envelope) < OVERHEAD or envelope[0] != VERSION:
        raise Problem(Code.SEALED_UNREADABLE)
    private = keys.sealing_key(envelope[KEY_ID].hex())
    if private is None:
        raise Problem(Code.SEALING_KEY_UNKNOWN)
    header = envelope[:HEADER]
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), header[POINT])
        shared = private.exchange(ec.ECDH(), point)
        salt = header[POINT] + point_of(private.public_key())
        key, nonce = derive(shared, salt, purpose, thing_id)
        plain = AESGCM(key).decrypt(nonce, envelope[HEADER:], header)
    except (ValueError, InvalidTag):
        raise Problem(Code.SEALED_UNREADABLE) from None
    device = UUID(bytes=header[DEVICE])
    return Opened(purpose, thing_id, device, plain[:SIGNATURE], plain[SIGNATURE:])


def derive(shared: bytes, salt: bytes, purpose: Purpose, thing_id: UUID) -> tuple[bytes, bytes]:
    """Return the AES key (32 bytes) and nonce (12 bytes) of one envelope."""
    info = SEALING + purpose.value + thing_id.bytes
    made = HKDF(algorithm=hashes.SHA256(), length=44, salt=salt, info=info).derive(shared)
    return made[:32], made[32:]


def statement(purpose: Purpose, thing_id: UUID, device_id: UUID, sha256: bytes) -> bytes:
    """Return the bytes that a device signs for a thing whose content has this hash (32 bytes)."""
    return SIGNING + purpose.value + thing_id.bytes + device_id.bytes + sha256


def signature_holds(public_key: dict[str, Any], signature: bytes, said: bytes) -> bool:
    """Whether r || s is this key's signature of the statement."""
    if len(signature) != SIGNATURE:
        return False
    try:
        key = public_key_of(public_key)
        r, s = (int.from_bytes(signature[at : at + 32], "big") for at in (0, 32))
        key.verify(encode_dss_signature(r, s), said, ec.ECDSA(hashes.SHA256()))
    except (KeyError, ValueError, InvalidSignature):
        return False
    return True


def public_key_of(jwk: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    """Return the P-256 key of a JWK; raises ValueError when the numbers are no point of the curve."""
    x, y = (int.from_bytes(decode_b64url(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
