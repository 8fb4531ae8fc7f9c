"""Accounts over HTTP."""

from server.accounts.routes.devices import devices
from server.accounts.routes.enrolments import enrolments
from server.accounts.routes.own import own_account
from server.accounts.routes.passkey import passkeys
from server.accounts.routes.sessions import accounts
from server.accounts.routes.users import users

__all__ = ["accounts", "devices", "enrolments", "own_account", "passkeys", "users"]
