"""Loading masters in bulk, for the demo city and the first import: thousands of rows in a second."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Table, insert

from server.core import audit
from server.core.db import Base, db
from server.core.geo import point
from server.people.models import (
    CalendarDay,
    Employee,
    Opd,
    RamadanPeriod,
    ScheduleDay,
    WorkSchedule,
)
from server.people.service.employees import next_change

COUNTED_BITS = 32
Rows = Iterable[Mapping[str, Any]]


def load_masters(
    *,
    opds: Rows = (),
    employees: Rows = (),
    schedules: Rows = (),
    calendar: Rows = (),
    ramadan: Rows = (),
    by: UUID | None = None,
) -> dict[str, int]:
    """Add masters as new rows and return how many of each.

    Rows are named as the columns of the tables; beside them an OPD may carry `lon` and `lat` of its
    office (degrees) and a schedule its `days` (rows of `schedule_days`, weekday 0 = Monday). Ids may
    be given. Raises IntegrityError for a NIP that exists or an OPD that does not.
    """
    heads, days = _schedules(schedules)
    made = {
        "schedules": _insert(WorkSchedule, heads),
        "schedule_days": _insert(ScheduleDay, days),
        "opds": insert_opds(opds),
        "calendar": _insert(CalendarDay, [dict(row) for row in calendar]),
        "ramadan": _insert(RamadanPeriod, [dict(row) for row in ramadan]),
    }
    change = next_change()
    made["employees"] = _insert(
        Employee, [{**row, "change": change} for row in with_ids(employees)]
    )
    audit.record("masters.load", actor_id=by, made=made)
    return made


def insert_opds(rows: Rows) -> int:
    """Add OPDs as `load_masters` does, parents before their units, and return how many."""
    return _insert(Opd, _opds(rows))


def _insert(table: type[Base], rows: list[dict[str, Any]]) -> int:
    """Insert many rows, in their order; columns that a row does not name take their default."""
    bound = db.session.connection()  # past the ORM, which looks at each row twice
    for _names, alike in groupby(rows, key=frozenset):
        bound.execute(insert(cast("Table", table.__table__)), list(alike))
    return len(rows)


def with_ids(rows: Rows) -> list[dict[str, Any]]:
    """Give people ids that count up in the order of the roster (UUIDv8, RFC 9562 §5.8).

    20,000 random ids are 400 KB of a packed roster; counted ones are a tenth of it.
    """
    ordered = sorted(rows, key=lambda row: (row.get("nip") is None, row.get("nip") or ""))
    family = uuid4().int >> COUNTED_BITS << COUNTED_BITS
    family = family & ~(0xF << 76) | 0x8 << 76  # version 8; uuid4 has set the variant
    return [{"id": UUID(int=family | at), **row} for at, row in enumerate(ordered)]


def _schedules(rows: Rows) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    heads: list[dict[str, Any]] = []
    days: list[dict[str, Any]] = []
    for row in rows:
        head = {"id": uuid4(), **row}
        own = head.pop("days", ())
        heads.append(head)
        days.extend({"ramadan": False, **day, "schedule_id": head["id"]} for day in own)
    return heads, days


def _opds(rows: Rows) -> list[dict[str, Any]]:
    """Give offices their geometry and put parents before their units."""
    waiting = [{"id": uuid4(), "aliases": [], "parent_id": None, **row} for row in rows]
    for row in waiting:
        lon, lat = row.pop("lon", None), row.pop("lat", None)
        row["office"] = None if lon is None or lat is None else point(lon, lat)
    given = {row["id"] for row in waiting}
    ordered: list[dict[str, Any]] = []
    placed: set[Any] = set()
    while waiting:
        missing = given - placed
        ready = [row for row in waiting if row["parent_id"] not in missing]
        if not ready:
            raise ValueError("an OPD is its own ancestor")
        ordered += ready
        placed |= {row["id"] for row in ready}
        waiting = [row for row in waiting if row["id"] not in placed]
    return ordered
