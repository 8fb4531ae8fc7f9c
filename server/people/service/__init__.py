"""Verbs of people: change a person, bring a roster in, change the calendar, load masters."""

from server.people.service.calendar import remove_day, set_day, set_ramadan
from server.people.service.employees import change_employee, next_change
from server.people.service.imports import (
    KINDS,
    Brought,
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
from server.people.service.national import adopt, proposed
from server.people.service.offices import change_opd, make_opd
from server.people.service.schedules import change_schedule, make_schedule

__all__ = [
    "KINDS",
    "Brought",
    "Kind",
    "adopt",
    "allowed",
    "apply_import",
    "change_employee",
    "change_opd",
    "change_schedule",
    "decide",
    "discard",
    "load_masters",
    "make_opd",
    "make_schedule",
    "next_change",
    "proposed",
    "read_opds",
    "read_roster",
    "remove_day",
    "set_day",
    "set_ramadan",
    "take_opds",
    "take_roster",
    "undo_import",
]
