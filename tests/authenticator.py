"""An authenticator in software: what a passkey of WebAuthn Level 3 is made of, for tests.

P-256 and self-made CBOR bytes (RFC 8949) of the few forms that are needed, so that the library which
the server checks with is not the one that made what is checked.
"""

import base64
import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text_of(data: bytes) -> str:
    """Write bytes as WebAuthn does."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """Read bytes as WebAuthn writes them."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cbor(value: Any) -> bytes:
    """Write a number, text, bytes or map."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    return _head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


def _head(kind: int, number: int) -> bytes:
    for most, more, form in ((24, 0, ""), (256, 24, ">B"), (65536, 25, ">H")):
        if number < most:
            return bytes([kind << 5 | (more or number)]) + (
                struct.pack(form, number) if form else b""
            )
    raise ValueError(number)


@dataclass
class Authenticator:
    """One passkey of one site; each signature counts, unless a test turns the count back."""

    host: str = "localhost"
    origin: str = "http://localhost:8000"
    count: int = 0
    flags: int = PRESENT | VERIFIED
    id: bytes = field(default_factory=lambda: os.urandom(32))
    handle: str = ""

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Answer navigator.credentials.create as the screen sends it on; `more` replaces members."""
        self.handle = options["user"]["id"]
        point = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        key = cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + key
        data = self._data(ATTESTED) + attested
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        return {
            "name": "Laptop kantor",
            "id": text_of(self.id),
            "client_data_json": text_of(self._client("webauthn.create", options["challenge"])),
            "attestation_object": text_of(cbor(made)),
        } | more

    def sign(self, options: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Answer navigator.credentials.get."""
        self.count += 1
        data, client = self._data(), self._client("webauthn.get", options["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return {
            "id": text_of(self.id),
            "client_data_json": text_of(client),
            "authenticator_data": text_of(data),
            "signature": text_of(signed),
            "user_handle": self.handle,
        } | more

    def _data(self, more: int = 0) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()
