"""F3: every table is looked at for persons: who forgets it, and whether the person is told of it.

A new table, or a column that may hold somebody, fails here until it is written down below.
"""

import re
from enum import Enum
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

from server.core.db import Base

SERVER = Path(__file__).resolve().parent.parent / "server"
# columns that name somebody, point at one, or hold what was said of one
PERSONAL = frozenset(
    {
        "answers", "body", "by_whom", "content", "detail", "employee_id", "name", "nip", "note",
        "packed", "people", "person_key", "position", "reason", "report", "said", "sealed",
        "signer", "statement", "superior_id", "what", "who",
    }
)  # fmt: skip


class Forgets(Enum):
    """Who empties a table of persons, and when."""

    RETENTION = "the retention job, with its finding, line or report"
    ARCHIVE = "goes with the archive it belongs to (docs/production.md): letters, decrees"
    ROSTER = "the roster of those in service; its history shows what was corrected and when"
    STAFF = "accounts of those who work with Sidak, kept as long as their acts are"
    ITSELF = "ends by itself within days"
    NOBODY = "holds nobody"


JOB, ARCHIVE, ROSTER, STAFF, ITSELF, NOBODY = Forgets
# by table: who forgets, and whether `./sidak subject-access` tells the person of it (or why not)
TABLES: dict[str, tuple[Forgets, bool | str]] = {
    "amendments": (JOB, True),
    "attendance_days": (JOB, True),
    "audit_entries": (JOB, True),
    "calendar_days": (NOBODY, False),
    "case_records": (JOB, True),
    "column_mappings": (NOBODY, False),
    "corrections": (JOB, True),
    "devices": (STAFF, False),
    "employee_changes": (ROSTER, True),
    "employees": (ROSTER, True),
    "enrolments": (ITSELF, False),
    "examinations": (JOB, True),
    "finding_photos": (JOB, True),
    "findings": (JOB, True),
    "imports": (
        ROSTER,
        "rows wait until they are applied or thrown away; told as employee_changes",
    ),
    "invitations": (ITSELF, False),
    "late_letters": (JOB, True),
    "legal_holds": (ARCHIVE, "why an operation is kept back could tell of a case under way"),
    "letter_copies": (ARCHIVE, "the signed copy of a letter that is told"),
    "letter_lines": (ARCHIVE, True),
    "letter_templates": (NOBODY, False),
    "letterheads": (NOBODY, False),
    "letters": (ARCHIVE, True),
    "line_steps": (JOB, True),
    "lines": (JOB, True),
    "operations": (NOBODY, False),
    "opds": (ROSTER, "who heads an office is public"),
    "passkey_challenges": (ITSELF, False),
    "passkeys": (STAFF, False),
    "permits": (ROSTER, True),
    "public_releases": (NOBODY, False),
    "ramadan_periods": (NOBODY, False),
    "reply_slips": (NOBODY, False),
    "retention_periods": (NOBODY, False),
    "roll_marks": (JOB, True),
    "roll_people": (JOB, True),
    "rolls": (NOBODY, False),
    "schedule_days": (NOBODY, False),
    "server_state": (NOBODY, False),
    "set_aside": (JOB, True),
    "sign_ins": (ITSELF, False),
    "signatories": (STAFF, "officials whose names stand on letters"),
    "team_members": (STAFF, False),
    "team_reports": (STAFF, "the declaration of those who walked, of teams and counts"),
    "teams": (STAFF, False),
    "throttles": (ITSELF, False),
    "tip_challenges": (NOBODY, False),
    "tip_pictures": (JOB, "what was reported could tell who reported it"),
    "tip_reporters": (JOB, "could tell who reported"),
    "tip_steps": (JOB, "what was reported could tell who reported it"),
    "tips": (JOB, True),
    "uploads": (ITSELF, False),
    "users": (STAFF, False),
    "visits": (STAFF, "places where nobody was found, and who was there to look"),
    "work_schedules": (NOBODY, False),
    "zones": (NOBODY, False),
}
# their columns carry such a word and hold nobody
HARMLESS = {
    "calendar_days.name", "letter_templates.body", "letter_templates.name", "operations.name",
    "public_releases.figures", "retention_periods.name", "work_schedules.name", "zones.name",
}  # fmt: skip


def personal(table: Table) -> list[str]:
    """Return the columns of a table that may hold a person."""
    names = [f"{table.name}.{column.name}" for column in table.columns if column.name in PERSONAL]
    return [name for name in names if name not in HARMLESS]


def unclassified(metadata: MetaData) -> list[str]:
    """Return the tables nobody looked at, and the columns of `NOBODY` that may hold somebody."""
    found = [name for name in metadata.tables if name not in TABLES]
    for name, table in metadata.tables.items():
        if TABLES.get(name, (NOBODY, False))[0] is NOBODY:
            found += personal(table)
    return found


@cache
def source(*places: str) -> str:
    """Return the text of files below server/ whose path holds one of these words."""
    paths = sorted(SERVER.rglob("*.py"))
    return "\n".join(p.read_text() for p in paths if any(word in str(p) for word in places))


def model(table: str) -> str:
    """Return the name of the class of a table, or of the one that leads there."""
    (found,) = [m.class_.__name__ for m in Base.registry.mappers if m.local_table.name == table]
    return found


def test_every_table_is_looked_at_for_persons() -> None:
    assert unclassified(Base.metadata) == []


def test_a_new_table_or_column_with_a_person_is_noticed() -> None:
    seeded = MetaData()
    Table("guests", seeded, Column("id", Integer), Column("name", String))
    Table("zones", seeded, Column("id", Integer), Column("employee_id", String))
    assert unclassified(seeded) == ["guests", "guests.name", "zones.employee_id"]


@pytest.mark.parametrize("table", sorted(set(TABLES) & set(Base.metadata.tables)))
def test_what_is_said_of_a_table_is_what_the_server_does(table: str) -> None:
    """Who forgets names the table's class; so does what is told to the person."""
    forgets, told = TABLES[table]
    word = re.compile(rf"\b{model(table)}\b")
    if forgets is JOB:
        assert word.search(source("archive/", "forget", "permits/service")), table
    if told is True:
        assert word.search(source("archive/subject")), table
    elif forgets in {JOB, ARCHIVE, ROSTER}:
        assert told, f"say why the person is not told of {table}"
