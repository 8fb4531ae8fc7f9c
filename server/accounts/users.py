"""Accounts as an admin keeps them: made with a one-time link, changed, disabled; no password is told."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from server.accounts import passkeys
from server.accounts.invitations import VALID
from server.accounts.models import Invitation, SignIn, User
from server.accounts.service import add_user, token_hash
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem

NO_PASSWORD = "!"  # noqa: S105 - no hash: nothing typed ever matches it


def all_users() -> Sequence[User]:
    """Return every account by name; a city has some hundreds at most."""
    return db.session.scalars(select(User).order_by(User.name, User.id)).all()


def waiting() -> set[UUID]:
    """Return whose one-time link is still open."""
    rows = select(Invitation.user_id).where(
        Invitation.used_at.is_(None), Invitation.expires_at > now()
    )
    return {user_id for user_id in db.session.scalars(rows) if user_id is not None}


def make(by: User, wanted: Sequence[dict[str, Any]]) -> list[tuple[User, str]]:
    """Make accounts, all or none, and return each with the token of its link.

    Raises `name-taken` with the `names` that exist or stand there twice, `bad-field` for an OPD
    without its role or the role without an OPD.
    """
    names = [one["username"].lower() for one in wanted]
    known = set(db.session.scalars(select(User.username).where(User.username.in_(names))))
    taken = sorted(known | {name for name in names if names.count(name) > 1})
    if taken:
        raise Problem(Code.NAME_TAKEN, names=taken)
    made = []
    for one in wanted:
        _refuse_odd_opd(one["roles"], one.get("opd_id"))
        more = {name: one.get(name) for name in ("title", "opd_id")}
        user = add_user(
            one["username"], one["name"], one["roles"], "", by=by.id, password_hash=NO_PASSWORD,
            **more,
        )  # fmt: skip
        made.append((user, invite(by, user)[0]))
    return made


def invite(by: User, user: User) -> tuple[str, datetime]:
    """Make a one-time link by which this person chooses a password; an older one ends now.

    The password of today stays until the link is used. Raises `step-not-allowed` for a disabled
    account.
    """
    if not user.active:
        raise Problem(Code.STEP_NOT_ALLOWED)
    db.session.execute(
        delete(Invitation).where(Invitation.user_id == user.id, Invitation.used_at.is_(None))
    )
    token, ends = secrets.token_urlsafe(32), now() + VALID
    db.session.add(
        Invitation(token_sha256=token_hash(token), roles=[], user_id=user.id, expires_at=ends)
    )
    audit.record("user.invite", actor_id=by.id, subject_id=user.id)
    return token, ends


def owner_of(token: str) -> User:
    """Return whose link this is; raises `link-spent`."""
    row = db.session.get(Invitation, token_hash(token))
    open_link = row is not None and row.used_at is None and row.expires_at > now()
    user = db.session.get(User, row.user_id) if open_link and row and row.user_id else None
    if user is None or not user.active:
        raise Problem(Code.LINK_SPENT)
    return user


def choose_password(token: str, password_hash: str) -> User:
    """Use a link up: the account has this password, and sessions and passkeys of before are over."""
    user = owner_of(token)
    db.session.get_one(Invitation, token_hash(token)).used_at = now()
    user.password_hash = password_hash
    _end_sessions(user)
    passkeys.remove_all(user, user.id)
    audit.record("user.choose_password", actor_id=user.id, subject_id=user.id)
    return user


def change(by: User, user: User, changes: dict[str, Any], *, reason: str) -> User:
    """Change name, title, roles, OPD or whether an account may act; a right ends at once.

    Raises `step-not-allowed` for somebody who would shut themselves out.
    """
    roles = changes.get("roles", user.roles)
    shuts_out = changes.get("active") is False or "admin" not in roles
    if by.id == user.id and shuts_out:
        raise Problem(Code.STEP_NOT_ALLOWED)
    _refuse_odd_opd(roles, changes.get("opd_id", user.opd_id))
    before = {name: getattr(user, name) for name in changes if name in {"roles", "active"}}
    for name, value in changes.items():
        setattr(user, name, sorted(value) if name == "roles" else value)
    if not user.active:
        _end_sessions(user)
    audit.record(
        "user.change",
        actor_id=by.id,
        subject_id=user.id,
        reason=reason,
        fields=sorted(changes),
        before=before,
        after={name: getattr(user, name) for name in before},
    )
    return user


def _end_sessions(user: User) -> None:
    db.session.execute(delete(SignIn).where(SignIn.user_id == user.id))


def _refuse_odd_opd(roles: Sequence[str], opd_id: UUID | None) -> None:
    if ("opd" in roles) != (opd_id is not None):
        raise Problem(Code.BAD_FIELD, invalid={"opd_id": ["Peran OPD dan OPD-nya selalu bersama."]})
