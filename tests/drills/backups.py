"""A7, A8: a backup made while officers send, restored elsewhere; damaged ones; phones offer again."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import world
from databases import Databases
from drills.outcome import Outcome
from flask import Flask

from server.app import create_app
from server.archive import backup as making
from server.archive.envelope import CHUNK, MAGIC, TAG, BackupRefused, Opener, read_key
from server.cli.backup import put_in_place
from server.core.app_state import blobs
from server.core.db import db
from server.findings.models import Finding
from server.settings import Settings

HEADER = len(MAGIC) + 64


@dataclass
class Sent:
    """A finding that a phone keeps for 30 days: its bytes, its photos, the receipt it saw."""

    id: UUID
    said: dict[str, Any]
    photos: list[tuple[dict[str, Any], bytes]]
    receipt: dict[str, Any]


@dataclass
class Phone:
    """Sends findings with one photo each until told to stop, and keeps each receipt."""

    city: world.World
    sent: list[Sent] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def send(self) -> None:
        """Send one finding and its photo, and keep what the server acknowledged."""
        photo, data = world.photo()
        said = self.city.finding(sequence=len(self.sent) + 1, photos=[photo], photos_skipped=None)
        finding_id, _ = self.city.send(said)
        self.city.upload(self.city.client("officer1"), finding_id, photo, data)
        _, answer = self.city.send(said, finding_id)
        assert answer.json["photos"][0]["state"] == "stored", answer.text
        self.sent.append(Sent(finding_id, said, [(photo, data)], answer.json))

    def offer_again(self, epoch: str) -> None:
        """Do what the phone does when the server's epoch is new: send what it still keeps."""
        for one in [one for one in self.sent if one.receipt["epoch"] != epoch]:
            self.city.send(one.said, one.id)
            for photo, data in one.photos:
                self.city.upload(self.city.client("officer1"), one.id, photo, data)
            _, answer = self.city.send(one.said, one.id)
            one.receipt = answer.json

    def until_told(self) -> None:
        """Send without a pause; at least one finding comes after the backup has begun."""
        while not self.ended.is_set():
            self.send()


def lost(app: Flask, sent: list[Sent]) -> int:
    """Count the acknowledged findings and photos that a server does not hold."""
    missing = 0
    with app.app_context():
        for one in sent:
            row = db.session.get(Finding, one.id)
            missing += row is None or row.sha256 != one.receipt["sha256"]
            missing += sum(not blobs().holds(photo["sha256"]) for photo, _ in one.photos)
        db.session.remove()
    return missing


def made_while_writing(
    app: Flask, folder: Path, before: int
) -> tuple[Phone, list[Sent], Path, str]:
    """Back a server up while a phone sends; return phone, what was acknowledged before, file, key."""
    phone = Phone(world.build(app))
    for _ in range(before):
        phone.send()
    settings: Settings = app.extensions["sidak_settings"]
    key = making.make_key(settings)
    writer = threading.Thread(target=phone.until_told)
    writer.start()
    acknowledged = list(phone.sent)
    try:
        with app.app_context():
            made = making.make(settings, folder)
    finally:
        phone.ended.set()
        writer.join()
    phone.send()
    return phone, acknowledged, made.file, key


def restored(file: Path, key: str, instance: Path, url: str) -> Flask:
    """Put a backup into an empty place and open it."""
    settings = Settings(instance=instance, database_url=url)
    put_in_place(settings, file, key)
    app = create_app(settings)
    app.testing = True
    return app


class House:
    """A server that commits, since a backup reads it by other connections, and places to restore to."""

    def __init__(self, all_databases: Databases, kind: str, folder: Path) -> None:
        self._databases, self._kind, self._folder = all_databases, kind, folder
        self.app = self._open(
            create_app(Settings(instance=folder / "from", database_url=all_databases.fresh(kind)))
        )

    def _open(self, app: Flask) -> Flask:
        app.testing = True
        self.opened = [*getattr(self, "opened", []), app]
        return app

    def restore(self, file: Path, key: str) -> Flask:
        instance = self._folder / "to"
        url = f"sqlite:///{instance / 'sidak.sqlite'}"
        if self._kind == "postgis":
            url = self._databases.empty(self._kind)
        return self._open(restored(file, key, instance, url))

    def close(self) -> None:
        for app in self.opened:
            with app.app_context():
                db.engine.dispose()


def damages(data: bytes, flips: int, cuts: int, dice: random.Random) -> list[bytes]:
    """Return copies with one bit flipped, and copies cut off: also at each edge of a chunk."""
    places = {dice.randrange(len(data)) for _ in range(flips - 3)} | {0, 20, len(data) - 1}
    flipped = []
    for place in sorted(places):
        copy = bytearray(data)
        copy[place] ^= 1 << dice.randrange(8)
        flipped.append(bytes(copy))
    edges = range(HEADER, len(data), CHUNK + TAG)
    return [
        *flipped,
        *(data[:at] for at in edges),
        *(data[: dice.randrange(len(data))] for _ in range(cuts)),
    ]


def unnoticed(copies: list[bytes], key: str) -> int:
    """Count the damaged copies that open to their end."""
    found = 0
    for copy in copies:
        try:
            opener = Opener(BytesIO(copy), read_key(key))
            opener.finish()
        except BackupRefused:
            continue
        found += 1
    return found


def run(app: Flask, restore: Callable[[Path, str], Flask], folder: Path, flips: int) -> Outcome:
    """Back up while writing, restore, let the phone offer again, and damage the file."""
    outcome, begun = Outcome("A7/A8 backup"), time.perf_counter()
    phone, acknowledged, file, key = made_while_writing(app, folder, before=3)
    again = restore(file, key)
    outcome.acknowledged = len(phone.sent)
    outcome.lost = lost(again, acknowledged)
    phone.city = replace(phone.city, app=again)
    epoch = again.test_client().get("/api/health").json["epoch"]
    if epoch == phone.sent[0].receipt["epoch"]:
        outcome.faults.append("the epoch of a restored server is the old one")
    phone.offer_again(epoch)
    outcome.lost += lost(again, phone.sent)
    with again.app_context():
        outcome.doubled = db.session.query(Finding).count() - len(phone.sent)
        db.session.remove()
    copies = damages(file.read_bytes(), flips, 10, random.Random(1))  # noqa: S311 - repeatable
    outcome.tried = len(copies)
    outcome.undetected = unnoticed(copies, key)
    outcome.seconds = time.perf_counter() - begun
    return outcome
