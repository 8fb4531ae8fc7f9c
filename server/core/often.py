"""Types for columns in which few values stand very often: each is read from its text once.

Reading a UUID or a list from text costs more than all else of a row; ten thousand findings name a
dozen teams and some thousand people. Only for questions whose answers nobody changes.
"""

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

MOST = 32_768


class OftenKey(TypeDecorator[UUID]):
    """A key as SQLite keeps it (hex text); PostgreSQL gives keys as they are."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: Any, _dialect: object) -> UUID | None:
        """Return the key."""
        return _key(value) if isinstance(value, str) else value


class OftenWords(TypeDecorator[tuple[str, ...]]):
    """A list of words as SQLite keeps it (JSON text), as a tuple."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: Any, _dialect: object) -> tuple[str, ...] | None:
        """Return the words."""
        if isinstance(value, str):
            return _words(value)
        return None if value is None else tuple(value)


@lru_cache(MOST)
def _key(text: str) -> UUID:
    return UUID(text)


@lru_cache(MOST)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
