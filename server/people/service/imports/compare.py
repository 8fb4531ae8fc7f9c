"""The dry run: a roster file read and compared with the roster; nothing of it changes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from server.accounts.models import User
from server.core.headers import folded
from server.core.problems import Code, Problem
from server.core.sheets import Form
from server.people import queries
from server.people.models import Import, Opd
from server.people.rules import roster
from server.people.rules.files import Remark
from server.people.rules.same_office import closest
from server.people.service.employees import wire
from server.people.service.imports import files

ROSTER = "roster"
OFFERED = 200  # strange names of OPDs for which one that is meant is looked for


def read_roster(data: bytes, form: Form, mapping: dict[str, str]) -> files.Brought:
    """Read the wanted columns of a file; holds no lock. Raises what `core.sheets` raises."""
    return files.read(ROSTER, roster.HABITS, data, form, mapping)


def take_roster(
    by: User | None, brought: files.Brought, *, effective_on: date, today: date
) -> Import:
    """Keep a file's rows and compare them; an older one that waits is thrown away.

    Raises `header-unknown` with the names that the file has, `bad-field` for a day to come.
    """
    if effective_on > today:
        raise Problem(Code.BAD_FIELD, invalid={"effective_on": ["Tanggal ini belum tiba."]})
    rows_of = partial(roster.read_rows, today=today)
    return files.take(by, brought, rows_of, compare, effective_on)


def decide(by: User | None, one: Import, decisions: Mapping[str, Mapping[str, Any]]) -> Import:
    """Say what names of OPDs mean: an OPD (remembered as its alias), a new one, or to leave out.

    Raises `step-not-allowed` once applied, `bad-field` for a strange name or OPD.
    """
    files.still_ready(one)
    if strange := decisions.keys() - one.offices.keys():
        raise Problem(Code.BAD_FIELD, invalid={"decisions": sorted(strange)})
    for said in decisions.values():
        if said["do"] == "alias" and (
            said.get("opd_id") is None or queries.opd(said["opd_id"]) is None
        ):
            raise Problem(Code.BAD_FIELD, invalid={"opd_id": ["OPD tidak dikenal."]})
    kept = dict(one.decisions)
    for name, said in decisions.items():
        opd_id = said.get("opd_id") if said["do"] == "alias" else None
        kept[name] = {"do": said["do"], "opd_id": str(opd_id) if opd_id else None}
    one.decisions = kept
    one.revision += 1
    compare(one)
    return files.compared(by, one, decided=len(decisions))


def compare(one: Import) -> list[roster.Difference]:
    """Compare the kept rows with today's roster and write the report."""
    held = files.unpacked(one)
    rows = [roster.RosterRow(*row) for row in held["rows"]]
    remarks = [Remark(*row) for row in held["remarks"]]
    opds = queries.all_opds()
    placed = _placed(one, Counter(row.opd for row in rows), opds)
    found, more = roster.differences(
        rows,
        remarks,
        queries.known_people(),
        roster.Places(_offices(opds), placed),
        one.effective_on,
    )
    one.figures = _figures(rows, remarks, found, placed)
    written = [_written(difference) for difference in found]
    files.report_on(one, written, [*remarks, *more], roster.remark_text)
    return found


def new_opd_id(one: Import, name: str) -> UUID:
    """Return the id that an OPD made by this import will have, the same at every comparison."""
    return uuid5(one.id, folded(name))


def _placed(one: Import, names: Mapping[str, int], opds: Iterable[Opd]) -> dict[str, UUID | None]:
    """Return which OPD each name in the file means, and note those that nobody knows."""
    known: dict[str, UUID] = {}
    for opd in sorted(opds, key=lambda opd: opd.parent_id is not None):
        for name in (opd.name, opd.short_name, *opd.aliases):
            known.setdefault(folded(name), opd.id)
    roots = {opd.id for opd in opds if opd.parent_id is None}
    choices = {name: opd_id for name, opd_id in known.items() if opd_id in roots}
    placed: dict[str, UUID | None] = {}
    open_names: dict[str, Any] = {}
    for name, rows in names.items():
        placed[name] = known.get(folded(name))
        if placed[name] is not None:
            continue
        said = one.decisions.get(name)
        if said and said["do"] == "alias":
            placed[name] = UUID(said["opd_id"])
        elif said and said["do"] == "create":
            placed[name] = new_opd_id(one, name)
        near = closest(name, choices) if len(open_names) < OFFERED else None
        open_names[name] = {"rows": rows, "suggested": str(near) if near else None}
    one.offices = open_names
    return placed


def _offices(opds: Collection[Opd]) -> dict[UUID, roster.Office]:
    above = {opd.id: opd.parent_id for opd in opds}

    def root(opd_id: UUID) -> UUID:
        seen: set[UUID] = set()
        while (parent := above.get(opd_id)) is not None and opd_id not in seen:
            seen.add(opd_id)
            opd_id = parent
        return opd_id

    return {opd.id: roster.Office(opd.id, opd.name, root(opd.id)) for opd in opds}


def _figures(
    rows: list[roster.RosterRow],
    remarks: list[Remark],
    found: list[roster.Difference],
    placed: Mapping[str, UUID | None],
) -> dict[str, int]:
    kinds = Counter(str(difference.kind) for difference in found)
    rejected = len({remark.row for remark in remarks if remark.rejected})
    repeated = sum(remark.code == "nip_repeated" for remark in remarks)
    left_out = sum(placed[row.opd] is None for row in rows)
    differing = sum(difference.row is not None for difference in found)
    return {
        "rows": len(rows) + rejected + repeated,
        "rejected": rejected,
        "repeated": repeated,
        "left_out": left_out,
        "unchanged": len(rows) - left_out - differing,
        "absent": len(found) - differing,
        **{str(kind): kinds[str(kind)] for kind in roster.DifferenceKind},
    }


def _written(difference: roster.Difference) -> dict[str, Any]:
    """Return a difference as JSON keeps it."""
    who = difference.employee_id
    return {
        "kind": str(difference.kind),
        "employee_id": None if who is None else str(who),
        "nip": difference.nip,
        "name": difference.name,
        "row": difference.row,
        "before": {name: wire(value) for name, value in difference.before.items()},
        "after": {name: wire(value) for name, value in difference.after.items()},
    }
