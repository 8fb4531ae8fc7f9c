"""A team's day and its berita acara, over HTTP."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from server.accounts.permissions import Thing, require
from server.accounts.sessions import signed_in, user
from server.core.problems import Code, Problem
from server.findings.queries.reports import reports_of
from server.findings.schemas.reports import (
    RecordedListOut,
    TeamCloseIn,
    TeamDayOut,
    TeamReportListOut,
    TeamReportOut,
    WalkedListOut,
)
from server.findings.service import reports as service
from server.operations import queries as operations

team_reports = Blueprint(
    "team_reports", __name__, url_prefix="/api/operations", description="Berita acara"
)


@team_reports.get("/<uuid:operation_id>/teams/<uuid:team_id>/day")
@team_reports.response(200, TeamDayOut)
@signed_in()
def read_day(operation_id: UUID, team_id: UUID) -> dict[str, Any]:
    """Give a team's day: findings, places, what each phone still holds, and its berita acara."""
    return service.day(user(), operation_id, team_id)


@team_reports.get("/<uuid:operation_id>/teams/<uuid:team_id>/walked")
@team_reports.response(200, WalkedListOut)
@signed_in()
def list_walked(operation_id: UUID, team_id: UUID) -> dict[str, Any]:
    """List where a team was so far, for the map on its phones; it is one page and names nobody."""
    return {"items": service.walked(user(), operation_id, team_id), "next": None}


@team_reports.post("/<uuid:operation_id>/teams/<uuid:team_id>/close")
@team_reports.arguments(TeamCloseIn)
@team_reports.response(201, TeamReportOut)
@signed_in()
def close_team(body: dict[str, Any], operation_id: UUID, team_id: UUID) -> dict[str, Any]:
    """Close a team's report; later findings are still received and make an addendum.

    With unsent work on its phones only for a reason.
    """
    return service.close_team(user(), operation_id, team_id, body)


@team_reports.get("/<uuid:operation_id>/recorded")
@team_reports.response(200, RecordedListOut)
@signed_in()
def list_recorded(operation_id: UUID) -> dict[str, Any]:
    """List who of the roster was already found that day, for the teams; it is one page."""
    return {"items": service.recorded(user(), operation_id), "next": None}


@team_reports.get("/<uuid:operation_id>/reports")
@team_reports.response(200, TeamReportListOut)
@signed_in()
def list_reports(operation_id: UUID) -> dict[str, Any]:
    """List the berita acara of an operation by team; some tens at most, so it is one page."""
    if operations.get(user(), operation_id) is None:
        raise Problem(Code.NOT_FOUND)
    role = operations.operation_role(user(), operation_id)
    require(user(), "operation.read", Thing(team_role=role))
    return {"items": reports_of(operation_id), "next": None}
