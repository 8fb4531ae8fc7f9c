"""The words of letters A and B, put together from list, masters and kop."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from server.core.clock import iso
from server.core.db import db
from server.core.problems import Code, Problem
from server.operations.models import Operation
from server.people import queries as people
from server.people.models import Employee, Opd
from server.summons import models, queries
from server.summons.letters.wording import MATTER_PNS, local, without_date
from server.summons.queries import Listing
from server.summons.rules import Addressee, Fact, LetterText, Line, in_hours, text_of
from server.summons.service.printed import (
    Content,
    employee_on_paper,
    kop,
    paper_size,
    person_of,
    simulated,
)

# Defaults of an editable text, to be confirmed by BKPSDM before a letter goes out (domain.md §1.4).
MATTERS = {
    LetterText.PNS: MATTER_PNS,
    LetterText.PPPK: (
        "Untuk diperiksa/dimintai keterangan sehubungan dengan dugaan pelanggaran disiplin "
        "sebagaimana diatur dalam Peraturan Pemerintah Nomor 49 Tahun 2018 tentang Manajemen "
        "Pegawai Pemerintah dengan Perjanjian Kerja dan perjanjian kerja yang bersangkutan."
    ),
    LetterText.PPPK_PART_TIME: (
        "Untuk diperiksa/dimintai keterangan sehubungan dengan dugaan pelanggaran disiplin "
        "sebagaimana diatur dalam perjanjian kerja yang bersangkutan."
    ),
}
FORMS = {"Plt": "Plt.", "Plh": "Plh.", "Plt.": "Plt.", "Plh.": "Plh."}


def content_a(
    listing: Listing,
    head: models.Letterhead,
    opd: Opd,
    to: Addressee,
    lines: Sequence[Line],
) -> Content:
    """Freeze what a letter A prints; raises `signatory-missing`."""
    operation = listing.operation
    persons = [person_of(listing, line) for line in lines]
    addressee, employee_id = _addressee(head, opd, to)
    due = operation.promised_until
    other_days = on_other_days(operation, persons)
    named = operation_words(operation.name)
    return {
        **_common(listing, head, persons),
        "to": to.value,
        "addressee": [addressee],
        "addressee_employee_id": str(employee_id) if employee_id else None,
        "head": kop(head),
        "opd": opd.name,
        # the sentence names the day: a name that ends with it would say it twice
        "operation": named if other_days else without_date(named, operation.day),
        "operation_date": operation.day.isoformat(),
        "in_hours": in_hours(fact for line in lines for fact in _facts(listing, line)),
        "on_other_days": other_days,
        "assignment": operation.order_number,
        "documents_due": iso(due) if due and due > listing.at else None,
        "contact": head.contact,
        "copies": [one for one in head.copies_to if not one.startswith(addressee.split(",")[0])],
        "signatory": signatory_for("A", {one["employee_id"] for one in persons}),
    }


def content_b(
    listing: Listing, head: models.Letterhead, line: Line, superior: Employee, *, call: int
) -> Content:
    """Freeze what a letter B prints; its signatory is the direct superior at the finding date."""
    opd = db.session.get_one(Opd, superior.opd_id)
    root = people.root_opd(opd.id) or opd
    person = person_of(listing, line)
    before = employee_on_paper(superior, opd.name)
    return {
        **_common(listing, head, [person]),
        "to": "person",
        "addressee": [person["name"]],
        "addressee_employee_id": None,
        "head": kop(head, root.name, root.address),
        "opd": listing.lines[line.line_id][2] or "",
        "before": before,
        "call": call,
        "matter": _matter(head, line),
        "copies": [f"Kepala {head.unit_code}"],
        "signatory": {
            "signatory_id": None,
            "employee_id": str(superior.id),
            "titles": ["Atasan Langsung"],
            "name": superior.name,
            "nip": superior.nip or "",
            "rank": superior.rank or "",
            "form": "",
        },
    }


def _common(listing: Listing, head: models.Letterhead, persons: list[Content]) -> Content:
    return {
        "zone": listing.operation.time_zone,
        "paper": paper_size(head),
        "simulation": simulated(listing.operation),
        "persons": persons,
    }


def on_other_days(operation: Operation, persons: Sequence[Content]) -> bool:
    """Whether somebody was seen on another day than the one of the operation."""
    seen = (local(datetime.fromisoformat(one["seen_at"]), operation.time_zone) for one in persons)
    return any(at.date() != operation.day for at in seen)


def _facts(listing: Listing, line: Line) -> Iterator[Fact]:
    """Yield the findings that list somebody."""
    return (listing.by_finding[one].fact for one in line.finding_ids)


def operation_words(name: str) -> str:
    """Bring the name of an operation into the sentence "Sehubungan dengan pelaksanaan …"."""
    lower = name.casefold()
    return name if lower.startswith(("operasi", "sidak", "inspeksi")) else f"operasi {name}"


def _addressee(head: models.Letterhead, opd: Opd, to: Addressee) -> tuple[str, UUID | None]:
    if to is Addressee.MAYOR:
        return mayor(head), None
    if to is Addressee.SEKDA:
        return f"Sekretaris Daerah {head.city}", queries.sekda_id()
    form = FORMS.get(opd.head_form, "")
    return f"{form} {head_title(opd)}".strip(), opd.head_id


def mayor(head: models.Letterhead) -> str:
    """Name the head of the region: "Wali Kota Contoh"."""
    place = head.city.removeprefix("Kota ").removeprefix("Kabupaten ")
    return f"{head.regency_head} {place}"


def head_title(opd: Opd) -> str:
    """Name the head of an OPD so that one office is meant: "Camat Mayangan", not "Camat".

    A title that ends as the name begins is completed: "Direktur RSUD" of "RSUD dr. Contoh Husada".
    """
    title = opd.head_title.strip()
    if title in {"", "Kepala"}:
        return f"Kepala {opd.name}"
    for word, unit in (("Camat", "Kecamatan "), ("Lurah", "Kelurahan ")):
        if title == word:
            return f"{word} {opd.name.removeprefix(unit)}"
    if title == "Direktur":
        return f"{title} {opd.name}"
    words, name = title.split(), opd.name.split()
    for length in range(len(name) - 1, 0, -1):
        if words[1:][-length:] == name[:length]:
            return " ".join([*words[:-length], *name])
    return title


def _matter(head: models.Letterhead, line: Line) -> str:
    text = text_of(line.kind)
    if text is None:
        raise Problem(Code.LETTER_KIND, line_id=str(line.line_id), kind=line.kind.value)
    return str(head.matters.get(text.value) or MATTERS[text])


def signatory_for(kind: str, named: set[Any]) -> Content:
    """Choose who signs a kind of letter, else who signs letters A: nobody whom it names.

    Raises `signatory-missing`.
    """
    own = [] if kind == "A" else queries.signatories(kind)
    for one in [*own, *queries.signatories("A")]:
        employee = people.employee_by_nip(one.nip) if one.nip else None
        if employee is not None and str(employee.id) in named:
            continue
        titles = [one.on_behalf_of, one.title] if one.on_behalf_of else [one.title]
        return {
            "signatory_id": str(one.id),
            "employee_id": str(employee.id) if employee else None,
            "titles": titles,
            "name": one.name,
            "nip": one.nip or "",
            "rank": one.rank or "",
            "form": one.form,
        }
    raise Problem(Code.SIGNATORY_MISSING, letter_kind=kind)
