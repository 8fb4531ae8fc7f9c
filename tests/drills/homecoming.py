"""G7: the teams come back at 16.00: many phones find the network at once, each with a day's outbox.

Every phone has a thread and sends until each of its findings has a receipt in which all photos are
stored. Then everything acknowledged is looked up as after a kill (`kills.look`).
"""

import base64
import json
import os
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from uuid import uuid4

import world
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from drills.kills import let_go, look
from drills.outbox import Phone, Promises
from drills.outcome import Outcome
from flask import Flask
from gunicorn_server import LiveServer
from sqlalchemy import func, select

from server.app import create_app
from server.core.app_state import blobs
from server.core.db import db
from server.findings.models import Finding, FindingPhoto
from server.settings import Settings

PHOTOS = 3
MINUTES = 15
TEAMS = {"officer1": 1, "coordinator1": 1, "officer2": 2}
PATIENCE = 2.0


@dataclass
class Returning(Phone):
    """A phone with findings that wait; it is done when all of them and their photos arrived."""

    who: str = ""
    gate: threading.Barrier = field(default_factory=lambda: threading.Barrier(1))
    bytes_each: int = 0
    left: int = 0

    def run(self) -> None:
        """Make the day's findings, wait for the network, send them."""
        waiting = []
        for number in range(self.left):
            whole = [world.photo()[1] + os.urandom(self.bytes_each) for _ in range(PHOTOS)]
            pictures = [(world.announced(data), data) for data in whole]
            said = self.city.finding(
                author_id=str(self.city.users[self.who]), sequence=None,
                team_id=str(self.city.teams[TEAMS[self.who]]), note=f"{self.seed} {number}",
                photos=[photo for photo, _ in pictures], photos_skipped=None,
            )  # fmt: skip
            waiting.append((uuid4(), json.dumps(said).encode(), pictures))
        self.gate.wait()
        for finding_id, body, pictures in waiting:
            self.deliver(finding_id, body, pictures)
            self.left -= not self.over.is_set()


@dataclass
class Crowd:
    """All phones of one homecoming, and what they were promised."""

    server: LiveServer
    app: Flask
    phones: list[Returning]
    over: threading.Event
    gate: threading.Barrier
    promises: Promises

    @property
    def left(self) -> int:
        """Count the findings that still wait."""
        return sum(one.left for one in self.phones)

    def send(self) -> float:
        """Open the network; return the seconds until every phone was empty, or the time was up."""
        threads = [threading.Thread(target=one.run, daemon=True) for one in self.phones]
        for thread in threads:
            thread.start()
        self.gate.wait()
        begun = time.perf_counter()
        for thread in threads:
            thread.join(timeout=max(0.1, begun + 60 * MINUTES - time.perf_counter()))
        self.over.set()
        return time.perf_counter() - begun


def gather(server: LiveServer, phones: int, each: int, bytes_each: int) -> Crowd:
    """Make the phones, about `each` findings on each, their photos `bytes_each` larger than small."""
    app = create_app(Settings(instance=server.instance, database_url=server.database_url))
    city, up = world.build(app), threading.Event()
    crowd = Crowd(server, app, [], threading.Event(), threading.Barrier(phones + 1), Promises())
    tokens = {who: city.client(who).get_cookie("sidak") for who in TEAMS}
    with app.app_context():
        let_go()
    with urllib.request.urlopen(f"{server.url}/api/keys", timeout=60) as answer:
        x = json.load(answer)["receipts"]["x"]
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "="))
    up.set()
    for seed in range(phones):
        who = list(TEAMS)[seed % len(TEAMS)]
        token = tokens[who]
        assert token
        crowd.phones.append(
            Returning(
                server.port, f"sidak={token.value}", city, key, crowd.promises, up, crowd.over,
                seed, PATIENCE, who, crowd.gate, bytes_each, each,
            )
        )  # fmt: skip
    return crowd


def run(crowd: Crowd) -> Outcome:
    """Let the phones come home.

    `acknowledged` counts receipts, `seconds` is from the first byte until the last phone was empty.
    """
    outcome, wanted = Outcome("G7 homecoming", tried=len(crowd.phones)), crowd.left
    outcome.seconds = crowd.send()
    outcome.acknowledged = crowd.promises.receipts
    if crowd.left:
        outcome.faults.append(f"{crowd.left} of {wanted} still wait after {MINUTES} minutes")
    outcome.faults += crowd.promises.false
    with crowd.app.app_context():
        look(outcome, crowd.promises, crowd.server)
        have = db.session.scalar(select(func.count()).select_from(Finding)) or 0
        outcome.lost += max(0, wanted - crowd.left - have)
        outcome.doubled += max(0, have - wanted)
        let_go()
    return outcome


def take_away(crowd: Crowd) -> Outcome:
    """Seed the bugs: a photo's file goes behind everybody's back, a finding was never written."""
    outcome = Outcome("G7 seeded bugs")
    with crowd.app.app_context():
        stored = select(FindingPhoto.sha256).where(FindingPhoto.state == "stored").limit(1)
        blobs().forget(str(db.session.scalar(stored)))
        crowd.promises.findings[uuid4()] = b"a receipt was given for this"
        look(outcome, crowd.promises, crowd.server)
        let_go()
    return outcome
