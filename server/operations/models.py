"""Tables of the sidak itself: operation, teams with members, zones, visits, attendance lists."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2 import WKBElement
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key
from server.core.geo import area_column, point_column


class Operation(Base):
    """One sidak under one SPT; `status` is planned, open or closed; `promised_until` ends late letters."""

    __tablename__ = "operations"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20), default="outside")
    order_number: Mapped[str] = mapped_column(String(120), default="")
    order_date: Mapped[date | None]
    day: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    promised_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    time_zone: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20), default="planned")
    simulation: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    close_reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)


class Team(Base):
    """One team of an operation with its target places; closed by its coordinator after the walk."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("operation_id", "number"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    number: Mapped[int]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[UUID | None] = mapped_column(Key)
    close_reason: Mapped[str | None]
    places: Mapped[list[str]] = mapped_column(default=list, server_default="[]")


class TeamMember(Base):
    """Somebody's role in one operation: officer or coordinator of a team."""

    __tablename__ = "team_members"

    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(Key, ForeignKey("teams.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class Zone(Base):
    """Where a team walks; `kind` is a word like market, mall, cafe or square."""

    __tablename__ = "zones"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("teams.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40), default="")
    area: Mapped[WKBElement] = mapped_column(area_column())


class Visit(Base):
    """A place that a team went to; `nil` says that nobody was found there. Made by the phone, once.

    `sha256` is of `body`, the text that the phone wrote and, sealed, signed; those of a version before
    have none, there it is of the content's RFC 8785 form. `sequence` is the phone's number of it, of
    one series with its findings, `previous_sha256` names what it wrote before; `clock` holds its
    clocks as they were read; `log_index` is its row in the audit chain.
    """

    __tablename__ = "visits"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(Key, ForeignKey("teams.id"), index=True)
    zone_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("zones.id"))
    author_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))
    place: Mapped[str] = mapped_column(String(200))
    nil: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    accuracy_m: Mapped[float | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    sha256: Mapped[str] = mapped_column(String(64))
    position: Mapped[WKBElement | None] = mapped_column(point_column())
    body: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    device_id: Mapped[UUID | None] = mapped_column(Key)
    device_signature: Mapped[str | None] = mapped_column(String(86))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    previous_sha256: Mapped[str | None] = mapped_column(String(64))
    clock: Mapped[dict[str, Any] | None]
    log_index: Mapped[int | None] = mapped_column(BigInteger)

    @property
    def zone(self) -> str | None:
        """Inside or outside of the operation's zones; None without a position."""
        if self.position is None:
            return None
        return "inside" if self.zone_id else "outside"


class Roll(Base):
    """The attendance list of one OPD in a sidak kantor; `staff` is how many the roster had then.

    Append-only with what belongs to it: a code is put right by another mark, never overwritten.
    """

    __tablename__ = "rolls"
    __table_args__ = (UniqueConstraint("operation_id", "opd_id"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    operation_id: Mapped[UUID] = mapped_column(Key, ForeignKey("operations.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(Key, ForeignKey("teams.id"), index=True)
    opd_id: Mapped[UUID] = mapped_column(Key, ForeignKey("opds.id"))
    staff: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    begun_by: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))


class RollPerson(Base):
    """Somebody on an attendance list, by name at `position`; retention takes away who it was.

    `proposed` is the code that a permit registered beforehand proposed, or nothing.
    """

    __tablename__ = "roll_people"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    roll_id: Mapped[UUID] = mapped_column(Key, ForeignKey("rolls.id"), index=True)
    position: Mapped[int]
    employee_id: Mapped[UUID | None] = mapped_column(Key, ForeignKey("employees.id"), index=True)
    proposed: Mapped[str | None] = mapped_column(String(10))


class RollMark(Base):
    """What a team put beside somebody; the highest `number` holds, and all after the first have a reason.

    `note` and `reason` are free text, which may be about health: retention empties them.
    """

    __tablename__ = "roll_marks"
    __table_args__ = (UniqueConstraint("person_id", "number"),)

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(Key, ForeignKey("roll_people.id"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"))
