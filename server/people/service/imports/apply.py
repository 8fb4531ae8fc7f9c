"""Applying a compared file in one transaction, and taking the last one back."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from server.accounts.models import User
from server.core.bulk import insert_many
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.people import queries
from server.people.models import Employee, EmployeeChange, Import, Opd
from server.people.rules import roster
from server.people.service.employees import next_change, wire
from server.people.service.imports import files
from server.people.service.imports.compare import ROSTER, compare, new_opd_id
from server.people.service.masters import with_ids

SHORT = 60
DAYS = frozenset({"left_on", "valid_from", "valid_to"})


def apply_roster(by: User | None, one: Import, absent_left: bool) -> Problem | None:  # noqa: FBT001 - the form of all kinds
    """Change the roster as the dry run said, all or nothing.

    `absent_left` says that people who are not in the file have left. Returns `import-aged`, with
    the report made anew, when the roster changed since the dry run; raises `import-undecided`.
    """
    if one.offices.keys() - one.decisions.keys():
        raise Problem(Code.IMPORT_UNDECIDED, names=sorted(one.offices.keys() - one.decisions))
    change = next_change()  # from here on nobody else changes the roster
    found = files.again(one, compare)
    if found is None:
        return Problem(Code.IMPORT_AGED)
    _name_offices(one)
    wanted = [d for d in found if d.row is not None or absent_left]
    _write(one, wanted, change, by)
    figures = {"absent_left": int(absent_left), "applied": len(wanted)}
    files.applied(by, one, figures, effective_on=str(one.effective_on))
    return None


def undo_roster(by: User | None, one: Import, reason: str) -> None:
    """Take the last import back; who came with it leaves again on the day of coming.

    A field that somebody changed since keeps that change. Raises `import-not-last`.
    """
    last = queries.last_applied(ROSTER)
    if last is None or last.id != one.id:
        raise Problem(Code.IMPORT_NOT_LAST)
    number, moment = next_change(), now()
    changes = db.session.scalars(
        select(EmployeeChange).where(
            EmployeeChange.import_id == one.id, EmployeeChange.undone_at.is_(None)
        )
    ).all()
    people = {
        person.id: person
        for person in db.session.scalars(
            select(Employee).where(
                Employee.id.in_(
                    select(EmployeeChange.employee_id).where(EmployeeChange.import_id == one.id)
                )
            )
        )
    }
    kept = 0
    for row in changes:
        kept += _take_back(people[row.employee_id], row, number)
        row.undone_at = moment
    files.undone(by, one, reason, changes=len(changes), kept=kept)


def _take_back(person: Employee, row: EmployeeChange, number: int) -> int:
    """Restore the fields that still are as the import left them; return how many are not."""
    kept = 0
    if row.kind == roster.DifferenceKind.JOIN:
        person.left_on = row.valid_from
    for name, value in row.before.items():
        if wire(getattr(person, name)) == row.after[name]:
            setattr(person, name, read(name, value))
        else:
            kept += 1
    person.change = number
    return kept


def read(name: str, value: Any) -> Any:
    """Return a column's value from how JSON keeps it."""
    if not isinstance(value, str):
        return value
    if name.endswith("_id"):
        return UUID(value)
    return date.fromisoformat(value) if name in DAYS else value


def _name_offices(one: Import) -> None:
    """Write down what was decided about names of OPDs: aliases, and new OPDs."""
    for name, said in one.decisions.items():
        if said["do"] == "alias":
            opd = db.session.get_one(Opd, UUID(said["opd_id"]))
            opd.aliases = [*opd.aliases, name]
        elif said["do"] == "create":
            db.session.add(
                Opd(
                    id=new_opd_id(one, name),
                    name=name,
                    short_name=name[:SHORT],
                    aliases=[],
                    valid_from=one.effective_on,
                )
            )
    db.session.flush()


def _write(one: Import, found: Iterable[roster.Difference], change: int, by: User | None) -> None:
    joins: list[dict[str, Any]] = []
    updates: dict[UUID, dict[str, Any]] = {}
    changes: list[dict[str, Any]] = []
    common = {"import_id": one.id, "valid_from": one.effective_on, "at": now(),
              "by_id": by.id if by else None}  # fmt: skip
    for difference in found:
        if difference.employee_id is None:
            joins.append({"nip": difference.nip, "change": change, **difference.after})
            continue
        updates[difference.employee_id] = {
            "id": difference.employee_id, "change": change, **difference.after
        }  # fmt: skip
        changes.append(
            {**common, "employee_id": difference.employee_id, "kind": str(difference.kind),
             "before": _wired(difference.before), "after": _wired(difference.after)}
        )  # fmt: skip
    made = with_ids(joins)
    changes += [
        {**common, "employee_id": row["id"], "kind": "join", "before": {},
         "after": _wired({name: row[name] for name in row.keys() - {"id", "change"}})}
        for row in made
    ]  # fmt: skip
    insert_many(Employee, made)
    if updates:
        db.session.execute(update(Employee), list(updates.values()))
    insert_many(EmployeeChange, changes)
    db.session.expire_all()


def _wired(values: dict[str, Any]) -> dict[str, Any]:
    return {name: wire(value) for name, value in sorted(values.items())}
