"""What create_app hangs on the application, read back with its type."""

from typing import cast

from flask import current_app

from server.core.blobs import BlobStore
from server.core.pace import Pace
from server.core.receipts import ServerKeys
from server.settings import Settings


def settings() -> Settings:
    """Return the settings of this installation."""
    return cast("Settings", current_app.extensions["sidak_settings"])


def keys() -> ServerKeys:
    """Return the server's private keys."""
    return cast("ServerKeys", current_app.extensions["sidak_keys"])


def blobs() -> BlobStore:
    """Return the store of photos and letters."""
    return cast("BlobStore", current_app.extensions["sidak_blobs"])


def strangers() -> Pace:
    """Return the budget of strangers who ask for what does not exist."""
    return cast("Pace", current_app.extensions["sidak_strangers"])


def citizens() -> Pace:
    """Return the budget of those who report something."""
    return cast("Pace", current_app.extensions["sidak_citizens"])
