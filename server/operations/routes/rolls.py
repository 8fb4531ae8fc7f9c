"""The attendance lists of a sidak kantor over HTTP."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from server.accounts.permissions import Thing, may
from server.accounts.sessions import signed_in, user
from server.core import audit
from server.core.fields import PageIn
from server.core.pages import Page, page
from server.core.problems import Code, Problem
from server.operations import queries, service
from server.operations.models import Operation, RollPerson
from server.operations.schemas import rolls as schemas

rolls = Blueprint("rolls", __name__, url_prefix="/api", description="Daftar hadir sidak kantor")


@rolls.get("/operations/<uuid:operation_id>/rolls")
@rolls.response(200, schemas.RollListOut)
@signed_in()
def list_rolls(operation_id: UUID) -> Page[dict[str, Any]]:
    """List the attendance lists of an operation, a team its own; one per OPD, so it is one page."""
    operation = _visible(operation_id)
    own = queries.member_team(user(), operation.id)
    thing = Thing(team_role=own.role if own else None)
    if not may(user(), "roll.read", thing):
        raise Problem(Code.NOT_FOUND)
    mine = own.team_id if own and not may(user(), "roll.read") else None
    marks = may(user(), "roll.mark") or mine is not None
    sheets = queries.roll_sheets(operation.id, health=marks, team_id=mine)
    return Page([{**schemas.told(one), "may_mark": marks, "health": marks} for one in sheets], None)


@rolls.post("/operations/<uuid:operation_id>/rolls")
@rolls.arguments(schemas.RollIn)
@rolls.response(201, schemas.RollOut)
@rolls.alt_response(200, schema=schemas.RollOut, description="Known: begun before")
@signed_in()
def begin_roll(body: dict[str, Any], operation_id: UUID) -> Any:
    """Begin the attendance list of an OPD; twice by one team is one list."""
    roll_id, new = service.begin_roll(user(), _visible(operation_id, lock=True), **body)
    return schemas.told(_roll(roll_id)), 201 if new else 200


@rolls.get("/rolls/<uuid:roll_id>")
@rolls.response(200, schemas.RollOut)
@signed_in()
def read_roll(roll_id: UUID) -> dict[str, Any]:
    """Give the figures of one attendance list."""
    return schemas.told(_roll(roll_id))


@rolls.get("/rolls/<uuid:roll_id>/people")
@rolls.arguments(PageIn, location="query")
@rolls.response(200, schemas.RollPersonListOut)
@signed_in()
def list_people(which: dict[str, Any], roll_id: UUID) -> Page[queries.OnRoll]:
    """List who is on an attendance list, by name, with the code that holds."""
    operation_id = _roll(roll_id).roll.operation_id
    audit.reading("roll.read", actor_id=user().id, subject_id=roll_id, operation_id=operation_id)
    sheet = _roll(roll_id)
    found = page(
        queries.people_of(roll_id),
        (RollPerson.position, RollPerson.id),
        cursor=which.get("cursor"),
        size=which["size"],
    )
    return Page(queries.on_roll(found.items, health=sheet.may_mark), found.next)


@rolls.post("/rolls/<uuid:roll_id>/marks")
@rolls.arguments(schemas.RollMarksIn)
@rolls.response(200, schemas.RollOut)
@signed_in()
def mark_roll(body: dict[str, Any], roll_id: UUID) -> dict[str, Any]:
    """Put codes beside people; the same again changes nothing, another one needs a reason."""
    service.mark_roll(user(), roll_id, body["marks"], body["reason"])
    return schemas.told(_roll(roll_id))


def _visible(operation_id: UUID, *, lock: bool = False) -> Operation:
    found = queries.get(user(), operation_id, lock=lock)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _roll(roll_id: UUID) -> queries.RollSheet:
    found = queries.roll_of(user(), roll_id)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found
