"""The schema of a database: bring it to today's, and compare it with the models.

Alembic is imported only when there is work for it: a start on a current database needs none.
"""

import re
from pathlib import Path

from sqlalchemy import inspect, text

from server.core.db import App, db, transaction
from server.core.state import begin

REVISIONS = Path(__file__).resolve().parent.parent.parent / "migrations"
_NAMES = re.compile(r"^(revision|down_revision) = [\"'](\w+)[\"']", re.MULTILINE)


def upgrade(app: App) -> None:
    """Apply every missing revision and begin a new database, then close all connections.

    They are closed because a server forks after this, and neither database survives a connection
    that two processes share.
    """
    with app.app_context():
        if not _is_current():
            _with_alembic(app).upgrade(directory=str(REVISIONS))
        with transaction():
            begin()
        db.session.remove()
        db.engine.dispose()


def compare(app: App) -> None:
    """Compare models and migrated database; raises alembic's CommandError with each difference."""
    with app.app_context():
        _with_alembic(app).check(directory=str(REVISIONS))
        db.engine.dispose()


def newest_revision() -> str:
    """Return the revision that no other one follows, read from the files."""
    named = _revisions()
    followed = {names.get("down_revision") for names in named}
    (newest,) = {names["revision"] for names in named} - followed
    return str(newest)


def from_tomorrow() -> bool:
    """Whether the database has a revision that this code does not know."""
    return not {names["revision"] for names in _revisions()}.issuperset(_found())


def _revisions() -> list[dict[str, str]]:
    files = (REVISIONS / "versions").glob("*.py")
    return [dict(_NAMES.findall(file.read_text())) for file in files]


def _found() -> list[str]:
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return []
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return list(found)


def _is_current() -> bool:
    return _found() == [newest_revision()]


def _with_alembic(app: App):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a module without types
    import flask_migrate  # noqa: PLC0415 - see above

    if "migrate" not in app.extensions:
        flask_migrate.Migrate(app, db)
    return flask_migrate
