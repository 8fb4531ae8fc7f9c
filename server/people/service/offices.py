"""Keeping the list of OPDs: made, renamed, moved under another, ended."""

from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.core import audit
from server.core.db import db
from server.core.geo import lon_lat, point
from server.core.problems import Code, Problem
from server.people import queries
from server.people.models import Opd
from server.people.service.employees import wire


def make_opd(by: User, wanted: dict[str, Any], *, reason: str) -> Opd:
    """Add an OPD or unit; raises what `change_opd` raises."""
    opd = Opd(aliases=[], name=wanted["name"], short_name=wanted["short_name"],
              valid_from=wanted["valid_from"])  # fmt: skip
    db.session.add(opd)
    db.session.flush()
    return change_opd(by, opd, wanted, reason=reason)


def change_opd(by: User, opd: Opd, changes: dict[str, Any], *, reason: str) -> Opd:
    """Change an OPD; a former name stays as an alias, so that files with it are still understood.

    Raises `bad-field` for a parent that is the OPD itself or below it or unknown, for a name that
    another OPD has and for an end before the start; `unknown-employee` for a head or officer.
    """
    _refuse_strange(opd, changes)
    if changes.get("name", opd.name) != opd.name and opd.name not in opd.aliases:
        changes["aliases"] = [*changes.get("aliases", opd.aliases), opd.name]
    before = {name: _told(opd, name) for name in changes}
    for name, value in changes.items():
        if name == "office":
            opd.office = None if value is None else point(*value)
        else:
            setattr(opd, name, value)
    if opd.valid_to is not None and opd.valid_to < opd.valid_from:
        raise _bad("valid_to", "Akhir berlaku harus sesudah mulainya.")
    opd.revision = (opd.revision or 0) + 1
    audit.record(
        "opd.change",
        actor_id=by.id,
        subject_id=opd.id,
        reason=reason,
        fields=sorted(changes),
        before=before,
        after={name: _told(opd, name) for name in before},
    )
    return opd


def _refuse_strange(opd: Opd, changes: dict[str, Any]) -> None:
    parent_id: UUID | None = changes.get("parent_id")
    if parent_id is not None:
        above = queries.lineage(parent_id)
        if not above or opd.id in {one.id for one in above}:
            raise _bad("parent_id", "Induk tidak dikenal, atau berada di bawah OPD ini.")
    for name in ("head_id", "personnel_officer_id"):
        if changes.get(name) is not None and queries.employee(changes[name]) is None:
            raise Problem(Code.UNKNOWN_EMPLOYEE)
    wanted = str(changes.get("name", "")).casefold()
    if any(one.id != opd.id and one.name.casefold() == wanted for one in queries.all_opds()):
        raise _bad("name", "Nama ini sudah dipakai OPD lain.")


def _told(opd: Opd, name: str) -> Any:
    return lon_lat(opd.office) if name == "office" else wire(getattr(opd, name))


def _bad(field: str, words: str) -> Problem:
    return Problem(Code.BAD_FIELD, invalid={field: [words]})
