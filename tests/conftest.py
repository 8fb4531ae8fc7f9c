"""What every test may ask for: both databases, the application, a real server, a browser.

`app` and `client` run on both databases, each test inside a transaction that is rolled back.
`live_server` is a real gunicorn on an own copy of the database, `demo_server` one with the demo city.
"""

import gc
import os
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import databases
import privacy
import pytest
from chromium import CHROMIUM_ARGS, CHROMIUM_SHELL, PHONE
from flask import Flask
from flask.testing import FlaskClient
from gunicorn_server import LiveServer
from sqlalchemy import Engine, event
from standing import YARD, Yard
from werkzeug.test import TestResponse

from server.app import create_app, give_budgets
from server.core.db import db
from server.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

BAD = 400
RUN_FOLDER = pytest.StashKey[Path]()


# --- One run folder, made by the process that outlives all others ---------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=[*databases.KINDS, "both"],
        default="both",
        help="the database that tests run on (default: both)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[RUN_FOLDER] = databases.make_folder(Path(tempfile.gettempdir()))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where its run lives, and who owns it."""
    node.workerinput["sidak_run"] = (str(node.config.stash[RUN_FOLDER]), os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(RUN_FOLDER, None)
    if folder is not None:
        databases.close(folder)


def pytest_collection_finish() -> None:
    """Leave what was imported to itself: looking through it for rubbish took a twentieth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that reaches a database on each of them; one_database says where one will do."""
    if "database" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("database")
        kinds = databases.KINDS if wanted == "both" else (wanted,)
        if metafunc.definition.get_closest_marker("one_database"):
            kinds = kinds[:1]
        metafunc.parametrize("database", kinds, scope="session")


# --- Nothing of the whole suite may tell who somebody is (F1) --------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport]:
    """Fail a test during which the application wrote a line that names somebody."""
    report = yield
    said = [text for name, text in report.sections if name.startswith("Captured std")]
    lines = [line for text in said for line in privacy.told_by_log(text, whole=False)]
    if lines and report.passed:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: the log tells too much:\n" + "\n".join(lines)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was looked at to the process that prints the end of the run."""
    if hasattr(session.config, "workerinput"):
        session.config.workeroutput["sidak_looked_at"] = dict(privacy.looked_at)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    privacy.looked_at.update(getattr(node, "workeroutput", {}).get("sidak_looked_at", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    seen = ", ".join(f"{count:,} {what}" for what, count in sorted(privacy.looked_at.items()))
    if seen:
        terminalreporter.write_line(f"searched for names, numbers, positions and tokens: {seen}")


# --- Databases and the application ----------------------------------------------------------------


class Closing(FlaskClient):
    """A client that reads every answer to its end, so that files of the PWA are closed."""

    def open(self, *args: Any, **kw: Any) -> TestResponse:
        """Ask, and buffer the answer; a refusal names nobody."""
        answer = super().open(*args, **{"buffered": True, **kw})
        if answer.status_code >= BAD:
            assert not (told := privacy.told_by_refusal(answer.status_code, answer.text)), told
        return answer


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> tuple[Path, int]:
    """The folder shared by all processes of this run, and the process that owns it."""
    given = getattr(request.config, "workerinput", {}).get("sidak_run")
    if given:
        return Path(given[0]), given[1]
    return request.config.stash[RUN_FOLDER], os.getpid()


@pytest.fixture(scope="session")
def all_databases(run_folder: tuple[Path, int]) -> databases.Databases:
    """Makes databases: `fresh(kind)` migrated, `empty(kind)` bare."""
    return databases.Databases(*run_folder)


@pytest.fixture(scope="session")
def database_app(
    database: str, all_databases: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One application per worker and database; tests ask for `app`, which rolls back."""
    url = all_databases.fresh(database)
    instance = tmp_path_factory.mktemp("instance")
    app = create_app(Settings(instance=instance, database_url=url))
    app.testing = True
    app.test_client_class = Closing
    yard = Yard(app, database, all_databases)
    yield app
    yard.close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(database_app: Flask) -> Iterator[Flask]:
    """The application inside one transaction that is rolled back after the test.

    Sessions join it with savepoints (`join_transaction_mode` in server.core.db), so that a commit
    inside the application is a savepoint released. A test that fills tables itself does it in
    `with app.app_context():` and ends with `db.session.commit()` before the next request.
    """
    with database_app.app_context():
        engines = db.engines
    engine = engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        engines[None] = connection  # type: ignore[call-overload] # a bind is either of the two
        give_budgets(database_app)  # what an earlier test spent is not this one's
        try:
            yield database_app
        finally:
            with database_app.app_context():
                db.session.remove()
            engines[None] = engine  # type: ignore[call-overload]
            database_app.extensions[YARD].take_back()
            outer.rollback()


@pytest.fixture(scope="session")
def demo_app(
    database: str, all_databases: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The demo city in an application, for tests that only read: what they write stays in it."""
    instance = tmp_path_factory.mktemp("demo") / "instance"
    url = all_databases.demo(database, instance)
    app = create_app(Settings(instance=instance, database_url=url, demo=True))
    app.testing = True
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser-like client without a session yet."""
    return app.test_client()


# --- Real servers and browsers --------------------------------------------------------------------


@pytest.fixture
def start_server(
    all_databases: databases.Databases, tmp_path: Path
) -> Iterator[Callable[..., LiveServer]]:
    """Start real servers: `start_server("postgis", demo=False, extra={...})`."""
    started: list[LiveServer] = []

    def start(kind: str, **options: Any) -> LiveServer:
        server = LiveServer(tmp_path / f"live{len(started)}", all_databases.fresh(kind), **options)
        started.append(server)
        server.start()
        return server

    yield start
    end(started)


@pytest.fixture
def demo_server(
    all_databases: databases.Databases, tmp_path: Path
) -> Iterator[Callable[..., LiveServer]]:
    """Start a real server with an own copy of the demo city: `demo_server("spatialite")`.

    The accounts are those of server.demo.users; the operations hang on the day of the run.
    """
    started: list[LiveServer] = []

    def start(kind: str, **options: Any) -> LiveServer:
        instance = tmp_path / f"demo{len(started)}"
        url = all_databases.demo(kind, instance)
        server = LiveServer(instance, url, demo=True, **options)
        started.append(server)
        server.start()
        return server

    yield start
    end(started)


def end(servers: list[LiveServer]) -> None:
    """Stop servers, and read what they wrote."""
    for server in servers:
        server.kill()
    assert [line for server in servers for line in privacy.told_by_log(server.log)] == []


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What the databases of this process are told while the test runs."""
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        told.append(statement.lstrip())

    event.listen(Engine, "before_cursor_execute", note)
    yield told
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def live_server(database: str, start_server: Callable[..., LiveServer]) -> LiveServer:
    """A running gunicorn on each database, empty but for the schema."""
    return start_server(database)


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """The driver of browsers, one per worker."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, and few tests need it

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: "Playwright") -> "Iterator[Browser]":
    """Real chromium, one per worker."""
    chromium = playwright.chromium.launch(executable_path=CHROMIUM_SHELL, args=CHROMIUM_ARGS)
    yield chromium
    chromium.close()


@pytest.fixture
def phone(browser: "Browser") -> "Iterator[BrowserContext]":
    """A 360 px phone with a camera, standing on the market of the demo city.

    Without a service worker, which would fetch every screen first; the handsets of the main job,
    of the stolen phone and of the second engine have theirs.
    """
    context = browser.new_context(**PHONE, service_workers="block")
    yield context
    context.close()


@pytest.fixture
def page(phone: "BrowserContext") -> "Page":
    """A page on that phone."""
    return phone.new_page()
