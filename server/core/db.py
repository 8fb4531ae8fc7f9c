"""The database, and the one place in the house that commits.

A write request is one transaction: it begins after the body has arrived, and it is committed
before the answer leaves. On the embedded database every write and every checkpoint happens under
one lock (a file lock, so that commands beside the server queue too): SQLite before 3.51.3 can
corrupt a WAL when two connections write and checkpoint at once, and an unqueued busy database
starves its writers.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pysqlite3
from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Select,
    Uuid,
    event,
)
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import JSON

from server.core.addresses import Address
from server.core.problems import Code, Problem
from server.settings import Settings

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LOCK_SECONDS = 30.0
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
    "PRAGMA mmap_size=0",
    "PRAGMA cache_size=-16000",
)


class Base(DeclarativeBase):
    """The base of every table; constraints get names that both databases and Alembic agree on."""

    # on the registry, not the class: Flask-SQLAlchemy makes a subclass that must not define it again
    registry = registry(type_annotation_map={dict[str, Any]: JSON, list[str]: JSON})
    metadata = MetaData(
        naming_convention={
            "ix": "ix__%(column_0_label)s",
            "uq": "uq__%(table_name)s__%(column_0_N_name)s",
            "ck": "ck__%(table_name)s__%(constraint_name)s",
            "fk": "fk__%(table_name)s__%(column_0_name)s",
            "pk": "pk__%(table_name)s",
        }
    )


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"join_transaction_mode": "create_savepoint"},
)
Key = Uuid(as_uuid=True)
Row = TypeVar("Row")


class WriteLock:
    """One writer at a time, over threads and processes of one machine; raises 503 when it waits too long."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.Lock()
        self._file: int | None = None

    def acquire(self) -> None:
        """Wait for the lock, at most LOCK_SECONDS."""
        if not self._thread.acquire(timeout=LOCK_SECONDS):
            raise Problem(Code.SERVER_BUSY)
        try:
            self._file = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            self._wait_for_file(self._file)
        except BaseException:
            self._drop()
            raise

    def release(self) -> None:
        """Give the lock to the next in line."""
        self._drop()

    def _wait_for_file(self, file: int) -> None:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Problem(Code.SERVER_BUSY) from None
                time.sleep(0.002)
            else:
                return

    def _drop(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._thread.release()


class _Mode(threading.local):
    """Whether this thread writes now, and whether it holds the write lock."""

    writing = False
    held: WriteLock | None = None


_mode = _Mode()


def start_writing() -> None:
    """End the reading transaction of this request and begin the writing one."""
    db.session.rollback()
    lock: WriteLock | None = current_app.extensions["sidak_write_lock"]
    if lock is not None and _mode.held is None:
        lock.acquire()
        _mode.held = lock
    _mode.writing = True


def one_of(rows: Select[Row], *, lock: bool = False, children: bool = False) -> Row | None:
    """Return the one row of a query, None without any.

    `lock` holds it until the commit and reads it anew, whatever this transaction read before;
    with `children` others may go on adding rows that refer to it.
    """
    if lock:
        rows = rows.with_for_update(key_share=children).execution_options(populate_existing=True)
    return db.session.scalar(rows)


def end_reading() -> None:
    """Give the connection back while a body arrives; what was loaded is loaded again when needed."""
    db.session.rollback()


def _stop_writing() -> None:
    _mode.writing = False
    held, _mode.held = _mode.held, None
    if held is not None:
        held.release()


@contextmanager
def transaction() -> Iterator[None]:
    """Run one write transaction outside a request, for commands and jobs."""
    start_writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _stop_writing()


View = TypeVar("View", bound=Callable[..., Any])


def writes_late(view: View) -> View:
    """Mark a view that begins its writing transaction itself, after bytes or a slow hash."""
    view.writes_late = True  # type: ignore[attr-defined]
    return view


class App(Flask):
    """A Flask whose every write request is one transaction.

    The commit happens here, after the view and before the response leaves, so a failed commit is
    still an ordinary error with an ordinary handler. A reading request that must leave a trace
    (an audited export) calls `start_writing` and is committed too.
    """

    url_rule_class = Address

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view inside its transaction; raises what the view raises, rolled back."""
        try:
            if request.method in WRITES and not self._late():
                request.get_data()
                start_writing()
            response = super().dispatch_request()
            if _mode.writing:
                db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _stop_writing()
        return response

    def _late(self) -> bool:
        view = self.view_functions.get(request.endpoint or "")
        return view is None or getattr(view, "writes_late", False)


def connect_embedded(connection: Any, _record: object) -> None:
    """Give every SQLite connection its functions and its durability."""
    connection.isolation_level = None
    connection.enable_load_extension(True)
    connection.load_extension("mod_spatialite")
    connection.enable_load_extension(False)
    for pragma in PRAGMAS:
        connection.execute(pragma).close()


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _mode.writing else "BEGIN")


def prepare_engine(engine: Engine) -> None:
    """Attach the SQLite rules to an engine; PostgreSQL needs none."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", connect_embedded)
    event.listen(engine, "begin", _on_begin)


def prepare_spatial(connection: Connection) -> None:
    """Make the geometry tables of the database engine, once.

    SpatiaLite fails silently inside a transaction, so its answer is asserted.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
        return
    known = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_master WHERE name = 'spatial_ref_sys'"
    ).scalar()
    if not known:
        connection.rollback()
        raw: Any = connection.connection.driver_connection
        made = raw.execute("SELECT InitSpatialMetaData(1, 'WGS84')").fetchone()[0]
        if made != 1:
            raise RuntimeError("SpatiaLite could not make its tables")


def engine_options(settings: Settings) -> dict[str, Any]:
    """Return what SQLAlchemy needs for the configured database."""
    if settings.embedded:
        return {"module": pysqlite3.dbapi2, "pool_size": 32, "max_overflow": 8}
    return {
        "pool_size": 8,
        "pool_pre_ping": True,
        "connect_args": {
            "options": "-c timezone=UTC -c lock_timeout=15s -c statement_timeout=60s "
            "-c synchronous_commit=on"
        },
    }


def init_app(app: Flask, settings: Settings) -> None:
    """Bind the database to an application."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    lock = None
    if settings.embedded:
        settings.database_file.parent.mkdir(parents=True, exist_ok=True)
        lock = WriteLock(settings.database_file.with_suffix(".lock"))
    app.extensions["sidak_write_lock"] = lock
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
