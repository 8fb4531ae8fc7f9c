"""Bringing a file in: compare first, decide, apply in one transaction, take it back."""

from server.people.service.imports.apply import apply_roster, undo_roster
from server.people.service.imports.compare import ROSTER, decide, read_roster, take_roster
from server.people.service.imports.files import (
    KINDS,
    Brought,
    Kind,
    allowed,
    apply_import,
    discard,
    undo_import,
)
from server.people.service.imports.offices import (
    OPDS,
    apply_opds,
    read_opds,
    take_opds,
    undo_opds,
)

KINDS[OPDS] = Kind("opd", apply_opds, undo_opds)
KINDS[ROSTER] = Kind("roster", apply_roster, undo_roster)

__all__ = [
    "KINDS",
    "Brought",
    "Kind",
    "allowed",
    "apply_import",
    "decide",
    "discard",
    "read_opds",
    "read_roster",
    "take_opds",
    "take_roster",
    "undo_import",
]
