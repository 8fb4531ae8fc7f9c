"""Bringing a file in: compare first, decide, apply in one transaction, take it back."""

from server.people.service.imports.apply import apply_roster, undo_roster
from server.people.service.imports.compare import ROSTER, decide, read_roster, take_roster
from server.people.service.imports.files import (
    KINDS,
    Kind,
    allowed,
    apply_import,
    discard,
    undo_import,
)

KINDS[ROSTER] = Kind("roster", apply_roster, undo_roster)

__all__ = [
    "KINDS",
    "Kind",
    "allowed",
    "apply_import",
    "decide",
    "discard",
    "read_roster",
    "take_roster",
    "undo_import",
]
