"""Letters over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.db import writes_late
from server.core.fields import PageIn
from server.core.http import file_response, stream_response
from server.summons.rules import LetterKind
from server.summons.schemas.letters import (
    DeliverIn,
    LetterChangeIn,
    LetterListOut,
    LetterSearchIn,
    LettersIn,
    LetterVerbIn,
    LetterWholeOut,
    ReaderListOut,
    SignIn,
    SlotListOut,
    SlotsIn,
)
from server.summons.service import copies, drafts, files, look
from server.summons.service import letters as service
from server.summons.service.drafting import Wanted
from server.summons.service.letters import Step

letters = Blueprint("letters", __name__, url_prefix="/api", description="Letters A and B")
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TYPED = ("number", "dated", "received_by", "delivered_at")
MOST_BYTES = 20_000_000
BINARY = {"type": "string", "format": "binary"}


@letters.post("/operations/<uuid:operation_id>/letters")
@letters.arguments(LettersIn)
@letters.response(201, LetterListOut)
@signed_in("letter.draft")
def draft_letters(body: dict[str, Any], operation_id: UUID) -> dict[str, Any]:
    """Draft letters: A one per OPD, B one per person; open drafts are made again."""
    line_ids = body["line_ids"]
    wanted = Wanted(
        kind=LetterKind(body["kind"]),
        line_ids=None if line_ids is None else tuple(line_ids),
        opd_id=body["opd_id"],
    )
    made = drafts.draft(user(), operation_id, wanted)
    return {"items": look.briefs(made), "next": None}


@letters.post("/letters/search")
@letters.arguments(LetterSearchIn)
@letters.response(200, LetterListOut)
@signed_in("letter.read")
@writes_late
def search_letters(wanted: dict[str, Any]) -> dict[str, Any]:
    """Find letters of any operation by number or OPD, the newest first."""
    return {"items": look.search(user(), wanted["text"], wanted["limit"]), "next": None}


@letters.post("/operations/<uuid:operation_id>/letters/slots")
@letters.arguments(SlotsIn)
@letters.response(200, SlotListOut)
@signed_in("letter.draft")
@writes_late
def hearing_slots(body: dict[str, Any], operation_id: UUID) -> dict[str, Any]:
    """Show when and where letters B would call these persons; nothing is written."""
    return {"items": drafts.slots_b(user(), operation_id, body["line_ids"]), "next": None}


@letters.get("/operations/<uuid:operation_id>/letters")
@letters.arguments(PageIn, location="query")
@letters.response(200, LetterListOut)
@signed_in("letter.read")
def list_letters(which: dict[str, Any], operation_id: UUID) -> dict[str, Any]:
    """List the letters of an operation by pages, newest first."""
    return look.letters(user(), operation_id, which.get("cursor"), which["size"])


@letters.get("/operations/<uuid:operation_id>/letters.zip")
@letters.response(200, BINARY, content_type=ZIP)
@signed_in("letter.read")
def letters_zip(operation_id: UUID) -> Response:
    """Give all letters that still count, one folder per OPD, as they are made; audited.

    `Sidak-Files` says how many there will be.
    """
    papers, name = files.bundle(user(), operation_id)
    return stream_response(files.packed(papers), ZIP, name, files=len(papers))


@letters.get("/operations/<uuid:operation_id>/letters.xlsx")
@letters.response(200, BINARY, content_type=XLSX)
@signed_in("letter.read")
def letters_xlsx(operation_id: UUID) -> Response:
    """Give the buku ekspedisi as a workbook: every letter, nobody's name; the export is audited."""
    data, name = files.ledger(user(), operation_id, "xlsx")
    return file_response(data, XLSX, name)


@letters.get("/operations/<uuid:operation_id>/letters.csv")
@letters.response(200, BINARY, content_type=CSV)
@signed_in("letter.read")
def letters_csv(operation_id: UUID) -> Response:
    """Give the buku ekspedisi as CSV; the export is audited."""
    data, name = files.ledger(user(), operation_id, "csv")
    return file_response(data, CSV, name)


@letters.get("/letters/<uuid:letter_id>")
@letters.response(200, LetterWholeOut)
@signed_in("letter.read")
def get_letter(letter_id: UUID) -> dict[str, Any]:
    """Read one letter whole, with what still holds its signature."""
    return service.read(user(), letter_id)


@letters.get("/letters/<uuid:letter_id>/readers")
@letters.response(200, ReaderListOut)
@signed_in("letter.read")
def letter_readers(letter_id: UUID) -> dict[str, Any]:
    """List who saw this letter, or its persons on the list: for the correction of a wrong one."""
    return look.readers(user(), letter_id)


@letters.patch("/letters/<uuid:letter_id>")
@letters.arguments(LetterChangeIn)
@letters.response(200, LetterWholeOut)
@signed_in("letter.change")
def change_letter(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Type in number, date, hearing and place."""
    changed = service.change(letter_id, _step(body), body)
    return service.shown(changed)


@letters.get("/letters/<uuid:letter_id>.pdf")
@letters.response(200, BINARY, content_type=PDF)
@signed_in("letter.read")
def letter_pdf(letter_id: UUID) -> Response:
    """Give the letter as PDF: the signed copy, what was issued (PDF/A), or the draft; audited."""
    data, name = files.file_of(user(), letter_id, "pdf")
    return file_response(data, PDF, name, inline=True)


@letters.get("/letters/<uuid:letter_id>/issued.pdf")
@letters.response(200, BINARY, content_type=PDF)
@signed_in("letter.read")
def issued_pdf(letter_id: UUID) -> Response:
    """Give what was issued here, also where a signed copy came back; the export is audited."""
    data, name = files.file_of(user(), letter_id, "pdf", issued=True)
    return file_response(data, PDF, name, inline=True)


@letters.put("/letters/<uuid:letter_id>/signed")
@letters.response(200, LetterWholeOut)
@signed_in("letter.attach")
@writes_late
def bring_signed(letter_id: UUID) -> dict[str, Any]:
    """Take the PDF that was signed elsewhere (the body, at most 20 MB), once it was checked."""
    issued = copies.issued_of(user(), letter_id)
    user_id = user().id
    request.max_content_length = MOST_BYTES
    return service.shown(copies.bring(user_id, letter_id, issued, request.get_data()))


@letters.get("/letters/<uuid:letter_id>.docx")
@letters.response(200, BINARY, content_type=DOCX)
@signed_in("letter.read")
def letter_docx(letter_id: UUID) -> Response:
    """Give the letter as an editable document; the export is audited."""
    data, name = files.file_of(user(), letter_id, "docx")
    return file_response(data, DOCX, name)


@letters.post("/letters/<uuid:letter_id>/submit")
@letters.arguments(LetterVerbIn)
@letters.response(200, LetterWholeOut)
@signed_in("letter.submit")
def submit(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Hand the draft to whoever approves (ajukan)."""
    return _walked(letter_id, "submit", body)


@letters.post("/letters/<uuid:letter_id>/return")
@letters.arguments(LetterVerbIn)
@letters.response(200, LetterWholeOut)
@signed_in("letter.return")
def return_letter(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Give the letter back to the desk with a reason (kembalikan)."""
    return _walked(letter_id, "return", body)


@letters.post("/letters/<uuid:letter_id>/approve")
@letters.arguments(LetterVerbIn)
@letters.response(200, LetterWholeOut)
@signed_in("letter.approve")
def approve(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Approve (paraf); never by whoever drafted it."""
    return _walked(letter_id, "approve", body)


@letters.post("/letters/<uuid:letter_id>/sign")
@letters.arguments(SignIn)
@letters.response(200, LetterWholeOut)
@signed_in("letter.sign")
def sign(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Record that the letter was signed and numbered; its persons are called."""
    return _walked(letter_id, "sign", body)


@letters.post("/letters/<uuid:letter_id>/deliver")
@letters.arguments(DeliverIn)
@letters.response(200, LetterWholeOut)
@signed_in("letter.deliver")
def deliver(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Record that the letter was handed over (buku ekspedisi)."""
    return _walked(letter_id, "deliver", body)


@letters.post("/letters/<uuid:letter_id>/withdraw")
@letters.arguments(LetterVerbIn)
@letters.response(200, LetterWholeOut)
@signed_in("letter.draft")
def withdraw(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Withdraw a letter with a reason (cabut); beyond a draft only the approver may."""
    return _walked(letter_id, "withdraw", body)


@letters.post("/letters/<uuid:letter_id>/replace")
@letters.arguments(LetterVerbIn)
@letters.response(200, LetterWholeOut)
@signed_in("letter.replace")
def replace(body: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Replace a letter: the old one is kept, the answer is the new draft."""
    return _walked(letter_id, "replace", body)


def _walked(letter_id: UUID, verb: str, body: dict[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = {name: body[name] for name in TYPED if name in body}
    return service.shown(service.walk(letter_id, verb, _step(body), typed))


def _step(body: dict[str, Any]) -> Step:
    return Step(actor=user(), revision=body.pop("revision"), reason=body.pop("reason"))
