"""The one-time link to a first account: a random token in the address's fragment, kept as a hash.

A fragment never leaves the browser (RFC 3986 §3.5), so the token stands in no log and no referrer.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from server.accounts.models import Invitation, User
from server.accounts.service import add_user, token_hash
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem

VALID = timedelta(hours=24)


def has_admin() -> bool:
    """Whether somebody active can manage users."""
    return any(
        "admin" in roles for roles in db.session.scalars(select(User.roles).where(User.active))
    )


def invite_admin() -> tuple[str, datetime]:
    """Make the link's token and say when it ends; an older link that nobody used ends now."""
    old = delete(Invitation).where(Invitation.used_at.is_(None), Invitation.user_id.is_(None))
    db.session.execute(old)
    token = secrets.token_urlsafe(32)
    ends = now() + VALID
    db.session.add(Invitation(token_sha256=token_hash(token), roles=["admin"], expires_at=ends))
    audit.record("user.invite", actor_id=None, roles=["admin"])
    return token, ends


def is_open(token: str) -> bool:
    """Whether this link can still make an admin; links of accounts that exist cannot."""
    row = db.session.get(Invitation, token_hash(token))
    fresh = row is not None and row.used_at is None and row.expires_at > now()
    return fresh and row is not None and row.user_id is None


def accept(token: str, username: str, name: str, password_hash: str) -> User:
    """Use the link up and make its account; raises `link-spent` and `name-taken`."""
    if not is_open(token):
        raise Problem(Code.LINK_SPENT)
    row = db.session.get_one(Invitation, token_hash(token))
    row.used_at = now()
    return add_user(username, name, row.roles, "", password_hash=password_hash)
