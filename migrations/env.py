"""Alembic's environment: the same revisions on SpatiaLite and PostGIS, each in one transaction."""

import warnings

from alembic import context
from flask import current_app
from geoalchemy2 import alembic_helpers

from server.app import owned_by_us
from server.core.clock import UtcDateTime
from server.core.db import db, prepare_spatial


def render_item(kind, thing, autogen):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Write our moment type as the plain column it is, so that old revisions never need our code."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return alembic_helpers.render_item(kind, thing, autogen)


# SQLite does not tell what an index over an expression holds: PostgreSQL compares it for both.
warnings.filterwarnings("ignore", message=".*expression-based index ")

engine = current_app.extensions["migrate"].db.engine

if context.is_offline_mode():
    raise SystemExit("Sidak migrates a real database only")

with engine.connect() as connection:
    prepare_spatial(connection)
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_object=owned_by_us,
        process_revision_directives=alembic_helpers.writer,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        context.run_migrations()
    connection.commit()
