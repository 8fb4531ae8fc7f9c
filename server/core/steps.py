"""One way to write down states: a table of allowed steps, and one question to it.

Used by the pure rules of every room, so this module imports only the standard library.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=str)


class Part(StrEnum):
    """Who takes a step: a part in the flow, matched to roles by accounts.permissions."""

    OFFICER = "officer"
    SERVER = "server"
    DESK = "desk"
    SECOND = "desk_and_second_person"
    APPROVER = "approver"
    SIGNATORY = "signatory"
    SUPERIOR = "superior"


class StepRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A verb that the present state does not allow.

    `code` is the problem code of the contract (`step-not-allowed`), `state` and `verb` are the
    words that did not fit together.
    """

    code = "step-not-allowed"

    def __init__(self, state: str, verb: str) -> None:
        super().__init__(f"{verb} is not allowed from {state}")
        self.state = state
        self.verb = verb


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """Where a verb leads, and who may take it (a part in the flow, not a role name)."""

    to: S
    by: Part


def take(table: Mapping[tuple[S, str], Step[S]], state: S, verb: str) -> Step[S]:
    """Return the step that `verb` takes from `state`; raises StepRefused if there is none."""
    found = table.get((state, verb))
    if found is None:
        raise StepRefused(state, verb)
    return found


def verbs_from(table: Mapping[tuple[S, str], Step[S]], state: S) -> tuple[str, ...]:
    """Return the verbs allowed from `state`, sorted, for the buttons of a screen."""
    return tuple(sorted(verb for (at, verb) in table if at == state))
