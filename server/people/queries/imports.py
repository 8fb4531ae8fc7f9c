"""Questions about imports: what was brought, what it would change, what the file left open."""

import gzip
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.core.db import db, one_of
from server.core.pages import Page
from server.core.problems import Code, Problem
from server.people.models import ColumnMapping, Employee, Import
from server.people.rules import roster

_KNOWN = (
    Employee.id,
    Employee.nip,
    Employee.name,
    Employee.kind,
    Employee.rank,
    Employee.job,
    Employee.unit,
    Employee.opd_id,
    Employee.left_on,
)


def imports(kind: str, most: int = 30) -> Sequence[Import]:
    """Return the newest imports of a kind, those thrown away left out."""
    rows = select(Import).where(Import.kind == kind, Import.status != "discarded")
    return db.session.scalars(rows.order_by(Import.brought_at.desc(), Import.id).limit(most)).all()


def import_by_id(import_id: UUID, *, lock: bool = False) -> Import:
    """Return one import; raises `not-found`."""
    rows = select(Import).where(Import.id == import_id)
    found = one_of(rows, lock=lock)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def last_applied(kind: str) -> Import | None:
    """Return the import whose changes stand on top; only this one can be undone."""
    rows = select(Import).where(Import.kind == kind, Import.status == "applied")
    return db.session.scalar(rows.order_by(Import.applied_at.desc(), Import.id).limit(1))


def report(one: Import) -> dict[str, Any]:
    """Return `{"differences": [...], "remarks": [...]}` of an import."""
    found: dict[str, Any] = json.loads(gzip.decompress(one.report)) if one.report else {}
    return {"differences": [], "remarks": [], **found}


def part(one: Import, name: str, kind: str | None, after: int, size: int) -> Page[Any]:
    """Return one page of differences or remarks; `after` counts those seen before."""
    rows = [row for row in report(one)[name] if kind is None or row.get("kind") == kind]
    more = len(rows) > after + size
    return Page(rows[after : after + size], str(after + size) if more else None)


def remembered(kind: str) -> dict[str, dict[str, str]]:
    """Return the mappings that somebody showed, by the files' headers."""
    rows = db.session.scalars(select(ColumnMapping).where(ColumnMapping.kind == kind))
    return {row.headers: row.columns for row in rows}


def known_people() -> list[roster.Known]:
    """Return the roster, those who left included, as the rules compare it."""
    return [roster.Known(*row) for row in db.session.execute(select(*_KNOWN))]
