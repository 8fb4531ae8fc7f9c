"""What a paper tells about itself to whoever holds it: genuine or not, and whether it still counts.

A QR is an address, not a signature: the answer lets a reader compare number and date with the
paper in hand. It never tells whom the letter is about.
"""

from enum import StrEnum

from server.summons.rules.states import LetterState

# Crockford's base 32 without letters that a reader takes for digits: 26 of them hold 130 bits.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TOKEN_LENGTH = 26
LOOKALIKES = str.maketrans("oil", "011")


class ProofState(StrEnum):
    """What is known of a paper by its token."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    UNCERTAIN = "uncertain"  # the stored paper is not the one that was signed
    UNKNOWN = "unknown"


def proof_state(state: LetterState, *, intact: bool) -> ProofState:
    """Say what a registered letter is today; `intact`: the stored PDF has the hash it was signed with."""
    if not intact:
        return ProofState.UNCERTAIN
    found = {
        LetterState.SIGNED: ProofState.VALID,
        LetterState.DELIVERED: ProofState.VALID,
        LetterState.WITHDRAWN: ProofState.WITHDRAWN,
        LetterState.REPLACED: ProofState.REPLACED,
    }
    return found.get(state, ProofState.UNCERTAIN)


def read_token(typed: str) -> str | None:
    """Return the token that somebody typed off the paper, None for what is none.

    Capitals, dashes and the letters O, I and L for 0, 1 and 1 are forgiven.
    """
    token = typed.lower().replace("-", "").translate(LOOKALIKES)
    return token if len(token) == TOKEN_LENGTH and set(token) <= set(ALPHABET) else None
