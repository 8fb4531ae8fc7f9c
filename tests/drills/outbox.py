"""A phone for drills: it keeps what it sends until a valid receipt, and what every receipt promised."""

import base64
import hashlib
import http.client
import json
import random
import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import rfc8785
import world
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from world import World

NETWORK = (OSError, http.client.HTTPException)


@dataclass
class Promises:
    """What receipts have acknowledged: the body of each finding, the hash of each stored photo."""

    findings: dict[UUID, bytes] = field(default_factory=dict)
    photos: dict[str, bytes] = field(default_factory=dict)
    receipts: int = 0
    false: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    grown: threading.Event = field(default_factory=threading.Event)


@dataclass
class Phone:
    """One phone: sends findings with photos for ever, resends what was not acknowledged."""

    port: int
    cookie: str
    city: World
    key: Ed25519PublicKey
    promises: Promises
    server_up: threading.Event
    over: threading.Event
    seed: int
    patience: float = 0.0  # seconds before it tries again, at most

    def run(self) -> None:
        """Send until the drill is over."""
        dice = random.Random(self.seed)  # noqa: S311
        while not self.over.is_set():
            pictures = [world.photo() for _ in range(dice.randrange(3))]
            said = self.city.finding(
                photos=[photo for photo, _ in pictures], note="x" * dice.randrange(1500)
            )
            self.deliver(uuid4(), json.dumps(said).encode(), pictures)

    def deliver(self, finding_id: UUID, body: bytes, pictures: list[Any]) -> None:
        """Send one finding and its photos until the receipt says that all are stored."""
        while not self.over.is_set():
            self.server_up.wait(timeout=1)
            try:
                states = self.put(finding_id, body)
                missing = [one for one in pictures if states.get(one[0]["id"]) == "missing"]
                if states is not None and not missing:
                    return
                for photo, data in missing:
                    self.upload(finding_id, photo, data)
            except NETWORK:  # the server is gone or busy: wait for it, then send again
                self.over.wait(self.patience * random.random())  # noqa: S311

    def put(self, finding_id: UUID, body: bytes) -> dict[str, str]:
        """Send the text; note what the receipt promises and return the photo states."""
        status, data, _ = self.ask("PUT", f"/api/findings/{finding_id}", body, {})
        if status not in {200, 201}:
            raise OSError(status)
        receipt = json.loads(data)
        signature = base64.urlsafe_b64decode(receipt.pop("signature") + "==")
        self.key.verify(signature, rfc8785.dumps(receipt))
        with self.promises.lock:
            if receipt["sha256"] != hashlib.sha256(body).hexdigest():
                self.promises.false.append(f"{finding_id}: a receipt for other bytes")
            self.promises.receipts += 1
            self.promises.findings[finding_id] = body
            for photo in receipt["photos"]:
                if photo["state"] == "stored":
                    self.promises.photos[photo["id"]] = photo["sha256"].encode()
        self.promises.grown.set()
        return {photo["id"]: photo["state"] for photo in receipt["photos"]}

    def upload(self, finding_id: UUID, photo: dict[str, Any], data: bytes) -> None:
        """Send a photo by tus, in one or two pieces."""
        said = {"finding": str(finding_id), "photo": photo["id"], "sha256": photo["sha256"]}
        metadata = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items()
        )
        headers = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata}
        half = len(data) // 2 if self.seed % 2 else len(data)
        status, _, place = self.ask("POST", "/api/uploads", data[:half], headers)
        if status == 201 and place and half < len(data):
            self.ask("PATCH", place, data[half:], {"Upload-Offset": str(half)})

    def ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, bytes, str | None]:
        """Send one request on its own connection; raises OSError when the server goes away."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        kind = "application/json" if method == "PUT" else "application/offset+octet-stream"
        more = {"Cookie": self.cookie, "Content-Type": kind, "Tus-Resumable": "1.0.0", **headers}
        try:
            connection.request(method, path, body, more)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Location")
        finally:
            connection.close()
