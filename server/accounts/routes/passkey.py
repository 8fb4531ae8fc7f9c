"""Passkeys over HTTP: of the own account, and at the door in place of password and code."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask_smorest import Blueprint

from server.accounts import passkeys as keys
from server.accounts import second_factor, service, sessions
from server.accounts.models import Passkey, User
from server.accounts.passkey_forms import (
    PasskeyIn,
    PasskeyListOut,
    PasskeyOptionsOut,
    PasskeyOut,
    PasskeySignInIn,
    ProofIn,
    browser_json,
)
from server.accounts.passwords import matches
from server.accounts.routes.sessions import session_begun
from server.accounts.schemas import SessionOut
from server.accounts.sessions import signed_in, user
from server.core import app_state
from server.core.db import start_writing, writes_late
from server.core.http import problem_response
from server.core.pages import Page
from server.core.problems import Code, Problem

passkeys = Blueprint("passkeys", __name__, url_prefix="/api", description="Passkeys (WebAuthn)")


@passkeys.get("/passkeys")
@passkeys.response(200, PasskeyListOut)
@signed_in()
def own_passkeys() -> Page[Passkey]:
    """List the passkeys of the own account, the newest first; ten at most, so it is one page."""
    return Page(list(keys.own_passkeys(user())), None)


@passkeys.post("/passkeys/begin")
@passkeys.arguments(ProofIn)
@passkeys.response(200, PasskeyOptionsOut)
@signed_in()
@writes_late
def begin_registering(body: dict[str, Any]) -> Any:
    """Begin a new passkey; password and second factor are asked again."""
    who, refused = _proved(body)
    if refused:
        return refused
    return {"options": keys.begin_registering(who, sessions.token() or "")}


@passkeys.post("/passkeys")
@passkeys.arguments(PasskeyIn)
@passkeys.response(201, PasskeyOut)
@signed_in()
@writes_late
def register(body: dict[str, Any]) -> Any:
    """Keep the passkey that an authenticator made; the challenge is spent whatever it is."""
    credential = browser_json(body, "client_data_json", "attestation_object")
    user_id = user().id
    keys.load()
    start_writing()
    who = service.locked_user(user_id)
    made = keys.register(who, sessions.token() or "", body["name"], credential)
    return made or problem_response(Problem(Code.PASSKEY_REFUSED))


@passkeys.post("/passkeys/<uuid:passkey_id>/remove")
@passkeys.arguments(ProofIn)
@passkeys.response(204)
@signed_in()
@writes_late
def remove(body: dict[str, Any], passkey_id: UUID) -> Any:
    """Take one of the own passkeys away; password and second factor are asked again."""
    who, refused = _proved(body)
    if refused:
        return refused
    keys.remove(who, passkey_id, sessions.token() or "")
    return None


@passkeys.post("/session/passkey/begin")
@passkeys.response(200, PasskeyOptionsOut)
@writes_late
def begin_signing_in() -> Response:
    """Ask any passkey of this site to sign; the same answer for everybody, bound to this browser."""
    wait = app_state.strangers().spend()
    if wait:
        raise Problem(Code.TOO_MANY_ATTEMPTS, retry_after=wait)
    keys.load()
    start_writing()
    options, holder = keys.begin_signing_in()
    response = jsonify(options=options)
    response.set_cookie(
        _cookie(),
        holder,
        httponly=True,
        secure=app_state.settings().https,
        samesite="Strict",
        path="/",
        max_age=int(keys.VALID.total_seconds()),
    )
    return response


@passkeys.post("/session/passkey")
@passkeys.arguments(PasskeySignInIn)
@passkeys.response(201, SessionOut)
@writes_late
def sign_in(body: dict[str, Any]) -> Response:
    """Sign in by a passkey, which is two factors in one; whatever is wrong is told the same way."""
    holder = request.cookies.get(_cookie(), "")
    names = ("client_data_json", "authenticator_data", "signature", "user_handle")
    credential = browser_json(body, *names)
    who = None
    if keys.is_asked(holder):
        keys.load()
        start_writing()
        who = keys.owner_signed(holder, credential)
    if who is None:
        response: Response = problem_response(Problem(Code.PASSKEY_UNKNOWN))
    else:
        response = session_begun(who)
    response.delete_cookie(_cookie(), path="/", secure=app_state.settings().https)
    return response


def _cookie() -> str:
    """Return the name of the cookie that binds a challenge to a browser without a session."""
    return f"{sessions.cookie_name()}-passkey"


def _proved(body: dict[str, Any]) -> tuple[User, Response | None]:
    """Ask password and second factor of who is signed in; a failure counts as one at the door.

    The slow comparison holds no lock; the writing transaction begins here.
    """
    who = user()
    user_id, username, before = who.id, who.username, who.password_hash
    service.refuse_guessing(username)
    good = matches(before, body["current"])
    keys.load()
    start_writing()
    who = service.locked_user(user_id)
    code = Code.WRONG_PASSWORD if not good or who.password_hash != before else None
    if code is None and second_factor.is_on(who):
        code = None if second_factor.accepts(who, body["code"] or "") else Code.BAD_CODE
    if code is None:
        return who, None
    service.count_failure(username)
    return who, problem_response(Problem(code))
