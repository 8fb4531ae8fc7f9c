"""A8: a server restored to an older state; every phone gives back what was acknowledged since.

Half of the phones were enrolled, and half of the findings sent, before the backup. What follows it is
gone with the server: findings, photos, sessions, and phones that the restored server never heard of.
Then all phones meet the new epoch at once and offer whatever they still keep.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sealed_phone
import world
from drills import backups, kills
from drills.outcome import Outcome
from flask import Flask
from sqlalchemy import select

from server.accounts.models import User
from server.archive import backup as making
from server.archive.evidence import evidence_faults
from server.archive.service import faults
from server.core.app_state import blobs
from server.core.db import db
from server.findings.models import Finding, FindingPhoto
from server.operations.models import TeamMember

AT_ONCE = 4
UNKNOWN = 403
Picture = tuple[dict[str, Any], bytes]


@dataclass
class Kept:
    """A finding that a phone keeps for 30 days: its sealed bytes, its photo, the receipt it saw."""

    envelope: bytes
    pictures: list[Picture]
    receipt: dict[str, Any]


@dataclass
class Phone:
    """An officer's sealed phone: it sends, keeps, and offers again."""

    city: world.World
    who: str
    device: sealed_phone.SealedPhone
    kept: dict[UUID, Kept] = field(default_factory=dict)

    def find(self) -> None:
        """Seal and send one finding; every third has a photo."""
        number, finding_id = len(self.kept) + 1, uuid4()
        pictures = [world.photo()] if number % 3 == 1 else []
        said = self.city.finding(
            author_id=str(self.city.users[self.who]), sequence=number, note=f"{self.who} {number}",
            photos=[photo for photo, _ in pictures], photos_skipped=None if pictures else "ramai",
        )  # fmt: skip
        envelope = self.device.finding(finding_id, said)
        self.kept[finding_id] = Kept(envelope, pictures, {})
        self.deliver(finding_id)

    def deliver(self, finding_id: UUID) -> None:
        """Send a finding until its receipt calls each photo stored, as the phone does."""
        one, client = self.kept[finding_id], self.city.client(self.who)
        answer = sealed_phone.send(client, finding_id, one.envelope)
        if answer.status_code == UNKNOWN and answer.json["code"] == "device-unknown":
            before = self.device.device_id
            self.device.enrol(client)
            assert self.device.device_id == before, "what was sealed before would fit no more"
            answer = sealed_phone.send(client, finding_id, one.envelope)
        assert answer.status_code in {200, 201}, answer.text
        missing = {said["id"] for said in answer.json["photos"] if said["state"] == "missing"}
        for photo, data in one.pictures:
            if photo["id"] in missing:
                done = sealed_phone.upload(client, self.device, finding_id, photo, data)
                assert done.status_code == 201, done.text
        one.receipt = sealed_phone.send(client, finding_id, one.envelope).json

    def meet(self, city: world.World) -> int:
        """Ask a server for its epoch; offer again what has a receipt of another. Return how many."""
        self.city = city
        epoch = city.app.test_client().get("/api/health").json["epoch"]
        strange = [one for one, kept in self.kept.items() if kept.receipt["epoch"] != epoch]
        for finding_id in strange:
            self.deliver(finding_id)
        return len(strange)


def run(house: backups.House, folder: Path, phones: int, each: int) -> Outcome:
    """Send, back up, send on, restore, let the phones offer again four at a time, and count."""
    outcome, begun = Outcome("A8 older state", tried=phones), time.perf_counter()
    city = world.build(house.app)
    names = officers(city, phones)
    old = bought(city, names[: phones // 2])
    together(old, lambda phone: find(phone, each // 2))
    known = dict(city.tokens)
    settings = house.app.extensions["sidak_settings"]
    key = making.make_key(settings)
    with house.app.app_context():
        file = making.make(settings, folder).file
    fleet = [*old, *bought(city, names[phones // 2 :])]
    together(fleet, lambda phone: find(phone, each))
    outcome.acknowledged = sum(len(phone.kept) for phone in fleet)
    # whoever signed in after the backup has no session there: `client` signs in once more
    back = replace(city, app=house.restore(file, key), tokens=known)
    for phone in fleet:
        back.client(phone.who)
    look(outcome, back.app, fleet)
    outcome.seeded = f"phones that do not offer again: {outcome.lost} lost"
    if not outcome.lost:
        outcome.faults.append("nothing was lost before the phones offered again")
    together(fleet, lambda phone: phone.meet(back))
    look(outcome, back.app, fleet)
    outcome.seconds = time.perf_counter() - begun
    return outcome


def officers(city: world.World, count: int) -> list[str]:
    """Add so many officers to team 1 and return their names."""
    names = [f"petugas{number}" for number in range(count)]
    with city.app.app_context():
        for name in names:
            city.users[name] = uuid4()
            user = User(id=city.users[name], username=name, name=name.title(), roles=["officer"],
                        password_hash=world.NOBODY)  # fmt: skip
            db.session.add(user)
            db.session.flush()
            db.session.add(TeamMember(operation_id=city.operation, team_id=city.teams[1],
                                      user_id=user.id, role="officer"))  # fmt: skip
        db.session.commit()
    return names


def bought(city: world.World, names: list[str]) -> list[Phone]:
    """Return a phone for each of them, enrolled at this server."""
    return [Phone(city, who, sealed_phone.SealedPhone.enrolled(city.client(who))) for who in names]


def find(phone: Phone, until: int) -> None:
    """Let a phone send until it keeps so many findings."""
    while len(phone.kept) < until:
        phone.find()


def together(phones: list[Phone], what: Callable[[Phone], object]) -> None:
    """Let phones do something, a few at the same time; raises what any of them raised."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(what, phones))


def look(outcome: Outcome, app: Flask, fleet: list[Phone]) -> None:
    """Count what the server does not hold of all that phones keep, and what it holds twice."""
    kept = {finding: one for phone in fleet for finding, one in phone.kept.items()}
    with app.app_context():
        rows = db.session.execute(select(Finding.id, Finding.sha256))
        have = {row.id: row.sha256 for row in rows}
        outcome.lost = sum(have.get(one) != said.receipt["sha256"] for one, said in kept.items())
        for photo, _data in (picture for one in kept.values() for picture in one.pictures):
            row = db.session.get(FindingPhoto, UUID(photo["id"]))
            stored = row is not None and row.state == "stored" and blobs().holds(photo["sha256"])
            outcome.lost += not stored
        outcome.doubled = len(have.keys() - kept.keys()) + kills.doubled()
        outcome.faults += [f"audit row {index}: {what}" for index, what in faults()]
        outcome.faults += [f"{name}: {what}" for name, what in evidence_faults(blobs())]
        kills.let_go()
