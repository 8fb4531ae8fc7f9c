"""Second factor and session limits: pure meaning.

Codes are TOTP (RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits), which every authenticator app speaks.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import quote

STEP = 30
DIGITS = 6
SECRET_BYTES = 20  # RFC 4226 §4 R6
DRIFT = 1  # steps that a phone's clock may be off
RECOVERY_CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper

# Whose account could judge people or change who may: a stolen password alone must not open it.
NEEDS_SECOND_FACTOR = frozenset({"admin", "bkpsdm", "bkpsdm_approver"})

Limits = tuple[timedelta, timedelta]
_FIELD = (
    timedelta(hours=12),
    timedelta(hours=16),
)  # one sidak day: a phone is not signed out on it
_DESK = (timedelta(hours=2), timedelta(hours=12))
_ADMIN = (timedelta(minutes=30), timedelta(hours=8))
LIMITS: dict[str, Limits] = {
    "officer": _FIELD,
    "coordinator": _FIELD,
    "sekda": _FIELD,  # the board hangs on a wall all morning
    "bkpsdm": _DESK,
    "bkpsdm_approver": _DESK,
    "inspektorat": _DESK,
    "opd": _DESK,
    "admin": _ADMIN,
}


def limits_of(roles: Collection[str]) -> Limits:
    """Return how long a session may idle and live in all: the shortest of the roles held."""
    found = [LIMITS.get(role, _ADMIN) for role in roles] or [_ADMIN]
    return min(idle for idle, _ in found), min(absolute for _, absolute in found)


def needs_second_factor(roles: Collection[str]) -> bool:
    """Whether these roles must sign in with a code too."""
    return not NEEDS_SECOND_FACTOR.isdisjoint(roles)


def new_secret() -> bytes:
    """Return a random secret for an authenticator."""
    return secrets.token_bytes(SECRET_BYTES)


def step_of(moment: datetime) -> int:
    """Return the number of the time step (RFC 6238 §4.2)."""
    return int(moment.timestamp()) // STEP


def code_at(secret: bytes, step: int) -> str:
    """Return the code of a time step (RFC 4226 §5.3)."""
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0x0F)
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, code: str, moment: datetime, last_used: int | None) -> int | None:
    """Return the step whose code this is, None for a wrong code and for one that was used before."""
    here, found = step_of(moment), None
    for step in range(here - DRIFT, here + DRIFT + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        if same and (last_used is None or step > last_used):
            found = step
    return found


def plain_code(typed: str) -> str:
    """Return a typed code without the spaces and dashes that people read it with."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def recovery_codes() -> list[str]:
    """Return codes for paper, each good once (50 bits)."""
    drawn = (
        "".join(secrets.choice(CODE_LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)
    )
    return [f"{code[:5]}-{code[5:]}" for code in drawn]


def address_of(secret: bytes, username: str, issuer: str) -> str:
    """Return the `otpauth:` address that authenticator apps read from a QR code."""
    label = quote(f"{issuer}:{username}")
    return f"otpauth://totp/{label}?secret={secret_text(secret)}&issuer={quote(issuer)}"


def secret_text(secret: bytes) -> str:
    """Write a secret as authenticators take it by hand (base32)."""
    return base64.b32encode(secret).decode().rstrip("=")
