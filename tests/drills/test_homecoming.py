"""G7: many phones find the network at once; nothing is lost and all of it arrives."""

from collections.abc import Callable

import pytest
from drills import homecoming
from drills.outcome import count, report, whole
from gunicorn_server import LiveServer

PHONES = 6
EACH, EACH_LONG = 1, 7  # 300 phones: 2,100 findings and 6,300 photos
LONG_BYTES = 40_000  # more would measure the phones, which run on the same cores
pytestmark = pytest.mark.server


def test_phones_that_come_home_together_lose_nothing(
    database: str, start_server: Callable[..., LiveServer]
) -> None:
    if database == "postgis" and not whole():
        pytest.skip("the long tier: ./sidak drill homecoming --count 300")
    phones = count(PHONES)
    long = phones > PHONES
    crowd = homecoming.gather(
        start_server(database), phones, EACH_LONG if long else EACH, LONG_BYTES if long else 0
    )
    outcome = homecoming.run(crowd)
    seeded = homecoming.take_away(crowd)
    report(outcome, database, seeded=f"one of each taken away: {seeded.lost} lost")
    assert outcome.clean, outcome
    assert seeded.lost
    assert seeded.faults
