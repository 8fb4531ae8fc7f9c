"""What every import shares: reading a file, knowing its columns, keeping it until it is decided.

A kind of import (roster, attendance, permits) says how its rows are read, compared and written; it
registers here what applying and taking back mean, so that one set of addresses serves all.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import update

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.sheets import Form, Table, read_table
from server.people import queries
from server.people.models import ColumnMapping, Import
from server.people.rules import files as rules

F = TypeVar("F", bound=str)
T = TypeVar("T")
Rows = Iterable[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of import does; `noun` begins its permission words and audit actions.

    `apply` gets whether people who are not in the file have left, and returns a refusal that must
    leave a trace; `undo` gets the reason.
    """

    noun: str
    apply: Callable[[User | None, Import, bool], Problem | None]
    undo: Callable[[User | None, Import, str], None]


KINDS: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as somebody brought it: its bytes, what was read of them, columns they pointed at.

    `mapping` (field to name of a column) is remembered for files with the same columns.
    """

    kind: str
    habits: rules.Habits[Any]
    data: bytes
    form: Form
    mapping: dict[str, str]
    table: Table


def read(
    kind: str, habits: rules.Habits[F], data: bytes, form: Form, mapping: dict[str, str]
) -> Brought:
    """Read the wanted columns of a file; holds no lock. Raises what `core.sheets` raises."""
    shown = [name for known in queries.remembered(kind).values() for name in known.values()]
    db.session.rollback()  # the file may be slow, and no transaction waits for it
    table = read_table(data, form, [*habits.vocabulary(mapping), *shown])
    return Brought(kind, habits, data, form, mapping, table)


def take(
    by: User | None,
    brought: Brought,
    rows_of: Callable[[Rows, Mapping[Any, int]], tuple[Iterable[Any], Iterable[Any]]],
    compare: Callable[[Import], object],
    effective_on: date,
) -> Import:
    """Keep a file's rows and compare them; an older one that waits is thrown away.

    `rows_of` makes rows and remarks (dataclasses) of what was read and of the place of each field.
    Raises `header-unknown` with the names that the file has.
    """
    table = brought.table
    columns = _columns_of(by, brought)
    rows, remarks = rows_of(
        table.rows, {field: table.columns.index(at) for field, at in columns.items()}
    )
    one = _keep(by, brought, columns, effective_on)
    one.packed = packed({"rows": _plain(rows), "remarks": _plain(remarks)})
    db.session.add(one)
    db.session.flush()
    compare(one)
    return compared(by, one, sha256=one.sha256)


def _columns_of(by: User | None, brought: Brought) -> dict[Any, int]:
    """Return which column of the file holds what, and remember what a person pointed at."""
    kind, table = brought.kind, brought.table
    headers = rules.same_headers(table.names)
    known = {**queries.remembered(kind).get(headers, {}), **brought.mapping}
    try:
        columns = brought.habits.choose(table.names, known)
    except rules.HeaderUnknown as unknown:
        raise Problem(
            Code.HEADER_UNKNOWN,
            missing=[str(field) for field in unknown.missing],
            names=[name for name in table.names if name],
            row=table.header_row,
        ) from None
    if brought.mapping:
        row = db.session.get(ColumnMapping, (kind, headers)) or ColumnMapping(
            kind=kind, headers=headers
        )
        row.columns, row.shown_at, row.shown_by = known, now(), by.id if by else None
        db.session.add(row)
    return columns


def _keep(
    by: User | None, brought: Brought, columns: Mapping[Any, int], effective_on: date
) -> Import:
    names = brought.table.names
    db.session.execute(
        update(Import)
        .where(Import.kind == brought.kind, Import.status == "ready")
        .values(status="discarded", packed=None, report=None)
    )
    return Import(
        kind=brought.kind,
        form=brought.form,
        size=len(brought.data),
        sha256=hashlib.sha256(brought.data).hexdigest(),
        effective_on=effective_on,
        columns={str(field): names[at] for field, at in columns.items()},
        dropped=[name for at, name in enumerate(names) if at not in columns.values() and name],
        decisions={},
        offices={},
        figures={},
        brought_by=by.id if by else None,
    )


def report_on(
    one: Import,
    differences: list[dict[str, Any]],
    remarks: Iterable[rules.Remark],
    words: Callable[[str], str],
) -> None:
    """Write the report of a dry run and what tells it from another one."""
    as_text = json.dumps(differences, sort_keys=True).encode()
    one.fingerprint = hashlib.sha256(as_text).hexdigest()
    told = [
        {"row": remark.row, "code": remark.code, "text": words(remark.code), "said": remark.said,
         "rejected": remark.rejected}
        for remark in sorted(remarks, key=lambda one: (not one.rejected, one.row))
    ]  # fmt: skip
    one.report = packed({"differences": differences, "remarks": told})


def allowed(by: User | None, kind: str, verb: str = "compare") -> Kind:
    """Return what a kind does; raises `not-found` for who may not. A command asks for nobody."""
    found = KINDS[kind]
    if by is not None:
        require(by, f"{found.noun}.{verb}")
    return found


def apply_import(by: User | None, one: Import, *, absent_left: bool) -> Problem | None:
    """Change what the dry run said, all or nothing.

    Returns `import-aged`, with the report made anew, when what it is compared with has changed;
    raises `import-undecided`, `step-not-allowed`.
    """
    kind = allowed(by, one.kind, "apply")
    still_ready(one)
    return kind.apply(by, one, absent_left)


def undo_import(by: User | None, one: Import, *, reason: str) -> Import:
    """Take an applied import back; raises `import-not-last`, `step-not-allowed`."""
    kind = allowed(by, one.kind, "undo")
    if one.status != "applied":
        raise Problem(Code.STEP_NOT_ALLOWED)
    kind.undo(by, one, reason)
    return one


def discard(by: User | None, one: Import) -> None:
    """Throw a file away that was not applied; raises `step-not-allowed`."""
    allowed(by, one.kind, "discard")
    still_ready(one)
    one.status, one.packed, one.report = "discarded", None, None
    _trace(by, one, "discard")


def compared(by: User | None, one: Import, **told: Any) -> Import:
    """Leave a trace that a file was compared, with what else is to be told of it; return it."""
    _trace(by, one, "compare", **told, figures=one.figures)
    return one


def again(one: Import, compare: Callable[[Import], T]) -> T | None:
    """Compare once more before applying.

    Returns None, with the report made anew, when what it is compared with has changed since.
    """
    shown = one.fingerprint
    found = compare(one)
    if one.fingerprint == shown:
        return found
    one.revision += 1
    return None


def applied(by: User | None, one: Import, figures: Mapping[str, int], **told: Any) -> None:
    """Note that an import is applied; its rows are no longer kept beside it."""
    one.status, one.packed = "applied", None
    one.applied_at, one.applied_by = now(), by.id if by else None
    one.figures = {**one.figures, **figures}
    one.revision += 1
    _trace(by, one, "apply", figures=one.figures, **told)


def undone(by: User | None, one: Import, reason: str, **told: int) -> None:
    """Note that an import was taken back, why, and how much of it."""
    one.status, one.undone_at, one.undone_by = "undone", now(), by.id if by else None
    one.revision += 1
    _trace(by, one, "undo", reason=reason, **told)


def still_ready(one: Import) -> None:
    """Raise `step-not-allowed` for an import that was decided already."""
    if one.status != "ready":
        raise Problem(Code.STEP_NOT_ALLOWED)


def packed(content: Any) -> bytes:
    """Return content as gzipped JSON."""
    return gzip.compress(json.dumps(content, ensure_ascii=False, default=str).encode(), 5)


def unpacked(one: Import) -> dict[str, list[list[Any]]]:
    """Return the rows that were kept, by name, each as the list of its fields."""
    found: dict[str, list[list[Any]]] = json.loads(gzip.decompress(one.packed or b""))
    return found


def _trace(by: User | None, one: Import, verb: str, **told: Any) -> None:
    actor = by.id if by else None
    audit.record(f"{KINDS[one.kind].noun}.{verb}", actor_id=actor, subject_id=one.id, **told)


def _plain(rows: Iterable[Any]) -> list[tuple[Any, ...]]:
    kept = list(rows)
    if not kept:
        return []
    whole = attrgetter(*(field.name for field in fields(kept[0])))
    return [whole(row) for row in kept]
