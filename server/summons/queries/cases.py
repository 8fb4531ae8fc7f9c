"""Questions about one person's case: its findings, steps and letters, for the file."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core.db import db
from server.findings.models import Finding, FindingPhoto
from server.summons.models import Letter, LetterLine, LineStep


def findings_of_case(finding_ids: Sequence[UUID]) -> Sequence[Finding]:
    """Return findings by time."""
    rows = select(Finding).where(Finding.id.in_(finding_ids))
    return db.session.scalars(rows.order_by(Finding.seen_at, Finding.id)).all()


def photos_of_case(finding_ids: Sequence[UUID]) -> Sequence[FindingPhoto]:
    """Return the stored photos of findings, finding by finding as they were taken."""
    rows = select(FindingPhoto).where(
        FindingPhoto.finding_id.in_(finding_ids), FindingPhoto.state == "stored"
    )
    order = (FindingPhoto.taken_at, FindingPhoto.finding_id, FindingPhoto.number)
    return db.session.scalars(rows.order_by(*order)).all()


def steps_of_line(line_ids: Sequence[UUID]) -> Sequence[tuple[LineStep, str | None]]:
    """Return the steps of a person's line under all its ids, each with who took it."""
    rows = db.session.execute(
        select(LineStep, User.name)
        .outerjoin(User, User.id == LineStep.actor_id)
        .where(LineStep.line_id.in_(line_ids))
        .order_by(LineStep.at, LineStep.revision)
    )
    return [(row[0], row[1]) for row in rows]


def signed_letters_of(line_ids: Sequence[UUID]) -> Sequence[Letter]:
    """Return every signed letter that names a person, those that count no longer included."""
    named = select(LetterLine.letter_id).where(LetterLine.line_id.in_(line_ids))
    rows = select(Letter).where(Letter.id.in_(named), Letter.pdf_sha256.is_not(None))
    return db.session.scalars(rows.order_by(Letter.signed_at, Letter.id)).all()
