"""The packet of one person's case, for the next system (I'DIS) and for the Inspektorat.

A ZIP with the case sheet (PDF, by time), the signed letters to the person alone, the closed BAP,
what came afterwards, the photos as screens show them (without EXIF), and an index. A letter that
names others too is listed and not enclosed: a packet speaks of one person.
"""

import csv
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import app_state, audit, pictures
from server.core.clock import now
from server.core.db import start_writing
from server.core.problems import Code, Problem
from server.findings import queries as findings
from server.findings.models import Finding, FindingPhoto, LateLetter
from server.findings.service.late import ENDINGS, receipt_words
from server.summons import queries
from server.summons.letters import CaseEvent, CaseFinding, CaseSheet, Person, render_case_sheet
from server.summons.letters.case_sheet import LINES, VERBS
from server.summons.letters.flat import safe as safe_cell
from server.summons.letters.wording import full_date, local
from server.summons.models import CaseRecord, Examination, Letter
from server.summons.queries import Listing
from server.summons.service import examination_look, files
from server.summons.service.field_sheet import RESULTS, field_sheet
from server.summons.service.files import kind_of, name_of, safe
from server.summons.service.lines import state_now
from server.summons.service.printed import head_on_paper, imprint, kop, paper_size, simulated

WORD = "line.export"
SOURCES = {"desk": "diterima BKPSDM", "opd": "dikirim OPD", "person": "jawaban lewat slip"}
PHOTOS = {"person": "orang", "scene": "suasana", "letter": "surat", "signature": "tanda tangan"}
HEADS = ("No", "Berkas", "Jenis", "Tanggal", "SHA-256", "Keterangan")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One row of the index; without bytes it is listed and not enclosed."""

    name: str
    kind: str
    dated: str
    note: str = ""
    data: bytes | None = None


def packet(user: User, operation_id: UUID, line_id: UUID) -> tuple[bytes, str]:
    """Return the ZIP of a case with a file name, and leave a trace; raises `not-found`.

    Over 40 lines: what goes into the ZIP is read here in its order.
    """
    require(user, WORD)
    listing = queries.listing(queries.operation_of(operation_id))
    line_id = listing.today.get(line_id, line_id)
    if line_id not in listing.people:
        raise Problem(Code.NOT_FOUND)
    for seen in listing.seen_of(line_id):
        require(user, WORD, Thing(seen.author_id, found_employee_id=seen.fact.employee_id))
    ids = [one.id for one in listing.seen_of(line_id)]
    found = queries.findings_of_case(ids)
    papers = [paper for some in findings.late_letters_of(ids).values() for paper in some]
    letters = queries.signed_letters_of(listing.ids_of(line_id))
    facts = _sheet(listing, line_id, found, letters)
    sheet = Enclosed(
        name="lembar perkara.pdf",
        kind="Lembar perkara",
        dated=now().date().isoformat(),
        data=render_case_sheet(facts, paper=paper_size(queries.letterhead())),
    )
    heard = queries.examinations_of(listing.ids_of(line_id))
    shots = [_photo(one, listing) for one in queries.photos_of_case(ids)]
    records = queries.case_records_of(listing.ids_of(line_id))
    fields = Enclosed(
        "isian IDIS.csv",
        "Lembar isian I'DIS",
        now().date().isoformat(),
        note="isian yang belum diketahui kosong",
        data=field_sheet(listing, listing.shown_of(line_id), records),
    )
    documents = [*map(_letter, letters), *map(_examination, heard), *_papers(papers)]
    made = _zip([sheet, *documents, fields, *shots])
    day = listing.operation.day.isoformat()
    name = safe(f"berkas {listing.shown_of(line_id).fact.name or 'tanpa nama'} {day}")
    start_writing()
    audit.record(
        WORD,
        actor_id=user.id,
        subject_id=line_id,
        operation_id=operation_id,
        letters=[str(one.id) for one in letters],
        sha256=hashlib.sha256(made).hexdigest(),
    )
    return made, f"{name}.zip"


def _followed(record: CaseRecord) -> tuple[str, str, str]:
    """Say what followed: title, by whom, and when with which result."""
    if record.held_on is None:
        planned = full_date(record.next_on) if record.next_on else "-"
        return "Kunjungan pembinaan direncanakan", "", planned
    title = "Kunjungan pembinaan" if record.kind == "visit" else "Keputusan dicatat"
    said = f"{full_date(record.held_on)}: {RESULTS[record.result]}. {record.note}"
    return title, record.by_whom, said.strip(". ")


def _sheet(
    listing: Listing, line_id: UUID, found: Sequence[Finding], letters: Sequence[Letter]
) -> CaseSheet:
    shown, operation = listing.shown_of(line_id), listing.operation
    photos = Counter(one.finding_id for one in queries.photos_of_case([one.id for one in found]))
    teams = {one.id: one.team_number for one in listing.seen}
    return CaseSheet(
        head=head_on_paper(kop(queries.letterhead())),
        zone=operation.time_zone,
        operation=operation.name,
        as_of=listing.at,
        person=Person(
            name=shown.fact.name or "",
            nip=shown.fact.nip or "",
            rank=shown.fact.rank or "",
            job=shown.fact.job or "",
            unit=", ".join(part for part in (shown.unit, shown.fact.opd_name) if part),
            kind=shown.fact.kind,
        ),
        status=str(state_now(listing, line_id)),
        findings=tuple(_finding(one, teams[one.id], photos[one.id]) for one in found),
        events=tuple(_events(listing, line_id, found, letters)),
        imprint=imprint(draft=False, simulation=simulated(operation)),
    )


def _finding(one: Finding, team: int, photos: int) -> CaseFinding:
    return CaseFinding(
        seen_at=one.seen_at,
        place=one.place,
        team=team,
        conduct=one.conduct,
        activity=one.said.get("activity") or "",
        statement=one.said.get("statement") or "",
        observed=one.observed,
        assessment=one.assessment,
        photos=photos,
    )


def _events(
    listing: Listing, line_id: UUID, found: Sequence[Finding], letters: Sequence[Letter]
) -> Iterator[CaseEvent]:
    teams = {one.id: one.team_number for one in listing.seen}
    for one in found:
        yield CaseEvent(one.seen_at, "Ditemukan", f"Tim {teams[one.id]}", one.place)
        yield CaseEvent(one.received_at, "Catatan diterima di server")
        for step in findings.amendments_of(one.id):
            what = VERBS.get(step["verb"], step["verb"])
            yield CaseEvent(step["at"], what, step["actor_name"], step["reason"])
    for row, name in queries.steps_of_line(listing.ids_of(line_id)):
        yield CaseEvent(row.at, LINES.get(row.after, row.after), name or "", row.reason)
    for bap in queries.examinations_of(listing.ids_of(line_id)):
        if bap.closed_at is not None:
            signed = examination_look.SIGNED[bap.content["signature"]["state"]]
            by = "; ".join(one["name"] for one in bap.content["examiners"])
            yield CaseEvent(bap.ended_at or bap.closed_at, "Diperiksa (BAP)", by, signed)
    for record in queries.case_records_of(listing.ids_of(line_id)):
        yield CaseEvent(record.recorded_at, *_followed(record))
    for letter in letters:
        title, signer = f"{kind_of(letter)} Nomor {letter.number}", letter.content["signatory"]
        if letter.signed_at is not None:
            yield CaseEvent(letter.signed_at, "Surat ditandatangani", signer["name"], title)
        if letter.delivered_at is not None:
            yield CaseEvent(letter.delivered_at, "Surat disampaikan", why=title)


def _letter(letter: Letter) -> Enclosed:
    alone = len(letter.content["persons"]) == 1
    dead = letter.status in queries.DEAD
    notes = (
        "" if alone else "tidak disertakan: memuat nama orang lain",
        "sudah dicabut atau diganti" if dead else "",
    )
    return Enclosed(
        name=f"{name_of(letter)}.pdf",
        kind="Surat",
        dated=letter.dated.isoformat() if letter.dated else "",
        note="; ".join(note for note in notes if note),
        data=files.pdf(letter) if alone and letter.pdf_sha256 else None,
    )


def _examination(bap: Examination) -> Enclosed:
    """Enclose a closed BAP without what was answered about health: a packet leaves the house."""
    closed = bap.closed_at is not None
    about_health = any(one["health"] for one in bap.content["questions"])
    notes = (
        "" if closed else "tidak disertakan: masih konsep",
        "jawaban yang menyangkut kesehatan tidak dicetak" if closed and about_health else "",
    )
    return Enclosed(
        name=f"{examination_look.name_of(bap)}.pdf",
        kind="Berita acara pemeriksaan",
        dated=bap.ended_at.date().isoformat() if bap.ended_at else "",
        note="; ".join(note for note in notes if note),
        data=examination_look.pdf(bap, masked=True) if closed else None,
    )


def _photo(photo: FindingPhoto, listing: Listing) -> Enclosed:
    """Enclose a photo as it is shown, and name the hash of the original that stays in Sidak."""
    kind = PHOTOS.get(photo.kind, photo.kind)
    taken = local(photo.taken_at, listing.operation.time_zone)
    data = pictures.shown(app_state.blobs().get(photo.sha256), thumb=False)
    how = "salinan tanpa EXIF" if data is not None else "tidak dapat ditampilkan"
    return Enclosed(
        name=f"foto {kind} {taken:%Y%m%d %H%M}.jpg",
        kind=f"Foto {kind}",
        dated=taken.date().isoformat(),
        note=f"{how}; SHA-256 asli {photo.sha256}",
        data=data,
    )


def _papers(papers: Sequence[LateLetter]) -> Iterator[Enclosed]:
    for one in sorted(papers, key=lambda paper: paper.received_at):
        words = [SOURCES[one.source], one.number, one.signer]
        if one.source == "person":
            words.append(f"tanda terima {receipt_words(one)}")
        common: dict[str, Any] = {
            "dated": one.received_at.date().isoformat(),
            "note": ", ".join(word for word in words if word),
        }
        title = f"surat menyusul {one.received_at:%Y%m%d} {str(one.id)[:8]}"
        if one.note:
            data = one.note.encode()
            yield Enclosed(f"{title} penjelasan.txt", "Penjelasan tertulis", data=data, **common)
        if one.file_sha256 is not None and one.file_mime is not None:
            data = app_state.blobs().get(one.file_sha256)
            ending = ENDINGS[one.file_mime]
            yield Enclosed(f"{title}.{ending}", "Surat menyusul", data=data, **common)
        elif not one.note:
            yield Enclosed(title, "Surat menyusul", **common)


def _zip(enclosed: Sequence[Enclosed]) -> bytes:
    """Pack the enclosed files by number, with the index (CSV as Excel in Indonesia opens it)."""
    out, index = io.BytesIO(), io.StringIO()
    writer = csv.writer(index, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(enclosed, 1):
            name = safe(f"{number:02d} {one.name}")
            digest = hashlib.sha256(one.data).hexdigest() if one.data is not None else ""
            cells = (name if digest else one.name, one.kind, one.dated, digest, one.note)
            writer.writerow([number, *map(safe_cell, cells)])
            if one.data is not None:
                archive.writestr(zipfile.ZipInfo(name), one.data, zipfile.ZIP_DEFLATED)
        archive.writestr("00 indeks.csv", index.getvalue().encode("utf-8-sig"))
    return out.getvalue()
