"""Questions about people: who may be seen, where they belong, when they work."""

from server.people.queries.history import EmployeeThen, as_at, changes_of
from server.people.queries.hours import (
    WORKING,
    Schedule,
    calendar,
    calendar_days,
    schedule_for,
    schedules,
)
from server.people.queries.imports import (
    import_by_id,
    imports,
    known_people,
    last_applied,
    part,
    remembered,
    report,
)
from server.people.queries.offices import (
    all_opds,
    known_opds,
    lineage,
    office_metres,
    office_positions,
    opd,
    root_opd,
    subtree,
)
from server.people.queries.roster import (
    change_counter,
    gone_since,
    roster,
    roster_age,
    staff_counts,
)
from server.people.queries.who import (
    employee,
    employee_by_nip,
    likely,
    namesakes,
    search,
    visible_to,
)

__all__ = [
    "WORKING",
    "EmployeeThen",
    "Schedule",
    "all_opds",
    "as_at",
    "calendar",
    "calendar_days",
    "change_counter",
    "changes_of",
    "employee",
    "employee_by_nip",
    "gone_since",
    "import_by_id",
    "imports",
    "known_opds",
    "known_people",
    "last_applied",
    "likely",
    "lineage",
    "namesakes",
    "office_metres",
    "office_positions",
    "opd",
    "part",
    "remembered",
    "report",
    "root_opd",
    "roster",
    "roster_age",
    "schedule_for",
    "schedules",
    "search",
    "staff_counts",
    "subtree",
    "visible_to",
]
