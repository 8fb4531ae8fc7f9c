"""A phone numbers and chains its findings; an omission shows, and shows no more once it arrives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.findings.rules import Flag, chain_flag, missing_findings


@pytest.mark.parametrize(
    ("sequence", "named", "before", "flag"),
    [
        (None, None, set(), None),
        (1, None, set(), None),
        (2, "aa", {"aa"}, None),
        (2, "aa", {"bb", "aa"}, None),
        (2, "aa", set(), Flag.EARLIER_MISSING),
        (2, "aa", {"bb"}, Flag.CHAIN_BROKEN),
        (2, None, {"bb"}, Flag.CHAIN_BROKEN),
    ],
)
def test_a_finding_hangs_on_the_one_before(
    sequence: int | None, named: str | None, before: set[str], flag: Flag | None
) -> None:
    assert chain_flag(sequence, named, before) is flag


@pytest.mark.parametrize(
    ("here", "elsewhere", "last", "unsent", "missing"),
    [
        (set(), set(), 5, 0, 0),
        ({1, 2, 3}, set(), 3, 0, 0),
        ({1, 3}, set(), 3, 0, 1),
        ({2, 3}, set(), 3, 0, 1),  # the first is an omission too
        ({1, 2}, set(), 5, 0, 3),
        ({1, 2}, set(), 5, 3, 0),  # declared as still on the phone
        ({4, 6}, {1, 2, 3}, 6, 0, 1),  # the numbers go on from another day
        ({1, 3}, {4, 5}, 6, 0, 1),  # what came after belongs to the other day
    ],
)
def test_numbers_that_never_arrived_are_counted(
    here: set[int], elsewhere: set[int], last: int, unsent: int, missing: int
) -> None:
    assert missing_findings(here, elsewhere, last=last, unsent=unsent) == missing


@given(st.sets(st.integers(1, 30), min_size=1), st.integers(1, 30))
def test_each_removed_number_is_counted_and_none_else(kept: set[int], last: int) -> None:
    newest = max(*kept, last)
    assert missing_findings(kept, set(), last=last, unsent=0) == newest - len(kept)
