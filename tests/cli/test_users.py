from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import databases
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from server.accounts.models import User
from server.accounts.passwords import matches
from server.app import create_app
from server.cli.users import user
from server.core.db import db, transaction
from server.core.state import state
from server.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def cli_app(database: str, all_databases: databases.Databases, tmp_path: Path) -> Iterator[Any]:
    url = all_databases.fresh(database)
    app = create_app(Settings(instance=tmp_path, database_url=url))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def run(cli_app: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("server.cli.users.open_app", lambda: cli_app)
    return lambda *words, **more: CliRunner().invoke(user, words, **more)


def known(app: Any, username: str) -> User | None:
    with app.app_context():
        return db.session.scalar(select(User).where(User.username == username))


def test_a_new_user_gets_a_password_that_is_shown_once(run: Run, cli_app: Any) -> None:
    done = run("add", "Ratna", "--name", "Ratna, S.H.", "--role", "bkpsdm")
    assert done.exit_code == 0, done.output
    made = known(cli_app, "ratna")
    assert made is not None
    assert (made.name, made.roles) == ("Ratna, S.H.", ["bkpsdm"])
    assert matches(made.password_hash, done.output.strip().rsplit(" ", 1)[-1])


def test_a_typed_password_is_never_printed(run: Run, cli_app: Any) -> None:
    secret = "kata sandi yang panjang"
    words = ("add", "ratna", "--name", "Ratna", "--role", "admin", "--ask")
    done = run(*words, input=f"{secret}\n{secret}\n")
    assert done.exit_code == 0, done.output
    assert secret not in done.output
    made = known(cli_app, "ratna")
    assert made is not None
    assert matches(made.password_hash, secret)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("--role", "raja"), "raja"),
        (("--role", "opd"), "--opd"),
        (("--role", "opd", "--opd", "Dinas yang tidak ada"), "tidak ada"),
    ],
)
def test_a_wrong_option_is_refused_in_one_sentence(
    run: Run, cli_app: Any, words: tuple[str, ...], answer: str
) -> None:
    done = run("add", "ratna", "--name", "Ratna", *words)
    assert done.exit_code != 0
    assert answer in done.output
    assert known(cli_app, "ratna") is None


def test_a_name_is_taken_once(run: Run) -> None:
    words = ("add", "ratna", "--name", "Ratna", "--role", "admin")
    assert run(*words).exit_code == 0
    again = run(*words)
    assert again.exit_code != 0
    assert "sudah dipakai" in again.output


def test_no_real_user_enters_a_demo_database(run: Run, cli_app: Any) -> None:
    with cli_app.app_context(), transaction():
        state().demo = True
    done = run("add", "ratna", "--name", "Ratna", "--role", "admin")
    assert done.exit_code != 0
    assert "data simulasi" in done.output
    assert known(cli_app, "ratna") is None
