"""The schema of a database: bring it to today's, and compare it with the models."""

from pathlib import Path

import flask_migrate

from server.core.db import App, db, transaction
from server.core.state import begin

REVISIONS = str(Path(__file__).resolve().parent.parent.parent / "migrations")


def upgrade(app: App) -> None:
    """Apply every missing revision and begin a new database, then close all connections.

    They are closed because a server forks after this, and neither database survives a connection
    that two processes share.
    """
    with app.app_context():
        flask_migrate.upgrade(directory=REVISIONS)
        with transaction():
            begin()
        db.session.remove()
        db.engine.dispose()


def compare(app: App) -> None:
    """Compare models and migrated database; raises alembic's CommandError with each difference."""
    with app.app_context():
        flask_migrate.check(directory=REVISIONS)
        db.engine.dispose()
