"""D2: every break that mutmut makes in the permission module is noticed by the words of who may."""

from pathlib import Path

import pytest
from drills import mutmut_run
from drills.outcome import report, whole

pytestmark = pytest.mark.one_database
BLIND = "\n\ndef deviation(*_asked):\n    return None\n"


@pytest.mark.skipif(not whole(), reason="the long tier: ./sidak drill mutmut")
def test_mutmut_makes_no_break_that_the_words_do_not_notice(tmp_path: Path) -> None:
    outcome = mutmut_run.run(tmp_path / "copy")
    blind = mutmut_run.run(tmp_path / "blind", BLIND)
    report(outcome, seeded=f"words that ask about nothing: {blind.undetected} survive")
    assert outcome.clean, "\n".join(outcome.faults)
    assert outcome.tried >= 40
    assert blind.undetected == blind.tried
