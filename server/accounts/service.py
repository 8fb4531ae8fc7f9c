"""Verbs of accounts: sign in and out, make users."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from server.accounts.models import Enrolment, Invitation, SignIn, Throttle, User
from server.accounts.passwords import hash_password
from server.accounts.permissions import ROLES
from server.accounts.rules import limits_of
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem

FIELD = frozenset({"officer", "coordinator"})
TOUCH = timedelta(minutes=5)
FREE_GUESSES = 8
PAUSE = timedelta(minutes=5)
# asked before every request: composing it anew took a third of its time
_BEHIND = (
    select(User, SignIn)
    .join_from(SignIn, User, User.id == SignIn.user_id)
    .where(SignIn.token_sha256 == bindparam("token"))
)


def token_hash(token: str) -> str:
    """Return what the table keeps of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def password_hash_of(username: str) -> tuple[UUID | None, str | None]:
    """Look up the id and hash of an active user, for the slow comparison outside the transaction."""
    user = db.session.scalar(select(User).where(User.username == username.lower()))
    return (user.id, user.password_hash) if user is not None and user.active else (None, None)


def refuse_guessing(username: str) -> None:
    """Raise `too-many-attempts` while this name pauses; known phones have sessions and feel nothing."""
    row = db.session.get(Throttle, _throttle_key(username))
    if row and row.failures >= FREE_GUESSES and now() - row.last_at < PAUSE:
        raise Problem(Code.TOO_MANY_ATTEMPTS, retry_after=int(PAUSE.total_seconds()))


def count_failure(username: str) -> None:
    """Remember one failed guess, with its trace in the audit."""
    key = _throttle_key(username)
    row = db.session.get(Throttle, key)
    if row is None:
        row = Throttle(subject=key, failures=0)
        db.session.add(row)
    elif now() - row.last_at >= PAUSE:
        row.failures = 0
    row.failures += 1
    row.last_at = now()
    audit.record("session.refuse", actor_id=None, subject_id=key[:16])


def locked_user(user_id: UUID) -> User:
    """Return a user whose row nobody else changes until the commit: a code is used up once."""
    return db.session.get_one(User, user_id, with_for_update=True, populate_existing=True)


def sign_in(
    user_id: UUID, username: str, *, limited: bool = False, old: str = ""
) -> tuple[User, str]:
    """Begin a session and return the user and the token for the cookie; the `old` token ends."""
    user = db.session.get_one(User, user_id)
    db.session.execute(delete(Throttle).where(Throttle.subject == _throttle_key(username)))
    ended = (SignIn.expires_at < now()) | (SignIn.token_sha256 == token_hash(old))
    db.session.execute(delete(SignIn).where(ended))
    token = secrets.token_urlsafe(32)
    _, absolute = limits_of(user.roles)
    db.session.add(
        SignIn(
            token_sha256=token_hash(token),
            user_id=user.id,
            expires_at=now() + absolute,
            limited=limited,
        )
    )
    audit.record("session.begin", actor_id=user.id)
    return user, token


def sign_out(token: str, user: User) -> None:
    """End one session."""
    db.session.execute(delete(SignIn).where(SignIn.token_sha256 == token_hash(token)))
    audit.record("session.end", actor_id=user.id)


def session_of(token: str, moment: datetime) -> tuple[User, SignIn] | None:
    """Return the active user behind a token, None when it is unknown, idle too long or over."""
    found = db.session.execute(_BEHIND, {"token": token_hash(token)}).one_or_none()
    if found is None:
        return None
    user, row = found
    return (user, row) if in_force(user, row, moment) else None


def in_force(user: User, row: SignIn, moment: datetime) -> bool:
    """Whether a session still counts: an active user, not over, and not idle too long."""
    if not user.active or row.expires_at <= moment:
        return False
    idle, _ = limits_of(user.roles)
    return moment - row.seen_at <= idle


def end_powerful_sessions() -> None:
    """End every session but those of the field, and every open link to a first account.

    A restored database knows sessions that were ended since. Phones keep theirs: without one they
    could not learn that they should offer again, and theirs judge nobody.
    """
    for user_id, roles in db.session.execute(select(User.id, User.roles)).all():
        if not FIELD.issuperset(roles):
            db.session.execute(delete(SignIn).where(SignIn.user_id == user_id))
    db.session.execute(delete(Invitation).where(Invitation.used_at.is_(None)))
    db.session.execute(delete(Enrolment))  # a code used since would be good again


def touch(token: str, moment: datetime) -> None:
    """Note that a session is in use, at most every few minutes."""
    row = db.session.get(SignIn, token_hash(token))
    if row is not None and moment - row.seen_at > TOUCH:
        row.seen_at = moment


def add_user(
    username: str,
    name: str,
    roles: list[str],
    password: str,
    *,
    by: UUID | None = None,
    **more: Any,
) -> User:
    """Make an account; raises `name-taken`, ValueError for an unknown role or a short password."""
    if unknown := set(roles) - ROLES:
        raise ValueError(f"unknown roles: {', '.join(sorted(unknown))}")
    username = username.lower()
    if db.session.scalar(select(User.id).where(User.username == username)):
        raise Problem(Code.NAME_TAKEN)
    user = User(
        username=username,
        name=name,
        roles=sorted(roles),
        password_hash=more.pop("password_hash", None) or hash_password(password),
        **more,
    )
    db.session.add(user)
    db.session.flush()
    audit.record("user.add", actor_id=by, subject_id=user.id, roles=user.roles)
    return user


def _throttle_key(username: str) -> str:
    return hashlib.sha256(b"sidak throttle:" + username.lower().encode()).hexdigest()
