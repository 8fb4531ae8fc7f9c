"""Chance that falls the same way on every machine and every Python version.

Only `random.Random(seed).random()` is used: its sequence is the one thing the standard library
promises to keep; `choice`, `shuffle` and `sample` may change between versions.
"""

import random
import uuid
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://sidak.invalid/kota-contoh")


class Dice:
    """A seeded source of choices."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, share: float) -> bool:
        """Return True in `share` of the throws (0 to 1)."""
        return self._random.random() < share

    def offset(self, reach: float) -> float:
        """Return a number from -`reach` to +`reach`."""
        return (self._random.random() * 2 - 1) * reach

    def pick(self, items: Sequence[T]) -> T:
        """Return one of `items`, each as likely."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[T, float]]) -> T:
        """Return one of `(item, weight)`; weights need not add up to one."""
        point = self._random.random() * sum(weight for _, weight in items)
        for item, weight in items:
            point -= weight
            if point < 0:
                return item
        return items[-1][0]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return `items` in another order (Fisher-Yates)."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed


def ident(seed: int, *key: object) -> uuid.UUID:
    """Return the id that a thing of the demo city always has (RFC 9562 version 5)."""
    return uuid.uuid5(_NAMESPACE, "/".join(str(part) for part in (seed, *key)))
