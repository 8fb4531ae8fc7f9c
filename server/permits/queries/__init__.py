"""Questions about permits and punches."""

from server.permits.queries.attendance import days_known, listed_near, punches_of
from server.permits.queries.lost import lost_days
from server.permits.queries.permits import (
    day_span,
    on_day,
    permit,
    permits_of,
    permits_on,
    registered_late,
    visible_to,
)

__all__ = [
    "day_span",
    "days_known",
    "listed_near",
    "lost_days",
    "on_day",
    "permit",
    "permits_of",
    "permits_on",
    "punches_of",
    "registered_late",
    "visible_to",
]
