"""What somebody does with the own account: change its password, see and end its sessions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select

from server.accounts.models import SignIn, User
from server.accounts.rules import limits_of
from server.accounts.service import locked_user, token_hash
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem


def change_password(user_id: UUID, before: str, after: str) -> User:
    """Put the hash `after` in the place of `before`; every session of the account is over.

    Raises `sign-in-needed` when another password was chosen, or the account disabled, while the
    slow comparison ran: then this session is no longer somebody's.
    """
    who = locked_user(user_id)
    if who.password_hash != before or not who.active:
        raise Problem(Code.SIGN_IN_NEEDED)
    who.password_hash = after
    db.session.execute(delete(SignIn).where(SignIn.user_id == who.id))
    audit.record("user.change_password", actor_id=who.id, subject_id=who.id)
    return who


def open_sessions(user: User) -> Sequence[SignIn]:
    """Return the sessions by which this account can be used now, the newest first."""
    idle, _ = limits_of(user.roles)
    rows = select(SignIn).where(
        SignIn.user_id == user.id, SignIn.expires_at > now(), SignIn.seen_at >= now() - idle
    )
    return db.session.scalars(rows.order_by(SignIn.created_at.desc())).all()


def end_others(user: User, token: str) -> int:
    """End every session of this account but the one of `token`; return how many were open."""
    others = (SignIn.user_id == user.id) & (SignIn.token_sha256 != token_hash(token))
    ended = db.session.scalar(select(func.count()).select_from(SignIn).where(others)) or 0
    db.session.execute(delete(SignIn).where(others))
    audit.record("session.end_others", actor_id=user.id, subject_id=user.id, ended=ended)
    return ended
