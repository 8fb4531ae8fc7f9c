"""Verbs of people: change a person, bring a roster in, change the calendar, load masters."""

from server.people.service.calendar import remove_day, set_day
from server.people.service.employees import change_employee, next_change
from server.people.service.imports import (
    KINDS,
    Kind,
    allowed,
    apply_import,
    decide,
    discard,
    read_opds,
    read_roster,
    take_opds,
    take_roster,
    undo_import,
)
from server.people.service.masters import load_masters
from server.people.service.offices import change_opd, make_opd

__all__ = [
    "KINDS",
    "Kind",
    "allowed",
    "apply_import",
    "change_employee",
    "change_opd",
    "decide",
    "discard",
    "load_masters",
    "make_opd",
    "next_change",
    "read_opds",
    "read_roster",
    "remove_day",
    "set_day",
    "take_opds",
    "take_roster",
    "undo_import",
]
