"""What a tip may become, what its reporter is told, and the work that a stranger's browser does. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_PICTURES = 3
RECEIPT_DIGITS = 16
EVIDENCE_SECONDS = 3600  # how long after sending a receipt still takes pictures
CHALLENGE_SECONDS = 1800


class TipState(StrEnum):
    """Where a tip stands at the desk."""

    RECEIVED = "received"
    LOOKING = "looking"
    TARGET = "target"  # a place for a coming sidak
    CASE = "case"  # somebody is meant; who, may still be unknown
    ENDED = "ended"


class TipOrder(StrEnum):
    """In what order the desk reads tips."""

    NEWEST = "newest"
    OLDEST = "oldest"
    STAGE = "stage"  # the least worked on first, and of those who waits longest


class Outcome(StrEnum):
    """How a tip ended."""

    DISMISSED = "dismissed"
    FOLLOWED = "followed"
    NOT_FOUND = "not_found"
    UNIDENTIFIED = "unidentified"
    HANDED_OVER = "handed_over"


class Verb(StrEnum):
    """A step of the desk."""

    TAKE = "take"
    TARGET = "target"
    CASE = "case"
    IDENTIFY = "identify"
    END = "end"
    REOPEN = "reopen"


_S = TipState
STEPS: Mapping[Verb, tuple[frozenset[TipState], TipState]] = {
    Verb.TAKE: (frozenset({_S.RECEIVED}), _S.LOOKING),
    Verb.TARGET: (frozenset({_S.RECEIVED, _S.LOOKING, _S.CASE}), _S.TARGET),
    Verb.CASE: (frozenset({_S.RECEIVED, _S.LOOKING, _S.TARGET}), _S.CASE),
    Verb.IDENTIFY: (frozenset({_S.CASE}), _S.CASE),
    Verb.END: (frozenset(_S) - {_S.ENDED}, _S.ENDED),
    Verb.REOPEN: (frozenset({_S.ENDED}), _S.LOOKING),
}
_ENDS: Mapping[Outcome, frozenset[TipState]] = {
    Outcome.DISMISSED: frozenset({_S.RECEIVED, _S.LOOKING, _S.TARGET, _S.CASE}),
    Outcome.FOLLOWED: frozenset({_S.TARGET}),
    Outcome.NOT_FOUND: frozenset({_S.TARGET}),
    Outcome.UNIDENTIFIED: frozenset({_S.LOOKING, _S.CASE}),
    Outcome.HANDED_OVER: frozenset({_S.LOOKING, _S.CASE}),
}
# Fixed sentences: what the desk types may name somebody, and whoever holds a receipt may be anybody.
# A planned sidak is a secret, so a target sounds like any other tip that is being looked at.
_WAITING = "Laporan Anda sudah diterima dan menunggu ditelaah."
_LOOKED_AT = "Laporan Anda sedang ditelaah."
SENTENCES: Mapping[Outcome, str] = {
    Outcome.DISMISSED: "Laporan Anda sudah ditelaah dan tidak dilanjutkan. Terima kasih atas "
    "kepedulian Anda.",
    Outcome.FOLLOWED: "Laporan Anda sudah ditindaklanjuti di lapangan. Terima kasih.",
    Outcome.NOT_FOUND: "Tempat yang Anda laporkan sudah didatangi. Saat itu tidak ada yang perlu "
    "ditindaklanjuti.",
    Outcome.UNIDENTIFIED: "Laporan Anda sudah ditelaah. Orang yang dimaksud tidak dapat dikenali, "
    "jadi laporan ini diakhiri.",
    Outcome.HANDED_OVER: "Laporan Anda sudah diteruskan kepada pejabat yang berwenang dan selesai "
    "di sini.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a reporter reads behind a receipt: `state` is received, looked_at or ended."""

    state: str
    sentence: str


def told(state: TipState, outcome: Outcome | None) -> Told:
    """Return what the reporter is told; nobody is named in it, and no plan."""
    if outcome is not None and state is TipState.ENDED:
        return Told("ended", SENTENCES[outcome])
    if state is TipState.RECEIVED:
        return Told("received", _WAITING)
    return Told("looked_at", _LOOKED_AT)


def next_state(state: TipState, verb: Verb) -> TipState | None:
    """Return the state after a step, None where the step is not allowed."""
    allowed, after = STEPS[verb]
    return after if state in allowed else None


def verbs(state: TipState) -> tuple[Verb, ...]:
    """Return the steps that are possible now."""
    return tuple(verb for verb, (allowed, _after) in STEPS.items() if state in allowed)


def outcomes(state: TipState, *, identified: bool) -> tuple[Outcome, ...]:
    """Return how a tip may end now; who is known did not stay unidentified."""
    return tuple(
        outcome
        for outcome, states in _ENDS.items()
        if state in states and not (identified and outcome is Outcome.UNIDENTIFIED)
    )


def read_receipt(typed: str) -> str | None:
    """Return the 16 digits of a receipt however they were spaced, None for what is none."""
    digits = "".join(one for one in typed if one not in " -\u00a0\t\n")
    return (
        digits if len(digits) == RECEIPT_DIGITS and digits.isascii() and digits.isdigit() else None
    )


def work_done(challenge: str, solution: int, bits: int) -> bool:
    """Whether SHA-256 of `challenge:solution` begins with so many zero bits (after Hashcash, 1997)."""
    digest = hashlib.sha256(f"{challenge}:{solution}".encode()).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - bits) == 0
