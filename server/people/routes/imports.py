"""Imports over HTTP: a file is the body itself; its dry run changes nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core import app_state, audit
from server.core.clock import now
from server.core.db import start_writing, writes_late
from server.core.http import problem_response
from server.core.pages import Page
from server.core.problems import Code, Problem
from server.people import queries, schemas, service
from server.people.models import Import

imports = Blueprint("imports", __name__, url_prefix="/api/imports", description="Imports")


@imports.get("")
@imports.arguments(schemas.ImportsIn, location="query")
@imports.response(200, schemas.ImportListOut)
@signed_in("roster.compare")
def list_imports(which: dict[str, str]) -> Page[Import]:
    """List the newest imports of a kind."""
    service.allowed(user(), which["kind"])
    return Page(queries.imports(which["kind"]), None)


@imports.post("/roster")
@imports.arguments(schemas.RosterFileIn, location="query")
@imports.response(201, schemas.ImportOut)
@writes_late
@signed_in("roster.compare")
def bring_roster(how: dict[str, Any]) -> Import:
    """Compare a SIASN export with the roster; the file is the body, and nothing changes yet."""
    return _brought(how, service.read_roster, service.take_roster)


@imports.post("/opds")
@imports.arguments(schemas.OpdFileIn, location="query")
@imports.response(201, schemas.ImportOut)
@writes_late
@signed_in("opd.compare")
def bring_opds(how: dict[str, Any]) -> Import:
    """Compare a list of OPDs with ours; the file is the body, and nothing changes yet."""
    return _brought(how, service.read_opds, service.take_opds)


@imports.get("/<uuid:import_id>")
@imports.response(200, schemas.ImportOut)
@signed_in("roster.compare")
def read_import(import_id: UUID) -> Import:
    """Give one import with its figures."""
    return _seen(import_id)


@imports.get("/<uuid:import_id>/report")
@imports.arguments(schemas.PartIn, location="query")
@imports.response(200, schemas.ReportRowListOut)
@signed_in("roster.compare")
def read_report(which: dict[str, Any], import_id: UUID) -> Page[Any]:
    """List differences of one kind, or what is to be said about rows."""
    audit.reading("employee.read", actor_id=user().id)
    one = _seen(import_id)
    return queries.part(one, which["part"], which["kind"], which["cursor"], which["size"])


@imports.post("/<uuid:import_id>/decide")
@imports.arguments(schemas.DecisionsIn)
@imports.response(200, schemas.ImportOut)
@signed_in("roster.compare")
def decide(body: dict[str, Any], import_id: UUID) -> Import:
    """Say what names of OPDs mean, and compare again."""
    one = _at_revision(import_id, body["revision"])
    decisions = {said["name"]: said for said in body["decisions"]}
    return service.decide(user(), one, decisions)


@imports.post("/<uuid:import_id>/apply")
@imports.arguments(schemas.ApplyIn)
@imports.response(200, schemas.ImportOut)
@signed_in("roster.apply")
def apply_import(body: dict[str, Any], import_id: UUID) -> Import | Response:
    """Change what the dry run said, all or nothing."""
    one = _at_revision(import_id, body["revision"])
    refused = service.apply_import(user(), one, absent_left=body["absent_left"])
    return one if refused is None else problem_response(refused)


@imports.post("/<uuid:import_id>/undo")
@imports.arguments(schemas.UndoIn)
@imports.response(200, schemas.ImportOut)
@signed_in("roster.undo")
def undo_import(body: dict[str, Any], import_id: UUID) -> Import:
    """Take the last import back."""
    one = queries.import_by_id(import_id, lock=True)
    return service.undo_import(user(), one, reason=body["reason"])


@imports.delete("/<uuid:import_id>")
@imports.response(204)
@signed_in("roster.discard")
def discard_import(import_id: UUID) -> Response:
    """Throw a file away that was not applied."""
    service.discard(user(), queries.import_by_id(import_id, lock=True))
    return Response(status=204)


def today() -> date:
    """Return the day at the installation's place."""
    return now().astimezone(ZoneInfo(app_state.settings().time_zone)).date()


def _brought(
    how: dict[str, Any], read: Callable[..., service.Brought], take: Callable[..., Import]
) -> Import:
    who = user()
    request.max_content_length = app_state.settings().file_bytes
    data = request.get_data()
    brought = read(data, how["form"], how["columns"])
    start_writing()
    day = today()
    return take(who, brought, effective_on=how["effective_on"] or day, today=day)


def _seen(import_id: UUID) -> Import:
    one = queries.import_by_id(import_id)
    service.allowed(user(), one.kind)
    return one


def _at_revision(import_id: UUID, revision: int) -> Import:
    one = queries.import_by_id(import_id, lock=True)
    service.allowed(user(), one.kind)  # first: who may not learns nothing of its revision
    if one.revision != revision:
        raise Problem(Code.STALE_REVISION)
    return one
