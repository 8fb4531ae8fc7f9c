"""flask-login over our own server-side sessions."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Request, current_app, g, request
from flask_login import LoginManager, current_user

from server.accounts.models import User
from server.accounts.permissions import PERMISSIONS, require
from server.accounts.service import TOUCH, session_of, touch
from server.core.clock import now
from server.core.db import end_reading, transaction
from server.core.problems import Code, Problem
from server.settings import Settings

SIGNED_IN = "signed-in"
LIMITED = "sidak_limited"
IN_USE = "sidak_in_use"
View = TypeVar("View", bound=Callable[..., Any])


def cookie_name() -> str:
    """Return the cookie's name; `__Host-` wherever https makes it possible."""
    return str(current_app.config["SIDAK_COOKIE"])


def token() -> str | None:
    """Return the session token of this request."""
    return request.cookies.get(cookie_name())


def user(*, limited: bool = False) -> User:
    """Return the signed-in user; raises `sign-in-needed`.

    Raises `second-factor-setup` for a session that may only set that up, unless `limited` says
    that this is what the view is for.
    """
    found = _who()
    if found is None:
        raise Problem(Code.SIGN_IN_NEEDED)
    if g.get(LIMITED) and not limited:
        raise Problem(Code.SECOND_FACTOR_SETUP)
    return found


def anybody() -> User | None:
    """Return the signed-in user, or None: for what a sealed delivery may do without a session.

    A session that may only set up its second factor is nobody here.
    """
    found = _who()  # first: only this reads the session, and with it whether it is limited
    return None if g.get(LIMITED) else found


def _who() -> User | None:
    found = current_user._get_current_object()  # noqa: SLF001 - the proxy's own way to its object
    return found if isinstance(found, User) else None


def limited() -> bool:
    """Whether this request's session may only set up its second factor."""
    return bool(g.get(LIMITED))


def signed_in(word: str | None = None, *, limited: bool = False) -> Callable[[View], View]:
    """Ask for a session, and for a permission that needs to know nothing but the user.

    `limited` lets a session in that has yet to set up its second factor.
    """
    if word is not None and word not in PERMISSIONS:
        raise KeyError(word)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kw: Any) -> Any:
            who = user(limited=limited)
            if word is not None:
                require(who, word)
            return view(*args, **kw)

        guarded.for_limited = limited  # type: ignore[attr-defined]
        guarded.guarded_by = word or SIGNED_IN  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def _guard_first() -> None:
    """Refuse a stranger before the body is read and before the write lock is asked for.

    `signed_in` asks once more inside the transaction of the view: a right that is taken away while
    a body arrives is gone.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    word: str | None = getattr(view, "guarded_by", None)
    if word is None:
        return
    who = user(limited=getattr(view, "for_limited", False))
    if word != SIGNED_IN:
        require(who, word)
    if request.method not in {"GET", "HEAD"}:  # those bring no body, and what was loaded serves on
        end_reading()
    if g.get(IN_USE):
        with transaction():
            touch(token() or "", now())


def init_app(app: Flask, settings: Settings) -> None:
    """Attach flask-login to an application."""
    app.config["SIDAK_COOKIE"] = "__Host-sidak" if settings.https else "sidak"
    manager = LoginManager(app)

    def load(req: Request) -> User | None:
        cookie = req.cookies.get(app.config["SIDAK_COOKIE"])
        found = session_of(cookie, now()) if cookie else None
        if found is None:
            return None
        who, row = found
        setattr(g, LIMITED, row.limited)
        setattr(g, IN_USE, now() - row.seen_at > TOUCH)
        return who

    manager.request_loader(load)
    app.before_request(_guard_first)
