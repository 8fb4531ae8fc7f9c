"""Tables of OPDs, employees, work schedules and the calendar."""

from datetime import date, time
from time import time_ns
from uuid import UUID, uuid4

from geoalchemy2 import WKBElement
from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Base, Key
from server.core.geo import point_column


def newest_change() -> int:
    """Return a number larger than any given out before: microseconds since 1970."""
    return time_ns() // 1000


class Opd(Base):
    """An OPD (perangkat daerah) or its sub-unit, effective-dated; `head_form` is definitive or Plt./Plh."""

    __tablename__ = "opds"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("opds.id"), index=True)
    aliases: Mapped[list[str]]
    address: Mapped[str] = mapped_column(String(300), default="")
    head_title: Mapped[str] = mapped_column(String(200), default="")
    head_form: Mapped[str] = mapped_column(String(10), default="definitive")
    head_id: Mapped[UUID | None] = mapped_column(Key)
    personnel_officer_id: Mapped[UUID | None] = mapped_column(Key)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    schedule_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("work_schedules.id"))
    office: Mapped[WKBElement | None] = mapped_column(point_column())


class Employee(Base):
    """A person of this government as the roster has it now; findings copy what held on their date.

    `kind` is a word of the contract (pns, cpns, pppk, pppk_part_time, non_asn …); `change` grows
    with every change of the row, for the phones' delta.
    """

    __tablename__ = "employees"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    nip: Mapped[str | None] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    rank: Mapped[str | None] = mapped_column(String(60))
    job: Mapped[str] = mapped_column(String(200), default="")
    opd_id: Mapped[UUID] = mapped_column(Key, ForeignKey("opds.id"), index=True)
    unit: Mapped[str | None] = mapped_column(String(200))
    superior_id: Mapped[UUID | None] = mapped_column(Key)
    left_on: Mapped[date | None]
    change: Mapped[int] = mapped_column(BigInteger, default=newest_change, index=True)


class WorkSchedule(Base):
    """Working hours of one decree, effective-dated; the one with `is_default` serves units without own."""

    __tablename__ = "work_schedules"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(120))
    decree: Mapped[str] = mapped_column(String(200), default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    shift: Mapped[bool] = mapped_column(default=False)
    tolerance_minutes: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class ScheduleDay(Base):
    """One weekday row of a schedule (0 = Monday), local times; `ramadan` rows replace in Ramadan."""

    __tablename__ = "schedule_days"
    __table_args__ = (UniqueConstraint("schedule_id", "weekday", "ramadan"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    schedule_id: Mapped[UUID] = mapped_column(Key, ForeignKey("work_schedules.id"), index=True)
    weekday: Mapped[int]
    ramadan: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[time]
    ends: Mapped[time]
    break_starts: Mapped[time | None]
    break_ends: Mapped[time | None]


class CalendarDay(Base):
    """A day that differs from its weekday: public, government (cuti bersama), regional, or `working`."""

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("day", "kind"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    provisional: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(200), default="")


class RamadanPeriod(Base):
    """First and last day of Ramadan of one year, as decreed."""

    __tablename__ = "ramadan_periods"

    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date]
    source: Mapped[str] = mapped_column(String(200), default="")
