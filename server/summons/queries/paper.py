"""Questions about what letters are printed with: the kop and those who sign."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core.db import db
from server.people.models import Opd
from server.summons.models import Letterhead, LetterTemplate, Signatory

SEKDA = "Sekretaris Daerah"


def letterhead() -> Letterhead | None:
    """Return the kop and its defaults, None before an admin filled it in."""
    return db.session.scalar(select(Letterhead).order_by(Letterhead.id).limit(1))


def signatories(kind: str | None = None) -> Sequence[Signatory]:
    """Return who may sign, by kind of letter; with `kind` only the active ones for it."""
    rows = select(Signatory).order_by(Signatory.letter_kind, Signatory.form, Signatory.id)
    if kind is not None:
        rows = rows.where(Signatory.letter_kind == kind, Signatory.active)
    return db.session.scalars(rows).all()


def signatory(signatory_id: UUID) -> Signatory | None:
    """Return somebody who signs, None for an unknown id."""
    return db.session.get(Signatory, signatory_id)


def template(kind: str) -> LetterTemplate | None:
    """Return the template that the office uploaded for a kind of letter, None for the built-in one."""
    newest = newest_template(kind)
    return newest if newest is not None and newest.sha256 is not None else None


def newest_template(kind: str) -> LetterTemplate | None:
    """Return the newest version of a kind, be it an upload or the way back to the built-in one."""
    rows = select(LetterTemplate).where(LetterTemplate.kind == kind)
    return db.session.scalar(rows.order_by(LetterTemplate.version.desc()).limit(1))


def templates(kind: str) -> Sequence[tuple[LetterTemplate, str]]:
    """Return the versions of a kind with who made them, newest first."""
    rows = db.session.execute(
        select(LetterTemplate, User.name)
        .join(User, User.id == LetterTemplate.made_by)
        .where(LetterTemplate.kind == kind)
        .order_by(LetterTemplate.version.desc())
    )
    return [(row[0], row[1]) for row in rows]


def sekda_id() -> UUID | None:
    """Return the Sekda as an employee: the head of the OPD whose head bears that title."""
    rows = select(Opd.head_id).where(Opd.head_title.startswith(SEKDA), Opd.valid_to.is_(None))
    return db.session.scalar(rows.limit(1))
