"""Demo and real records stay apart, and a demo city is there whole or not at all."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import databases
import pytest
from flask import Flask
from gunicorn_server import LiveServer
from sqlalchemy import func, select

from server.accounts.service import add_user
from server.app import create_app
from server.cli.up import prepare_data
from server.core.audit import AuditEntry
from server.core.db import db, transaction
from server.core.state import DemoRefused, refuse_demo_data
from server.demo.load import load
from server.findings.models import Finding
from server.settings import Settings


def counted(app: Flask) -> tuple[int, int]:
    with app.app_context():
        findings = db.session.scalar(select(func.count()).select_from(Finding)) or 0
        return findings, db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_a_second_start_changes_nothing(demo_app: Any) -> None:
    before = counted(demo_app)
    prepare_data(demo_app)
    assert counted(demo_app) == before


def test_a_real_start_refuses_the_demo_database(demo_app: Flask) -> None:
    settings: Settings = demo_app.extensions["sidak_settings"]
    real = Settings(instance=settings.instance, database_url=settings.database_url)
    with demo_app.app_context(), pytest.raises(DemoRefused, match="data simulasi"):
        refuse_demo_data(real)


@pytest.fixture
def used_app(database: str, all_databases: databases.Databases, tmp_path: Path) -> Iterator[Any]:
    """A demo start on a database where somebody works already."""
    url = all_databases.fresh(database)
    app = create_app(Settings(instance=tmp_path, database_url=url, demo=True))
    with app.app_context(), transaction():
        add_user("ratna", "Ratna", ["admin"], "a password of her own")
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_demo_is_not_loaded_where_somebody_works(used_app: Any) -> None:
    before = counted(used_app)
    with pytest.raises(click.ClickException, match="tidak dicampur"):
        prepare_data(used_app)
    assert counted(used_app) == before


def test_a_load_that_fails_leaves_nothing(
    database: str,
    all_databases: databases.Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("server.demo.load.play", fail)
    monkeypatch.setattr("server.demo.load.draw_photo", lambda _photo: b"no picture")
    url = all_databases.fresh(database)
    app = create_app(Settings(instance=tmp_path, database_url=url, demo=True))
    with app.app_context():
        with pytest.raises(OSError, match="full"):
            load(lambda _line: None, datetime.now(UTC))
        assert counted(app) == (0, 0)
        db.engine.dispose()


@pytest.mark.server
def test_a_real_server_serves_the_demo_city_only_as_a_demo(
    demo_server: Callable[..., LiveServer],
) -> None:
    server = demo_server("spatialite")
    server.stop()
    server.demo = False
    with pytest.raises(RuntimeError, match="data simulasi"):
        server.start()
