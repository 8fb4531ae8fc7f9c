"""A5: the one thing that deletes files, retention, over random worlds of shared files.

Photos, late letters, set-aside bytes, printed letters and pictures of reports lie in one store under
their hashes, so that two rows may speak of one file. A schedule gives a few files to many rows, some
of them forgotten; then the clean-up runs. What a living row speaks of stays, and so does what no
row speaks of: a file that nobody knows is no reason to delete it.
"""

import random
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from doors import Step, connection_of
from drills.outcome import Outcome
from flask import Flask
from sqlalchemy import update
from world import World

from server.archive import retention
from server.core.app_state import blobs
from server.core.clock import now
from server.core.db import db
from server.findings.models import Finding, FindingPhoto, LateLetter, SetAside
from server.summons.models import Letter
from server.tips.models import Tip, TipPicture

FILES, ROWS = 12, 16
KINDS = ("photo", "late", "aside", "letter", "tip")


def run(app: Flask, city: World, schedules: int, *, seed: int = 1) -> Outcome:
    """Run the clean-up over so many worlds; `lost` counts files that were still needed."""
    outcome, begun, dice = Outcome("A5 clean-up"), time.perf_counter(), random.Random(seed)  # noqa: S311
    bound = connection_of(app)
    alive, gone = (city.send(city.finding(sequence=number))[0] for number in (1, 2))
    with app.app_context():
        erase = update(Finding).where(Finding.id == UUID(str(gone))).values(erased_at=now())
        db.session.execute(erase)
        db.session.commit()
    for _ in range(schedules):
        step = Step(bound)
        with app.app_context():
            _one(city, UUID(str(alive)), UUID(str(gone)), dice, outcome)
        step.rollback()
    outcome.seconds = time.perf_counter() - begun
    return outcome


def _one(city: World, alive: UUID, gone: UUID, dice: random.Random, outcome: Outcome) -> None:
    store = blobs()
    files = [store.put(dice.randbytes(40)) for _ in range(FILES)]
    needed, forgotten = set(), set()
    for number in range(ROWS):
        sha256, kind, living = dice.choice(files), dice.choice(KINDS), dice.random() < 0.4
        living = living or kind == "letter"  # a letter is never forgotten by itself
        _ROW[kind](city, alive if living else gone, sha256, number)
        (needed if living else forgotten).add(sha256)
    db.session.commit()
    deleted = retention.sweep(store)
    outcome.tried += 1
    outcome.acknowledged += deleted
    outcome.lost += sum(not store.holds(one) for one in needed)
    kept_too_long = {one for one in forgotten - needed if store.holds(one)}
    unknown_gone = {one for one in set(files) - needed - forgotten if not store.holds(one)}
    outcome.undetected += len(kept_too_long)
    outcome.faults += [f"nobody spoke of {one}, and it was deleted" for one in unknown_gone]


def _photo(_city: World, finding: UUID, sha256: str, number: int) -> None:
    state = "erased" if db.session.get_one(Finding, finding).erased_at else "stored"
    db.session.add(
        FindingPhoto(id=uuid4(), finding_id=finding, number=number + 50, kind="scene", size=40,
                     sha256=sha256, mime="image/jpeg", taken_at=now(), state=state)
    )  # fmt: skip


def _late(city: World, finding: UUID, sha256: str, _number: int) -> None:
    db.session.add(LateLetter(finding_id=finding, source="desk", kind="spt", file_sha256=sha256,
                              received_by=city.users["desk"]))  # fmt: skip


def _aside(city: World, finding: UUID, sha256: str, number: int) -> None:
    db.session.add(SetAside(finding_id=finding, kind=f"photo{number}", sha256=sha256, why="x",
                            sent_by=city.users["desk"]))  # fmt: skip


def _letter(city: World, _finding: UUID, sha256: str, _number: int) -> None:
    db.session.add(Letter(operation_id=city.operation, kind="a", hearing_at=now(),
                          hearing_place="Aula", content={"persons": [1]}, pdf_sha256=sha256,
                          drafted_by=city.users["desk"]))  # fmt: skip


def _tip(_city: World, finding: UUID, sha256: str, _number: int) -> None:
    erased = db.session.get_one(Finding, finding).erased_at
    tip = Tip(id=uuid4(), state="ended", what="", place="", who="", link="", seen_time="",
              erased_at=erased)  # fmt: skip
    db.session.add(tip)
    db.session.flush()
    db.session.add(TipPicture(tip_id=tip.id, number=1, sha256=sha256))


_ROW: dict[str, Callable[[World, UUID, str, int], Any]] = {
    "photo": _photo,
    "late": _late,
    "aside": _aside,
    "letter": _letter,
    "tip": _tip,
}
