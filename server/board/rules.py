"""Which figures may be shown to everybody: small cells are merged so that no total gives one away.

Frequency tables with a minimum cell size and secondary suppression (Eurostat, *Handbook on
Statistical Disclosure Control*, 2nd ed., ch. 4 and 5); the minimum is a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Released(Generic[K]):
    """A table of persons as everybody may see it.

    `total` is None where fewer persons than the minimum were found at all: then nothing else is
    told either. `cells` are told one by one. `merged` counts the persons of all other cells
    together, empty ones among them; it is 0 or at least the minimum.
    """

    total: int | None
    cells: dict[K, int]
    merged: int


def release(cells: Mapping[K, int], *, least: int) -> Released[K]:
    """Return a table in which no cell under `least` persons is told or can be worked out.

    The cells merged are those under `least`. The smallest told ones join them while they hold fewer
    than `least` persons together (total minus the rest would tell a small cell), or as many as cells
    under `least` can hold (each would have to be full). Equals join together: an order among them
    would tell which of them is the small one.
    """
    total = sum(cells.values())
    if 0 < total < least:
        return Released(None, {}, 0)
    told = {name: people for name, people in cells.items() if people >= least}
    merged = total - sum(told.values())
    while told and (0 < merged < least or merged == (least - 1) * (len(cells) - len(told)) > 0):
        smallest = min(told.values())
        told = {name: people for name, people in told.items() if people != smallest}
        merged = total - sum(told.values())
    return Released(total, told, merged)


def per_thousand(people: int, employees: int) -> float | None:
    """Return persons per 1,000 staff to one decimal, None for an office without staff."""
    return round(people * 1000 / employees, 1) if employees else None
