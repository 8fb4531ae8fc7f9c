"""OPDs, employees, schedules and the calendar over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core import audit
from server.core.db import db, one_of, writes_late
from server.core.http import same_revision
from server.core.pages import Page
from server.core.problems import Code, Problem
from server.people import queries, schemas, service
from server.people.models import Employee, Opd

people = Blueprint(
    "people", __name__, url_prefix="/api", description="OPDs, employees, schedules, calendar"
)
A_YEAR = timedelta(days=366)


@people.get("/opds")
@people.response(200, schemas.OpdListOut)
@signed_in()
def list_opds() -> Page[Any]:
    """List every OPD and unit by name; a city has some hundreds, so it is one page."""
    return Page(queries.all_opds(), None)


@people.post("/opds")
@people.arguments(schemas.NewOpdIn)
@people.response(201, schemas.OpdOut)
@signed_in("opd.change")
def make_opd(body: dict[str, Any]) -> Opd:
    """Add an OPD or unit."""
    wanted = {name: body[name] for name in body.keys() - {"reason"}}
    return service.make_opd(user(), wanted, reason=body["reason"])


@people.patch("/opds/<uuid:opd_id>")
@people.arguments(schemas.OpdChangeIn)
@people.response(200, schemas.OpdOut)
@signed_in("opd.change")
def change_opd(body: dict[str, Any], opd_id: UUID) -> Opd:
    """Change an OPD: its names, parent, head, officer, dates or place."""
    found = db.session.get(Opd, opd_id, with_for_update=True)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    same_revision(schemas.OpdOut().dump(found), body)
    changes = {name: body[name] for name in body.keys() - {"revision", "reason"}}
    return service.change_opd(user(), found, changes, reason=body["reason"])


@people.get("/employees")
@people.arguments(schemas.EmployeesIn, location="query")
@people.response(200, schemas.EmployeeListOut)
@signed_in("employee.read")
def list_employees(which: dict[str, Any]) -> Page[Employee]:
    """List employees by name, of one OPD when asked."""
    audit.reading("employee.read", actor_id=user().id)
    return queries.search(user(), **which)


@people.post("/employees/search")
@people.arguments(schemas.EmployeeSearchIn)
@people.response(200, schemas.EmployeeListOut)
@signed_in("employee.read")
@writes_late
def search_employees(which: dict[str, Any]) -> Page[Employee]:
    """Find employees; by POST, since names and NIPs never stand in a URL."""
    audit.reading("employee.read", actor_id=user().id)
    return queries.search(user(), **which)


@people.get("/employees/<uuid:employee_id>")
@people.response(200, schemas.EmployeeOut)
@signed_in("employee.read")
def read_employee(employee_id: UUID) -> Employee:
    """Give one person of the roster."""
    audit.reading("employee.read", actor_id=user().id)
    return _visible(employee_id)


@people.patch("/employees/<uuid:employee_id>")
@people.arguments(schemas.EmployeeChangeIn)
@people.response(200, schemas.EmployeeOut)
@signed_in("employee.change")
def change_employee(body: dict[str, Any], employee_id: UUID) -> Employee:
    """Change what the roster says of a person."""
    found = _visible(employee_id, lock=True)
    same_revision(schemas.EmployeeOut().dump(found), body)
    changes = {name: body[name] for name in body.keys() - {"revision", "reason"}}
    return service.change_employee(user(), found, changes, reason=body["reason"])


@people.get("/employees/<uuid:employee_id>/changes")
@people.response(200, schemas.EmployeeChangeListOut)
@signed_in("employee.change")
def list_changes(employee_id: UUID) -> Page[Any]:
    """List what changed of a person, the newest first; some tens at most, so it is one page."""
    audit.reading("employee.read", actor_id=user().id)
    return Page(queries.changes_of(_visible(employee_id).id), None)


def _visible(employee_id: UUID, *, lock: bool = False) -> Employee:
    rows = queries.visible_to(user()).where(Employee.id == employee_id)
    found = one_of(rows, lock=lock)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found
