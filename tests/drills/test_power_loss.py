"""A2: what was committed survives a power loss, and the weaker setting would not."""

from pathlib import Path

import databases
import pytest
from drills import power_loss

LOSSES = 200
WEAK_LOSSES = 40


@pytest.fixture
def recording(
    tmp_path: Path, all_databases: databases.Databases, pytestconfig: pytest.Config
) -> power_loss.Recording:
    if pytestconfig.getoption("database") == "postgis":
        pytest.skip("the embedded database only")
    return power_loss.record(tmp_path, all_databases.fresh("spatialite"))


def test_power_loss_takes_nothing_that_was_acknowledged_and_the_weak_setting_does(
    tmp_path: Path, recording: power_loss.Recording
) -> None:
    outcome = power_loss.run(tmp_path, recording, LOSSES)
    weak = power_loss.run(tmp_path, recording, WEAK_LOSSES, pragmas=power_loss.WEAK)
    assert power_loss.WEAK != power_loss.PRAGMAS
    assert weak.lost > 0, "the drill did not catch synchronous=NORMAL"
    assert outcome.clean, outcome
    assert outcome.tried == LOSSES
