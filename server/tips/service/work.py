"""Proof of work: what keeps machines from filling the desk, without looking at who asks.

A challenge is signed and remembers itself, so that asking for one stores nothing; only a used one is
written down, until it would have expired. Its form is `v1.<expires>.<bits>.<nonce>.<mac>`, the mac
being 128 bits of an HMAC-SHA256.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from server.core import app_state
from server.core.clock import iso, now
from server.core.db import db
from server.core.problems import Code, Problem
from server.tips.models import SpentChallenge
from server.tips.rules import CHALLENGE_SECONDS, work_done

PARTS = 5
VERSION = "v1"
MAC_DIGITS = 32  # 128 bits: with them a challenge and its number fit into two blocks of SHA-256


def issue() -> dict[str, Any]:
    """Return a new challenge: its text, the zero bits wanted, and until when it is taken."""
    bits = app_state.settings().tip_work_bits
    until = now() + timedelta(seconds=CHALLENGE_SECONDS)
    said = f"{VERSION}.{int(until.timestamp())}.{bits}.{secrets.token_hex(16)}"
    return {"challenge": f"{said}.{_mac(said)}", "bits": bits, "expires_at": iso(until)}


def check(challenge: str, solution: int) -> SpentChallenge:
    """Return the row that spends a solved challenge; raises `tip-work` for any other."""
    parts = challenge.split(".")
    said, _, mac = challenge.rpartition(".")
    if len(parts) != PARTS or not hmac.compare_digest(mac.encode(), _mac(said).encode()):
        raise Problem(Code.TIP_WORK)
    until = datetime.fromtimestamp(int(parts[1]), UTC)
    if until <= now() or not work_done(challenge, solution, int(parts[2])):
        raise Problem(Code.TIP_WORK)
    return SpentChallenge(nonce=parts[3], expires_at=until)


def spend(spent: SpentChallenge) -> None:
    """Write down that a challenge is used, and forget those that have expired; raises `tip-work`."""
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at <= now()))
    db.session.add(spent)
    try:
        db.session.flush()
    except IntegrityError:  # used already, be it by somebody at this very moment
        raise Problem(Code.TIP_WORK) from None


def _mac(said: str) -> str:
    key = app_state.keys().secret("tip challenge")
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:MAC_DIGITS]
