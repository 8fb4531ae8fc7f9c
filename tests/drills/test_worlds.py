"""C3: every figure of board and list is what a recount by the truth gives, in any world."""

from collections.abc import Callable

import pytest
import world
from drills import worlds
from drills.outcome import count, report
from flask import Flask

from server.summons.rules import facts, totals

WORLDS = 6


def test_every_figure_equals_a_naive_recount(app: Flask, database: str) -> None:
    outcome = worlds.run(app, world.build(app), count(WORLDS))
    report(outcome, database)
    assert outcome.clean, "\n".join(outcome.faults)
    assert outcome.acknowledged > WORLDS, "hardly a finding was drawn"


def twice(fact: facts.Fact) -> str:
    """Count a person once for every finding."""
    return f"finding:{fact.finding_id}"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("module", "name", "bug"),
    [
        (facts, "person_key", twice),
        (facts, "_judged_like", lambda fact, _: fact),
        (totals, "_counted", facts.persons),
    ],
    ids=["each finding a person", "a merged one judged by itself", "dismissed ones counted"],
)
def test_the_recount_catches_a_wrong_figure(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    bug: Callable[..., object],
) -> None:
    monkeypatch.setattr(module, name, bug)
    assert worlds.run(app, world.build(app), WORLDS).undetected
