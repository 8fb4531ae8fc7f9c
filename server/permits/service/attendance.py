"""Bringing daily punches in: read, compared with what is known, written as a whole, taken back."""

from collections import Counter
from datetime import date, time
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select

from server.accounts.models import User
from server.core.bulk import insert_many
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.sheets import Form
from server.people import queries as people
from server.people.models import Import
from server.people.rules import names_agree
from server.people.rules.files import Remark
from server.people.service.imports import files
from server.permits import queries
from server.permits.models import AttendanceDay
from server.permits.queries.attendance import ATTENDANCE
from server.permits.rules import HABITS, AttendanceRow, Punches, read_rows, remark_text

Found = tuple[UUID, AttendanceRow]


def read_attendance(data: bytes, form: Form, mapping: dict[str, str]) -> files.Brought:
    """Read the wanted columns of a file; holds no lock. Raises what `core.sheets` raises."""
    return files.read(ATTENDANCE, HABITS, data, form, mapping)


def take_attendance(by: User | None, brought: files.Brought, *, day: date, today: date) -> Import:
    """Keep a file's rows and compare them; `day` is the day of rows without a date.

    Raises `header-unknown` with the names that the file has, `bad-field` for a day to come.
    """
    if day > today:
        raise Problem(Code.BAD_FIELD, invalid={"effective_on": ["Tanggal ini belum tiba."]})
    rows_of = partial(read_rows, usual_day=day, today=today)
    return files.take(by, brought, rows_of, compare, day)


def compare(one: Import) -> list[Found]:
    """Compare the kept rows with roster and known punches, write the report, return sound rows."""
    held = files.unpacked(one)
    rows = [_row(row) for row in held["rows"]]
    remarks = [Remark(*row) for row in held["remarks"]]
    staff = {who.nip: who for who in people.known_people() if who.nip}
    known = queries.days_known({row.day for row in rows})
    agree = cache(names_agree)  # a month's file has each name many times
    found: list[Found] = []
    differences: list[dict[str, Any]] = []
    for row in rows:
        who = staff.get(row.nip)
        if who is None:
            remarks.append(Remark(row.number, "employee_unknown", row.nip, rejected=True))
            continue
        if row.name and not agree(who.name, row.name):
            remarks.append(Remark(row.number, "name_differs", f"{who.name} → {row.name}"))
        found.append((who.id, row))
        before = known.get((who.id, row.day))
        said = Punches(row.arrived, row.departed, row.code)
        if said != before:
            differences.append(_difference(who.id, who.name, row, before))
    one.figures = _figures(rows, remarks, differences)
    files.report_on(one, differences, remarks, remark_text)
    return found


def apply_attendance(by: User | None, one: Import, _absent_left: bool) -> Problem | None:  # noqa: FBT001 - the form of all kinds
    """Write the punches as the dry run said; returns `import-aged` when it no longer holds."""
    found = files.again(one, compare)
    if found is None:
        return Problem(Code.IMPORT_AGED)
    insert_many(
        AttendanceDay,
        (
            {"import_id": one.id, "employee_id": who, "day": row.day, "arrived": row.arrived,
             "departed": row.departed, "code": row.code}
            for who, row in found
        ),
    )  # fmt: skip
    days = sorted({str(row.day) for _, row in found})
    files.applied(by, one, {"applied": one.figures["new"] + one.figures["change"]}, days=days)
    return None


def undo_attendance(by: User | None, one: Import, reason: str) -> None:
    """Forget the punches of one file; what another file said of the same days counts again."""
    gone = db.session.execute(delete(AttendanceDay).where(AttendanceDay.import_id == one.id))
    files.undone(by, one, reason, rows=gone.rowcount)  # type: ignore[attr-defined] # a deletion counts


def old_punches(before: date, kept: Select[UUID | None]) -> int:
    """Count the people whose punches of before a day are due, those of `kept` (ids) left out."""
    rows = select(func.count(AttendanceDay.employee_id.distinct()))
    return db.session.scalar(rows.where(*_old(before, kept))) or 0


def forget_punches(before: date, kept: Select[UUID | None]) -> None:
    """Delete punches of before a day, but not of people in `kept` (ids); for the retention job."""
    db.session.execute(delete(AttendanceDay).where(*_old(before, kept)))


def _old(
    before: date, kept: Select[UUID | None]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return AttendanceDay.day < before, AttendanceDay.employee_id.not_in(kept)


def _row(kept: list[Any]) -> AttendanceRow:
    number, nip, name, day, arrived, departed, code = kept
    return AttendanceRow(
        number, nip, name, date.fromisoformat(day), _time(arrived), _time(departed), code
    )


def _time(kept: str | None) -> time | None:
    return time.fromisoformat(kept) if kept else None


def _difference(who: UUID, name: str, row: AttendanceRow, before: Punches | None) -> dict[str, Any]:
    return {
        "kind": "new" if before is None else "change",
        "employee_id": str(who),
        "nip": row.nip,
        "name": name,
        "row": row.number,
        "before": {} if before is None else _wire(before),
        "after": {
            "day": row.day.isoformat(),
            **_wire(Punches(row.arrived, row.departed, row.code)),
        },
    }


def _wire(said: Punches) -> dict[str, str | None]:
    return {
        "arrived": said.arrived.isoformat("minutes") if said.arrived else None,
        "departed": said.departed.isoformat("minutes") if said.departed else None,
        "code": said.code or None,
    }


def _since_1970(day: date) -> int:
    """Count days as a figure of an import is: a whole number; what the rows say, not who brought them."""
    return (day - date(1970, 1, 1)).days


def _figures(
    rows: list[AttendanceRow], remarks: list[Remark], differences: list[dict[str, Any]]
) -> dict[str, int]:
    kinds = Counter(difference["kind"] for difference in differences)
    unknown = sum(remark.code == "employee_unknown" for remark in remarks)
    rejected = len({remark.row for remark in remarks if remark.rejected})
    joined = sum(remark.code == "punches_joined" for remark in remarks)
    days = {row.day for row in rows}
    return {
        "rows": len(rows) - unknown + rejected + joined,
        "rejected": rejected,
        "joined": joined,
        "unchanged": len(rows) - unknown - len(differences),
        "days": len(days),
        **(
            {"first_day": _since_1970(min(days)), "last_day": _since_1970(max(days))}
            if days
            else {}
        ),
        "new": kinds["new"],
        "change": kinds["change"],
    }
