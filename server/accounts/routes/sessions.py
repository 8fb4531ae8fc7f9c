"""Who is there, over HTTP: sign-in, its second factor and one-time links, and sign-out."""

from typing import Any

from flask import Response, jsonify
from flask_smorest import Blueprint

from server.accounts import invitations, second_factor, service, sessions, users
from server.accounts.models import User
from server.accounts.passwords import hash_password, matches
from server.accounts.rules import limits_of
from server.accounts.schemas import (
    ChoosePasswordIn,
    FirstAdminIn,
    HealthOut,
    KeysOut,
    RecoveryCodesOut,
    SecondFactorBeginIn,
    SecondFactorBeginOut,
    SecondFactorIn,
    SessionOut,
    SignInIn,
)
from server.accounts.sessions import signed_in, user
from server.accounts.strength import refuse_weak
from server.core import app_state
from server.core.clock import iso, now
from server.core.db import start_writing, writes_late
from server.core.http import problem_response
from server.core.problems import Code, Problem
from server.core.state import state

accounts = Blueprint("accounts", __name__, url_prefix="/api", description="Sessions")


@accounts.get("/health")
@accounts.response(200, HealthOut)
def health() -> Response:
    """Say that the server and its database answer; `demo` puts the watermark on the sign-in page."""
    return jsonify(
        status="ok",
        demo=app_state.settings().demo,
        version=app_state.settings().version,
        oldest_phone=app_state.settings().oldest_phone,
        epoch=str(state().epoch),
        server_time=iso(now()),
    )


@accounts.get("/keys")
@accounts.response(200, KeysOut)
def public_keys() -> Response:
    """Give the public keys that verify receipts and seal findings."""
    return jsonify(app_state.keys().public())


@accounts.post("/session")
@accounts.arguments(SignInIn)
@accounts.response(201, SessionOut)
@writes_late
def begin_session(body: dict[str, Any]) -> Any:
    """Sign in; the slow comparison holds no lock, and a failure is counted before it is told."""
    service.refuse_guessing(body["username"])
    user_id, password_hash = service.password_hash_of(body["username"])
    good = matches(password_hash, body["password"])
    start_writing()
    if user_id is None or not good:
        service.count_failure(body["username"])
        return problem_response(Problem(Code.BAD_CREDENTIALS))
    who = service.locked_user(user_id)
    if second_factor.is_on(who):
        if not body["code"]:
            return problem_response(Problem(Code.SECOND_FACTOR_NEEDED))
        if not second_factor.accepts(who, body["code"]):
            service.count_failure(body["username"])
            return problem_response(Problem(Code.BAD_CODE))
    return session_begun(who)


@accounts.post("/first-admin")
@accounts.arguments(FirstAdminIn)
@accounts.response(201, SessionOut)
@writes_late
def accept_invitation(body: dict[str, str]) -> Any:
    """Make the account of a one-time link and sign it in; the link works once."""
    if not invitations.is_open(body["token"]):
        raise Problem(Code.LINK_SPENT)
    refuse_weak(body["password"], body["username"], body["name"])
    hashed = hash_password(body["password"])
    start_writing()
    made = invitations.accept(body["token"], body["username"], body["name"], hashed)
    return session_begun(made)


@accounts.post("/second-factor/begin")
@accounts.arguments(SecondFactorBeginIn)
@accounts.response(200, SecondFactorBeginOut)
@signed_in(limited=True)
def begin_second_factor(body: dict[str, str | None]) -> Any:
    """Draw a secret for an authenticator; who has one already shows a code of it first."""
    who = service.locked_user(user(limited=True).id)
    if second_factor.is_on(who):
        service.refuse_guessing(who.username)
        if not second_factor.accepts(who, body["code"] or ""):
            service.count_failure(who.username)
            return problem_response(Problem(Code.BAD_CODE))
    return second_factor.begin(who)


@accounts.post("/second-factor")
@accounts.arguments(SecondFactorIn)
@accounts.response(200, RecoveryCodesOut)
@signed_in(limited=True)
def confirm_second_factor(body: dict[str, str]) -> Response:
    """Turn the second factor on with a first code; every older session ends, this one is new."""
    who = service.locked_user(user(limited=True).id)
    codes = second_factor.confirm(who, body["ticket"], body["code"])
    response = jsonify(RecoveryCodesOut().dump({"recovery_codes": codes}))
    return with_session(response, who)


@accounts.post("/password")
@accounts.arguments(ChoosePasswordIn)
@accounts.response(201, SessionOut)
@writes_late
def choose_password(body: dict[str, str]) -> Any:
    """Choose the password of an account by its one-time link, and sign in.

    A link stands for the password only: who has a second factor signs in with it afterwards.
    """
    owner = users.owner_of(body["token"])
    refuse_weak(body["password"], owner.username, owner.name)
    hashed = hash_password(body["password"])
    start_writing()
    who = users.choose_password(body["token"], hashed)
    if second_factor.is_on(who):
        return problem_response(Problem(Code.SECOND_FACTOR_NEEDED))
    return session_begun(who)


def session_shown(who: User, *, limited: bool) -> dict[str, Any]:
    """Return who this is and how it stands with the second factor, as `SessionOut` has it."""
    state = "required" if limited else "on" if second_factor.is_on(who) else "off"
    return {"user": who, "demo": app_state.settings().demo, "second_factor": state}


def session_begun(who: User, **more: str) -> Response:
    """Begin a session and answer who it is; `more` stands beside it."""
    limited = second_factor.must_set_up(who)
    response = jsonify(SessionOut().dump(session_shown(who, limited=limited)) | more)
    response.status_code = 201
    return with_session(response, who, limited=limited)


def with_session(response: Response, who: User, *, limited: bool = False) -> Response:
    """Begin a session of this user in place of the one that the request came with."""
    old = sessions.token() or ""
    _, token = service.sign_in(who.id, who.username, limited=limited, old=old)
    _, absolute = limits_of(who.roles)
    response.set_cookie(
        sessions.cookie_name(),
        token,
        httponly=True,
        secure=app_state.settings().https,
        samesite="Lax",
        path="/",
        max_age=int(absolute.total_seconds()),
    )
    return response


@accounts.get("/session")
@accounts.response(200, SessionOut)
@signed_in(limited=True)
def who_am_i() -> dict[str, Any]:
    """Say who is signed in."""
    return session_shown(user(limited=True), limited=sessions.limited())


@accounts.delete("/session")
@accounts.response(204)
@signed_in(limited=True)
def end_session() -> Response:
    """Sign out on this device."""
    service.sign_out(sessions.token() or "", user(limited=True))
    response = Response(status=204)
    response.delete_cookie(sessions.cookie_name(), path="/", secure=app_state.settings().https)
    return response
