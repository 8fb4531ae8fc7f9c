"""Verbs of permits and punches: register one, bring a file in."""

from server.people.service import KINDS, Kind
from server.permits.queries.attendance import ATTENDANCE
from server.permits.service.attendance import (
    apply_attendance,
    forget_punches,
    old_punches,
    read_attendance,
    take_attendance,
    undo_attendance,
)
from server.permits.service.permit_files import (
    PERMITS,
    apply_permits,
    read_permit_file,
    take_permits,
    undo_permits,
)
from server.permits.service.register import register, withdraw

KINDS[ATTENDANCE] = Kind("attendance", apply_attendance, undo_attendance)

KINDS[PERMITS] = Kind("permit", apply_permits, undo_permits)

__all__ = [
    "forget_punches",
    "old_punches",
    "read_attendance",
    "read_permit_file",
    "register",
    "take_attendance",
    "take_permits",
    "withdraw",
]
