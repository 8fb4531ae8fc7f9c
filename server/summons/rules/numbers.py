"""Numbers of letters: classification first, then the place in the register (domain.md §3). Pure."""

import re

_INSERTED = re.compile(r"(\d{1,6})\s*([a-z])", re.IGNORECASE)


def number_of(classification: str, place: str, unit: str, year: int) -> str:
    """Write a number: "800.1.6.2/123/BKPSDM/2026"."""
    return f"{classification}/{place}/{unit}/{year}"


def tidy(typed: str) -> str:
    """Write a typed number one way: no space beside a slash, no two in a row.

    Whoever adds a space has not found another number.
    """
    return re.sub(r"\s*/\s*", "/", " ".join(typed.split()))


def read_inserted(typed: str) -> tuple[int, str] | None:
    """Read a number put in between ("12a": after 12, before 13), None for anything else."""
    found = _INSERTED.fullmatch(typed.strip())
    return (int(found[1]), found[2].lower()) if found else None
