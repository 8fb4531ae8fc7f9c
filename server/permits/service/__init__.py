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
from server.permits.service.register import register

KINDS[ATTENDANCE] = Kind("attendance", apply_attendance, undo_attendance)

__all__ = ["forget_punches", "old_punches", "read_attendance", "register", "take_attendance"]
