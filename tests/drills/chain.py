"""E1: audit rows, findings and photos are changed, removed, added and swapped; each must be named."""

import random
import time
from collections.abc import Callable

import tamper
import world
from doors import Step, connection_of
from drills.outcome import Outcome
from flask import Flask
from sqlalchemy import Connection, text

from server.archive.evidence import evidence_faults
from server.archive.service import faults
from server.core.app_state import blobs
from server.core.db import db

FINDINGS = 6
AUDIT_FIELDS = ("at", "action", "subject_id", "reason", "hash", "previous_hash", "log_index",
                "reason_sha256")  # fmt: skip


def furnish(app: Flask) -> world.World:
    """Fill a world with findings, photos and desk verbs, all through the real server."""
    city = world.build(app)
    client = city.client("officer1")
    for number in range(FINDINGS):
        pictures = [world.photo() for _ in range(number % 3)]
        said = city.finding(photos=[photo for photo, _ in pictures], sequence=number)
        finding_id, _ = city.send(said)
        for photo, data in pictures:
            city.upload(client, finding_id, photo, data)
        if number % 2:
            city.judge(finding_id, "confirm")
    return city


def mutations(bound: Connection, dice: random.Random) -> list[tuple[str, Callable[[], object]]]:
    """Return one mutation of each kind, on a row taken by chance."""

    def run(statement: str, **values: object) -> Callable[[], object]:
        return lambda: bound.execute(text(statement), values)

    def pick(table: str, key: str) -> object:
        rows = bound.execute(text(f"SELECT {key} FROM {table} ORDER BY {key}")).scalars().all()  # noqa: S608
        return dice.choice(rows)

    last = bound.execute(text("SELECT max(log_index) FROM audit_entries")).scalar_one()
    inner, finding = dice.randrange(1, last), pick("findings", "id")
    photo = pick("finding_photos", "id")
    column = dice.choice(AUDIT_FIELDS)
    changed = {
        "at": "at = '2020-01-01 00:00:00'",
        "log_index": f"log_index = {last + 50}",
        "hash": f"hash = '{dice.randbytes(32).hex()}'",
        "previous_hash": f"previous_hash = '{dice.randbytes(32).hex()}'",
    }.get(column, f"{column} = 'x{dice.random()}'")
    return [
        (f"audit {column}", run(f"UPDATE audit_entries SET {changed} WHERE log_index = :i", i=inner)),  # noqa: S608
        ("audit detail", run("UPDATE audit_entries SET detail = '{\"x\": 1}' WHERE log_index = :i", i=inner)),
        ("audit removed", run("DELETE FROM audit_entries WHERE log_index = :i", i=inner)),
        ("audit added", run(
            "INSERT INTO audit_entries (log_index, at, actor_id, action, subject_id, operation_id, "
            "reason, detail, previous_hash, hash) SELECT :n, at, actor_id, action, subject_id, "
            "operation_id, reason, detail, hash, :h FROM audit_entries WHERE log_index = :i",
            n=last + 1, h=dice.randbytes(32).hex(), i=inner)),
        ("finding body", run("UPDATE findings SET body = :b WHERE id = :i", b=b"{}", i=finding)),
        ("finding hash", run("UPDATE findings SET sha256 = :h WHERE id = :i", h="0" * 64, i=finding)),
        ("photo hash", run("UPDATE finding_photos SET sha256 = :h WHERE id = :i", h="1" * 64, i=photo)),
        ("photo moved", run("UPDATE finding_photos SET number = 9 - number, sha256 = :h WHERE id = :i",
                            h=dice.randbytes(32).hex(), i=photo)),
        ("photo removed", run("DELETE FROM finding_photos WHERE id = :i", i=photo)),
    ]  # fmt: skip


def found(app: Flask) -> int:
    """Count what the verification names."""
    with app.app_context():
        return len(list(faults())) + len(list(evidence_faults(blobs())))


def run(app: Flask, count: int, *, seed: int = 1) -> Outcome:
    """Make at least `count` mutations, each undone; `undetected` counts those nobody named."""
    outcome, dice, begun = Outcome("E1 tampering"), random.Random(seed), time.perf_counter()  # noqa: S311
    furnish(app)
    bound = connection_of(app)
    if found(app):
        outcome.faults.append("a false alarm on untouched evidence")
    while outcome.tried < count:
        for name, mutate in mutations(bound, dice):
            step = Step(bound)
            tamper.lift_guards(bound)
            mutate()
            outcome.tried += 1
            if not found(app):
                outcome.undetected += 1
                outcome.faults.append(f"unnoticed: {name}")
            with app.app_context():
                db.session.remove()
            step.rollback()
    outcome.seconds = time.perf_counter() - begun
    return outcome
