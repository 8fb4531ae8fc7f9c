"""Tables of permits (surat tugas, cuti, flexible-work days, shift orders) and of daily punches."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key
from server.people.models import Employee


class Permit(Base):
    """A paper that lets one person be elsewhere; registered after the teams left, it is a late letter.

    `import_id` names the file that brought it; one of a file that was taken back is withdrawn, and so
    is one that was mistyped, then with a reason.
    """

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
    import_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[UUID | None] = mapped_column(Key)
    withdrawn_reason: Mapped[str | None] = mapped_column(String(500))
    person: Mapped[Employee] = relationship(viewonly=True)


class AttendanceDay(Base):
    """What one imported file says of a person on a day; of several files the last applied counts."""

    __tablename__ = "attendance_days"
    __table_args__ = (
        UniqueConstraint("import_id", "employee_id", "day"),
        Index("ix__attendance_days__employee_day", "employee_id", "day"),
    )

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    import_id: Mapped[UUID] = mapped_column(Key, ForeignKey("imports.id"))
    employee_id: Mapped[UUID] = mapped_column(Key, ForeignKey("employees.id"))
    day: Mapped[date] = mapped_column(index=True)
    arrived: Mapped[time | None]
    departed: Mapped[time | None]
    code: Mapped[str] = mapped_column(String(40), default="", server_default="")
