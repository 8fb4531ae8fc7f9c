"""The roster as a file: which columns it has, what its rows say, how it differs from ours."""

from server.people.rules.roster.columns import (
    REQUIRED,
    SYNONYMS,
    Field,
    HeaderUnknown,
    choose_columns,
    same_headers,
    vocabulary,
)
from server.people.rules.roster.differ import (
    Difference,
    DifferenceKind,
    Known,
    Office,
    Places,
    differences,
)
from server.people.rules.roster.rows import Remark, RosterRow, read_rows
from server.people.rules.roster.words import remark_text

__all__ = [
    "REQUIRED",
    "SYNONYMS",
    "Difference",
    "DifferenceKind",
    "Field",
    "HeaderUnknown",
    "Known",
    "Office",
    "Places",
    "Remark",
    "RosterRow",
    "choose_columns",
    "differences",
    "read_rows",
    "remark_text",
    "same_headers",
    "vocabulary",
]
