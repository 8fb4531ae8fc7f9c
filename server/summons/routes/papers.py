"""Papers about the sidak itself, over HTTP."""

from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.http import file_response
from server.summons.service import packets, rolls
from server.summons.service import reports as service

papers = Blueprint("papers", __name__, url_prefix="/api", description="Papers about a sidak")
PDF = "application/pdf"
ZIP = "application/zip"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BINARY = {"type": "string", "format": "binary"}


@papers.get("/operations/<uuid:operation_id>/report.pdf")
@papers.response(200, BINARY, content_type=PDF)
@signed_in("summons_list.read")
def operation_report(operation_id: UUID) -> Response:
    """Give the report on a sidak to the head of the region; it names nobody."""
    data, name = service.operation_report(user(), operation_id)
    return file_response(data, PDF, name, inline=True)


@papers.get("/operations/<uuid:operation_id>/report.docx")
@papers.response(200, BINARY, content_type=DOCX)
@signed_in("summons_list.read")
def operation_report_docx(operation_id: UUID) -> Response:
    """Give the same report for the office to go on writing; it names nobody."""
    data, name = service.operation_report(user(), operation_id, "docx")
    return file_response(data, DOCX, name)


@papers.get("/operations/<uuid:operation_id>/rolls.pdf")
@papers.response(200, BINARY, content_type=PDF)
@signed_in("roll.export")
def rolls_pdf(operation_id: UUID) -> Response:
    """Give the attendance lists of a sidak kantor on paper; the export is audited."""
    data, name = rolls.rolls_paper(user(), operation_id, "pdf")
    return file_response(data, PDF, name, inline=True)


@papers.get("/operations/<uuid:operation_id>/rolls.xlsx")
@papers.response(200, BINARY, content_type=XLSX)
@signed_in("roll.export")
def rolls_xlsx(operation_id: UUID) -> Response:
    """Give the attendance lists of a sidak kantor as a workbook; the export is audited."""
    data, name = rolls.rolls_paper(user(), operation_id, "xlsx")
    return file_response(data, XLSX, name)


@papers.get("/operations/<uuid:operation_id>/rolls.csv")
@papers.response(200, BINARY, content_type=CSV)
@signed_in("roll.export")
def rolls_csv(operation_id: UUID) -> Response:
    """Give the attendance lists as one table for another program; the export is audited."""
    data, name = rolls.rolls_paper(user(), operation_id, "csv")
    return file_response(data, CSV, name)


@papers.get("/operations/<uuid:operation_id>/lines/<uuid:line_id>/packet.zip")
@papers.response(200, BINARY, content_type=ZIP)
@signed_in("line.export")
def case_packet(operation_id: UUID, line_id: UUID) -> Response:
    """Give the documents of one person's case with an index; the export is audited."""
    data, name = packets.packet(user(), operation_id, line_id)
    return file_response(data, ZIP, name)
