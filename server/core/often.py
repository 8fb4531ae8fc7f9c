"""Types for columns in which few values stand very often: each is read from its text once.

Reading a UUID or a list from text costs more than all else of a row; ten thousand findings name a
dozen teams and some thousand people. Only for questions whose answers nobody changes.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

MOST = 32_768


class OftenKey(TypeDecorator[UUID]):
    """A key as SQLite keeps it (hex text); PostgreSQL gives keys as they are."""

    impl = String
    cache_ok = True

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads a value; called for each of them, so nothing stands around it."""
        return _key if dialect.name == "sqlite" else None


class OftenWords(TypeDecorator[tuple[str, ...]]):
    """A list of words as both keep it where it is cast to text (JSON), as a tuple."""

    impl = String
    cache_ok = True

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[Any], Any]:
        """Return what reads a value."""
        return _words


@lru_cache(MOST)
def _key(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


@lru_cache(MOST)
def _words(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(json.loads(text))
