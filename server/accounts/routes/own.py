"""The own account over HTTP: its password, and the sessions by which it is in use."""

from typing import Any

from flask import jsonify
from flask_smorest import Blueprint

from server.accounts import own, second_factor, service, sessions
from server.accounts.passwords import hash_password, matches
from server.accounts.routes.sessions import session_shown, with_session
from server.accounts.schemas import (
    ChangePasswordIn,
    EndedOut,
    OpenSessionListOut,
    SessionOut,
)
from server.accounts.sessions import signed_in, user
from server.accounts.strength import refuse_weak
from server.core.db import start_writing, writes_late
from server.core.http import problem_response
from server.core.pages import Page
from server.core.problems import Code, Problem

own_account = Blueprint("own_account", __name__, url_prefix="/api", description="The own account")


@own_account.put("/password")
@own_account.arguments(ChangePasswordIn)
@own_account.response(200, SessionOut)
@signed_in()
@writes_late
def change_password(body: dict[str, str]) -> Any:
    """Change the own password; the current one is asked, and every other session ends.

    Guesses at the current one count like guesses at the door.
    """
    who = user()
    user_id, username, before = who.id, who.username, who.password_hash
    service.refuse_guessing(username)
    if not matches(before, body["current"]):
        start_writing()
        service.count_failure(username)
        return problem_response(Problem(Code.WRONG_PASSWORD))
    refuse_weak(body["password"], username, who.name)
    after = hash_password(body["password"])
    start_writing()
    changed = own.change_password(user_id, before, after)
    shown = session_shown(changed, limited=second_factor.must_set_up(changed))
    return with_session(jsonify(SessionOut().dump(shown)), changed)


@own_account.get("/sessions")
@own_account.response(200, OpenSessionListOut)
@signed_in()
def open_sessions() -> Page[Any]:
    """List the sessions of the own account, the newest first; a handful, so it is one page."""
    here = service.token_hash(sessions.token() or "")
    return Page(
        [
            {"begun_at": one.created_at, "seen_at": one.seen_at, "here": one.token_sha256 == here}
            for one in own.open_sessions(user())
        ],
        None,
    )


@own_account.delete("/sessions")
@own_account.response(200, EndedOut)
@signed_in()
def end_other_sessions() -> dict[str, int]:
    """End every session of the own account but this one."""
    return {"ended": own.end_others(user(), sessions.token() or "")}
