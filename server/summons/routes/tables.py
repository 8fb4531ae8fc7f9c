"""The lists of the desk as spreadsheets, over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.db import writes_late
from server.core.http import file_response
from server.summons.schemas.tables import CasesTableIn, PermitsTableIn, QueueTableIn, TableIn
from server.summons.service import registers
from server.summons.service import tables as service
from server.summons.service.tables import Made

tables = Blueprint("tables", __name__, url_prefix="/api", description="Lists as spreadsheets")
MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE = {"200": {"description": "OK", "content": dict.fromkeys(MIMES.values(), BINARY)}}


@tables.post("/findings/table")
@tables.arguments(QueueTableIn)
@tables.response(200)
@tables.doc(responses=FILE)
@signed_in("summons_list.read")
@writes_late
def queue_table(body: dict[str, Any]) -> Response:
    """Give the review queue under the filters of the screen; the export is audited."""
    form = body.pop("form")
    return _file(service.queue(user(), body, form), form)


@tables.get("/due/table")
@tables.arguments(TableIn, location="query")
@tables.response(200)
@tables.doc(responses=FILE)
@signed_in("summons_list.read")
def due_table(which: dict[str, Any]) -> Response:
    """Give what is due today over all operations; the export is audited."""
    return _file(service.due(user(), which["form"]), which["form"])


@tables.get("/overdue/table")
@tables.arguments(TableIn, location="query")
@tables.response(200)
@tables.doc(responses=FILE)
@signed_in("summons_list.read")
def overdue_table(which: dict[str, Any]) -> Response:
    """Give what superiors left open; the export is audited."""
    return _file(service.overdue(user(), which["form"]), which["form"])


@tables.get("/operations/<uuid:operation_id>/late-letters/table")
@tables.arguments(TableIn, location="query")
@tables.response(200)
@tables.doc(responses=FILE)
@signed_in("finding.read_late_letter")
def late_table(which: dict[str, Any], operation_id: UUID) -> Response:
    """Give who still owes a promised letter; the export is audited."""
    return _file(service.late(user(), operation_id, which["form"]), which["form"])


@tables.get("/own-lines/table")
@tables.arguments(TableIn, location="query")
@tables.response(200)
@tables.doc(responses=FILE)
@signed_in("line.read_own")
def own_table(which: dict[str, Any]) -> Response:
    """Give the people of the own OPD in closed operations; the export is audited."""
    return _file(service.own(user(), which["form"]), which["form"])


@tables.get("/operations/<uuid:operation_id>/case-records/table")
@tables.arguments(CasesTableIn, location="query")
@tables.response(200)
@tables.doc(responses=FILE)
@signed_in("case_record.read")
def cases_table(which: dict[str, Any], operation_id: UUID) -> Response:
    """Give what followed for the people of an operation, or for one; the export is audited."""
    made = registers.cases(user(), operation_id, which["form"], which.get("line"))
    return _file(made, which["form"])


@tables.get("/permits/table")
@tables.arguments(PermitsTableIn, location="query")
@tables.response(200)
@tables.doc(responses=FILE)
@signed_in("permit.read")
def permits_table(which: dict[str, Any]) -> Response:
    """Give the register of letters and leave, of one local day when asked; the export is audited."""
    return _file(registers.permits(user(), which["form"], which.get("day")), which["form"])


def _file(made: Made, form: str) -> Response:
    data, name = made
    return file_response(data, MIMES[form], name)
