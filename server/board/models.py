"""Table of what was shown to everybody: figures without persons, as they were when released."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key


class PublicRelease(Base):
    """The figures of one operation on the public page, kept as released; the audit holds the reasons.

    Kept and not asked anew, so that a later correction changes the page only by somebody's decision.
    """

    __tablename__ = "public_releases"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    figures: Mapped[dict[str, Any]]
    released_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    released_by: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[UUID | None] = mapped_column(Key)
