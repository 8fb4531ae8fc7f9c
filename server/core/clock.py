"""The one clock of the house: aware UTC; the replay of the demo city alone sets it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

_replayed: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def now() -> datetime:
    """Return the current moment, aware, in UTC, to the microsecond."""
    return _replayed.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware moment while something planned is replayed.

    Only `server.demo` may call it, which a test holds: records of a real sidak, their audit rows
    included, tell the time they were written. Other threads and requests keep the real time.
    """
    token = _replayed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _replayed.reset(token)


def iso(moment: datetime) -> str:
    """Write an aware moment as the wire does: UTC, ISO 8601, ending in Z."""
    there = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return there.isoformat().replace("+00:00", "Z")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment stored in UTC and always read back aware, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: they would silently take the server's zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back aware, in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
