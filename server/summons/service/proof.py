"""Proof of a letter: the token behind its QR, and what a stranger who scans it is told.

Only genuine or not, number, date and whether the letter still counts: never a name, an office or a
count (domain.md §8). Nothing of the asker is kept, so the question leaves no trace either.
"""

import hashlib
import secrets
from typing import Any

from server.core import app_state
from server.core.blobs import sha256_of
from server.core.problems import Code, Problem
from server.summons import queries
from server.summons.models import Letter
from server.summons.rules import (
    ALPHABET,
    TOKEN_LENGTH,
    LetterState,
    ProofState,
    proof_state,
    read_token,
)

USUAL_PAPER = bytes(64 * 1024)  # as many bytes as a letter has, hashed where there is none


def new_token() -> str:
    """Draw a token of 130 bits that can be typed off the paper."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def address_of(letter: Letter) -> str:
    """Return the address printed on a signed letter, empty for any other."""
    if letter.check_token is None:
        return ""
    return f"{app_state.settings().address}/periksa/{letter.check_token}"


def check(typed: str) -> dict[str, Any]:
    """Tell what is known of the paper that bears a token.

    Number and date are told of a paper whose bytes are as signed; `genuine` is None where that
    cannot be confirmed. Raises `letter-unknown` with the same members for a token of no letter,
    however it is wrong, and `too-many-checks` when strangers guess.
    """
    token = read_token(typed)
    letter = queries.letter_by_token(token) if token else None
    if letter is None:
        hashlib.sha256(USUAL_PAPER).hexdigest()  # an unknown token costs what a known one does
        if wait := app_state.strangers().spend():
            raise Problem(Code.TOO_MANY_CHECKS, retry_after=wait)
        raise Problem(Code.LETTER_UNKNOWN, **_told(ProofState.UNKNOWN))
    return _told(proof_state(LetterState(letter.status), intact=_intact(letter)), letter)


def _told(state: ProofState, letter: Letter | None = None) -> dict[str, Any]:
    sound = letter if state is not ProofState.UNCERTAIN else None
    genuine = {ProofState.UNCERTAIN: None, ProofState.UNKNOWN: False}.get(state, True)
    return {
        "genuine": genuine,
        "state": str(state),
        "number": sound.number if sound else None,
        "dated": sound.dated.isoformat() if sound and sound.dated else None,
    }


def _intact(letter: Letter) -> bool:
    """Whether the stored papers, issued and signed elsewhere, are byte for byte as they were."""
    if letter.pdf_sha256 is None:
        return False
    copy = queries.newest_copy(letter.id)
    store = app_state.blobs()
    try:
        papers = [letter.pdf_sha256, *([copy.sha256] if copy else [])]
        return all(sha256_of(store.path(one)) == one for one in papers)
    except OSError:
        return False
