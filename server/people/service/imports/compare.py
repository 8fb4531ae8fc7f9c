"""The dry run: a roster file read and compared with the roster; nothing of it changes."""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid5

from rapidfuzz import fuzz, process, utils
from sqlalchemy import update

from server.accounts.models import User
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.headers import folded
from server.core.problems import Code, Problem
from server.core.sheets import Form, Table, read_table
from server.people import queries
from server.people.models import ColumnMapping, Import, Opd
from server.people.rules import roster
from server.people.service.employees import wire

ROSTER = "roster"
_row = attrgetter(*(field.name for field in fields(roster.RosterRow)))
_remark = attrgetter(*(field.name for field in fields(roster.Remark)))
ALIKE = 75  # how alike two names of an OPD must be for one to be offered for the other, of 100


def read_roster(data: bytes, form: Form, mapping: Mapping[str, str]) -> Table:
    """Read the wanted columns of a file; holds no lock. Raises what `core.sheets` raises."""
    shown = [name for known in queries.remembered(ROSTER).values() for name in known.values()]
    db.session.rollback()  # the file may be slow, and no transaction waits for it
    return read_table(data, form, [*roster.vocabulary(mapping), *shown])


def take_roster(
    by: User | None,
    table: Table,
    data: bytes,
    *,
    form: Form,
    mapping: dict[str, str],
    effective_on: date,
    today: date,
) -> Import:
    """Keep a file's rows and compare them; an older one that waits is thrown away.

    `mapping` (field to name of a column) is remembered for files with the same columns. Raises
    `header-unknown` with the names that the file has, `bad-field` for a day to come.
    """
    if effective_on > today:
        raise Problem(Code.BAD_FIELD, invalid={"effective_on": ["Tanggal ini belum tiba."]})
    columns = _columns(by, table, mapping)
    places = {field: table.columns.index(at) for field, at in columns.items()}
    rows, remarks = roster.read_rows(table.rows, places, today)
    db.session.execute(
        update(Import)
        .where(Import.kind == ROSTER, Import.status == "ready")
        .values(status="discarded", packed=None, report=None)
    )
    one = Import(
        kind=ROSTER,
        form=form,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        effective_on=effective_on,
        columns={str(field): table.names[at] for field, at in columns.items()},
        dropped=[name for at, name in enumerate(table.names) if at not in columns.values() and name],
        decisions={},
        offices={},
        figures={},
        packed=_packed({"rows": list(map(_row, rows)), "remarks": list(map(_remark, remarks))}),
        brought_by=by.id if by else None,
    )  # fmt: skip
    db.session.add(one)
    db.session.flush()
    compare(one)
    audit.record(
        "roster.compare",
        actor_id=by.id if by else None,
        subject_id=one.id,
        sha256=one.sha256,
        figures=one.figures,
    )
    return one


def decide(by: User | None, one: Import, decisions: Mapping[str, Mapping[str, Any]]) -> Import:
    """Say what names of OPDs mean: an OPD (remembered as its alias), a new one, or to leave out.

    Raises `step-not-allowed` once applied, `bad-field` for a strange name or OPD.
    """
    _still_ready(one)
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
    audit.record(
        "roster.compare",
        actor_id=by.id if by else None,
        subject_id=one.id,
        decided=len(decisions),
        figures=one.figures,
    )
    return one


def discard(by: User | None, one: Import) -> None:
    """Throw a file away that was not applied; raises `step-not-allowed`."""
    _still_ready(one)
    one.status, one.packed, one.report = "discarded", None, None
    audit.record("roster.discard", actor_id=by.id if by else None, subject_id=one.id)


def compare(one: Import) -> list[roster.Difference]:
    """Compare the kept rows with today's roster and write the report."""
    held = json.loads(gzip.decompress(one.packed or b""))
    rows = [roster.RosterRow(*row) for row in held["rows"]]
    remarks = [roster.Remark(*row) for row in held["remarks"]]
    opds = queries.all_opds()
    placed = _placed(one, Counter(row.opd for row in rows), opds)
    found, more = roster.differences(
        rows,
        remarks,
        queries.known_people(),
        roster.Places(_offices(opds), placed),
        one.effective_on,
    )
    written = [_written(difference) for difference in found]
    one.fingerprint = hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
    one.figures = _figures(rows, remarks, found, placed)
    told = [
        {"row": remark.row, "code": remark.code, "text": roster.remark_text(remark.code),
         "said": remark.said, "rejected": remark.rejected}
        for remark in sorted([*remarks, *more], key=lambda one: (not one.rejected, one.row))
    ]  # fmt: skip
    one.report = _packed({"differences": written, "remarks": told})
    return found


def new_opd_id(one: Import, name: str) -> UUID:
    """Return the id that an OPD made by this import will have, the same at every comparison."""
    return uuid5(one.id, folded(name))


def _still_ready(one: Import) -> None:
    if one.status != "ready":
        raise Problem(Code.STEP_NOT_ALLOWED)


def _columns(by: User | None, table: Table, mapping: dict[str, str]) -> dict[roster.Field, int]:
    headers = roster.same_headers(table.names)
    known = {**queries.remembered(ROSTER).get(headers, {}), **mapping}
    try:
        columns = roster.choose_columns(table.names, known)
    except roster.HeaderUnknown as unknown:
        raise Problem(
            Code.HEADER_UNKNOWN,
            missing=[str(field) for field in unknown.missing],
            names=[name for name in table.names if name],
            row=table.header_row,
        ) from None
    if mapping:
        row = db.session.get(ColumnMapping, (ROSTER, headers)) or ColumnMapping(
            kind=ROSTER, headers=headers
        )
        row.columns, row.shown_at, row.shown_by = known, now(), by.id if by else None
        db.session.add(row)
    return columns


def _placed(one: Import, names: Mapping[str, int], opds: Iterable[Opd]) -> dict[str, UUID | None]:
    """Return which OPD each name in the file means, and note those that nobody knows."""
    known: dict[str, UUID] = {}
    for opd in sorted(opds, key=lambda opd: opd.parent_id is not None):
        for name in (opd.name, opd.short_name, *opd.aliases):
            known.setdefault(folded(name), opd.id)
    roots = {opd.id for opd in opds if opd.parent_id is None}
    choices = {name: name for name, opd_id in known.items() if opd_id in roots}
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
        near = process.extractOne(
            name, choices, scorer=fuzz.token_set_ratio, processor=utils.default_process,
            score_cutoff=ALIKE,
        )  # fmt: skip
        open_names[name] = {"rows": rows, "suggested": str(known[near[0]]) if near else None}
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
    remarks: list[roster.Remark],
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


def _packed(content: Any) -> bytes:
    return gzip.compress(json.dumps(content, ensure_ascii=False, default=str).encode(), 5)
