"""A figure with its budget and its method, and the Markdown table of many."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """What was measured; `budget` is the most it may be, in the same unit."""

    what: str
    value: float
    unit: str
    budget: float | None
    method: str

    @property
    def within(self) -> bool:
        """Whether the budget holds; a figure without one only informs."""
        return self.budget is None or self.value <= self.budget


def table(figures: Iterable[Figure]) -> str:
    """Print figures as a Markdown table."""
    rows = ["| apa | ukuran | batas | cara |", "|---|---|---|---|"]
    for one in figures:
        limit = "" if one.budget is None else f"{'≤' if one.within else '**>**'} {one.budget:g}"
        rows.append(f"| {one.what} | {one.value:.3g} {one.unit} | {limit} | {one.method} |")
    return "\n".join(rows)


def each(times: int, action: Callable[..., object], *args: Any, **kw: Any) -> list[float]:
    """Return the milliseconds of each of many calls."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        action(*args, **kw)
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def p95(spent: list[float]) -> float:
    """Return the value that nineteen of twenty stay under."""
    return statistics.quantiles(spent, n=20)[-1]
