"""`./sidak init`: keys, schema, and a link that makes one admin, once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import databases
import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from server.accounts.invitations import VALID
from server.accounts.models import Invitation, User
from server.app import create_app
from server.cli.init import init
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db
from server.settings import Settings

PERSON = {"username": "Ratna", "name": "Ratna, S.H.", "password": "kata-sandi-panjang"}


@pytest.fixture
def cli_app(
    database: str,
    all_databases: databases.Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Any]:
    url = all_databases.fresh(database)
    app = create_app(Settings(instance=tmp_path / "instance", database_url=url))
    monkeypatch.setattr("server.cli.init.open_app", lambda **_new: app)
    yield app
    with app.app_context():
        db.engine.dispose()


def link(*words: str) -> str:
    done = CliRunner().invoke(init, words)
    assert done.exit_code == 0, done.output
    (found,) = [word for word in done.output.split() if "/mulai#" in word]
    return found.partition("#")[2]


def test_init_makes_keys_that_only_their_owner_reads_and_no_account(cli_app: Any) -> None:
    link()
    instance = cli_app.extensions["sidak_settings"].instance
    assert instance.stat().st_mode & 0o777 == 0o700
    for key in (instance / "keys").iterdir():
        assert key.stat().st_mode & 0o777 == 0o600, key.name
    with cli_app.app_context():
        assert db.session.scalars(select(User)).all() == []


def test_the_link_makes_one_admin_who_is_signed_in_and_then_it_is_spent(cli_app: Any) -> None:
    token = link()
    client = cli_app.test_client()
    answer = client.post("/api/first-admin", json={"token": token, **PERSON})
    assert answer.status_code == 201, answer.text
    assert client.get("/api/session").json["user"]["roles"] == ["admin"]
    again = cli_app.test_client().post(
        "/api/first-admin", json={"token": token, **PERSON, "username": "lain"}
    )
    assert (again.status_code, again.json["code"]) == (410, "link-spent")
    assert "Sudah ada admin" in CliRunner().invoke(init).output


def test_the_database_holds_no_token(cli_app: Any) -> None:
    token = link()
    with cli_app.app_context():
        kept = db.session.scalars(select(Invitation.token_sha256)).all()
        told = [str(row.detail) for row in db.session.scalars(select(AuditEntry))]
    assert token not in kept
    assert not any(token in one for one in told)


def test_a_link_ends_after_a_day_and_when_a_newer_one_is_made(cli_app: Any) -> None:
    older, newer = link(), link("--new-link")
    client = cli_app.test_client()
    assert client.post("/api/first-admin", json={"token": older, **PERSON}).status_code == 410
    with cli_app.app_context():
        made = db.session.scalars(select(Invitation)).one()
        assert made.expires_at - now() <= VALID
        db.session.execute(update(Invitation).values(expires_at=now()))
        db.session.commit()
    assert client.post("/api/first-admin", json={"token": newer, **PERSON}).status_code == 410


def test_a_refused_account_leaves_the_link_open(cli_app: Any) -> None:
    token = link()
    client = cli_app.test_client()
    short = client.post("/api/first-admin", json={"token": token, **PERSON, "password": "pendek"})
    assert short.json["code"] == "bad-field"
    assert client.post("/api/first-admin", json={"token": token, **PERSON}).status_code == 201
