"""OPDs, employees, schedules, the calendar, and imports over HTTP."""

from server.people.routes.hours import hours
from server.people.routes.imports import imports
from server.people.routes.people import people

__all__ = ["hours", "imports", "people"]
