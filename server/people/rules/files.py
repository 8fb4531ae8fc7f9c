"""Files that people bring: which column holds what, and what is said about a row. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from server.core.headers import folded

F = TypeVar("F", bound=str)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_EXCEL_ZERO = date(1899, 12, 30)
_DATES = (re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?:T.*)?"),
          re.compile(r"(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<y>\d{4})"))  # fmt: skip


class HeaderUnknown(ValueError):  # noqa: N818 - a question to the person who brought the file
    """Columns that must be there were not found; `missing` names them."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True)
class Habits(Generic[F]):
    """The names by which columns go, the most usual first, and the fields that no file may lack."""

    synonyms: Mapping[F, tuple[str, ...]]
    required: tuple[F, ...]

    def vocabulary(self, mapping: Mapping[str, str]) -> list[str]:
        """Return every name worth reading: the known ones, and those a person pointed at."""
        known = [name for names in self.synonyms.values() for name in names]
        return [*known, *mapping.values()]

    def choose(self, names: Sequence[str], mapping: Mapping[str, str]) -> dict[F, int]:
        """Return where each field stands in `names`; `mapping` (field to name) goes before habit.

        Raises HeaderUnknown when a required one is not to be found.
        """
        places: dict[str, int] = {}
        for at, name in enumerate(names):
            places.setdefault(folded(name), at)
        found: dict[F, int] = {}
        for field, habits in self.synonyms.items():
            wanted = (mapping[field],) if field in mapping else habits
            for name in wanted:
                if folded(name) in places:
                    found[field] = places[folded(name)]
                    break
        if missing := [field for field in self.required if field not in found]:
            raise HeaderUnknown(missing)
        return found


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a row; a `rejected` row is not taken. `said` is what stood there."""

    row: int
    code: str
    said: str = ""
    rejected: bool = False
    name: str = ""  # of a rejected row, so that nobody is taken to have left for a typing slip
    opd: str = ""


@dataclass(frozen=True, slots=True)
class Cells(Generic[F]):
    """The cells of one row, by field."""

    cells: Sequence[str]
    columns: Mapping[F, int]

    def get(self, field: F) -> str:
        """Return a cell in one line without control characters, empty when there is none."""
        text = self.raw(field)
        return " ".join((text if text.isprintable() else _CONTROL.sub(" ", text)).split())

    def raw(self, field: F) -> str:
        """Return a cell as it was written."""
        at = self.columns.get(field)
        return "" if at is None or at >= len(self.cells) else self.cells[at]


def same_headers(names: Sequence[str]) -> str:
    """Return what is equal for files with the same columns, to remember a mapping by."""
    return hashlib.sha256("\x1f".join(map(folded, names)).encode()).hexdigest()


def read_date(raw: str) -> tuple[date | None, bool]:
    """Return a date as written, and whether Excel's day number stood there instead."""
    for form in _DATES:
        if found := form.fullmatch(raw):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"])), False
            except ValueError:
                return None, False
    if raw.isdecimal() and len(raw) == 5:  # noqa: PLR2004 - 10000 is 1927, 99999 is 2173
        return _EXCEL_ZERO + timedelta(days=int(raw)), True
    return None, False
