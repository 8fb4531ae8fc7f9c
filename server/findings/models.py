"""Tables of findings: what a phone said, byte-exact, and beside it what server and desk judged."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2 import WKBElement
from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, deferred, mapped_column

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key
from server.core.geo import point_column


class Finding(Base):
    """One person found once. `body` is what arrived and never changes; `said` is the same, parsed.

    The columns from `employee_id` to `rank` say who the person is as the desk sees it today, with
    OPD, job and rank as they were on the finding date; `said` keeps what the team wrote.
    `device_signature` (base64url) is the phone's own word for `body` (core.sealed.statement); NULL
    for what came as plain JSON.
    `status`: received, confirmed, dismissed, merged, referred. `revision` grows with each verb.
    `slip_number` is the paper slip that the person was handed, as far as it is one that was printed.
    `erased_at` says when the retention job took body, person and position away; `erased_id` then
    stands for the person in the figures of this operation and means nothing elsewhere.
    """

    __tablename__ = "findings"
    __table_args__ = (
        # the queue, newest first: with and without the filter that the desk uses most
        Index("ix__findings__operation_seen", "operation_id", "seen_at"),
        Index("ix__findings__operation_status_seen", "operation_id", "status", "seen_at"),
        Index("ix__findings__device_sequence", "device_id", "sequence"),
    )

    id: Mapped[UUID] = mapped_column(Key, primary_key=True)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"))
    team_id: Mapped[UUID] = mapped_column(Key, ForeignKey("teams.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"), index=True)
    sent_by: Mapped[UUID | None] = mapped_column(Key)
    device_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("devices.id"))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    device_signature: Mapped[str | None] = mapped_column(String(86))
    source: Mapped[str] = mapped_column(String(10))

    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    sha256: Mapped[str] = mapped_column(String(64))
    said: Mapped[dict[str, Any]]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    log_index: Mapped[int] = mapped_column(BigInteger)

    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    place: Mapped[str] = mapped_column(String(200))
    accuracy_m: Mapped[float | None]
    zone_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("zones.id"))
    verdicts: Mapped[dict[str, Any]]
    flags: Mapped[list[str]]

    employee_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("employees.id"), index=True)
    nip: Mapped[str | None] = mapped_column(String(18), index=True)
    name: Mapped[str | None] = mapped_column(String(200))
    basis: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    opd_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("opds.id"), index=True)
    opd_text: Mapped[str | None] = mapped_column(String(200))
    unit: Mapped[str | None] = mapped_column(String(200))
    job: Mapped[str | None] = mapped_column(String(200))
    rank: Mapped[str | None] = mapped_column(String(60))
    superior_id: Mapped[UUID | None] = mapped_column(Key)
    conduct: Mapped[str] = mapped_column(String(20))
    observed: Mapped[str] = mapped_column(String(20))

    status: Mapped[str] = mapped_column(String(20), default="received")
    revision: Mapped[int] = mapped_column(default=1)
    merged_into: Mapped[UUID | None] = mapped_column(Key, ForeignKey("findings.id"))
    assessment: Mapped[str] = mapped_column(String(20), default="unassessed")
    assessment_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    position: Mapped[WKBElement | None] = mapped_column(point_column())
    slip_number: Mapped[int | None] = mapped_column(index=True)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_id: Mapped[UUID | None] = mapped_column(Key)


class FindingPhoto(Base):
    """A photo that a finding announced; `state` is missing, stored, quarantined or erased."""

    __tablename__ = "finding_photos"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True)
    finding_id: Mapped[UUID] = mapped_column(Key, ForeignKey("findings.id"), index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(40))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(20), default="missing")
    stored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SetAside(Base):
    """Bytes that were refused or did not fit, kept for the desk: a second version, a bad photo."""

    __tablename__ = "set_aside"
    __table_args__ = (UniqueConstraint("finding_id", "kind", "sha256"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    finding_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    photo_id: Mapped[UUID | None] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    why: Mapped[str] = mapped_column(String(60))
    sent_by: Mapped[UUID | None] = mapped_column(Key)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Amendment(Base):
    """One verb on a finding: who, when, why, and each changed field with its value before and after.

    `actor_id` is NULL for the person of the finding, who answers by a slip and has no account.
    """

    __tablename__ = "amendments"
    __table_args__ = (UniqueConstraint("finding_id", "revision"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    finding_id: Mapped[UUID] = mapped_column(Key, ForeignKey("findings.id"), index=True)
    revision: Mapped[int]
    verb: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[UUID | None] = mapped_column(Key)
    reason: Mapped[str]
    changes: Mapped[dict[str, Any]]


class Correction(Base):
    """What its author says of a sent finding afterwards: a text of its own, sealed and signed as that.

    `body` is what arrived and never changes; `said` is the same, parsed. `applied`: nobody had judged
    the finding yet, so the columns of the finding follow it; else it waits for the desk. `sequence`
    is the phone's number of it, of one series with its findings and visits.
    """

    __tablename__ = "corrections"
    __table_args__ = (Index("ix__corrections__device_sequence", "device_id", "sequence"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True)
    finding_id: Mapped[UUID] = mapped_column(Key, ForeignKey("findings.id"), index=True)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"))
    team_id: Mapped[UUID] = mapped_column(Key, ForeignKey("teams.id"))
    author_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))
    device_id: Mapped[UUID | None] = mapped_column(Key)
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    device_signature: Mapped[str | None] = mapped_column(String(86))
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    sha256: Mapped[str] = mapped_column(String(64))
    said: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    applied: Mapped[bool]
    log_index: Mapped[int] = mapped_column(BigInteger)


class LateLetter(Base):
    """A paper or an explanation that came after the finding; `received_at` is the server's word.

    `source` is desk, opd or person; a person has no account and answers by the code of a slip.
    The file is in the content-addressed store, put there once. `read_at`: a desk has read the answer.
    """

    __tablename__ = "late_letters"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    finding_id: Mapped[UUID] = mapped_column(Key, ForeignKey("findings.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(120), default="")
    dated: Mapped[date | None]
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signer: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    received_by: Mapped[UUID | None] = mapped_column(Key, ForeignKey("users.id"))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    file_mime: Mapped[str | None] = mapped_column(String(40))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_by: Mapped[UUID | None] = mapped_column(Key)


class ReplySlip(Base):
    """A numbered paper slip by whose code a person answers; printed in batches, good for any sidak.

    The code is not kept: it follows from the server's key, `number` and `salt` (rules.slips), so
    that a batch prints the same again; `code_sha256` finds the slip of a code.
    """

    __tablename__ = "reply_slips"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    batch_id: Mapped[UUID] = mapped_column(Key, index=True)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    code_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    made_by: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))


class TeamReport(Base):
    """A team's berita acara, declared by its coordinator; the figures are the server's of that moment.

    The first one closes the team; whatever comes in later makes another (berita acara tambahan), so
    `number` is 1, 2, …. `declared_at` and the position are the phone's; `log_index` is its row in the
    audit chain: every finding with a higher one came after it.
    """

    __tablename__ = "team_reports"
    __table_args__ = (UniqueConstraint("team_id", "number"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(Key, ForeignKey("teams.id"))
    number: Mapped[int]
    declared_by: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    reason: Mapped[str | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    findings: Mapped[int]
    visits: Mapped[int]
    nil_visits: Mapped[int]
    unsent_findings: Mapped[int]
    unsent_photos: Mapped[int]
    unsent_visits: Mapped[int] = mapped_column(default=0, server_default="0")
    sha256: Mapped[str] = mapped_column(String(64))
    log_index: Mapped[int] = mapped_column(BigInteger)


class Upload(Base):
    """A photo on its way (tus); its offset is the length of its part file, so that it cannot lie.

    A `sealed` one arrives encrypted: `length` counts the envelope, `sha256` is of the photo in it.
    """

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))
    finding_id: Mapped[UUID] = mapped_column(Key, index=True)
    photo_id: Mapped[UUID] = mapped_column(Key)
    sha256: Mapped[str] = mapped_column(String(64))
    length: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed: Mapped[bool] = mapped_column(default=False, server_default=false())
