"""What keeping and being ready mean: periods of retention, and what is checked before a sidak day."""

from server.archive.rules.facts import (
    Calendar,
    Certificate,
    Facts,
    Office,
    Phone,
    Plan,
    Readiness,
    ReadyRow,
    Roster,
)
from server.archive.rules.ready import judged, worst
from server.archive.rules.retention import (
    DEFAULTS,
    LONGEST,
    SHORTEST,
    SUBJECTS,
    WORDS,
    Period,
    Rule,
    periods,
)

__all__ = [
    "DEFAULTS",
    "LONGEST",
    "SHORTEST",
    "SUBJECTS",
    "WORDS",
    "Calendar",
    "Certificate",
    "Facts",
    "Office",
    "Period",
    "Phone",
    "Plan",
    "Readiness",
    "ReadyRow",
    "Roster",
    "Rule",
    "judged",
    "periods",
    "worst",
]
