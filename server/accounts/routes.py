"""Sessions and phones over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask_smorest import Blueprint

from server.accounts import devices, invitations, second_factor, service, sessions, users
from server.accounts.models import Device, User
from server.accounts.passwords import hash_password, matches
from server.accounts.rules import limits_of
from server.accounts.schemas import (
    AccountChangeIn,
    AccountListOut,
    AccountOut,
    AccountsIn,
    ChoosePasswordIn,
    DeviceIn,
    DeviceListOut,
    DeviceOut,
    FirstAdminIn,
    HeartbeatIn,
    LinkListOut,
    LinkOut,
    PhoneOut,
    RecoveryCodesOut,
    RevokeIn,
    SecondFactorBeginIn,
    SecondFactorBeginOut,
    SecondFactorIn,
    SessionOut,
    SignInIn,
    UserOut,
)
from server.accounts.sessions import signed_in, user
from server.core import app_state
from server.core.clock import iso, now
from server.core.db import db, start_writing, writes_late
from server.core.fields import PageIn
from server.core.http import problem_response
from server.core.pages import Page
from server.core.problems import Code, Problem
from server.core.state import state

accounts = Blueprint("accounts", __name__, url_prefix="/api", description="Sessions and phones")


@accounts.get("/health")
@accounts.response(200)
def health() -> Response:
    """Say that the server and its database answer; `demo` puts the watermark on the sign-in page."""
    return jsonify(
        status="ok",
        demo=app_state.settings().demo,
        version=app_state.settings().version,
        epoch=str(state().epoch),
        server_time=iso(now()),
    )


@accounts.get("/keys")
@accounts.response(200)
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
    return _session_begun(who)


@accounts.post("/first-admin")
@accounts.arguments(FirstAdminIn)
@accounts.response(201, SessionOut)
@writes_late
def accept_invitation(body: dict[str, str]) -> Any:
    """Make the account of a one-time link and sign it in; the link works once."""
    if not invitations.is_open(body["token"]):
        raise Problem(Code.LINK_SPENT)
    hashed = hash_password(body["password"])
    start_writing()
    made = invitations.accept(body["token"], body["username"], body["name"], hashed)
    return _session_begun(made)


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
    return _with_session(response, who)


@accounts.post("/password")
@accounts.arguments(ChoosePasswordIn)
@accounts.response(201, SessionOut)
@writes_late
def choose_password(body: dict[str, str]) -> Any:
    """Choose the password of an account by its one-time link, and sign in."""
    users.owner_of(body["token"])
    hashed = hash_password(body["password"])
    start_writing()
    who = users.choose_password(body["token"], hashed)
    return _session_begun(who)


@accounts.get("/users")
@accounts.response(200, AccountListOut)
@signed_in("user.read")
def list_users() -> Page[Any]:
    """List every account by name; some hundreds at most, so it is one page."""
    invited = users.waiting()
    return Page([_account(one, invited) for one in users.all_users()], None)


@accounts.post("/users")
@accounts.arguments(AccountsIn)
@accounts.response(201, LinkListOut)
@signed_in("user.manage")
def make_users(body: dict[str, Any]) -> Page[Any]:
    """Make accounts, all or none; each answer holds a one-time link that is shown this once."""
    made = users.make(user(), body["users"])
    return Page([_link(one, token) for one, token in made], None)


@accounts.patch("/users/<uuid:user_id>")
@accounts.arguments(AccountChangeIn)
@accounts.response(200, AccountOut)
@signed_in("user.manage")
def change_user(body: dict[str, Any], user_id: UUID) -> dict[str, Any]:
    """Change an account's name, roles or OPD, or disable it; a right ends with the next request."""
    changes = {name: body[name] for name in body.keys() - {"reason"}}
    changed = users.change(user(), _known(user_id), changes, reason=body["reason"])
    return _account(changed, users.waiting())


@accounts.post("/users/<uuid:user_id>/link")
@accounts.response(201, LinkOut)
@signed_in("user.manage")
def new_link(user_id: UUID) -> dict[str, Any]:
    """Make a one-time link for somebody who lost the password or the first link."""
    found = _known(user_id)
    return _link(found, users.invite(user(), found)[0])


def _known(user_id: UUID) -> User:
    found = db.session.get(User, user_id)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _account(one: User, invited: set[UUID]) -> dict[str, Any]:
    return {**UserOut().dump(one), "active": one.active, "invited": one.id in invited}


def _link(one: User, token: str) -> dict[str, Any]:
    return {"user_id": one.id, "username": one.username, "name": one.name, "token": token}


def _session_of(who: User, *, limited: bool) -> dict[str, Any]:
    state = "required" if limited else "on" if second_factor.is_on(who) else "off"
    return {"user": who, "demo": app_state.settings().demo, "second_factor": state}


def _session_begun(who: User) -> Response:
    limited = second_factor.must_set_up(who)
    response = jsonify(SessionOut().dump(_session_of(who, limited=limited)))
    response.status_code = 201
    return _with_session(response, who, limited=limited)


def _with_session(response: Response, who: User, *, limited: bool = False) -> Response:
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
    return _session_of(user(limited=True), limited=sessions.limited())


@accounts.delete("/session")
@accounts.response(204)
@signed_in(limited=True)
def end_session() -> Response:
    """Sign out on this device."""
    service.sign_out(sessions.token() or "", user(limited=True))
    response = Response(status=204)
    response.delete_cookie(sessions.cookie_name(), path="/", secure=app_state.settings().https)
    return response


@accounts.post("/devices")
@accounts.arguments(DeviceIn)
@accounts.response(201, DeviceOut)
@signed_in()
def enrol_device(body: dict[str, Any]) -> Device:
    """Enrol the phone in hand; the same key again is the same phone."""
    return devices.enrol(user(), body["name"], body["public_key"])


@accounts.get("/devices")
@accounts.arguments(PageIn, location="query")
@accounts.response(200, DeviceListOut)
@signed_in("device.read")
def list_devices(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the enrolled phones with their owners and last contact, newest first."""
    items, following = devices.page(wanted.get("cursor"), wanted["size"])
    return {"items": items, "next": following}


@accounts.post("/devices/<uuid:device_id>/revoke")
@accounts.arguments(RevokeIn)
@accounts.response(200, PhoneOut)
@signed_in("device.revoke")
def revoke_device(body: dict[str, str], device_id: UUID) -> dict[str, Any]:
    """Take back the key of a lost phone (cabut HP) and end its owner's sessions."""
    return devices.described(devices.revoke(user(), device_id, body["reason"]))


@accounts.post("/devices/<uuid:device_id>/heartbeat")
@accounts.arguments(HeartbeatIn)
@accounts.response(204)
@signed_in()
def heartbeat(body: dict[str, int], device_id: UUID) -> Response:
    """Take what a phone declares it still holds."""
    service.touch(sessions.token() or "", now())
    devices.heartbeat(
        user(),
        device_id,
        findings=body["unsent_findings"],
        photos=body["unsent_photos"],
        sequence=body["last_sequence"],
    )
    return Response(status=204)
