"""A8: after a restore to an older state the phones give back what was acknowledged since."""

from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
from drills import backups, older_state
from drills.outcome import count, report, whole

# the long tier asks both databases: 20 phones with 50 findings each
pytestmark = [] if whole() else [pytest.mark.one_database]
PHONES, EACH, LONG = 2, 3, 50


@pytest.fixture
def house(
    database: str, all_databases: databases.Databases, tmp_path: Path
) -> Iterator[backups.House]:
    made = backups.House(all_databases, database, tmp_path)
    yield made
    made.close()


def test_a_fleet_gives_back_what_a_restored_server_forgot(
    house: backups.House, database: str, tmp_path: Path
) -> None:
    each = LONG if whole() else EACH
    outcome = older_state.run(house, tmp_path / "backups", count(PHONES), each)
    report(outcome, database)
    assert outcome.clean, outcome
    assert outcome.acknowledged == count(PHONES) * each
