"""Worlds that stand: each is built once per worker, in a database of its own, and lent to tests.

Building a world costs more than most tests do with it. A test gets it inside a transaction that is
rolled back afterwards, as `app` in conftest does with an empty database.
"""

from collections.abc import Callable
from typing import Any

from databases import Databases
from flask import Flask
from sqlalchemy import Connection, Engine, RootTransaction, create_engine, update

from server.accounts import refusals
from server.accounts.models import SignIn
from server.app import give_budgets
from server.board import service as board
from server.core.clock import now
from server.core.db import db, engine_options, prepare_engine
from server.operations.routes.reference import _roster
from server.settings import Settings

YARD = "sidak_yard"
# returns a world: `users` by name, `client(name)` signed in, `copy()` for one test
Builder = Callable[[Flask], Any]


class Yard:
    """The standing worlds of one application, by the function that builds them."""

    def __init__(self, app: Flask, kind: str, databases: Databases) -> None:
        self._app = app
        self._kind = kind
        self._databases = databases
        self._worlds: dict[Builder, tuple[Engine, Any]] = {}
        self._lent: tuple[Connection, RootTransaction] | None = None
        self._building = False
        app.extensions[YARD] = self

    def lend(self, build: Builder) -> Any:
        """Put a world behind the application until `take_back`; None where one stands already."""
        if self._building or self._lent:
            return None
        if build not in self._worlds:
            self._worlds[build] = self._build(build)
        engine, world = self._worlds[build]
        connection = engine.connect()
        self._lent = connection, connection.begin()
        self._engines[None] = connection  # type: ignore[assignment] # a bind is either of the two
        forget_what_is_kept()
        with self._app.app_context():  # signed in a moment ago, however long the run takes
            db.session.execute(update(SignIn).values(seen_at=now()))
            db.session.commit()
        return world.copy()

    def take_back(self) -> None:
        """Undo what the test did with the world that it was lent, if any."""
        if self._lent:
            connection, outer = self._lent
            self._lent = None
            outer.rollback()
            connection.close()

    def close(self) -> None:
        """Let go of the databases."""
        for engine, _ in self._worlds.values():
            engine.dispose()

    @property
    def _engines(self) -> dict[str | None, Engine]:
        with self._app.app_context():
            return db.engines

    def _build(self, build: Builder) -> tuple[Engine, Any]:
        """Build a world in a new database, for good."""
        url = self._databases.fresh(self._kind)
        settings = Settings(
            instance=self._app.extensions["sidak_settings"].instance, database_url=url
        )
        engine = create_engine(url, **engine_options(settings))
        prepare_engine(engine)
        before, self._engines[None] = self._engines[None], engine
        self._building = True
        try:
            world = build(self._app)
            for username in world.users:
                world.client(username)  # its session stands too
        finally:
            self._building = False
            with self._app.app_context():
                db.session.remove()
            self._engines[None] = before
        give_budgets(self._app)
        return engine, world


def forget_what_is_kept() -> None:
    """Empty what the process keeps by ids and cursors: two tests of one world share both."""
    _roster.cache_clear()
    board._kept, board._polled = board.Kept(), board._Polled()  # noqa: SLF001 - no app forgets
    refusals._noted = refusals._Noted()  # noqa: SLF001


def standing(build: Builder) -> Builder:
    """Let tests use the world that stands; elsewhere (benches) and inside others it is built."""

    def lent_or_built(app: Flask) -> Any:
        yard: Yard | None = app.extensions.get(YARD)
        return (yard and yard.lend(build)) or build(app)

    lent_or_built.__doc__ = build.__doc__
    return lent_or_built
