"""Who saw a letter, or the list with its persons on it: read from the audit log."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from server.accounts.models import User
from server.core.audit import AuditEntry
from server.core.db import db
from server.people.queries import lineage
from server.summons.models import Letter, LineStep
from server.summons.rules import LineState

# Exports that name nobody.
NAMELESS = frozenset({"recap", "report", "ledger.xlsx", "ledger.csv"})
OWN = {"line.read_own": "own_lines", "letter.read_own": "own_letters"}


def readings(
    letter: Letter, line_ids: Iterable[UUID]
) -> Iterator[tuple[AuditEntry, str | None, str]]:
    """Yield each audited reading, oldest first, with the reader's name and how it was read.

    `how` is letter, letter_pdf, letter_docx, letters (the list of letters), letters_zip, list (on
    screen), list_pdf, list_xlsx, list_csv, own_lines (an OPD account) or own_letters (that of the OPD
    that finishes a letter B). Lists count from the day a person was put on them until cleared.
    """
    begins, ends = _on_the_list(letter, line_ids)
    entry, operation = AuditEntry, str(letter.operation_id)
    itself = and_(
        entry.action == "letter.read",
        or_(entry.subject_id == str(letter.id), entry.subject_id.startswith(f"{letter.id}:")),
    )
    while_listed = [entry.at >= begins, *([entry.at <= ends] if ends else [])]
    letters = and_(
        entry.action == "letter.read",
        or_(entry.subject_id == operation, entry.subject_id.startswith(f"{operation}:")),
        entry.at >= letter.drafted_at,
        *while_listed,
    )
    lists = and_(
        entry.action == "summons_list.read",
        entry.operation_id == letter.operation_id,
        *while_listed,
    )
    own = and_(entry.action == "line.read_own", User.opd_id == letter.opd_id, *while_listed)
    finishers = [one.id for one in lineage(letter.signing_opd_id)] if letter.signing_opd_id else []
    finishing = and_(
        entry.action == "letter.read_own", User.opd_id.in_(finishers), entry.at >= letter.drafted_at
    )
    rows = db.session.execute(
        select(entry, User.name)
        .outerjoin(User, User.id == entry.actor_id)
        .where(or_(itself, letters, lists, own, finishing))
        .order_by(entry.log_index)
    )
    for row, name in rows:
        how = _how(row, letter)
        if how is not None:
            yield row, name, how


def _on_the_list(letter: Letter, line_ids: Iterable[UUID]) -> tuple[datetime, datetime | None]:
    """Return from when to when the persons of a letter stood on the list; None: they still do."""
    steps = db.session.execute(
        select(LineStep.at, LineStep.after).where(LineStep.line_id.in_(list(line_ids)))
    ).all()
    begins = min([letter.drafted_at, *(at for at, _after in steps)])
    cleared = [at for at, after in steps if after == LineState.CLEARED]
    return begins, max(cleared, default=None)


def _how(entry: AuditEntry, letter: Letter) -> str | None:
    detail: dict[str, Any] = entry.detail
    form = detail.get("format")
    if form in NAMELESS:
        return None
    if entry.action in OWN:
        return OWN[entry.action]
    if entry.action == "summons_list.read":
        return f"list_{form}" if form else "list"
    if form == "zip":
        return "letters_zip" if str(letter.id) in detail.get("letters", ()) else None
    if form:
        return f"letter_{form}"
    return "letter" if str(entry.subject_id).startswith(str(letter.id)) else "letters"
