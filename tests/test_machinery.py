"""The test machinery itself: both databases, rolled-back tests, real servers, chromium."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import databases
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from gunicorn_server import LiveServer
from sqlalchemy import func, select
from werkzeug.routing import Rule

from server.accounts.models import User
from server.core.audit import AuditEntry
from server.core.db import App, db

START_AND_DIE = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
cluster.start(Path(sys.argv[2]), os.getpid())
os.kill(os.getpid(), signal.SIGKILL)
"""


def _health(server: LiveServer) -> Any:
    with urllib.request.urlopen(f"{server.url}/api/health", timeout=5) as answer:
        return json.load(answer)


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(app: Flask, turn: int) -> None:
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 0, f"turn {turn}"
        db.session.add(User(username="sekda", name="Sekda", password_hash="x", roles=["sekda"]))
        db.session.commit()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_request_commits_is_rolled_back_too(client: FlaskClient, turn: int) -> None:
    def written() -> int:
        with client.application.app_context():
            return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0

    assert written() == 0, f"turn {turn}"
    answer = client.post("/api/session", json={"username": "x", "password": "wrong-password"})
    assert answer.status_code == 401
    assert written() == 1


@pytest.mark.server
def test_a_real_server_keeps_its_database_over_a_kill(live_server: LiveServer) -> None:
    epoch = _health(live_server)["epoch"]
    live_server.kill()
    live_server.start()
    assert _health(live_server)["epoch"] == epoch


@pytest.mark.server
def test_a_server_with_wrong_settings_says_why_and_does_not_start(
    start_server: Callable[..., LiveServer],
) -> None:
    with pytest.raises(RuntimeError, match="SIDAK_ADDRESS must be https off this machine"):
        start_server("spatialite", extra={"SIDAK_ADDRESS": "http://sidak.example.go.id"})


@pytest.mark.browser
def test_chromium_reaches_a_real_server(start_server: Callable[..., LiveServer], page: Any) -> None:
    answer = page.goto(f"{start_server('spatialite').url}/api/health")
    assert answer.ok


def test_a_killed_test_run_leaves_no_postgresql_behind(tmp_path: Path) -> None:
    folder = databases.make_folder(Path("/tmp"))  # noqa: S108 - a socket path must stay short
    cluster_folder = folder / "postgres"
    subprocess.run(
        [sys.executable, "-c", START_AND_DIE, str(Path(__file__).parent), str(cluster_folder)],
        check=False,
        cwd=tmp_path,
    )
    databases.close(folder)
    assert not folder.exists()


def test_a_range_that_a_page_cannot_have_is_no_fault_of_the_server(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Range": "bytes=9999999-"})
    assert answer.status_code in {404, 416}  # 404 where the PWA is not built


def test_an_address_is_compiled_when_one_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred routes' writers of addresses were a twentieth of every start."""
    compiled, right = [], Rule._compile_builder  # noqa: SLF001

    def noted(rule: Rule, append_unknown: bool = True) -> Any:  # noqa: FBT001, FBT002
        compiled.append(rule.rule)
        return right(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noted)
    app = App("few", static_folder=None)
    app.add_url_rule("/things/<int:thing>", "thing", lambda thing: f"{thing}.")
    assert app.test_client().get("/things/3").text == "3."
    assert compiled == []
    with app.test_request_context():
        assert url_for("thing", thing=3, page=2) == "/things/3?page=2"
        assert url_for("thing", thing=4, page=2) == "/things/4?page=2"
    assert compiled == ["/things/<int:thing>"]
