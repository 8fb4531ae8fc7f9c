"""B3: a day of one phone as a random history: sessions end, people change, findings still arrive.

The phone seals findings and photos for its author and offers them whenever it likes, beside nobody's
session or anybody's. Between two steps the author signs out, gets another password or other roles, is
disabled or allowed again, and others sign in. In the end everything that was sealed must be there
once, byte for byte and picture by picture, under the one who wrote it.
"""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import world
from doors import Step, connection_of
from drills.outcome import Outcome
from flask import Flask
from sealed_phone import SealedPhone, send, upload
from sqlalchemy import delete, select, update
from world import World

from server.accounts.models import SignIn, User
from server.core.audit import AuditEntry
from server.core.db import db
from server.findings.models import Finding, FindingPhoto

AUTHOR = "officer1"
STEPS = 50
BESIDE = (None, None, AUTHOR, "officer2", "desk", "sekda")
ROLES = (["officer"], ["coordinator"], ["officer", "sekda"], ["inspektorat"])
CAME = (200, 201)


@dataclass
class Sealed:
    """What the phone keeps of one finding until it is acknowledged."""

    id: UUID
    body: bytes
    envelope: bytes
    photos: list[tuple[dict[str, Any], bytes]]


@dataclass
class History:
    """One phone and what may happen around it."""

    city: World
    dice: random.Random
    outcome: Outcome
    phone: SealedPhone
    outbox: list[Sealed] = field(default_factory=list)

    def happen(self) -> None:
        """Let one thing happen."""
        step: Callable[[], None] = self.dice.choice(
            (self.write, self.write, self.deliver, self.deliver, self.deliver, self.sign_out,
             self.change_password, self.change_roles, self.disable_or_allow)
        )  # fmt: skip
        step()

    def write(self) -> None:
        finding_id, pictures = uuid4(), [world.photo() for _ in range(self.dice.randrange(3))]
        said = self.city.finding(
            sequence=len(self.outbox) + 1, photos=[photo for photo, _ in pictures],
            note=f"catatan {self.dice.random()}", device_id=str(self.phone.device_id),
        )  # fmt: skip
        envelope = self.phone.finding(finding_id, said)
        self.outbox.append(Sealed(finding_id, json.dumps(said).encode(), envelope, pictures))

    def deliver(self) -> None:
        """Send one finding, new or not, and perhaps its photos; nothing but yes may be said."""
        if self.outbox:
            self.offer(self.dice.choice(self.outbox), self.dice.choice(BESIDE))

    def offer(self, one: Sealed, beside: str | None, *, all_photos: bool = False) -> None:
        client = self.city.client(beside)
        answer = send(client, one.id, one.envelope)
        self.outcome.acknowledged += answer.status_code in CAME
        if answer.status_code not in CAME:
            self.outcome.faults.append(f"refused beside {beside}: {answer.text}")
            return
        for photo, data in one.photos:
            if all_photos or self.dice.random() < 0.5:
                upload(client, self.phone, one.id, photo, data)

    def sign_out(self) -> None:
        self._end_sessions()

    def change_password(self) -> None:
        self._set(password_hash=f"{world.NOBODY}{self.dice.randrange(10)}")
        self._end_sessions()

    def change_roles(self) -> None:
        self._set(roles=self.dice.choice(ROLES))

    def disable_or_allow(self) -> None:
        self._set(active=self.dice.random() < 0.5)

    def _set(self, **values: Any) -> None:
        with self.city.app.app_context():
            who = User.id == self.city.users[AUTHOR]
            db.session.execute(update(User).where(who).values(**values))
            db.session.commit()

    def _end_sessions(self) -> None:
        self.city.tokens.pop(AUTHOR, None)
        with self.city.app.app_context():
            who = SignIn.user_id == self.city.users[AUTHOR]
            db.session.execute(delete(SignIn).where(who))
            db.session.commit()

    def end(self) -> None:
        """The network is back and nobody is signed in: send the rest, then look."""
        for one in self.outbox:
            self.offer(one, None, all_photos=True)
        with self.city.app.app_context():
            for one in self.outbox:
                self.look(one)
            db.session.remove()

    def look(self, one: Sealed) -> None:
        """Compare what the server holds of one finding with what was sealed."""
        row = db.session.get(Finding, one.id)
        if row is None or row.body != one.body:
            self.outcome.lost += 1
            return
        self.outcome.undetected += row.author_id != self.city.users[AUTHOR]
        rows = select(FindingPhoto.state).where(FindingPhoto.finding_id == one.id)
        stored = db.session.scalars(rows).all().count("stored")
        self.outcome.lost += len(one.photos) - stored
        sent = select(AuditEntry.log_index).where(
            AuditEntry.action == "finding.send", AuditEntry.subject_id == str(one.id)
        )
        self.outcome.doubled += len(db.session.scalars(sent).all()) - 1


def run(app: Flask, city: World, histories: int, *, seed: int = 1, steps: int = STEPS) -> Outcome:
    """Live through so many histories; `undetected` counts findings under somebody else's name."""
    outcome, begun, dice = Outcome("B3 histories"), time.perf_counter(), random.Random(seed)  # noqa: S311
    phone = SealedPhone.enrolled(city.client(AUTHOR))
    bound, tokens = connection_of(app), dict(city.tokens)
    for _ in range(histories):
        step = Step(bound)
        history = History(city, dice, outcome, phone)
        for _ in range(steps):
            history.happen()
        history.end()
        step.rollback()
        city.tokens = dict(tokens)
        outcome.tried += steps
    outcome.faults = list(dict.fromkeys(outcome.faults))
    outcome.seconds = time.perf_counter() - begun
    return outcome
