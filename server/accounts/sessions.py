"""flask-login over our own server-side sessions."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Request, current_app, request
from flask_login import LoginManager, current_user

from server.accounts.models import User
from server.accounts.permissions import PERMISSIONS, require
from server.accounts.service import user_of
from server.core.clock import now
from server.core.problems import Code, Problem
from server.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])


def cookie_name() -> str:
    """Return the cookie's name; `__Host-` wherever https makes it possible."""
    return str(current_app.config["SIDAK_COOKIE"])


def token() -> str | None:
    """Return the session token of this request."""
    return request.cookies.get(cookie_name())


def user() -> User:
    """Return the signed-in user; raises `sign-in-needed`."""
    found = anybody()
    if found is None:
        raise Problem(Code.SIGN_IN_NEEDED)
    return found


def anybody() -> User | None:
    """Return the signed-in user, or None: for what a sealed delivery may do without a session."""
    found = current_user._get_current_object()  # noqa: SLF001 - the proxy's own way to its object
    return found if isinstance(found, User) else None


def signed_in(word: str | None = None) -> Callable[[View], View]:
    """Ask for a session, and for a permission that needs to know nothing but the user."""
    if word is not None and word not in PERMISSIONS:
        raise KeyError(word)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kw: Any) -> Any:
            who = user()
            if word is not None:
                require(who, word)
            return view(*args, **kw)

        guarded.guarded_by = word or "signed-in"  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def init_app(app: Flask, settings: Settings) -> None:
    """Attach flask-login to an application."""
    app.config["SIDAK_COOKIE"] = "__Host-sidak" if settings.https else "sidak"
    manager = LoginManager(app)

    def load(req: Request) -> User | None:
        found = req.cookies.get(app.config["SIDAK_COOKIE"])
        return user_of(found, now()) if found else None

    manager.request_loader(load)
