"""Verbs of people: change a person, change the calendar, load masters."""

from server.people.service.calendar import remove_day, set_day
from server.people.service.employees import change_employee, next_change
from server.people.service.masters import load_masters

__all__ = ["change_employee", "load_masters", "next_change", "remove_day", "set_day"]
