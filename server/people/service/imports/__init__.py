"""Bringing a roster file in: compare first, decide, apply in one transaction, undo the last."""

from server.people.service.imports.apply import apply_import, undo_import
from server.people.service.imports.compare import decide, discard, read_roster, take_roster

__all__ = [
    "apply_import",
    "decide",
    "discard",
    "read_roster",
    "take_roster",
    "undo_import",
]
