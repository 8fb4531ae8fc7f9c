"""What gunicorn's workers call (config/gunicorn.py)."""

import os

from flask import Flask

from server.app import create_app
from server.settings import Settings


def application() -> Flask:
    """Return the application of this environment; raises SettingsError with what to do."""
    return create_app(Settings.from_environment(os.environ))
