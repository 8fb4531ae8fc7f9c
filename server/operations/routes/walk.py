"""The sidak itself over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.permissions import Thing, require
from server.accounts.sessions import signed_in, user
from server.core.fields import PageIn
from server.core.http import problem_response, same_revision
from server.core.pages import Page, page
from server.core.problems import Code, Problem
from server.operations import queries, schemas, service
from server.operations.models import Operation, Visit, Zone

operations = Blueprint(
    "operations", __name__, url_prefix="/api/operations", description="The sidak itself"
)


@operations.get("")
@operations.arguments(PageIn, location="query")
@operations.response(200, schemas.OperationListOut)
@signed_in()
def list_operations(which: dict[str, Any]) -> Page[Operation]:
    """List the operations the user may see, the newest first."""
    order = (Operation.starts_at, Operation.id)
    return page(
        queries.visible_to(user()),
        order,
        cursor=which.get("cursor"),
        size=which["size"],
        newest_first=True,
    )


@operations.post("")
@operations.arguments(schemas.OperationIn)
@operations.response(201, schemas.OperationOut)
@signed_in("operation.plan")
def plan_operation(body: dict[str, Any]) -> Operation:
    """Plan an operation."""
    return service.plan(user(), **body)


@operations.get("/<uuid:operation_id>")
@operations.response(200, schemas.OperationOut)
@signed_in()
def read_operation(operation_id: UUID) -> Operation:
    """Give one operation."""
    return _visible(operation_id)


@operations.patch("/<uuid:operation_id>")
@operations.arguments(schemas.OperationChangeIn)
@operations.response(200, schemas.OperationOut)
@signed_in("operation.plan")
def change_operation(body: dict[str, Any], operation_id: UUID) -> Operation:
    """Change an operation that is not closed."""
    operation = _visible(operation_id, lock=True)
    same_revision(schemas.OperationOut().dump(operation), body)
    changes = {name: body[name] for name in body.keys() - {"revision", "reason"}}
    return service.change(user(), operation, changes, reason=body["reason"])


@operations.post("/<uuid:operation_id>/copy")
@operations.arguments(schemas.CopyIn)
@operations.response(201, schemas.OperationOut)
@signed_in("operation.plan")
def copy_operation(body: dict[str, Any], operation_id: UUID) -> Operation:
    """Plan an operation like an earlier one: its hours, teams, places and zones."""
    return service.copy_operation(user(), _visible(operation_id), **body)


@operations.post("/<uuid:operation_id>/open")
@operations.arguments(schemas.NothingIn)
@operations.response(200, schemas.OperationOut)
@signed_in("operation.open")
def open_operation(_body: dict[str, Any], operation_id: UUID) -> Operation:
    """Open an operation: its teams see it from now on."""
    return service.open_operation(user(), _visible(operation_id, lock=True))


@operations.post("/<uuid:operation_id>/close")
@operations.arguments(schemas.CloseIn)
@operations.response(200, schemas.OperationOut)
@signed_in("operation.close")
def close_operation(body: dict[str, Any], operation_id: UUID) -> Operation:
    """Close an operation; with unsent work on its phones only for a reason."""
    return service.close(user(), _visible(operation_id, lock=True), reason=body["reason"])


@operations.get("/<uuid:operation_id>/teams")
@operations.response(200, schemas.TeamListOut)
@signed_in()
def list_teams(operation_id: UUID) -> Page[queries.TeamSheet]:
    """List the teams of an operation with their members; some tens at most, so it is one page."""
    return Page(queries.sheets(_readable(operation_id).id), None)


@operations.post("/<uuid:operation_id>/teams")
@operations.arguments(schemas.TeamIn)
@operations.response(201, schemas.TeamOut)
@signed_in("operation.plan")
def set_team(body: dict[str, Any], operation_id: UUID) -> queries.TeamSheet:
    """Say who walks with a team; the same number again replaces its members."""
    members = {one["user_id"]: one["role"] for one in body["members"]}
    operation = _visible(operation_id, lock=True)
    team = service.set_team(user(), operation, body["number"], members, body.get("places"))
    return next(one for one in queries.sheets(operation.id) if one.team.id == team.id)


@operations.delete("/<uuid:operation_id>/teams/<uuid:team_id>")
@operations.response(204)
@signed_in("operation.plan")
def remove_team(operation_id: UUID, team_id: UUID) -> Response:
    """Take a team out of a plan."""
    service.remove_team(user(), _visible(operation_id, lock=True), team_id)
    return Response(status=204)


@operations.get("/<uuid:operation_id>/zones")
@operations.response(200, schemas.ZoneListOut)
@signed_in()
def list_zones(operation_id: UUID) -> Page[Zone]:
    """List the zones of an operation; some tens at most, so it is one page."""
    return Page(queries.zones_of(_readable(operation_id).id), None)


@operations.post("/<uuid:operation_id>/zones")
@operations.arguments(schemas.ZoneIn)
@operations.response(201, schemas.ZoneOut)
@signed_in("operation.plan")
def add_zone(body: dict[str, Any], operation_id: UUID) -> Zone:
    """Draw a zone."""
    return service.add_zone(user(), _visible(operation_id, lock=True), **body)


@operations.post("/<uuid:operation_id>/zones/many")
@operations.arguments(schemas.ZonesIn)
@operations.response(201, schemas.ZoneListOut)
@signed_in("operation.plan")
def add_zones(body: dict[str, Any], operation_id: UUID) -> Page[Zone]:
    """Add the zones of a file, all or none."""
    operation = _visible(operation_id, lock=True)
    return Page(service.add_zones(user(), operation, body["zones"]), None)


@operations.patch("/<uuid:operation_id>/zones/<uuid:zone_id>")
@operations.arguments(schemas.ZoneChangeIn)
@operations.response(200, schemas.ZoneOut)
@signed_in("operation.plan")
def change_zone(body: dict[str, Any], operation_id: UUID, zone_id: UUID) -> Zone:
    """Give a zone to a team, or another name or outline."""
    return service.assign_zone(user(), _visible(operation_id, lock=True), zone_id, body)


@operations.delete("/<uuid:operation_id>/zones/<uuid:zone_id>")
@operations.response(204)
@signed_in("operation.plan")
def remove_zone(operation_id: UUID, zone_id: UUID) -> Response:
    """Take a zone away that nothing lies in yet."""
    service.remove_zone(user(), _visible(operation_id, lock=True), zone_id)
    return Response(status=204)


@operations.get("/<uuid:operation_id>/visits")
@operations.arguments(PageIn, location="query")
@operations.response(200, schemas.VisitListOut)
@signed_in()
def list_visits(which: dict[str, Any], operation_id: UUID) -> Page[Visit]:
    """List the places that teams went to, in the order they arrived."""
    return page(
        queries.visits_of(_readable(operation_id).id),
        (Visit.received_at, Visit.id),
        cursor=which.get("cursor"),
        size=which["size"],
    )


@operations.post("/<uuid:operation_id>/visits")
@operations.arguments(schemas.VisitIn)
@operations.response(201, schemas.VisitOut)
@operations.alt_response(200, schema=schemas.VisitOut, description="Known: sent before")
@signed_in()
def report_visit(body: dict[str, Any], operation_id: UUID) -> Any:
    """Report a place, with findings or nihil; sending twice is one visit."""
    visit, sent = service.report_visit(user(), _visible(operation_id), **body)
    if sent is service.Sent.OTHER:
        return problem_response(Problem(Code.VISIT_EXISTS))
    return visit, 201 if sent is service.Sent.NEW else 200


def _visible(operation_id: UUID, *, lock: bool = False) -> Operation:
    found = queries.get(user(), operation_id, lock=lock)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _readable(operation_id: UUID) -> Operation:
    """Return an operation whose walk the user may read: an OPD sees that it was, not where."""
    found = _visible(operation_id)
    role = queries.operation_role(user(), operation_id)
    require(user(), "operation.read", Thing(team_role=role))
    return found
