"""Signed PDFs that come back from elsewhere (TTE): checked, kept beside the issued one, and served.

The issued bytes stay as they are, with their hash in the audit; the copy has its own. Whoever reads
the letter gets the newest copy, `/periksa` goes on telling of the letter.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import app_state, audit
from server.core.clock import iso
from server.core.db import db, end_reading, start_writing
from server.core.problems import Code, Problem
from server.summons import queries
from server.summons.letters.signed_pdf import Checked, SignedPdfRefused, look_at
from server.summons.models import Letter, LetterCopy
from server.summons.rules import LetterState

ATTACH = "letter.attach"
ISSUED = frozenset({LetterState.SIGNED, LetterState.DELIVERED})


def issued_of(user: User, letter_id: UUID, *, own: bool = False) -> bytes:
    """Return the issued PDF that a copy is to be compared with, before the copy's bytes are read.

    Raises `not-found`, and `step-not-allowed` for a letter that was not issued or no longer counts.
    """
    letter = _issued(user, letter_id, own=own)
    data = app_state.blobs().get(letter.pdf_sha256 or "")
    end_reading()
    return data


def bring(
    user_id: UUID, letter_id: UUID, issued: bytes, data: bytes, *, own: bool = False
) -> Letter:
    """Check a signed PDF against the issued one and keep it; the same file twice is one copy.

    Raises `signed-pdf-refused` with the sentence. Looks at the file before anybody has to wait.
    """
    path = app_state.settings().trusted_issuers
    try:
        checked = look_at(issued, data, path.read_bytes() if path else None)
    except SignedPdfRefused as refused:
        raise Problem(Code.SIGNED_PDF_REFUSED, why=refused.why, detail=refused.detail) from None
    sha256 = app_state.blobs().put(data)
    start_writing()
    user = db.session.get_one(User, user_id)
    letter = _issued(user, letter_id, lock=True, own=own)
    newest = queries.newest_copy(letter.id)
    if newest is None or newest.sha256 != sha256:
        _keep(user, letter, sha256, len(data), checked)
    return letter


def _keep(user: User, letter: Letter, sha256: str, size: int, checked: Checked) -> None:
    signatures = {"signers": list(checked.signers), "added": checked.added}
    row = LetterCopy(
        letter_id=letter.id,
        sha256=sha256,
        size=size,
        signatures=signatures,
        issued_bytes=checked.issued_bytes,
        added_by=user.id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        ATTACH,
        actor_id=user.id,
        subject_id=letter.id,
        operation_id=letter.operation_id,
        copy=str(row.id),
        pdf_sha256=sha256,
        issued_sha256=letter.pdf_sha256,
        check={name: value for name, value in asdict(checked).items() if name != "signers"},
        signers=[one["serial"] for one in checked.signers],
    )


def _issued(user: User, letter_id: UUID, *, lock: bool = False, own: bool = False) -> Letter:
    letter = (queries.own_letter if own else queries.letter)(user, letter_id, lock=lock)
    require(user, ATTACH, queries.signing_thing(user, letter) if own else None)
    if LetterState(letter.status) not in ISSUED or letter.pdf_sha256 is None:
        raise Problem(Code.STEP_NOT_ALLOWED)
    return letter


def shown(copy: LetterCopy | None) -> dict[str, Any] | None:
    """Return what is known of a signed copy, for the screen."""
    if copy is None:
        return None
    adder = db.session.get(User, copy.added_by)
    return {
        "added_at": iso(copy.added_at),
        "added_by_name": adder.name if adder else None,
        "sha256": copy.sha256,
        "issued_bytes": copy.issued_bytes,
        "added": copy.signatures["added"],
        "signers": copy.signatures["signers"],
    }
