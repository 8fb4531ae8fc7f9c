"""Letters as files; every file that leaves the house leaves a trace."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import app_state, audit
from server.core.db import db, end_reading, start_writing
from server.core.problems import Code, Problem
from server.summons import queries
from server.summons.letters.ledger import LedgerRow, csv_ledger, xlsx_ledger
from server.summons.letters.wording import clean
from server.summons.models import Letter
from server.summons.rules import CALLS, LetterKind
from server.summons.service import printed

NAMES = {"A": "Surat", "referral": "Surat penerusan", "notice": "Surat alih daya",
         "correction": "Surat ralat"}  # fmt: skip

STATES = {
    "draft": "Konsep",
    "submitted": "Diajukan",
    "returned": "Dikembalikan",
    "approved": "Paraf",
    "signed": "Ditandatangani",
    "delivered": "Disampaikan",
    "withdrawn": "Dicabut",
    "replaced": "Diganti",
}


def pdf(letter: Letter, *, issued: bool = False) -> bytes:
    """Return a letter's paper, byte for byte: the signed copy, what was issued, else today's draft.

    With `issued` a copy that came back signed is passed over.
    """
    if letter.pdf_sha256 is None:
        return printed.pdf(letter)
    copy = None if issued else queries.newest_copy(letter.id)
    return app_state.blobs().get(copy.sha256 if copy else letter.pdf_sha256)


def file_of(
    user: User, letter_id: UUID, kind: str, *, issued: bool = False, own: bool = False
) -> tuple[bytes, str]:
    """Return a letter as "pdf" or "docx" bytes with a file name; raises `not-found`.

    `own` is the door of an OPD account.
    """
    find = queries.own_letter if own else queries.letter
    letter = find(user, letter_id)
    made = pdf(letter, issued=issued) if kind == "pdf" else printed.docx(letter)
    start_writing()  # after the typesetting: nobody waits for it
    letter = find(user, letter_id)
    _trace(user, letter.id, letter.operation_id, format=kind, pdf_sha256=letter.pdf_sha256)
    return made, f"{name_of(letter)}.{kind}"


def bundle(user: User, operation_id: UUID) -> tuple[list[tuple[UUID, str]], str]:
    """Name all letters that still count, each with its path in the ZIP: one folder per OPD.

    The export is audited here, before a byte of it leaves. Raises `no-lines` when there is none.
    """
    require(user, "letter.read")
    operation = queries.operation_of(operation_id)
    name = f"surat-sidak-{operation.day.isoformat()}.zip"
    taken: set[str] = set()
    papers = [
        (letter.id, _free(f"{_folder(letter)}/{name_of(letter)}", taken))
        for letter in queries.letters_of(operation_id)
        if letter.status not in queries.DEAD
    ]
    if not papers:
        raise Problem(Code.NO_LINES)
    start_writing()
    ids = [str(letter_id) for letter_id, _path in papers]
    _trace(user, operation_id, operation_id, format="zip", letters=ids)
    return papers, name


def packed(papers: list[tuple[UUID, str]]) -> Iterator[bytes]:
    """Yield the ZIP of these letters, one after the other: one paper in memory, no transaction held.

    Each file ends with a data descriptor (PKWARE APPNOTE 4.3.9), by which a reader counts them.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for letter_id, path in papers:
            data = pdf(db.session.get_one(Letter, letter_id))
            end_reading()
            archive.writestr(path, data)
            yield sink.take()
    yield sink.take()


class _Sink(io.RawIOBase):
    """A file that gives away what was written, and cannot go back."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        """Say that it takes bytes."""
        return True

    def write(self, data: Any) -> int:
        """Keep bytes until they are taken."""
        self._kept.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        kept, self._kept = b"".join(self._kept), []
        return kept


def _folder(letter: Letter) -> str:
    return safe(letter.content["opd"] or letter.content["addressee"][0]) or "OPD"


def ledger(user: User, operation_id: UUID, form: str) -> tuple[bytes, str]:
    """Return the letters of an operation as a table, "xlsx" or "csv", with a file name."""
    require(user, "letter.read")
    operation = queries.operation_of(operation_id)
    found = sorted(queries.letters_of(operation_id), key=lambda one: (one.drafted_at, one.id))
    rows = [_ledger_row(one) for one in found]
    made = (xlsx_ledger if form == "xlsx" else csv_ledger)(rows, operation.time_zone)
    name = f"buku-ekspedisi-{operation.day.isoformat()}.{form}"
    start_writing()
    _trace(user, operation_id, operation_id, format=f"ledger.{form}", count=len(rows))
    return made, name


def _ledger_row(letter: Letter) -> LedgerRow:
    content = letter.content
    formal = letter.kind == LetterKind.B  # its addressee is the person called
    return LedgerRow(
        kind=kind_of(letter),
        number=letter.number or "",
        dated=letter.dated,
        to=content["opd"] if formal else ", ".join(content["addressee"]),
        people=len(content["persons"]),
        hearing_at=letter.hearing_at if LetterKind(letter.kind) in CALLS else None,
        status=STATES[letter.status],
        signed_at=letter.signed_at,
        delivered_at=letter.delivered_at,
        received_by=letter.received_by,
    )


def name_of(letter: Letter) -> str:
    """Name a letter's file by kind, number and whom it is about, never by a NIP."""
    content = letter.content
    formal = letter.kind == LetterKind.B
    who = content["persons"][0]["name"] if formal else content["opd"] or content["addressee"][0]
    number = letter.number or "konsep"
    return safe(f"{kind_of(letter)} {number} {who}")


def kind_of(letter: Letter) -> str:
    """Say what a letter is: "Surat Panggilan I", "Surat", "Ralat"."""
    formal = letter.kind == LetterKind.B
    return f"Surat Panggilan {'I' * letter.content['call']}" if formal else NAMES[letter.kind]


def safe(text: str) -> str:
    """Make a text a file name on every system: no separators, no dots at its ends."""
    return re.sub(r'[\\/:*?"<>|\s]+', " ", clean(text)).strip(" .")[:120]


def _free(name: str, taken: set[str]) -> str:
    at, number = f"{name}.pdf", 2
    while at.casefold() in taken:
        at, number = f"{name} ({number}).pdf", number + 1
    taken.add(at.casefold())
    return at


def _trace(user: User, subject: UUID, operation_id: UUID, **detail: Any) -> None:
    audit.record(
        "letter.read",
        actor_id=user.id,
        subject_id=subject,
        operation_id=operation_id,
        **detail,
    )
