"""What everybody may see: no small cell, and none that can be worked out, even by whom knows the rule."""

from collections import defaultdict
from itertools import product

import pytest

from server.board.rules import per_thousand, release

Cells = tuple[int, ...]


@pytest.mark.parametrize("least", [3, 4])
@pytest.mark.parametrize("offices", [1, 2, 3, 4])
def test_no_small_cell_can_be_worked_out(least: int, offices: int) -> None:
    """All worlds with the same answer are put side by side: in each cell not told they differ.

    So nobody learns a merged figure from the total and the rest, however well the rule is known.
    """
    worlds: dict[object, list[Cells]] = defaultdict(list)
    for cells in product(range(least + 3), repeat=offices):
        shown = release(dict(enumerate(cells)), least=least)
        assert shown.total in {None, sum(cells)}
        assert all(people >= least for people in shown.cells.values())
        assert shown.merged == 0 or shown.merged >= least
        if shown.total is not None:
            assert shown.total == sum(shown.cells.values()) + shown.merged
        told = (shown.total, tuple(sorted(shown.cells.items())), shown.merged)
        worlds[told].append(cells)
    for (_total, told, _merged), same in worlds.items():
        hidden = set(range(offices)) - {name for name, _people in told}
        for name in hidden:
            possible = {cells[name] for cells in same}
            assert possible == {0} or len(possible) > 1, (told, same)


def test_a_small_office_takes_the_next_smallest_with_it() -> None:
    shown = release({"A": 9, "B": 4, "C": 1, "D": 0}, least=3)
    assert (shown.total, shown.cells, shown.merged) == (14, {"A": 9}, 5)
    assert release({"A": 9, "B": 4, "C": 0}, least=3).merged == 0
    assert release({"A": 1, "B": 1}, least=3).total is None


def test_a_rate_has_its_denominator() -> None:
    assert per_thousand(7, 2000) == 3.5
    assert per_thousand(1, 0) is None
