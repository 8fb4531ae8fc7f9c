"""What a citizen does: report, add pictures, ask how it stands. Nothing of the connection is kept."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.core import app_state, audit, pictures
from server.core.clock import iso, now
from server.core.db import db, end_reading, start_writing
from server.core.problems import Code, Problem
from server.tips import queries
from server.tips.models import Tip, TipPicture, TipReporter
from server.tips.rules import (
    EVIDENCE_SECONDS,
    MOST_PICTURES,
    RECEIPT_DIGITS,
    Outcome,
    TipState,
    read_receipt,
    told,
)
from server.tips.service import reporter, work


def send(said: dict[str, Any]) -> dict[str, Any]:
    """Receive a report and return its receipt, which is shown this once and kept as a hash only.

    Begins the writing transaction itself, after the work was checked. Raises `tip-work`,
    `too-many-tips`.
    """
    spent = work.check(said.pop("challenge"), said.pop("solution"))
    if wait := app_state.citizens().spend():
        raise Problem(Code.TOO_MANY_TIPS, retry_after=wait)
    start_writing()
    work.spend(spent)
    kept = receive(said)
    return {
        "receipt": " ".join(kept.receipt[at : at + 4] for at in range(0, RECEIPT_DIGITS, 4)),
        "evidence_until": iso(_evidence_until(kept.tip)),
        "most_pictures": MOST_PICTURES,
    }


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that was received, and its receipt (16 digits), which nobody can find out again."""

    tip: Tip
    receipt: str


def receive(said: Mapping[str, Any]) -> Kept:
    """Write a report down; asks for no work. Without a name or contact nothing is sealed."""
    text = {**said}
    person = text.pop("reporter", None)
    receipt = f"{secrets.randbelow(10**RECEIPT_DIGITS):0{RECEIPT_DIGITS}}"
    tip = Tip(receipt_hash=_hash(receipt), state=str(TipState.RECEIVED), **text)
    db.session.add(tip)
    db.session.flush()
    if person and any(person.values()):
        db.session.add(TipReporter(tip_id=tip.id, sealed=reporter.seal(tip.id, person)))
    audit.record("tip.send", actor_id=None, subject_id=tip.id)
    return Kept(tip, receipt)


def attach(typed: str, data: bytes) -> dict[str, int]:
    """Add a picture to a report within its first hour; returns how many there are and may be.

    Decoded outside of the server and outside of a transaction; only the re-encoded picture is kept.
    Raises `receipt-unknown`, `evidence-over`, `evidence-unreadable`.
    """
    _open_for_evidence(_tip_of(typed))
    end_reading()
    shown = pictures.shown(data, thumb=False)
    if shown is None:
        raise Problem(Code.EVIDENCE_UNREADABLE)
    start_writing()
    tip = _tip_of(typed, lock=True)
    number = _open_for_evidence(tip) + 1
    sha256 = app_state.blobs().put(shown)
    db.session.add(TipPicture(tip_id=tip.id, number=number, sha256=sha256))
    audit.record("tip.attach", actor_id=None, subject_id=tip.id, number=number, sha256=sha256)
    return {"pictures": number, "most_pictures": MOST_PICTURES}


def status(typed: str) -> dict[str, Any]:
    """Return how a report stands, in a sentence without names; raises `receipt-unknown`."""
    tip = _tip_of(typed)
    said = told(TipState(tip.state), Outcome(tip.outcome) if tip.outcome else None)
    return {
        "state": said.state,
        "sentence": said.sentence,
        "received_on": _day(tip.received_at),
        "ended_on": _day(tip.ended_at) if tip.ended_at else None,
    }


def _tip_of(typed: str, *, lock: bool = False) -> Tip:
    """Return the tip behind a receipt; who guesses is slowed. Raises `receipt-unknown`."""
    receipt = read_receipt(typed)
    tip = queries.by_receipt(_hash(receipt), lock=lock) if receipt else None
    if tip is None:
        wait = app_state.strangers().spend()
        raise (
            Problem(Code.TOO_MANY_CHECKS, retry_after=wait)
            if wait
            else Problem(Code.RECEIPT_UNKNOWN)
        )
    return tip


def _open_for_evidence(tip: Tip) -> int:
    """Return how many pictures a tip has; raises `evidence-over` when it takes no more."""
    here = len(queries.pictures([tip.id])[tip.id])
    if here >= MOST_PICTURES or tip.state == TipState.ENDED or now() > _evidence_until(tip):
        raise Problem(Code.EVIDENCE_OVER)
    return here


def _day(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(app_state.settings().time_zone)).date().isoformat()


def _evidence_until(tip: Tip) -> datetime:
    return tip.received_at + timedelta(seconds=EVIDENCE_SECONDS)


def _hash(receipt: str) -> str:
    """Hash under a key of the server: 16 digits alone could be tried through from a stolen database."""
    key = app_state.keys().secret("tip receipt")
    return hmac.new(key, receipt.encode(), hashlib.sha256).hexdigest()
