"""The roster as a file: which columns it has, what its rows say, how it differs from ours."""

from server.people.rules.roster.columns import (
    HABITS,
    REQUIRED,
    SYNONYMS,
    Field,
)
from server.people.rules.roster.differ import (
    Difference,
    DifferenceKind,
    Known,
    Office,
    Places,
    differences,
)
from server.people.rules.roster.rows import RosterRow, read_rows
from server.people.rules.roster.words import remark_text

__all__ = [
    "HABITS",
    "REQUIRED",
    "SYNONYMS",
    "Difference",
    "DifferenceKind",
    "Field",
    "Known",
    "Office",
    "Places",
    "RosterRow",
    "differences",
    "read_rows",
    "remark_text",
]
