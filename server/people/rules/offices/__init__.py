"""The list of OPDs as a file: which columns it has, what its rows say, how it differs from ours."""

from server.people.rules.offices.columns import OPD_HABITS, OpdField
from server.people.rules.offices.differ import (
    Masters,
    OpdDifference,
    OpdDifferenceKind,
    differences,
)
from server.people.rules.offices.match import Known
from server.people.rules.offices.rows import OpdRow, read_rows
from server.people.rules.offices.words import opd_text

__all__ = [
    "OPD_HABITS",
    "Known",
    "Masters",
    "OpdDifference",
    "OpdDifferenceKind",
    "OpdField",
    "OpdRow",
    "differences",
    "opd_text",
    "read_rows",
]
