"""What follows for a person (riwayat pembinaan): visits planned and held, and decisions recorded.

Each row stands as it was written. What was written wrongly is put right by the next row.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db
from server.core.problems import Code, Problem
from server.summons import queries
from server.summons.models import CaseRecord
from server.summons.rules import Followed, faults, kind_of
from server.summons.service.examinations import line_of, may_on
from server.summons.service.hearings import local_day
from server.summons.service.lines import state_now

RECORD, READ = "case_record.write", "case_record.read"


def show(user: User, operation_id: UUID, line_id: UUID) -> dict[str, Any]:
    """Return what followed for a person, the first row first, and what may be written now."""
    line_of(user, operation_id, line_id, READ)
    audit.reading(READ, actor_id=user.id, subject_id=line_id, operation_id=operation_id)
    listing, line_id = line_of(user, operation_id, line_id, READ)
    rows = queries.case_records_of(listing.ids_of(line_id))
    writes = may_on(user, listing, line_id, RECORD)
    kind = kind_of(state_now(listing, line_id))
    return {
        "items": _shown(rows),
        "next": None,
        "name": listing.people[line_id].shown.name,
        "due_on": rows[-1].next_on.isoformat() if rows and rows[-1].next_on else None,
        "may_write": kind if writes else None,
    }


def record(user: User, operation_id: UUID, line_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """Write the next row: a visit planned or held, or a decision.

    `last` is the number of the last row that the desk saw. Raises `not-found`, `step-not-allowed`
    for a line that nothing follows, `stale-revision`, `bad-field` with sentences.
    """
    listing, line_id = line_of(user, operation_id, line_id, RECORD, lock=True)
    kind = kind_of(state_now(listing, line_id))
    if kind is None:
        raise Problem(Code.STEP_NOT_ALLOWED)
    rows = queries.case_records_of(listing.ids_of(line_id))
    if said["last"] != len(rows):
        raise Problem(Code.STALE_REVISION, current={"items": _shown(rows)}, sent=said)
    today = local_day(now(), listing.operation.time_zone)
    row = Followed(said["held_on"], said["by_whom"], said["result"], said["next_on"])
    if wrong := faults(kind, row, today):
        raise Problem(Code.BAD_FIELD, invalid={name: [text] for name, text in wrong.items()})
    made = CaseRecord(
        operation_id=operation_id,
        line_id=line_id,
        employee_id=listing.people[line_id].shown.employee_id,
        number=queries.next_record_number(line_id),
        kind=kind,
        recorded_by=user.id,
        **{name: said[name] for name in ("held_on", "by_whom", "result", "note", "next_on")},
    )
    _keep(user, made)
    return {
        "items": _shown(queries.case_records_of(listing.ids_of(line_id))),
        "next": None,
        "name": listing.people[line_id].shown.name,
        "due_on": said["next_on"].isoformat() if said["next_on"] else None,
        "may_write": kind,
    }


def _keep(user: User, row: CaseRecord) -> None:
    db.session.add(row)
    db.session.flush()
    audit.record(
        RECORD,
        actor_id=user.id,
        subject_id=row.line_id,
        operation_id=row.operation_id,
        record=str(row.id),
        number=row.number,
        kind=row.kind,
        held_on=row.held_on.isoformat() if row.held_on else None,
        result=row.result or None,
        next_on=row.next_on.isoformat() if row.next_on else None,
    )


def _shown(rows: Sequence[CaseRecord]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "kind": row.kind,
            "held_on": row.held_on.isoformat() if row.held_on else None,
            "by_whom": row.by_whom,
            "result": row.result,
            "note": row.note,
            "next_on": row.next_on.isoformat() if row.next_on else None,
            "recorded_at": iso(row.recorded_at),
            "recorded_by_name": user.name
            if (user := db.session.get(User, row.recorded_by))
            else None,
        }
        for number, row in enumerate(rows, 1)
    ]
