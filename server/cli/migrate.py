"""Bring the database to today's schema, and tell whether models and migrations agree."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask_migrate import Migrate
from flask_migrate import check as check_models
from flask_migrate import upgrade as run_upgrade

from server.app import create_app
from server.cli.settings import settings_or_exit
from server.core.db import db

REVISIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


def upgrade(app: Flask) -> None:
    """Apply every missing revision to the application's database, then close its connections.

    The connections are closed because a server forks after this, and neither database survives a
    connection that two processes share.
    """
    Migrate(app, db, directory=str(REVISIONS))
    with app.app_context():
        run_upgrade()
        db.session.remove()
        db.engine.dispose()


@click.command()
@click.option("--check", is_flag=True, help="Hanya periksa: apakah model dan revisi sepakat?")
def migrate(*, check: bool) -> None:
    """Perbarui skema basis data."""
    app = create_app(settings_or_exit())
    upgrade(app)
    if check:
        with app.app_context():
            check_models()
    sys.stdout.write("Skema basis data sudah yang terbaru.\n")
