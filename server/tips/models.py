"""Tables of laporan masyarakat. Nothing in them comes from the connection: no address, no browser."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key


class Tip(Base):
    """What somebody reported. After retention its text is empty and only state and days are left.

    `receipt_hash` is an HMAC (hex) of the receipt under a key of the server that is not in here.
    """

    __tablename__ = "tips"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    outcome: Mapped[str | None] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    what: Mapped[str] = mapped_column(String(4000))
    place: Mapped[str] = mapped_column(String(300))
    who: Mapped[str] = mapped_column(String(500))
    link: Mapped[str] = mapped_column(String(500))
    seen_on: Mapped[date | None]
    seen_time: Mapped[str] = mapped_column(String(60))
    operation_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("operations.id"))
    target_place: Mapped[str] = mapped_column(String(200), default="")
    employee_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("employees.id"))
    revision: Mapped[int] = mapped_column(default=1)


class TipReporter(Base):
    """Who reported, if that was said: sealed, apart from the tip, gone with it or before it."""

    __tablename__ = "tip_reporters"

    tip_id: Mapped[UUID] = mapped_column(Key, ForeignKey("tips.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class TipPicture(Base):
    """A picture, re-encoded without EXIF before it was written: the original would tell whose phone."""

    __tablename__ = "tip_pictures"
    __table_args__ = (UniqueConstraint("tip_id", "number"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    tip_id: Mapped[UUID] = mapped_column(Key, ForeignKey("tips.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class TipStep(Base):
    """One step of the desk, with its reason."""

    __tablename__ = "tip_steps"
    __table_args__ = (UniqueConstraint("tip_id", "revision"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    tip_id: Mapped[UUID] = mapped_column(Key, ForeignKey("tips.id"))
    revision: Mapped[int]
    verb: Mapped[str] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(1000))


class SpentChallenge(Base):
    """A challenge that was used; forgotten once it would have expired anyway."""

    __tablename__ = "tip_challenges"

    nonce: Mapped[str] = mapped_column(String(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
