"""Single questions beside the transactions: they read only, and outlive a restarted database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Databases
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from server.app import create_app
from server.core.asking import _asking_beside, ask_once
from server.core.db import db
from server.settings import Settings


@pytest.fixture
def installed(all_databases: Databases, database: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(Settings(instance=tmp_path, database_url=all_databases.fresh(database)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("installed")
def test_a_question_is_asked_again_on_a_new_line_when_the_old_one_is_dead() -> None:
    asking = _asking_beside(db.engine)
    assert ask_once(text("SELECT :one"), {"one": 1}) == (1,)
    if asking.dialect.name == "postgresql":
        mine = ask_once(text("SELECT pg_backend_pid()"), {})[0]
        db.session.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})
        assert ask_once(text("SELECT pg_backend_pid()"), {})[0] != mine
    assert ask_once(text("SELECT 1 WHERE 1 = 2"), {}) is None
    assert asking.pool.checkedout() == 0  # type: ignore[attr-defined]
    db.session.remove()
    db.engine.dispose()
    assert asking.pool.checkedin() == 0  # type: ignore[attr-defined]


@pytest.mark.one_database
@pytest.mark.usefixtures("installed")
def test_a_question_never_writes_on_the_embedded_database() -> None:
    with pytest.raises(OperationalError, match="readonly"):
        ask_once(text("DELETE FROM users"), {})
