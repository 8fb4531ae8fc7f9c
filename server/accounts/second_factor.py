"""The second factor of an account: set up, asked for at sign-in, given back on paper.

Secrets lie in the database encrypted by a key derived from the server's own key file, recovery
codes as keyed hashes: a stolen database alone opens no account.
"""

import hashlib
import hmac
import json
import os
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete

from server.accounts import passkeys, rules
from server.accounts.models import SignIn, User
from server.core import app_state, audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem

TICKET_VALID = timedelta(minutes=15)
NONCE = 12


def begin(user: User) -> dict[str, Any]:
    """Draw a new secret; nothing is stored until `confirm` has seen a code made with it."""
    secret = rules.new_secret()
    uri = rules.address_of(secret, user.username, "Sidak")
    picture = BytesIO()
    segno.make(uri, error="m").save(picture, kind="svg", scale=6, border=3, light="#fff")
    ends = (now() + TICKET_VALID).timestamp()
    ticket = json.dumps({"secret": secret.hex(), "ends": ends}).encode()
    return {
        "secret": rules.secret_text(secret),
        "qr": picture.getvalue().decode(),
        "ticket": _wrap(ticket, user).hex(),
    }


def confirm(user: User, ticket: str, code: str) -> list[str]:
    """Turn the second factor on, end all sessions, and return the recovery codes, shown once.

    Raises `bad-code` for a wrong code and for a ticket that is not this user's or too old.
    """
    secret = _secret_of(user, ticket)
    step = rules.matching_step(secret, rules.plain_code(code), now(), None)
    if step is None:
        raise Problem(Code.BAD_CODE)
    codes = rules.recovery_codes()
    user.totp_secret = _wrap(secret, user).hex()
    user.totp_step = step
    user.recovery_hashes = [_keyed(rules.plain_code(one)) for one in codes]
    db.session.execute(delete(SignIn).where(SignIn.user_id == user.id))
    audit.record("user.second_factor", actor_id=user.id, subject_id=user.id, state="on")
    return codes


def is_on(user: User) -> bool:
    """Whether this account asks for a code."""
    return user.totp_secret is not None


def accepts(user: User, typed: str) -> bool:
    """Use a code up: one of the authenticator, each step once, or a recovery code, each once.

    The row must be locked by the caller's transaction.
    """
    code = rules.plain_code(typed)
    if user.totp_secret is None or not code:
        return False
    try:
        secret = _unwrap(bytes.fromhex(user.totp_secret), user)
    except InvalidTag:  # the key files are others than when it was set up
        return False
    step = rules.matching_step(secret, code, now(), user.totp_step)
    if step is not None:
        user.totp_step = step
        return True
    hashed = _keyed(code)
    if hashed in user.recovery_hashes:
        user.recovery_hashes = [one for one in user.recovery_hashes if one != hashed]
        audit.record(
            "user.recovery_code", actor_id=user.id, subject_id=user.id,
            left=len(user.recovery_hashes),
        )  # fmt: skip
        return True
    return False


def switch_off(user: User) -> None:
    """Take second factor and passkeys away and end all sessions, for who lost phone and paper."""
    user.totp_secret = user.totp_step = None
    user.recovery_hashes = []
    passkeys.remove_all(user, None)
    db.session.execute(delete(SignIn).where(SignIn.user_id == user.id))
    audit.record("user.second_factor", actor_id=None, subject_id=user.id, state="off")


def must_set_up(user: User) -> bool:
    """Whether this account has to turn it on before anything else; demo accounts never."""
    return (
        not app_state.settings().demo and not is_on(user) and rules.needs_second_factor(user.roles)
    )


def _secret_of(user: User, ticket: str) -> bytes:
    try:
        said = json.loads(_unwrap(bytes.fromhex(ticket), user))
    except (ValueError, InvalidTag):
        raise Problem(Code.BAD_CODE) from None
    if datetime.fromtimestamp(said["ends"], tz=now().tzinfo) < now():
        raise Problem(Code.BAD_CODE)
    return bytes.fromhex(said["secret"])


def _key(purpose: bytes) -> bytes:
    raw = app_state.keys().receipts.private_bytes_raw()
    return HKDF(SHA256(), 32, salt=None, info=b"sidak " + purpose).derive(raw)


def _wrap(data: bytes, user: User) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(b"second factor")).encrypt(nonce, data, user.id.bytes)


def _unwrap(data: bytes, user: User) -> bytes:
    return AESGCM(_key(b"second factor")).decrypt(data[:NONCE], data[NONCE:], user.id.bytes)


def _keyed(code: str) -> str:
    return hmac.new(_key(b"recovery codes"), code.encode(), hashlib.sha256).hexdigest()
