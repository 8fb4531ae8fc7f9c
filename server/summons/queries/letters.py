"""Questions about letters: which there are, what was done to them, whether a number is free."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from server.accounts.models import User
from server.accounts.permissions import require
from server.core.audit import AuditEntry
from server.core.clock import iso
from server.core.db import db, one_of
from server.core.pages import Page, page
from server.core.problems import Code, Problem
from server.people.models import Opd
from server.summons.models import Letter, LetterCopy, LetterLine
from server.summons.queries.lists import DEAD
from server.summons.rules import LetterKind, LetterState

REFRESHABLE = (LetterState.DRAFT, LetterState.RETURNED)
LONGEST_CALL = timedelta(days=90)  # from the first person of a letter A to the last one
DRAFTING = ("letter.draft", "letter.change", "letter.submit")


def letter(user: User, letter_id: UUID, *, lock: bool = False) -> Letter:
    """Return a letter for somebody who may read letters; raises `not-found`."""
    require(user, "letter.read")
    rows = select(Letter).where(Letter.id == letter_id)
    found = one_of(rows, lock=lock)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def letter_by_token(token: str) -> Letter | None:
    """Return the signed letter that bears a token, for whoever holds its paper; None for no letter."""
    return db.session.scalar(select(Letter).where(Letter.check_token == token))


def newest_copy(letter_id: UUID) -> LetterCopy | None:
    """Return the signed PDF that counts: the one that came back last, None for none."""
    rows = select(LetterCopy).where(LetterCopy.letter_id == letter_id)
    return db.session.scalar(rows.order_by(LetterCopy.added_at.desc(), LetterCopy.id).limit(1))


def page_of(operation_id: UUID, cursor: UUID | None, size: int) -> Page[Letter]:
    """Return one page of the letters of an operation, newest first; raises `bad-cursor`."""
    return page(
        select(Letter).where(Letter.operation_id == operation_id),
        (Letter.drafted_at, Letter.id),
        cursor=cursor,
        size=size,
        newest_first=True,
    )


def search(text: str, limit: int) -> Sequence[Letter]:
    """Return the newest letters whose number or OPD has every word of a text."""
    rows = select(Letter).outerjoin(Opd, Opd.id == Letter.opd_id)
    for part in text.split():
        fits = (
            func.lower(column).contains(part.lower(), autoescape=True)
            for column in (Letter.number, Opd.name, Opd.short_name)
        )
        rows = rows.where(or_(*fits))
    return db.session.scalars(rows.order_by(Letter.drafted_at.desc(), Letter.id).limit(limit)).all()


def letters_of(operation_id: UUID) -> Sequence[Letter]:
    """Return all letters of an operation, newest first."""
    rows = select(Letter).where(Letter.operation_id == operation_id)
    return db.session.scalars(rows.order_by(Letter.drafted_at.desc(), Letter.id)).all()


def line_ids_of(letter_id: UUID) -> list[UUID]:
    """Return the lines a letter names."""
    rows = select(LetterLine.line_id).where(LetterLine.letter_id == letter_id)
    return sorted(db.session.scalars(rows))


def open_draft(
    operation_id: UUID, kind: str, opd_id: UUID | None, to: str, person: str | None = None
) -> Letter | None:
    """Return the draft that a new one would double: same OPD and addressee, for B same person."""
    rows = select(Letter).where(
        Letter.operation_id == operation_id,
        Letter.kind == kind,
        Letter.opd_id.is_(None) if opd_id is None else Letter.opd_id == opd_id,
        Letter.status.in_(REFRESHABLE),
    )
    for found in db.session.scalars(rows.order_by(Letter.drafted_at, Letter.id)):
        named = [one["line_id"] for one in found.content["persons"]]
        if found.content["to"] == to and (person is None or named == [person]):
            return found
    return None


def hearings_from(moment: datetime, but: UUID | None) -> Sequence[tuple[str, datetime]]:
    """Return place and moment of everybody whom a letter calls that still counts, of all operations.

    `but` is a letter that is left out of account: it is being replaced.
    """
    rows = select(Letter.kind, Letter.hearing_place, Letter.hearing_at, Letter.content).where(
        Letter.kind.in_((LetterKind.A.value, LetterKind.B.value)),
        Letter.status.not_in(DEAD),
        Letter.hearing_at >= moment - LONGEST_CALL,
    )
    rows = rows if but is None else rows.where(Letter.id != but)
    found: list[tuple[str, datetime]] = []
    for kind, place, at, content in db.session.execute(rows.order_by(Letter.hearing_at)):
        own = [one.get("hearing_at") for one in content["persons"]] if kind == LetterKind.A else []
        moments = [datetime.fromisoformat(one) for one in own if one] or [at]
        found += [(place, one) for one in moments if one >= moment]
    return found


def spoken_for(operation_id: UUID, kind: str) -> set[UUID]:
    """Return the lines that a letter of this kind already carries beyond its draft."""
    rows = (
        select(LetterLine.line_id)
        .join(Letter, Letter.id == LetterLine.letter_id)
        .where(
            Letter.operation_id == operation_id,
            Letter.kind == kind,
            Letter.status.not_in([*DEAD, *REFRESHABLE]),
        )
    )
    return set(db.session.scalars(rows))


def steps_of(letter_ids: Iterable[UUID]) -> dict[str, list[dict[str, Any]]]:
    """Return what was done to letters, oldest first, from the audit log; readings left out."""
    rows = db.session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.subject_id.in_([str(one) for one in letter_ids]),
            AuditEntry.action.startswith("letter."),
            AuditEntry.action != "letter.read",
        )
        .order_by(AuditEntry.log_index)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for entry, name in rows:
        step = {
            "verb": entry.action.removeprefix("letter."),
            "at": iso(entry.at),
            "actor_name": name,
            "reason": entry.reason,
            "changed": entry.detail.get("changed", []),
            "seal": entry.detail.get("seal"),
        }
        found.setdefault(str(entry.subject_id), []).append(step)
    return found


def drafters_of(letter_id: UUID) -> set[UUID]:
    """Return everybody who wrote, changed or submitted a letter."""
    rows = select(AuditEntry.actor_id).where(
        AuditEntry.subject_id == str(letter_id), AuditEntry.action.in_(DRAFTING)
    )
    return {one for one in db.session.scalars(rows) if one is not None}
