"""What a letter prints, frozen as JSON when it is drafted, and put back on paper from there.

Number, date, hearing and place are columns of the letter, since they are typed in later; all other
words stand in `content` and change only when the draft is made again.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from server.core import app_state
from server.core.clock import iso
from server.core.problems import Code, Problem
from server.operations.models import Operation
from server.people.models import Employee
from server.people.rules import PersonKind
from server.summons import models, queries
from server.summons.letters import (
    Appointment,
    Imprint,
    LetterA,
    LetterB,
    Letterhead,
    PaperSize,
    Person,
    PlainLetter,
    Signatory,
    TemplateRefused,
    docx_letter,
    render_letter_a,
    render_letter_b,
    render_plain_letter,
    template_kind,
)
from server.summons.letters.wording import local, row_moment
from server.summons.queries import Listing
from server.summons.rules import CALLS, LetterKind, LetterState, Line, Named, NotListed
from server.summons.service.proof import address_of

Content = dict[str, Any]
MARKS = {
    "non_asn": "",  # the status column says it already
    "claimed": "Identitas menurut pengakuan",
    "left": "Meninggalkan lokasi",
    "refused": "Menolak memberi keterangan",
    "shift": "Unit sif, perlu dicek",
    "work_time_unknown": "Jam kerja belum diketahui",
}
FINISHED = frozenset({LetterState.SIGNED, LetterState.DELIVERED})
NO_KOP = {"government": "", "agency": "", "city": "", "address": "", "contact": "", "emblem": None}


def person_of(listing: Listing, line: Line) -> Content:
    """Freeze one person of the list as on the finding date, with where and when first seen."""
    seen = listing.by_finding[line.finding_ids[0]]
    shown = listing.by_finding[listing.people[line.line_id].shown.finding_id]
    return {
        "line_id": str(line.line_id),
        "employee_id": str(line.employee_id) if line.employee_id else None,
        "superior_id": str(shown.superior_id) if shown.superior_id else None,
        "name": line.name or "",
        "nip": line.nip or "",
        "rank": line.rank or "",
        "job": line.job or "",
        "unit": ", ".join(part for part in (shown.unit, shown.fact.opd_name) if part),
        "kind": line.kind.value,
        "remark": "; ".join(word for mark in line.marks if (word := MARKS[mark.value])),
        "seen_at": iso(seen.seen_at),
        "seen_where": seen.place,
    }


def person_apart(listing: Listing, one: NotListed) -> Content:
    """Freeze one person who is not on a list, as on the finding date."""
    shown = listing.shown_of(one.line_id)
    first = listing.seen_of(one.line_id)[0]
    return {
        "line_id": str(one.line_id),
        "employee_id": str(one.employee_id) if one.employee_id else None,
        "superior_id": str(shown.superior_id) if shown.superior_id else None,
        "name": one.name or "",
        "nip": one.nip or "",
        "rank": shown.fact.rank or "",
        "job": shown.fact.job or "",
        "unit": ", ".join(part for part in (shown.unit, one.opd_name or shown.opd_text) if part),
        "kind": one.kind.value,
        "remark": "",
        "seen_at": iso(first.seen_at),
        "seen_where": first.place,
    }


def employee_on_paper(employee: Employee, opd_name: str) -> Content:
    """Freeze somebody before whom a person appears."""
    return {
        "employee_id": str(employee.id),
        "name": employee.name,
        "nip": employee.nip or "",
        "rank": employee.rank or "",
        "job": employee.job,
        "unit": opd_name,
        "kind": employee.kind,
    }


def person_on_paper(known: Content) -> Person:
    """Put a frozen person on paper."""
    at = known.get("seen_at")
    return Person(
        name=known["name"],
        nip=known["nip"],
        rank=known["rank"],
        job=known["job"],
        unit=known["unit"],
        kind=known["kind"],
        remark=known.get("remark", ""),
        seen_at=datetime.fromisoformat(at) if at else None,
        seen_where=known.get("seen_where", ""),
    )


def named_by(letter: models.Letter) -> tuple[Named, ...]:
    """Return the persons a letter names, as its rules read them."""
    return tuple(
        Named(
            line_id=UUID(one["line_id"]),
            kind=PersonKind(one["kind"]),
            employee_id=UUID(one["employee_id"]) if one["employee_id"] else None,
            superior_id=UUID(one["superior_id"]) if one["superior_id"] else None,
        )
        for one in letter.content["persons"]
    )


def kop(head: models.Letterhead | None, agency: str = "", address: str = "") -> Content:
    """Freeze the kop; `agency` and `address` replace those of BKPSDM on an OPD's own letter."""
    if head is None:
        return dict(NO_KOP)
    return {
        "government": head.government,
        "agency": agency or head.agency,
        "city": head.city,
        "address": address or ("" if agency else head.address),
        "contact": "" if agency else head.contact,
        "emblem": head.emblem_svg,
    }


def head_on_paper(known: Content) -> Letterhead:
    """Put a frozen kop on paper."""
    emblem = known["emblem"].encode() if known["emblem"] else None
    return Letterhead(**{**known, "emblem": emblem})


def need_letterhead() -> models.Letterhead:
    """Return the kop; raises `signatory-missing` before anybody filled it in."""
    found = queries.letterhead()
    if found is None:
        raise Problem(Code.SIGNATORY_MISSING, missing="letterhead")
    return found


def paper_size(head: models.Letterhead | None) -> PaperSize:
    """Return the paper of this office: A4, or F4 where it survives."""
    return cast("PaperSize", head.paper.lower()) if head else "a4"


def imprint(*, draft: bool, simulation: bool, address: str = "") -> Imprint:
    """Return the marks a paper carries: across its page, and where a reader checks it (QR)."""
    return Imprint(draft=draft, simulation=simulation, verify_url=address)


def simulated(operation: Operation) -> bool:
    """Whether a paper must say SIMULASI: an exercise, or the demo city."""
    return operation.simulation or app_state.settings().demo


def pdf(letter: models.Letter) -> bytes:
    """Draw a letter as PDF/A; until it is signed it says KONSEP."""
    found, size = on_paper(letter), letter.content["paper"]
    if isinstance(found, PlainLetter):
        return render_plain_letter(found, paper=size)
    if isinstance(found, LetterA):
        return render_letter_a(found, paper=size)
    return render_letter_b(found, paper=size)


def docx(letter: models.Letter) -> bytes:
    """Give a letter as an editable DOCX, from the office's own template where there is one.

    Raises `template-refused` where the office's template does not fit this letter.
    """
    found = on_paper(letter)
    own = queries.template(template_kind(found))
    try:
        return docx_letter(
            found, paper=letter.content["paper"], template=own.body if own is not None else None
        )
    except TemplateRefused as refused:
        raise refusal(refused) from None


def refusal(refused: TemplateRefused) -> Problem:
    """Return what somebody is told whose template cannot be used: why, and in which line."""
    return Problem(
        Code.TEMPLATE_REFUSED, why=refused.why, detail=refused.detail, where=refused.where
    )


def on_paper(letter: models.Letter) -> LetterA | LetterB | PlainLetter:
    """Put a letter together from its frozen content and what was typed in since."""
    content = letter.content
    common: dict[str, Any] = {
        "zone": content["zone"],
        "signatory": signatory_on_paper(content["signatory"]),
        "number": letter.number,
        "dated": letter.dated,
        "copies": tuple(content["copies"]),
        "imprint": imprint(
            draft=LetterState(letter.status) not in FINISHED,
            simulation=content["simulation"],
            address=address_of(letter),
        ),
    }
    if LetterKind(letter.kind) not in CALLS:
        return _plain(content, common)
    common["appointment"] = Appointment(starts=letter.hearing_at, place=letter.hearing_place)
    if letter.kind == LetterKind.A:
        return _letter_a(content, common)
    return LetterB(
        **common,
        city=content["head"]["city"],
        person=person_on_paper(content["persons"][0]),
        before=person_on_paper(content["before"]),
        head=head_on_paper(content["head"]),
        call=content["call"],
        matter=content["matter"],
    )


def _plain(content: Content, common: dict[str, Any]) -> PlainLetter:
    return PlainLetter(
        **common,
        head=head_on_paper(content["head"]),
        addressee=tuple(content["addressee"]),
        subject=content["subject"],
        paragraphs=tuple(content["paragraphs"]),
        persons=tuple(person_on_paper(one) for one in content["persons"]),
        roll_title=content["roll_title"],
        opd=content["opd"],
        found_on=date.fromisoformat(content["operation_date"]),
    )


def _letter_a(content: Content, common: dict[str, Any]) -> LetterA:
    due = content["documents_due"]
    return LetterA(
        **common,
        head=head_on_paper(content["head"]),
        addressee=tuple(content["addressee"]),
        opd=content["opd"],
        operation=content["operation"],
        operation_date=date.fromisoformat(content["operation_date"]),
        persons=tuple(_called(one, content) for one in content["persons"]),
        staggered=len({one.get("hearing_at") for one in content["persons"]}) > 1,
        assignment=content["assignment"],
        documents_due=datetime.fromisoformat(due) if due else None,
        contact=content["contact"],
        # a letter written before these were asked keeps its words
        in_hours=content.get("in_hours", True),
        on_other_days=content.get("on_other_days", False),
    )


def _called(known: Content, content: Content) -> Person:
    """Put a person of a letter A on paper, with the own time where persons come one after the other."""
    person, at = person_on_paper(known), known.get("hearing_at")
    times = {one.get("hearing_at") for one in content["persons"]}
    if at is None or len(times) == 1:
        return person
    zone = content["zone"]
    days = {local(datetime.fromisoformat(one), zone).date() for one in times if one}
    when = row_moment(datetime.fromisoformat(at), zone, dated=len(days) > 1)
    words = [person.remark, f"Menghadap {when}"]
    return replace(person, remark="; ".join(word for word in words if word))


def signatory_on_paper(known: Content) -> Signatory:
    """Put a frozen signatory on paper."""
    return Signatory(
        titles=tuple(known["titles"]),
        name=known["name"],
        nip=known["nip"],
        rank=known["rank"],
        form=known["form"],
    )
