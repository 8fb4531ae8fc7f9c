"""A finding is sealed when it is sent: what its author says afterwards stands beside it.

While the team is still out and nobody else has judged the finding, the correction is followed at
once; later it waits for the desk, which sees both (domain.md §10, invariants.md E6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.findings.rules.words import FindingStatus

# Words of the team that no column of a finding repeats.
TEXTS = ("activity", "statement", "note")
# What the author's corrections are called in the history of a finding.
APPLIED, WAITS = "correct", "correct_late"
# Steps on a finding that say nothing about what was written in it.
NO_JUDGEMENT = frozenset({APPLIED, WAITS, "receive_letter"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a finding stands when a correction of it arrives."""

    status: FindingStatus
    team_open: bool
    operation_open: bool
    judged_by_others: bool = False  # somebody else has changed or assessed it
    same_text: bool = True  # it corrects what the server received, not another version
    newest: bool = True  # no later correction arrived before it


def is_followed(standing: Standing) -> bool:
    """Say whether the finding follows a correction at once; else the desk decides."""
    return (
        standing.status is FindingStatus.RECEIVED
        and standing.team_open
        and standing.operation_open
        and not standing.judged_by_others
        and standing.same_text
        and standing.newest
    )


def texts_now(said: Mapping[str, Any], earlier: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the team's words as they stand after earlier corrections (their `changes`), oldest first."""
    now = {name: said.get(name) for name in TEXTS}
    for changes in earlier:
        now |= {name: changes[name] for name in TEXTS if name in changes}
    return now


def waits_for_desk(steps: Iterable[str]) -> bool:
    """Say whether a correction came after the last judgement; `steps` are verbs, oldest first."""
    waits = False
    for verb in steps:
        if verb == WAITS:
            waits = True
        elif verb not in NO_JUDGEMENT:
            waits = False
    return waits
