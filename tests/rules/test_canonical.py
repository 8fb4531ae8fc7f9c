"""What hashes and signatures are made over is the RFC 8785 form, whichever way it is written."""

from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.core import canonical as module
from server.core.canonical import canonical


class Word(StrEnum):
    """A word of ours, as rows of the audit hold them."""

    SENT = "sent"


TEXTS = st.text() | st.sampled_from(
    ['"\\/\b\f\n\r\t\x00\x1f\x7f', "\u2028é\U0001f600\ufb33", Word.SENT]
)
NUMBERS = (
    st.integers(-(2**60), 2**60) | st.floats() | st.sampled_from([-0.0, 1e21, 1e-7, 2**53 - 1])
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def form(write: Any, value: Any) -> bytes | None:
    """Return the form, None where there is none."""
    try:
        found: bytes = write(value)
    except ValueError:
        return None
    return found


@settings(max_examples=400)
@given(VALUES)
@example({"\U0001f600": 1, "\ufb33": 2})  # by code point the other way round
@example({"a": [{"b": 10.0}, 1e300]})
@example({"a": 2**53})
@example("\ud800")
def test_the_quick_way_writes_the_bytes_of_the_library(value: Any) -> None:
    assert form(canonical, value) == form(rfc8785.dumps, value)


@pytest.mark.parametrize("value", [{1: "x"}, {"a": {None: 1}}, {"a": (1, 2)}, {"a": {1, 2}}, b"x"])
def test_what_json_would_bend_is_left_to_the_library(value: Any) -> None:
    assert form(canonical, value) == form(rfc8785.dumps, value)


def test_a_quick_way_that_takes_every_value_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded bug: numbers and names are no longer looked at."""
    monkeypatch.setattr(module, "_plain", lambda _: True)
    for value in ({"\U0001f600": 1, "\ufb33": 2}, {"a": 10.0}, {"a": 2**53}, {1: "x"}):
        assert form(canonical, value) != form(rfc8785.dumps, value), value
