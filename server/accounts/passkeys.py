"""Passkeys (WebAuthn Level 3): registered by their owner, asked for at the door, taken away again.

An authenticator that knows its owner by finger, face or PIN is two factors in one, and signs for this
site's name alone, so that a page of another name gets nothing. Checked by Duo's `webauthn`, which is
imported when somebody uses one: it costs half a second.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from server.accounts import own
from server.accounts.models import Passkey, PasskeyChallenge, User
from server.accounts.service import locked_user, token_hash
from server.core import app_state, audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem

VALID = timedelta(minutes=5)
MOST = 10  # of one account: a person has some devices, not a hundred
NAME = "Sidak"


def load() -> None:
    """Import what checks passkeys, once: before a lock is held, since it takes half a second."""
    import webauthn  # noqa: F401, PLC0415


def own_passkeys(user: User) -> Sequence[Passkey]:
    """Return the passkeys of this account, the newest first."""
    rows = select(Passkey).where(Passkey.user_id == user.id)
    return db.session.scalars(rows.order_by(Passkey.created_at.desc(), Passkey.id)).all()


def begin_registering(user: User, holder: str) -> dict[str, Any]:
    """Return what the browser asks its authenticator for a new passkey, bound to this session.

    Raises `step-not-allowed` for one too many, `passkey-no-name` where the site has only a number.
    """
    from webauthn import generate_registration_options  # noqa: PLC0415 - slow to import
    from webauthn.helpers import base64url_to_bytes, options_to_json_dict  # noqa: PLC0415
    from webauthn.helpers.structs import (  # noqa: PLC0415
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    known = own_passkeys(user)
    if len(known) >= MOST:
        raise Problem(Code.STEP_NOT_ALLOWED)
    options = generate_registration_options(
        rp_id=_host(),
        rp_name=NAME,
        user_id=user.id.bytes,
        user_name=user.username,
        user_display_name=user.name,
        challenge=_challenge(holder, user.id),
        timeout=int(VALID.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(base64url_to_bytes(one.credential_id)) for one in known
        ],
    )
    return options_to_json_dict(options)


def register(user: User, holder: str, name: str, credential: dict[str, Any]) -> Passkey | None:
    """Keep the new passkey of a begun registration; every other session of the account ends.

    None for whatever does not fit the challenge, this session or this site; the challenge is spent
    either way.
    """
    from webauthn import verify_registration_response  # noqa: PLC0415 - slow to import
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415

    who = locked_user(user.id)
    asked = _spent(holder)
    if asked is None or asked.user_id != who.id:
        return None
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=bytes.fromhex(asked.challenge),
            expected_rp_id=_host(),
            expected_origin=app_state.settings().address,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - a bent answer may break its reader anywhere
        return None
    credential_id = bytes_to_base64url(made.credential_id)
    taken = select(Passkey.id).where(Passkey.credential_id == credential_id)
    if len(own_passkeys(who)) >= MOST or db.session.scalar(taken):
        return None
    row = Passkey(
        user_id=who.id,
        credential_id=credential_id,
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        name=name,
    )
    db.session.add(row)
    db.session.flush()
    own.end_others(who, holder)
    audit.record("user.passkey", actor_id=who.id, subject_id=who.id, state="on", key=str(row.id))
    return row


def remove(user: User, passkey_id: UUID, holder: str) -> None:
    """Take one of the own passkeys away, and end every other session; raises `not-found`."""
    who = locked_user(user.id)
    row = db.session.get(Passkey, passkey_id)
    if row is None or row.user_id != who.id:
        raise Problem(Code.NOT_FOUND)
    db.session.delete(row)
    own.end_others(who, holder)
    audit.record("user.passkey", actor_id=who.id, subject_id=who.id, state="off", key=str(row.id))


def remove_all(user: User, by: UUID | None) -> None:
    """Take every passkey of an account away: whoever resets its way in means all ways in."""
    known = own_passkeys(user)
    db.session.execute(delete(Passkey).where(Passkey.user_id == user.id))
    if known:
        audit.record("user.passkey", actor_id=by, subject_id=user.id, state="off", all=len(known))


def begin_signing_in() -> tuple[dict[str, Any], str]:
    """Return what the browser asks any authenticator, and the token that binds it to this browser.

    Nobody is named and no passkey is listed: the authenticator knows which of its own are for this
    site, so that the door tells nothing of who has one.
    """
    from webauthn import generate_authentication_options  # noqa: PLC0415 - slow to import
    from webauthn.helpers import options_to_json_dict  # noqa: PLC0415
    from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415

    holder = secrets.token_urlsafe(32)
    options = generate_authentication_options(
        rp_id=_host(),
        challenge=_challenge(holder, None),
        timeout=int(VALID.total_seconds() * 1000),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options), holder


def is_asked(holder: str) -> bool:
    """Whether this browser was asked to sign in and may still answer; nothing is spent."""
    row = db.session.get(PasskeyChallenge, token_hash(holder))
    return row is not None and row.user_id is None and row.expires_at > now()


def owner_signed(holder: str, credential: dict[str, Any]) -> User | None:
    """Return whose passkey signed the challenge of this browser, None for anything else.

    The challenge is spent either way. A passkey that is known and does not sign rightly, or whose
    count went back (it may have been copied), leaves its trace in the audit.
    """
    from webauthn import verify_authentication_response  # noqa: PLC0415 - slow to import
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url  # noqa: PLC0415

    asked = _spent(holder)
    known = select(Passkey).where(Passkey.credential_id == credential["id"])
    row = db.session.scalar(known.with_for_update())
    if asked is None or asked.user_id is not None or row is None:
        return None
    try:
        proof = verify_authentication_response(
            credential=credential,
            expected_challenge=bytes.fromhex(asked.challenge),
            expected_rp_id=_host(),
            expected_origin=app_state.settings().address,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - a bent answer may break its reader anywhere
        audit.record("session.refuse", actor_id=None, subject_id=row.user_id, key=str(row.id))
        return None
    who = locked_user(row.user_id)
    known_as = credential["response"].get("userHandle")
    if not who.active or known_as != bytes_to_base64url(who.id.bytes):
        return None
    row.sign_count, row.used_at = proof.new_sign_count, now()
    audit.record("user.passkey", actor_id=who.id, subject_id=who.id, state="used", key=str(row.id))
    return who


def _host() -> str:
    """Return the name of this site; raises `passkey-no-name` where it has none."""
    host = app_state.settings().passkey_host
    if host is None:
        raise Problem(Code.PASSKEY_NO_NAME)
    return host


def _challenge(holder: str, user_id: UUID | None) -> bytes:
    """Draw a challenge for who holds this token; an older one of the same, and all old ones, end."""
    drawn = secrets.token_bytes(32)
    key = token_hash(holder)
    ended = (PasskeyChallenge.expires_at < now()) | (PasskeyChallenge.holder_sha256 == key)
    db.session.execute(delete(PasskeyChallenge).where(ended))
    db.session.add(
        PasskeyChallenge(
            holder_sha256=key, user_id=user_id, challenge=drawn.hex(), expires_at=now() + VALID
        )
    )
    return drawn


def _spent(holder: str) -> PasskeyChallenge | None:
    """Return the challenge of this token and end it; None when there is none that still counts."""
    key = PasskeyChallenge.holder_sha256 == token_hash(holder)
    row = db.session.scalar(select(PasskeyChallenge).where(key).with_for_update())
    if row is None:
        return None
    db.session.delete(row)
    db.session.flush()
    return row if row.expires_at > now() else None
