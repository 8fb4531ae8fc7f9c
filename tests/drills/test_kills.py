"""A1: what a phone saw acknowledged is there after the server was killed at any moment."""

from collections.abc import Callable

import pytest
from drills import kills
from drills.outcome import Outcome, count, report
from gunicorn_server import LiveServer

KILLS = {"spatialite": 16, "postgis": 4}
SEEDED_KILLS = 10
pytestmark = pytest.mark.server


def test_nothing_that_was_acknowledged_is_lost_by_kills(
    database: str, start_server: Callable[..., LiveServer]
) -> None:
    outcome = kills.run(start_server(database), count(KILLS[database]))
    report(outcome, database)
    assert outcome.clean, outcome
    assert outcome.tried <= outcome.acknowledged


def test_the_kill_drill_catches_a_server_that_answers_before_it_commits(
    start_server: Callable[..., LiveServer], pytestconfig: pytest.Config
) -> None:
    if pytestconfig.getoption("database") == "postgis":
        pytest.skip("one database is enough to see that the drill sees")
    server = start_server("spatialite", wsgi="drills.early_answer:application()")
    outcome = kills.run(server, SEEDED_KILLS, until_caught=True)
    caught = f"answers before commit, kill {outcome.tried}"
    report(Outcome("A1 seeded bug", tried=outcome.tried, seconds=outcome.seconds), seeded=caught)
    assert outcome.lost > 0, outcome
