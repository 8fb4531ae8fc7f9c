"""A7 for PostgreSQL: a copy of the whole cluster, made while findings arrive, is whole."""

from pathlib import Path

import pytest
from databases import Databases
from drills import base_backups
from drills.outcome import count, report

LONG = 2


def test_a_copy_of_a_cluster_in_use_starts_elsewhere_with_every_acknowledged_finding(
    all_databases: Databases, tmp_path: Path
) -> None:
    copies = count(1)
    if copies < LONG:
        pytest.skip("the long tier: ./sidak drill base_backups --count 5")
    outcome = base_backups.run(all_databases, tmp_path / "instance", copies)
    report(outcome)
    assert outcome.clean, "\n".join([str(outcome), *outcome.faults])
