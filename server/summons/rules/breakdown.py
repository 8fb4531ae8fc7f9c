"""The persons of a sidak by hour, place, kind and paper: each person once in every table."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from uuid import UUID

from server.findings.rules.words import ACCEPTED, Assessment
from server.summons.rules.facts import Person

Sort = Callable[[Person], str]


def sorts(zone: tzinfo, places: Mapping[UUID, str]) -> Mapping[str, Sort]:
    """Return how a person is sorted into each table.

    `hour` (two digits, local) and `place` are those at which somebody was first seen; `places` gives
    the place of each finding. `document` is what the desk holds of the paper: accepted only where it
    is accepted for every finding, else as of the first one for which it is not.
    """
    return {
        "hour": lambda one: f"{one.facts[0].captured_at.astimezone(zone):%H}",
        "place": lambda one: places.get(one.facts[0].finding_id, ""),
        "kind": lambda one: one.shown.kind.value,
        "document": _document,
    }


def breakdown(found: Iterable[Person], by: Mapping[str, Sort]) -> dict[str, list[tuple[str, int]]]:
    """Count the persons of each table; hours in their order, all else by number, then name."""
    people = list(found)
    tables = {name: Counter(map(sort, people)) for name, sort in by.items()}
    return {
        name: sorted(counted.items(), key=lambda row: (0 if name == "hour" else -row[1], row[0]))
        for name, counted in tables.items()
    }


def _document(person: Person) -> str:
    open_ones = (one.assessment for one in person.facts if one.assessment not in ACCEPTED)
    return next(open_ones, Assessment.ACCEPTED).value
