"""A phone's half of the sealed envelope, written apart from the server's: it seals and signs."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

SEALED = "application/vnd.sidak.sealed"


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    x, y = (b64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


@dataclass
class SealedPhone:
    """A device key, the server's sealing key, and what follows from both."""

    server: bytes  # the server's public point
    key: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    device_id: UUID = field(default_factory=uuid4)

    @classmethod
    def enrolled(cls, client: FlaskClient) -> "SealedPhone":
        """Fetch the server's key and make this phone known as its user's."""
        sealing = client.get("/api/keys").json["sealing"]
        phone = cls(b"\x04" + unb64url(sealing["x"]) + unb64url(sealing["y"]))
        phone.enrol(client)
        return phone

    def enrol(self, client: FlaskClient) -> TestResponse:
        answer = client.post("/api/devices", json={"name": "HP", "public_key": jwk(self.key)})
        if answer.status_code == 201:
            self.device_id = UUID(answer.json["id"])
        return answer

    def sign(self, purpose: bytes, thing_id: UUID, content: bytes) -> bytes:
        said = b"sidak-signed-1" + purpose + thing_id.bytes + self.device_id.bytes
        said += hashlib.sha256(content).digest()
        r, s = decode_dss_signature(self.key.sign(said, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def seal(self, purpose: bytes, thing_id: UUID, content: bytes) -> bytes:
        ephemeral = new_key()
        sender = point(ephemeral.public_key())
        receiver = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.server)
        info = b"sidak-sealed-1" + purpose + thing_id.bytes
        made = HKDF(hashes.SHA256(), 44, sender + self.server, info).derive(
            ephemeral.exchange(ec.ECDH(), receiver)
        )
        key_id = hashlib.sha256(self.server).digest()[:8]
        header = b"\x01" + key_id + self.device_id.bytes + sender
        plain = self.sign(purpose, thing_id, content) + content
        return header + AESGCM(made[:32]).encrypt(made[32:], plain, header)

    def finding(self, finding_id: UUID, said: dict[str, Any]) -> bytes:
        body = {**said, "device_id": str(self.device_id)}
        return self.seal(b"F", finding_id, json.dumps(body).encode())

    def visit(self, visit_id: UUID, said: dict[str, Any]) -> bytes:
        body = {**said, "device_id": str(self.device_id)}
        return self.seal(b"V", visit_id, json.dumps(body).encode())

    def correction(self, correction_id: UUID, said: dict[str, Any]) -> bytes:
        body = {**said, "device_id": str(self.device_id)}
        return self.seal(b"C", correction_id, json.dumps(body).encode())

    def photo(self, photo: dict[str, Any], data: bytes) -> bytes:
        return self.seal(b"P", UUID(photo["id"]), data)


def send(client: FlaskClient, finding_id: UUID, envelope: bytes) -> TestResponse:
    """Put sealed bytes, as any phone may for anybody."""
    return client.put(f"/api/findings/{finding_id}", data=envelope, content_type=SEALED)


def upload(
    client: FlaskClient,
    phone: SealedPhone,
    finding_id: UUID,
    photo: dict[str, Any],
    data: bytes,
    **headers: str,
) -> TestResponse:
    """Send a sealed photo by tus in one piece."""
    envelope = phone.photo(photo, data)
    named = {
        "finding": str(finding_id),
        "photo": photo["id"],
        "sha256": photo["sha256"],
        "device": str(phone.device_id),
        "signature": b64url(phone.sign(b"P", UUID(photo["id"]), data)),
    }
    metadata = ",".join(
        f"{key} {base64.b64encode(v.encode()).decode()}" for key, v in named.items()
    )
    return client.post(
        "/api/uploads",
        data=envelope,
        content_type="application/offset+octet-stream",
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(len(envelope)),
            "Upload-Metadata": metadata,
            **headers,
        },
    )
