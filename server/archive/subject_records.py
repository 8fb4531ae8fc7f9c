"""What the roster, registers and the desk hold of one person, as plain data for `archive.subject`."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core.db import db
from server.operations.models import Operation, Roll, RollMark, RollPerson
from server.people.models import Employee, EmployeeChange
from server.permits.models import AttendanceDay, Permit
from server.summons.models import CaseRecord, Examination
from server.tips.models import Tip


def columns(row: Any, *names: str) -> dict[str, Any]:
    """Return some columns of a row by their names."""
    return {name: getattr(row, name) for name in names}


def role(user_id: UUID | None) -> str:
    """Return what somebody is here, who stays unnamed: their roles, or the server."""
    user = db.session.get(User, user_id) if user_id else None
    return ", ".join(user.roles) if user else "server"


def roster(employee: Employee | None) -> dict[str, Any] | None:
    """Return what the roster says today, with every change of it."""
    if employee is None:
        return None
    changes = select(EmployeeChange).where(EmployeeChange.employee_id == employee.id)
    return {
        **columns(employee, "nip", "name", "kind", "rank", "job", "unit", "opd_id", "left_on"),
        "changes": [
            columns(one, "at", "kind", "valid_from", "before", "after", "undone_at")
            for one in db.session.scalars(changes.order_by(EmployeeChange.at))
        ],
    }


def permits(employee: Employee | None) -> list[dict[str, Any]]:
    """Return letters of duty, leave and other permits, the withdrawn ones too."""
    if employee is None:
        return []
    query = select(Permit).where(Permit.employee_id == employee.id).order_by(Permit.valid_from)
    names = (
        "kind",
        "number",
        "dated",
        "valid_from",
        "valid_to",
        "place",
        "purpose",
        "registered_at",
        "withdrawn_at",
        "withdrawn_reason",
    )
    return [columns(one, *names) for one in db.session.scalars(query)]


def attendance(employee: Employee | None) -> list[dict[str, Any]]:
    """Return what attendance files said, day by day."""
    if employee is None:
        return []
    rows = select(AttendanceDay).where(AttendanceDay.employee_id == employee.id)
    return [
        columns(one, "day", "arrived", "departed", "code")
        for one in db.session.scalars(rows.order_by(AttendanceDay.day))
    ]


def rolls(employee: Employee | None) -> list[dict[str, Any]]:
    """Return what teams put beside the person in a sidak kantor, every mark with its note and reason."""
    if employee is None:
        return []
    rows = (
        select(RollMark, RollPerson.proposed, Operation.name)
        .join(RollPerson, RollPerson.id == RollMark.person_id)
        .join(Roll, Roll.id == RollPerson.roll_id)
        .join(Operation, Operation.id == Roll.operation_id)
        .where(RollPerson.employee_id == employee.id)
        .order_by(RollMark.at, RollMark.number)
    )
    return [
        {
            "operation": operation,
            "proposed": proposed,
            **columns(mark, "number", "code", "note", "reason", "at"),
            "by": role(mark.by_id),
        }
        for mark, proposed, operation in db.session.execute(rows)
    ]


def examinations(employee: Employee | None) -> list[Examination]:
    """Return the examinations (BAP) of this person, the oldest first."""
    if employee is None:
        return []
    rows = select(Examination).where(Examination.employee_id == employee.id)
    return list(db.session.scalars(rows.order_by(Examination.opened_at)))


def examination(row: Examination) -> dict[str, Any]:
    """Return what the person was asked and said, whole: it is their own; not who asked or witnessed."""
    names = ("id", "number", "status", "place", "started_at", "ended_at", "closed_at")
    signature = row.content["signature"]
    return {
        **columns(row, *names),
        **{name: row.content[name] for name in ("matter", "questions", "lost")},
        "signature": {"state": signature["state"], "declared": signature["declared"]},
    }


def followed(employee: Employee | None) -> list[dict[str, Any]]:
    """Return what followed: visits and decisions, with what was written; not who came to see."""
    if employee is None:
        return []
    rows = select(CaseRecord).where(CaseRecord.employee_id == employee.id)
    names = ("number", "kind", "held_on", "result", "note", "next_on", "recorded_at")
    return [columns(one, *names) for one in db.session.scalars(rows.order_by(CaseRecord.number))]


def reports(employee: Employee | None) -> list[dict[str, Any]]:
    """Return that somebody reported them and how it went: what was written could tell who wrote it."""
    if employee is None:
        return []
    rows = select(Tip).where(Tip.employee_id == employee.id).order_by(Tip.received_at)
    names = ("received_at", "state", "outcome", "ended_at")
    return [columns(one, *names) for one in db.session.scalars(rows)]
