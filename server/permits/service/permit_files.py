"""Bringing permits in as a file: read, compared with what is registered, registered as a whole."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from server.accounts.models import User
from server.core.bulk import insert_many
from server.core.clock import iso, now
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.sheets import Form
from server.people import queries as people
from server.people.models import Import
from server.people.rules import names_agree
from server.people.rules.files import Remark
from server.people.service.imports import files
from server.permits.models import Permit
from server.permits.rules import PERMIT_HABITS, PermitRow, permit_text, read_permits

PERMITS = "permits"
Found = tuple[UUID, PermitRow]


def read_permit_file(data: bytes, form: Form, mapping: dict[str, str]) -> files.Brought:
    """Read the wanted columns of a file; holds no lock. Raises what `core.sheets` raises."""
    return files.read(PERMITS, PERMIT_HABITS, data, form, mapping)


def take_permits(
    by: User,
    brought: files.Brought,
    *,
    usual_kind: str | None,
    today: date,
    zone: str,
) -> Import:
    """Keep a file's rows and compare them; `usual_kind` is the kind of rows that name none.

    Raises `header-unknown` with the names that the file has.
    """
    rows_of = partial(read_permits, usual_kind=usual_kind, today=today, zone=zone)
    return files.take(by, brought, rows_of, compare, today)


def compare(one: Import) -> list[Found]:
    """Compare the kept rows with roster and register, write the report, return those that are new."""
    held = files.unpacked(one)
    rows = [_row(row) for row in held["rows"]]
    remarks = [Remark(*row) for row in held["remarks"]]
    staff = {who.nip: who for who in people.known_people() if who.nip}
    known = _registered({staff[row.nip].id for row in rows if row.nip in staff})
    found: list[Found] = []
    for row in rows:
        who = staff.get(row.nip)
        if who is None:
            remarks.append(Remark(row.number, "employee_unknown", row.nip, rejected=True))
        elif (who.id, *row.same[1:]) in known:
            remarks.append(Remark(row.number, "permit_known", row.letter))
        else:
            if row.name and not names_agree(who.name, row.name):
                remarks.append(Remark(row.number, "name_differs", f"{who.name} → {row.name}"))
            found.append((who.id, row))
    names = {who.id: who.name for who in staff.values()}
    one.figures = _figures(rows, remarks, len(found))
    files.report_on(
        one, [_difference(who, names[who], row) for who, row in found], remarks, permit_text
    )
    return found


def apply_permits(by: User | None, one: Import, _absent_left: bool) -> Problem | None:  # noqa: FBT001 - the form of all kinds
    """Register the permits as the dry run said; the moment of registering is the server's now.

    Returns `import-aged` when the dry run no longer holds.
    """
    found = files.again(one, compare)
    if found is None:
        return Problem(Code.IMPORT_AGED)
    common = {
        "import_id": one.id, "registered_at": now(), "registered_by": by.id if by else None
    }  # fmt: skip
    insert_many(
        Permit,
        (
            {**common, "employee_id": who, "kind": row.kind,
             "number": row.letter, "dated": row.dated, "signer": row.signer,
             "valid_from": row.valid_from, "valid_to": row.valid_to, "place": row.place,
             "purpose": row.purpose}
            for who, row in found
        ),
    )  # fmt: skip
    files.applied(by, one, {"applied": len(found)})
    return None


def undo_permits(by: User | None, one: Import, reason: str) -> None:
    """Withdraw what a file registered; it stays, marked, since phones may have shown it."""
    done = db.session.execute(
        update(Permit)
        .where(Permit.import_id == one.id, Permit.withdrawn_at.is_(None))
        .values(withdrawn_at=now())
    )
    files.undone(by, one, reason, permits=done.rowcount)  # type: ignore[attr-defined] # an update counts


def _registered(people_ids: set[UUID]) -> set[tuple[UUID, str, str, datetime, datetime]]:
    rows = select(
        Permit.employee_id, Permit.kind, Permit.number, Permit.valid_from, Permit.valid_to
    ).where(Permit.withdrawn_at.is_(None))
    return {
        (who, kind, number, since, until)
        for who, kind, number, since, until in db.session.execute(rows)
        if who in people_ids
    }


def _row(kept: list[Any]) -> PermitRow:
    number, nip, name, kind, letter, dated, signer, since, until, place, purpose = kept
    return PermitRow(
        number, nip, name, kind, letter, date.fromisoformat(dated) if dated else None, signer,
        datetime.fromisoformat(since).astimezone(UTC),
        datetime.fromisoformat(until).astimezone(UTC), place, purpose,
    )  # fmt: skip


def _difference(who: UUID, name: str, row: PermitRow) -> dict[str, Any]:
    after = {
        "kind": row.kind,
        "number": row.letter,
        "valid_from": iso(row.valid_from),
        "valid_to": iso(row.valid_to),
    }
    return {
        "kind": "new",
        "employee_id": str(who),
        "nip": row.nip,
        "name": name,
        "row": row.number,
        "before": {},
        "after": after,
    }


def _figures(rows: list[PermitRow], remarks: list[Remark], new: int) -> dict[str, int]:
    count = {code: sum(one.code == code for one in remarks) for code in
             ("employee_unknown", "permit_known", "permit_repeated")}  # fmt: skip
    rejected = len({one.row for one in remarks if one.rejected})
    return {
        "rows": len(rows) - count["employee_unknown"] + rejected + count["permit_repeated"],
        "rejected": rejected,
        "repeated": count["permit_repeated"],
        "unchanged": count["permit_known"],
        "new": new,
    }
