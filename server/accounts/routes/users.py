"""Accounts of others over HTTP: who may sign in, as what, and by which one-time link."""

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest import Blueprint

from server.accounts import users as accounts
from server.accounts.listed import read_list
from server.accounts.models import User
from server.accounts.schemas import (
    AccountChangeIn,
    AccountListOut,
    AccountOut,
    AccountsIn,
    LinkListOut,
    LinkOut,
    ListedListOut,
    ListFileIn,
    UserOut,
)
from server.accounts.sessions import signed_in, user
from server.core import app_state
from server.core.db import db, writes_late
from server.core.pages import Page
from server.core.problems import Code, Problem

users = Blueprint("users", __name__, url_prefix="/api/users", description="Accounts")


@users.get("")
@users.response(200, AccountListOut)
@signed_in("user.read")
def list_users() -> Page[Any]:
    """List every account by name; some hundreds at most, so it is one page."""
    invited = accounts.waiting()
    return Page([_account(one, invited) for one in accounts.all_users()], None)


@users.post("")
@users.arguments(AccountsIn)
@users.response(201, LinkListOut)
@signed_in("user.manage")
def make_users(body: dict[str, Any]) -> Page[Any]:
    """Make accounts, all or none; each answer holds a one-time link that is shown this once."""
    made = accounts.make(user(), body["users"])
    return Page([_link(one, token) for one, token in made], None)


@users.post("/list")
@users.arguments(ListFileIn, location="query")
@users.response(200, ListedListOut)
@signed_in("user.manage")
@writes_late
def read_users(how: dict[str, Any]) -> Page[Any]:
    """Read a list of people from a file, the body itself; nothing is made or kept."""
    request.max_content_length = app_state.settings().file_bytes
    return Page(read_list(request.get_data(), how["form"]), None)


@users.patch("/<uuid:user_id>")
@users.arguments(AccountChangeIn)
@users.response(200, AccountOut)
@signed_in("user.manage")
def change_user(body: dict[str, Any], user_id: UUID) -> dict[str, Any]:
    """Change an account's name, roles or OPD, or disable it; a right ends with the next request."""
    changes = {name: body[name] for name in body.keys() - {"reason"}}
    changed = accounts.change(user(), _known(user_id), changes, reason=body["reason"])
    return _account(changed, accounts.waiting())


@users.post("/<uuid:user_id>/link")
@users.response(201, LinkOut)
@signed_in("user.manage")
def new_link(user_id: UUID) -> dict[str, Any]:
    """Make a one-time link for somebody who lost the password or the first link."""
    found = _known(user_id)
    return _link(found, accounts.invite(user(), found)[0])


def _known(user_id: UUID) -> User:
    found = db.session.get(User, user_id)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _account(one: User, invited: set[UUID]) -> dict[str, Any]:
    return {**UserOut().dump(one), "active": one.active, "invited": one.id in invited}


def _link(one: User, token: str) -> dict[str, Any]:
    return {"user_id": one.id, "username": one.username, "name": one.name, "token": token}
