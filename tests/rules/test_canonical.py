"""What hashes and signatures are made over is the RFC 8785 form, whichever way it is written."""

import hashlib
import random
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
import rfc8785

from server.core import canonical as module
from server.core.audit import AuditEntry, hash_of, hashed_form
from server.core.canonical import canonical


class Word(StrEnum):
    """A word of ours, as rows of the audit hold them."""

    SENT = "sent"


VALUES = 1500  # drawn; Hypothesis would spend a second on as many
TEXTS = (
    "", "a", "sha256", "Žluť", "\U0001f600", "\ufb33", '"\\/\b\f\n\r\t\x00\x1f\x7f', "\u2028\u2029é",
    "\ud800", "😀é", Word.SENT,
)  # fmt: skip
SCALARS = (
    None, True, False, 0, -1, 1, 2**53 - 1, -(2**53) + 1, 2**53, 2**64, -0.0, 1.0, 10.0, 1.5, 1e21,
    1e-7, 1e300, 5e-324, float("nan"), float("inf"), *TEXTS,
)  # fmt: skip


def drawn(dice: random.Random, depth: int = 3) -> Any:
    """Draw a value as JSON may hold it, and some that it may not."""
    how = dice.random() if depth else 0.0
    if how < 0.4:
        return dice.choice(SCALARS)
    count = dice.randrange(4)
    if how < 0.6:
        return [drawn(dice, depth - 1) for _ in range(count)]
    return {dice.choice(TEXTS): drawn(dice, depth - 1) for _ in range(count)}


def form(write: Callable[[Any], Any], value: Any) -> Any:
    """Return the form, None where there is none."""
    try:
        return write(value)
    except ValueError:
        return None


def test_the_quick_way_writes_the_bytes_of_the_library() -> None:
    dice = random.Random(8785)  # noqa: S311
    values = [drawn(dice) for _ in range(VALUES)]
    forms = [form(rfc8785.dumps, value) for value in values]
    assert [form(canonical, value) for value in values] == forms
    assert VALUES // 5 < forms.count(None) < VALUES // 2, "hardly a value was refused, or too many"


@pytest.mark.parametrize("value", [{1: "x"}, {"a": {None: 1}}, {"a": (1, 2)}, {"a": {1, 2}}, b"x"])
def test_what_json_would_bend_is_left_to_the_library(value: Any) -> None:
    assert form(canonical, value) == form(rfc8785.dumps, value)


def test_a_row_of_the_chain_is_hashed_over_its_form() -> None:
    """The hash is written member by member for speed; the bundle and its verifier go by the form."""
    dice = random.Random(6)  # noqa: S311
    for index in range(1, VALUES // 3):
        actor, operation = (dice.choice((None, UUID(int=dice.getrandbits(128)))) for _ in "ab")
        subject, reason, committed = (dice.choice((None, *TEXTS)) for _ in "abc")
        row = AuditEntry(
            log_index=index, at=datetime(2026, 11, 22, 9, microsecond=index % 2, tzinfo=UTC),
            actor_id=actor, action="finding.send", subject_id=subject, operation_id=operation,
            reason=reason, reason_sha256=committed, detail={"a": drawn(dice)},
            previous_hash="0" * 64,
        )  # fmt: skip
        whole = form(rfc8785.dumps, hashed_form(row))
        assert form(hash_of, row) == (whole and hashlib.sha256(whole).hexdigest())


def test_a_quick_way_that_takes_every_value_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded bug: numbers and names are no longer looked at."""
    monkeypatch.setattr(module, "_plain", lambda _: True)
    for value in ({"\U0001f600": 1, "\ufb33": 2}, {"a": 10.0}, {"a": 2**53}, {1: "x"}):
        assert form(canonical, value) != form(rfc8785.dumps, value), value
