"""Single questions beside the transactions of `core/db`, for what is asked many times a second."""

import threading
from typing import Any
from weakref import WeakKeyDictionary

from flask import current_app
from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.exc import DBAPIError

from server.core.db import connect_embedded, db, engine_options
from server.settings import Settings

_asking: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()
_making = threading.Lock()


def ask_once(question: Executable, values: dict[str, Any]) -> Any:
    """Return the first row (or None) of one reading question, without a transaction around it.

    For what is asked many times a second: on a pool of its own, where no BEGIN, ROLLBACK or test of
    the line goes before or after the question; each is a trip as long as the question itself. A
    line that turns out to be dead (a restarted PostgreSQL) is replaced, and the question asked again.
    """
    bind: Engine | Connection = db.engine
    if isinstance(bind, Connection):  # what stands inside somebody's transaction reads there
        return bind.execute(question, values).first()
    asking = _asking_beside(bind)
    try:
        with asking.connect() as line:
            return line.execute(question, values).first()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    with asking.connect() as line:
        return line.execute(question, values).first()


def _asking_beside(engine: Engine) -> Engine:
    """Return the engine of `ask_once` beside one of ours: it reads only, and begins no transaction.

    Nothing is reset when a line goes back: single questions leave nothing behind.
    """
    with _making:
        found = _asking.get(engine)
        if found is None:
            settings: Settings = current_app.extensions["sidak_settings"]
            options = engine_options(settings) | {
                "pool_pre_ping": False,
                "pool_reset_on_return": None,
            }
            found = create_engine(engine.url, isolation_level="AUTOCOMMIT", **options)
            if engine.dialect.name == "sqlite":
                event.listen(found, "connect", _on_connect_to_ask)
            event.listen(engine, "engine_disposed", lambda _: found.dispose())
            _asking[engine] = found
        return found


def _on_connect_to_ask(connection: Any, record: object) -> None:
    connect_embedded(connection, record)
    connection.execute("PRAGMA query_only=ON").close()
