"""Tables of lines, letters, signatories and the letterhead."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key


class Line(Base):
    """What happened to one person of one operation after the list; the list itself is computed.

    `id` is the stable uuid5 of operation and person; the row exists once something happened.
    """

    __tablename__ = "lines"
    __table_args__ = (UniqueConstraint("operation_id", "person_key"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    person_key: Mapped[str] = mapped_column(String(80))
    employee_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    status: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=1)
    hearing_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_by: Mapped[UUID | None] = mapped_column(Key)


class LineStep(Base):
    """One step of a line: state before and after, who, when, why."""

    __tablename__ = "line_steps"
    __table_args__ = (UniqueConstraint("line_id", "revision"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    line_id: Mapped[UUID] = mapped_column(Key, ForeignKey("lines.id"), index=True)
    revision: Mapped[int]
    verb: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[UUID] = mapped_column(Key)
    reason: Mapped[str]


class Letterhead(Base):
    """The kop of this government and its defaults for letters; one row, editable data (⚠).

    `matters` are the sentences of letter B by regime (pns, pppk, pppk_part_time), empty for the
    default. Hearings are counted so that a signature up to `signing_days` working days after the
    draft still fits. With `own_register` the server numbers the letters of this office itself.
    """

    __tablename__ = "letterheads"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    government: Mapped[str] = mapped_column(String(200))
    agency: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    contact: Mapped[str] = mapped_column(String(300), default="")
    city: Mapped[str] = mapped_column(String(100))
    emblem_svg: Mapped[str | None]
    classification: Mapped[str] = mapped_column(String(40), default="800.1.6.2")
    unit_code: Mapped[str] = mapped_column(String(40), default="BKPSDM")
    hearing_place: Mapped[str] = mapped_column(String(300), default="")
    hearing_days_a: Mapped[int] = mapped_column(default=3)
    hearing_days_b: Mapped[int] = mapped_column(default=8)
    hearing_time: Mapped[str] = mapped_column(String(5), default="09:00")
    hearing_minutes: Mapped[int] = mapped_column(default=30, server_default="30")
    hearing_parallel: Mapped[int] = mapped_column(default=1, server_default="1")
    paper: Mapped[str] = mapped_column(String(4), default="A4")
    copies_to: Mapped[list[str]]
    regency_head: Mapped[str] = mapped_column(String(100), default="Wali Kota")
    matters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    signing_days: Mapped[int] = mapped_column(default=1, server_default="1")
    own_register: Mapped[bool] = mapped_column(default=False, server_default=false())


class Signatory(Base):
    """Who signs which letter; `form` is empty, a.n., Plt. or Plh."""

    __tablename__ = "signatories"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    letter_kind: Mapped[str] = mapped_column(String(20), index=True)
    form: Mapped[str] = mapped_column(String(10), default="")
    title: Mapped[str] = mapped_column(String(200))
    on_behalf_of: Mapped[str | None] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    rank: Mapped[str | None] = mapped_column(String(60))
    nip: Mapped[str | None] = mapped_column(String(18))
    active: Mapped[bool] = mapped_column(default=True)


class Letter(Base):
    """A letter; `content` is everything printed, frozen at drafting, PDF hash once signed.

    `check_token` is drawn with the signature and printed as the QR: whoever holds the paper may ask
    whether it is genuine, and nobody else can find it.

    A letter that calls nobody (referral, notice, correction) has no hearing: its `hearing_at` is
    the moment of drafting and is never shown. `register_number` is the place in the office's own
    register, where it keeps one; `received_by` is who took the paper over (buku ekspedisi).
    `signing_opd_id` is the OPD in which the signatory of a letter B serves: it may finish the letter.
    """

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("number", "year"),
        Index("ix__letters_year_register_number", "year", "register_number", unique=True),
    )

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    opd_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("opds.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), default="draft")
    number: Mapped[str | None] = mapped_column(String(80))
    year: Mapped[int | None]
    dated: Mapped[date | None]
    hearing_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hearing_place: Mapped[str] = mapped_column(String(300))
    hearing_checked: Mapped[bool] = mapped_column(default=True)
    content: Mapped[dict[str, Any]]
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    check_token: Mapped[str | None] = mapped_column(String(40), unique=True, index=True)
    revision: Mapped[int] = mapped_column(default=1)
    drafted_by: Mapped[UUID] = mapped_column(Key)
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    approved_by: Mapped[UUID | None] = mapped_column(Key)
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    register_number: Mapped[int | None]
    signing_opd_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    received_by: Mapped[str] = mapped_column(String(200), default="", server_default="")


class LetterCopy(Base):
    """A PDF of a letter that was signed elsewhere and brought back; the newest one is served.

    `signatures` is what was checked of it when it came (`letters.signed_pdf.Checked`).
    `issued_bytes` tells whether it begins with the very bytes that were issued, or only says the
    same. Kept as the letter is: never changed, never deleted.
    """

    __tablename__ = "letter_copies"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    letter_id: Mapped[UUID] = mapped_column(Key, ForeignKey("letters.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    signatures: Mapped[dict[str, Any]]
    issued_bytes: Mapped[bool]
    added_by: Mapped[UUID] = mapped_column(Key)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class LetterTemplate(Base):
    """A version of the DOCX template of a kind of letter: A, B or plain; the highest one counts.

    `body` None means that the office went back to the built-in one. Versions are kept.
    """

    __tablename__ = "letter_templates"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str | None] = mapped_column(String(64))
    body: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    made_by: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))


class LetterLine(Base):
    """A person named by a letter."""

    __tablename__ = "letter_lines"

    letter_id: Mapped[UUID] = mapped_column(Key, ForeignKey("letters.id"), primary_key=True)
    line_id: Mapped[UUID] = mapped_column(Key, primary_key=True, index=True)


class Examination(Base):
    """A berita acara pemeriksaan (BAP) of a line; a second one adds to the first (BAP tambahan).

    `content` holds what was frozen from letter B (person, kop, matter) and what the examiners
    typed: examiners, numbered questions and answers, time lost, how it was signed. Once `status` is
    closed nothing of it changes, which the database holds too; `sha256` is of the RFC 8785 form of
    `service.examinations.sealed_form`, `log_index` its row in the audit chain.
    """

    __tablename__ = "examinations"
    __table_args__ = (UniqueConstraint("line_id", "number"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    line_id: Mapped[UUID] = mapped_column(Key)
    employee_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    letter_id: Mapped[UUID] = mapped_column(Key, ForeignKey("letters.id"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(10), default="draft")
    revision: Mapped[int] = mapped_column(default=1)
    place: Mapped[str] = mapped_column(String(300), default="")
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[dict[str, Any]]
    opened_by: Mapped[UUID] = mapped_column(Key)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_by: Mapped[UUID | None] = mapped_column(Key)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sha256: Mapped[str | None] = mapped_column(String(64))
    log_index: Mapped[int | None] = mapped_column(BigInteger)


class CaseRecord(Base):
    """What followed for a person (riwayat pembinaan); a row is never written again.

    `kind` is "visit" (a follow-up visit of pembinaan) or "decision" (what the authorised official
    decided on a line that was handed over; recorded, not made here). `held_on` None only sets the
    day of the first visit; `next_on` None ends the follow-up. The newest row says what is due.
    """

    __tablename__ = "case_records"
    __table_args__ = (UniqueConstraint("line_id", "number"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    line_id: Mapped[UUID] = mapped_column(Key)
    employee_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    held_on: Mapped[date | None]
    by_whom: Mapped[str] = mapped_column(String(200), default="")
    result: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(default="")
    next_on: Mapped[date | None]
    recorded_by: Mapped[UUID] = mapped_column(Key)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
