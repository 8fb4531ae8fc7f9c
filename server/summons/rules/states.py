"""The states of lines and letters as tables (domain.md §10); who may take a step stands in it."""

from enum import StrEnum

from server.core.steps import Part, Step, take


class LineState(StrEnum):
    """Where a line (one person in one operation) stands, in the order of the flow."""

    CANDIDATE = "candidate"
    LISTED = "listed"
    EXCLUDED = "excluded"
    CALLED = "called"
    EXCUSED = "excused"
    RESCHEDULED = "rescheduled"
    ABSENT = "absent"
    CALLED_AGAIN = "called_again"
    ATTENDED = "attended"
    NO_ACTION = "no_action"
    COACHED = "coached"
    HANDED_OVER = "handed_over"
    CLEARED = "cleared"


class LetterState(StrEnum):
    """Where a letter stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SIGNED = "signed"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class SamePerson(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Somebody would judge what they made or saw themselves (verifier is never approver)."""

    code = "same-person"


_L = LineState
_DESK = Part.DESK

# Steps that a letter already told somebody about: taking them back needs a correction letter.
CORRECTED_BY_LETTER = frozenset(
    {
        _L.CALLED,
        _L.EXCUSED,
        _L.RESCHEDULED,
        _L.ABSENT,
        _L.CALLED_AGAIN,
        _L.ATTENDED,
        _L.NO_ACTION,
        _L.COACHED,
        _L.HANDED_OVER,
    }
)
_CALLED = (_L.CALLED, _L.RESCHEDULED, _L.CALLED_AGAIN)
# What stands only because a letter called: without any letter there was no call, and no absence.
_BY_LETTER = (*_CALLED, _L.EXCUSED, _L.ABSENT)
# Verbs that only a letter takes, when it is signed, withdrawn or replaced.
LETTERS_OWN = frozenset({"call", "recall", "recall_second"})

LINE_STEPS: dict[tuple[LineState, str], Step[LineState]] = {
    (_L.CANDIDATE, "list"): Step(_L.LISTED, _DESK),
    (_L.CANDIDATE, "exclude"): Step(_L.EXCLUDED, _DESK),
    (_L.LISTED, "exclude"): Step(_L.EXCLUDED, _DESK),
    (_L.EXCLUDED, "list"): Step(_L.LISTED, _DESK),
    (_L.LISTED, "call"): Step(_L.CALLED, Part.SIGNATORY),
    **{(at, "attend"): Step(_L.ATTENDED, _DESK) for at in _CALLED},
    **{(at, "excuse"): Step(_L.EXCUSED, _DESK) for at in _CALLED},
    **{(at, "absent"): Step(_L.ABSENT, _DESK) for at in _CALLED},
    (_L.EXCUSED, "reschedule"): Step(_L.RESCHEDULED, _DESK),
    (_L.CALLED, "reschedule"): Step(_L.RESCHEDULED, _DESK),
    (_L.ABSENT, "call"): Step(_L.CALLED_AGAIN, Part.SIGNATORY),
    # The letter was withdrawn: nobody is called by it. Whoever came, came; that stays.
    **{(at, "recall"): Step(_L.LISTED, Part.APPROVER) for at in _BY_LETTER},
    (_L.CALLED_AGAIN, "recall_second"): Step(_L.ABSENT, Part.APPROVER),
    # Absent after the second call: decided on the evidence (PP 94/2021 Pasal 26).
    (_L.ABSENT, "hand_over"): Step(_L.HANDED_OVER, _DESK),
    (_L.ATTENDED, "no_action"): Step(_L.NO_ACTION, _DESK),
    (_L.ATTENDED, "coach"): Step(_L.COACHED, _DESK),
    (_L.ATTENDED, "hand_over"): Step(_L.HANDED_OVER, _DESK),
    # Wrong person, or a late truth: from "listed" on, by somebody else than the desk officer.
    **{
        (at, "clear"): Step(_L.CLEARED, Part.APPROVER)
        for at in (_L.LISTED, *sorted(CORRECTED_BY_LETTER))
    },
    # The cleared person was seen again, rightly this time: only who clears may list again.
    (_L.CLEARED, "list"): Step(_L.LISTED, Part.APPROVER),
}

_T = LetterState
# What the OPD of the superior does with a letter B that was handed over to it (paraf).
FINISHED_BY_OPD = frozenset({"sign", "deliver"})
LETTER_STEPS: dict[tuple[LetterState, str], Step[LetterState]] = {
    (_T.DRAFT, "submit"): Step(_T.SUBMITTED, _DESK),
    (_T.RETURNED, "submit"): Step(_T.SUBMITTED, _DESK),
    (_T.SUBMITTED, "return"): Step(_T.RETURNED, Part.APPROVER),
    (_T.SUBMITTED, "approve"): Step(_T.APPROVED, Part.APPROVER),
    (_T.APPROVED, "return"): Step(_T.RETURNED, Part.APPROVER),
    (_T.APPROVED, "sign"): Step(_T.SIGNED, Part.SIGNATORY),
    (_T.SIGNED, "deliver"): Step(_T.DELIVERED, _DESK),
    (_T.DRAFT, "withdraw"): Step(_T.WITHDRAWN, _DESK),
    (_T.RETURNED, "withdraw"): Step(_T.WITHDRAWN, _DESK),
    **{
        (at, verb): Step(to, Part.APPROVER)
        for at in (_T.SUBMITTED, _T.APPROVED, _T.SIGNED, _T.DELIVERED)
        for verb, to in (("withdraw", _T.WITHDRAWN), ("replace", _T.REPLACED))
    },
}


def line_step(state: LineState, verb: str) -> LineState:
    """Return the state a verb leads a line to; raises StepRefused."""
    return take(LINE_STEPS, state, verb).to


def letter_step(state: LetterState, verb: str) -> LetterState:
    """Return the state a verb leads a letter to; raises StepRefused."""
    return take(LETTER_STEPS, state, verb).to


def apart(actor: object, *others: object | None) -> None:
    """Make sure that `actor` is none of `others` (who drafted, who found, who is meant).

    Raises SamePerson; None among `others` is nobody.
    """
    if any(other is not None and other == actor for other in others):
        raise SamePerson
