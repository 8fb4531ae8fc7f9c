"""Who reported: sealed under a key that is not in the database, opened for few and with a reason.

Symmetric on purpose: the server reads it once anyway, and what counts is that neither a copy of the
database nor anybody at the desk can read it without leaving a row in the audit.
"""

import json
import secrets
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import app_state, audit
from server.core.db import db
from server.core.problems import Code, Problem
from server.tips import queries
from server.tips.models import TipReporter

NONCE = 12


def seal(tip_id: UUID, person: dict[str, Any]) -> bytes:
    """Return name and contact encrypted (AES-256-GCM) for this tip only: nonce, then ciphertext."""
    nonce = secrets.token_bytes(NONCE)
    plain = json.dumps(person, ensure_ascii=False).encode()
    return nonce + AESGCM(_key()).encrypt(nonce, plain, tip_id.bytes)


def opened(by: User, tip_id: UUID, reason: str) -> dict[str, Any]:
    """Return `{name, contact}` of who reported; the reading is audited. Raises `not-found`."""
    tip = queries.get(by, tip_id)
    require(by, "tip.read_reporter", Thing(found_employee_id=tip.employee_id))
    row = db.session.get(TipReporter, tip_id)
    if row is None:
        raise Problem(Code.NOT_FOUND)
    plain = AESGCM(_key()).decrypt(row.sealed[:NONCE], row.sealed[NONCE:], tip_id.bytes)
    audit.record("tip.read_reporter", actor_id=by.id, subject_id=tip_id, reason=reason)
    person: dict[str, Any] = json.loads(plain)
    return person


def _key() -> bytes:
    return app_state.keys().secret("tip reporter")
