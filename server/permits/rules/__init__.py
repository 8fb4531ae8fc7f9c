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
from server.permits.rules.permit_files import (
    PERMIT_HABITS,
    PermitField,
    PermitRow,
    permit_text,
    read_permits,
)
from server.permits.rules.presence import (
    SHORT,
    WORDS,
    Presence,
    RollCount,
    added,
    proposed,
    roll_count,
    without_health,
)

__all__ = [
    "HABITS",
    "KINDS",
    "LEAVE",
    "PERMIT_HABITS",
    "SHORT",
    "WORDS",
    "AttendanceRow",
    "Field",
    "Indication",
    "PermitField",
    "PermitRow",
    "Presence",
    "Punches",
    "RollCount",
    "added",
    "indication",
    "is_leave",
    "permit_text",
    "proposed",
    "read_permits",
    "read_rows",
    "remark_text",
    "roll_count",
    "without_health",
]
