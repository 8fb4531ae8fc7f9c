"""A1: SIGKILL of a real gunicorn at random moments, four phones with outboxes sending all the time.

While the server is down everything that a receipt ever acknowledged is looked up: each finding
byte for byte, each photo by its hash, each exactly once in the audit, whose chain must hold.
"""

import base64
import json
import random
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import world
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from drills.outbox import Phone, Promises
from drills.outcome import Outcome
from flask import Flask
from gunicorn_server import LiveServer
from sqlalchemy import select, text

from server.app import create_app
from server.archive.service import faults
from server.core.app_state import blobs
from server.core.audit import AuditEntry
from server.core.blobs import sha256_of
from server.core.db import db
from server.findings.models import Finding, FindingPhoto
from server.settings import Settings

PHONES = 4
LONGEST = 1.2  # seconds between "the server answers" and its death


@contextmanager
def phones(server: LiveServer, promises: Promises) -> Iterator[tuple[Flask, threading.Event]]:
    """Run the phones; yields the application to look with, and the event "the server answers"."""
    app = create_app(Settings(instance=server.instance, database_url=server.database_url))
    city = world.build(app)
    token = city.client("officer1").get_cookie("sidak")
    assert token
    with app.app_context():
        db.engine.dispose()
    with urllib.request.urlopen(f"{server.url}/api/keys", timeout=20) as answer:
        x = json.load(answer)["receipts"]["x"]
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "="))
    up, over = threading.Event(), threading.Event()
    threads = []
    for seed in range(PHONES):
        phone = Phone(server.port, f"sidak={token.value}", city, key, promises, up, over, seed=seed)
        threads.append(threading.Thread(target=phone.run, daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield app, up
    finally:
        over.set()
        up.set()
        for thread in threads:
            thread.join(timeout=60)
        with app.app_context():
            db.engine.dispose()


def run(server: LiveServer, count: int, *, seed: int = 1, until_caught: bool = False) -> Outcome:
    """Kill the server `count` times; with `until_caught` stop at the first loss."""
    outcome, promises, begun = Outcome("A1 kill -9"), Promises(), time.perf_counter()
    dice = random.Random(seed)  # noqa: S311
    with phones(server, promises) as (app, up):
        for _ in range(count):
            up.set()
            threading.Event().wait(dice.random() * LONGEST)  # the random moment
            up.clear()
            server.kill()
            outcome.tried += 1
            with app.app_context():
                look(outcome, promises, server)
                db.engine.dispose()
            if until_caught and not outcome.clean:
                break
            server.start()
    with app.app_context():
        look(outcome, promises, server)
        db.engine.dispose()
    outcome.acknowledged = promises.receipts
    outcome.faults += promises.false
    outcome.seconds = time.perf_counter() - begun
    return outcome


def look(outcome: Outcome, promises: Promises, server: LiveServer) -> None:
    """Compare what is on the disk with what was promised; counts are of this look, not summed."""
    with promises.lock:
        findings, photos = dict(promises.findings), dict(promises.photos)
    outcome.faults += damage(server)
    rows = db.session.execute(select(Finding.id, Finding.body))
    have = {row.id: row.body for row in rows}
    lost = sum(have.get(one) != body for one, body in findings.items())
    stored = db.session.execute(
        select(FindingPhoto.id, FindingPhoto.sha256).where(FindingPhoto.state != "missing")
    ).all()
    known = {str(row.id): row.sha256 for row in stored}
    lost += sum(known.get(one) != sha256.decode() for one, sha256 in photos.items())
    for row in stored:
        path = blobs().path(row.sha256)
        if not path.is_file() or sha256_of(path) != row.sha256:
            outcome.faults.append(f"photo {row.id}: its file is missing or short")
    outcome.lost = max(outcome.lost, lost)
    outcome.doubled = max(outcome.doubled, doubled())
    outcome.faults += [f"audit row {index}: {what}" for index, what in faults()]


def doubled() -> int:
    """Count findings and photos that the audit says were received twice."""
    rows: Any = db.session.execute(
        select(AuditEntry.action, AuditEntry.subject_id, AuditEntry.detail).where(
            AuditEntry.action.in_(("finding.send", "photo.store"))
        )
    )
    seen = Counter((row.action, row.subject_id, row.detail.get("photo")) for row in rows)
    return sum(times - 1 for times in seen.values())


def damage(server: LiveServer) -> list[str]:
    """Return what the database itself says is broken.

    Asked through the engine: a second SQLite library in this process would drop the locks of the
    first (sqlite.org/howtocorrupt.html, 2.2.1) and break what it came to check.
    """
    if not server.database_url.startswith("sqlite"):
        return []
    found = db.session.execute(text("PRAGMA integrity_check(3)")).scalars().all()
    return [] if found == ["ok"] else [f"damaged: {one}" for one in found]
