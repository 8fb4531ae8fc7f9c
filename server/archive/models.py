"""Tables of retention: the periods that this government decided, and what is held back."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key


class RetentionPeriod(Base):
    """A period that differs from the default of `archive.rules`, with the decision it comes from."""

    __tablename__ = "retention_periods"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    days: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_by: Mapped[UUID | None] = mapped_column(Key)


class LegalHold(Base):
    """What retention leaves alone until the hold is lifted; `subject` is operation, finding or tip."""

    __tablename__ = "legal_holds"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(Key, index=True)
    reason: Mapped[str] = mapped_column(String(500))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    placed_by: Mapped[UUID | None] = mapped_column(Key)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by: Mapped[UUID | None] = mapped_column(Key)
    lifted_reason: Mapped[str | None] = mapped_column(String(500))
