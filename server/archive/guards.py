"""The triggers that keep evidence append-only: what the database itself refuses, and whether they stand.

Revisions 0009, 0014, 0017 and 0018 made them on both databases. They stop a slip of ours, a tool and
whoever may write but owns no table; the owner of the tables (with SQLite: whoever opens the file)
can take them away. What such a hand changes then still shows in the chain, and a missing trigger is
named here.
"""

from collections.abc import Iterator

from sqlalchemy import text

from server.core.db import db

# evidence: never deleted, changed only where its revision says, mostly towards nothing
KEPT = (
    "amendments",
    "audit_entries",
    "case_records",
    "corrections",
    "examinations",
    "finding_photos",
    "findings",
    "late_letters",
    "letter_copies",
    "letters",
    "line_steps",
    "roll_marks",
    "roll_people",
    "rolls",
    "set_aside",
    "tip_pictures",
    "tip_reporters",
    "tip_steps",
    "tips",
    "visits",
)
_SQLITE = (
    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'kept~_~_%' ESCAPE '~'"
)
_POSTGRES = (
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE relnamespace = 'public'::regnamespace AND tgname LIKE 'kept~_~_%' ESCAPE '~' "
    "AND tgenabled IN ('O', 'A')"
)


def names(dialect: str) -> set[str]:
    """Return the names of all triggers that a database of this kind must have."""
    third = "truncate" if dialect == "postgresql" else "replace"
    return {f"kept__{table}__{event}" for table in KEPT for event in ("update", "delete", third)}


def guard_faults() -> Iterator[tuple[str, str]]:
    """Yield each trigger that is missing or switched off."""
    dialect = db.session.connection().dialect.name
    query = _POSTGRES if dialect == "postgresql" else _SQLITE
    standing = set(db.session.scalars(text(query)))
    for name in sorted(names(dialect) - standing):
        yield name, "this guard of the database is missing or switched off"
