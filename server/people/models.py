"""Tables of OPDs, employees and their changes, imports, work schedules and the calendar."""

from datetime import date, datetime, time
from time import time_ns
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2 import WKBElement
from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.core.clock import UtcDateTime, now
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
    revision: Mapped[int] = mapped_column(default=1, server_default="1")


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


# every finding asks how many share a name: see queries.namesakes
Index("ix__employees__upper_name", func.upper(Employee.name))


class EmployeeChange(Base):
    """What changed of a person, with before and after (only the fields that differ).

    `valid_from` is the day from which `after` holds; it is None for a correction, which holds for
    every day. `import_id` names the import that brought it; one undone stays, with its moment.
    """

    __tablename__ = "employee_changes"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    employee_id: Mapped[UUID] = mapped_column(Key, ForeignKey("employees.id"), index=True)
    import_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    kind: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[UUID | None] = mapped_column(Key)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Import(Base):
    """A file that somebody brought: ready (compared, nothing changed), applied, undone, discarded.

    `packed` are its rows (gzipped JSON, wanted columns only), kept until it is applied or thrown
    away; `report` are differences and remarks (gzipped JSON). `decisions` say per name of an OPD
    that is not known what to do: `{"do": "alias"|"create"|"skip", "opd_id": …}`.
    """

    __tablename__ = "imports"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default="ready", index=True)
    form: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    effective_on: Mapped[date]
    columns: Mapped[dict[str, Any]]
    dropped: Mapped[list[str]]
    decisions: Mapped[dict[str, Any]]
    offices: Mapped[dict[str, Any]]
    figures: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    packed: Mapped[bytes | None] = mapped_column(LargeBinary)
    report: Mapped[bytes | None] = mapped_column(LargeBinary)
    brought_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    brought_by: Mapped[UUID | None] = mapped_column(Key)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applied_by: Mapped[UUID | None] = mapped_column(Key)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[UUID | None] = mapped_column(Key)
    revision: Mapped[int] = mapped_column(default=1)


class ColumnMapping(Base):
    """Which column holds what in files with these columns, as somebody showed it once."""

    __tablename__ = "column_mappings"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    headers: Mapped[str] = mapped_column(String(64), primary_key=True)
    columns: Mapped[dict[str, Any]]
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    shown_by: Mapped[UUID | None] = mapped_column(Key)


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
    revision: Mapped[int] = mapped_column(default=1, server_default="1")


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
