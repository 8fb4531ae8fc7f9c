"""B3: whatever happens to session, password, roles and account, a finding arrives under its author."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
import world
from drills import histories
from drills.outcome import count, report
from flask import Flask

HISTORIES = 1


def test_findings_survive_any_history_and_arrive_under_their_author(
    app: Flask, database: str
) -> None:
    outcome = histories.run(app, world.build(app), count(HISTORIES))
    report(outcome, database)
    assert outcome.clean, outcome
    assert outcome.acknowledged > outcome.tried // 5, "hardly a finding was sent"


@pytest.mark.one_database
@pytest.mark.parametrize("bug", ["session", "active"])
def test_the_histories_catch_a_server_that_goes_by_the_session(
    app: Flask, monkeypatch: pytest.MonkeyPatch, bug: str
) -> None:
    """The seeded bugs: who is signed in becomes the author; a disabled author is refused."""
    door = import_module("server.accounts.brought")
    right = door.opened_text

    def wrong(purpose: Any, thing: Any, envelope: bytes, keys: Any, beside: Any) -> Any:
        opened, sender = right(purpose, thing, envelope, keys, beside)
        if bug == "active" and not sender.author.active:
            raise door.Problem(door.Code.DEVICE_REVOKED)
        return opened, replace(
            sender, author=beside or sender.author
        ) if bug == "session" else sender

    monkeypatch.setattr(door, "opened_text", wrong)
    monkeypatch.setattr(door, "refuse_other_author", lambda *_: None)
    assert not histories.run(app, world.build(app), 1, steps=25).clean
