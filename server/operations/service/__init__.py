"""Verbs of the sidak: plan, open, close; teams, zones, visits."""

from server.operations.service.plan import (
    change,
    close,
    close_team,
    open_operation,
    plan,
    refuse_unsent,
)
from server.operations.service.teams import add_zone, remove_zone, set_team
from server.operations.service.visits import Sent, report_visit

__all__ = [
    "Sent",
    "add_zone",
    "change",
    "close",
    "close_team",
    "open_operation",
    "plan",
    "refuse_unsent",
    "remove_zone",
    "report_visit",
    "set_team",
]
