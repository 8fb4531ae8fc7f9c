"""D2: the permission table against the same in other words, against its mutants, and at the doors."""

import matrix_letters
import matrix_world
import pytest
from drills import mutants, mutants_at_doors, permission_words
from drills.outcome import Outcome, count, report
from flask import Flask

from server.accounts import permissions

SHORT = {
    "POST /api/letters/<uuid:letter_id>/approve": "letter.approve",
    "POST /api/holds/<uuid:hold_id>/lift": "hold.lift",
    "DELETE /api/imports/<uuid:import_id>": "roster.discard",
}
pytestmark = pytest.mark.one_database


def test_every_right_is_as_it_is_written_down_in_words() -> None:
    assert set(permission_words.TRUTH) == set(permissions.PERMISSIONS)
    found = [permission_words.deviation(permissions, word) for word in permissions.PERMISSIONS]
    assert [one for one in found if one] == []


def test_every_break_of_the_permission_module_is_seen() -> None:
    outcome = Outcome("D2 broken permissions, words")
    for mutant in (*mutants.of_the_code(), *mutants.of_the_table(permissions.PERMISSIONS)):
        outcome.tried += 1
        if not mutants.seen_by_the_words(mutant):
            outcome.undetected += 1
            outcome.faults.append(f"{mutant.word or 'code'}: {mutant.label}")
    report(outcome, seeded="words that ask about nothing: every break survives")
    assert outcome.clean, "\n".join(outcome.faults)
    assert outcome.tried > 900


def test_breaks_of_a_table_that_nothing_asks_about_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permission_words, "deviation", lambda *_: None)
    word = {"letter.sign": permissions.PERMISSIONS["letter.sign"]}
    assert not any(mutants.seen_by_the_words(one) for one in mutants.of_the_table(word))


def test_a_right_for_everybody_or_nobody_is_seen_at_a_door(app: Flask) -> None:
    """The short tier asks at three routes, `./sidak drill mutants --count 100` at all."""
    made = matrix_world.build(app)
    matrix_letters.furnish(made)
    outcome = mutants_at_doors.run(app, made, SHORT if count(1) == 1 else None)
    report(outcome, seeded="in its own test")
    assert outcome.clean, "\n".join(outcome.faults)
    assert outcome.tried >= 2 * len(SHORT)


def test_a_right_that_its_door_does_not_ask_for_is_named(app: Flask) -> None:
    """The seeded bug: lifting a hold asks for nothing but a session and another word."""
    made = matrix_world.build(app)
    matrix_letters.furnish(made)
    wrong = {"POST /api/holds/<uuid:hold_id>/lift": "hold.place"}
    outcome = mutants_at_doors.run(app, made, wrong)
    assert outcome.undetected == 2
