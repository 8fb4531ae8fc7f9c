"""A one-time code that signs a petugas in and enrols the phone in hand, without a password typed.

Shown as a QR on a coordinator's screen (minutes) or on a printed sheet (a day). The table keeps its
SHA-256 only. It opens accounts of the field alone: whoever could judge people or change who may
signs in with a password. The same phone may ask twice, since an answer may get lost on the way;
another phone may not.
"""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from server.accounts import devices, second_factor
from server.accounts.models import Device, Enrolment, Throttle, User
from server.accounts.rules import CODE_LETTERS, plain_code
from server.accounts.service import FIELD, FREE_GUESSES, PAUSE, token_hash
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem

ON_SCREEN = timedelta(minutes=10)
ON_PAPER = timedelta(hours=24)  # printed in the evening, used in the morning
SAME_PHONE_AGAIN = timedelta(minutes=5)
LENGTH = 12  # of 31 letters: 59 bits, single use, throttled


def in_field(user: User) -> bool:
    """Whether a code may open this account: one of the field, active, with a password alone."""
    return user.active and FIELD.issuperset(user.roles) and not second_factor.is_on(user)


def invite(by: User, user: User, operation_id: UUID, *, printed: bool) -> tuple[str, Enrolment]:
    """Make a code for one petugas; an older one that nobody used ends now.

    Raises `enrolment-not-field` for an account that a code may not open.
    """
    if not in_field(user):
        raise Problem(Code.ENROLMENT_NOT_FIELD)
    withdraw(Enrolment.user_id == user.id)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(LENGTH))
    made = Enrolment(
        token_sha256=token_hash(code),
        user_id=user.id,
        operation_id=operation_id,
        created_by=by.id,
        created_at=now(),
        expires_at=now() + (ON_PAPER if printed else ON_SCREEN),
    )
    db.session.add(made)
    audit.record(
        "device.invite",
        actor_id=by.id,
        subject_id=user.id,
        operation_id=operation_id,
        printed=printed,
    )
    return code, made


def withdraw_of(operation_id: UUID, keep: Collection[UUID] = ()) -> None:
    """End the unused codes of an operation, but for those of the users in `keep`."""
    withdraw((Enrolment.operation_id == operation_id) & Enrolment.user_id.not_in(keep))


def withdraw(which: Any) -> None:
    """End unused codes; `which` is a condition on them."""
    db.session.execute(delete(Enrolment).where(Enrolment.used_at.is_(None), which))


def owner_of(typed: str) -> User:
    """Return whom a code signs in, without using it up.

    Raises `enrolment-unknown`, `enrolment-expired`, `enrolment-used`, `enrolment-not-field`.
    """
    return _open(typed, None)[1]


def use(typed: str, name: str, public_key: dict[str, Any]) -> tuple[User, Device]:
    """Use a code up: enrol this phone as its user's. Raises what `owner_of` raises.

    The same phone may say it again for some minutes.
    """
    row, user = _open(typed, public_key)
    device = devices.enrol(user, name, public_key)
    if row.used_at is None:
        row.used_at = now()
        row.device_id = device.id
        audit.record(
            "device.accept",
            actor_id=user.id,
            subject_id=device.id,
            operation_id=row.operation_id,
            invited_by=str(row.created_by),
        )
    return user, device


def refuse_guessing(address: str) -> None:
    """Raise `too-many-attempts` where an address pauses; who brings a code that is known is let in."""
    row = db.session.get(Throttle, _throttle_key(address))
    if row and row.failures >= FREE_GUESSES and now() - row.last_at < PAUSE:
        raise Problem(Code.TOO_MANY_ATTEMPTS, retry_after=int(PAUSE.total_seconds()))


def count_failure(address: str) -> None:
    """Remember an unknown code from an address, as a hash, with its trace in the audit."""
    key = _throttle_key(address)
    row = db.session.get(Throttle, key, with_for_update=True)
    if row is None:
        row = Throttle(subject=key, failures=0)
        db.session.add(row)
    elif now() - row.last_at >= PAUSE:
        row.failures = 0
    row.failures += 1
    row.last_at = now()
    audit.record("session.refuse", actor_id=None, subject_id=key[:16])


def _open(typed: str, public_key: dict[str, Any] | None) -> tuple[Enrolment, User]:
    row = db.session.get(Enrolment, token_hash(plain_code(typed)), with_for_update=True)
    user = db.session.get(User, row.user_id) if row else None
    if row is None or user is None:
        raise Problem(Code.ENROLMENT_UNKNOWN)
    if row.used_at is not None and not _same_phone(row, public_key):
        raise Problem(Code.ENROLMENT_USED)
    if row.used_at is None and row.expires_at <= now():
        raise Problem(Code.ENROLMENT_EXPIRED)
    if not in_field(user):
        raise Problem(Code.ENROLMENT_NOT_FIELD)
    return row, user


def _same_phone(row: Enrolment, public_key: dict[str, Any] | None) -> bool:
    """Whether this is the phone that used the code a moment ago."""
    if row.used_at is None or now() - row.used_at > SAME_PHONE_AGAIN or row.device_id is None:
        return False
    device = db.session.get(Device, row.device_id)
    return device is not None and device.revoked_at is None and device.public_key == public_key


def _throttle_key(address: str) -> str:
    return token_hash(f"sidak enrolment throttle:{address}")
