"""Table of permits: surat tugas, cuti, flexible-work days, shift orders."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key
from server.people.models import Employee


class Permit(Base):
    """A paper that lets one person be elsewhere; registered after the teams left, it is a late letter."""

    __tablename__ = "permits"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    employee_id: Mapped[UUID] = mapped_column(Key, ForeignKey("employees.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(120), default="")
    dated: Mapped[date | None]
    signer: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    valid_to: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    place: Mapped[str] = mapped_column(String(300), default="")
    purpose: Mapped[str] = mapped_column(String(500), default="")
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    registered_by: Mapped[UUID | None] = mapped_column(Key)
    person: Mapped[Employee] = relationship(viewonly=True)
