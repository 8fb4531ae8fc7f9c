"""Verbs of the sidak: plan, open, close; teams, zones, visits."""

from server.operations.service.copy import copy_operation
from server.operations.service.plan import (
    change,
    close,
    open_operation,
    plan,
    refuse_unsent,
)
from server.operations.service.rolls import begin_roll, mark_roll
from server.operations.service.teams import add_place, remove_team, set_team
from server.operations.service.visits import (
    Sent,
    VisitText,
    receive_visit,
    report_visit,
    visit_receipt,
)
from server.operations.service.zones import add_zone, add_zones, assign_zone, remove_zone

__all__ = [
    "Sent",
    "VisitText",
    "add_place",
    "add_zone",
    "add_zones",
    "assign_zone",
    "begin_roll",
    "change",
    "close",
    "copy_operation",
    "mark_roll",
    "open_operation",
    "plan",
    "receive_visit",
    "refuse_unsent",
    "remove_team",
    "remove_zone",
    "report_visit",
    "set_team",
    "visit_receipt",
]
