"""What permits and punches mean: kinds, what a file of punches says, what it says of a finding."""

from server.permits.rules.attendance import (
    HABITS,
    AttendanceRow,
    Field,
    Indication,
    Punches,
    indication,
    read_rows,
    remark_text,
)
from server.permits.rules.kinds import KINDS, LEAVE, is_leave

__all__ = [
    "HABITS",
    "KINDS",
    "LEAVE",
    "AttendanceRow",
    "Field",
    "Indication",
    "Punches",
    "indication",
    "is_leave",
    "read_rows",
    "remark_text",
]
