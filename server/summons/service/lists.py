"""The summons list for the screen and on paper."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import iso
from server.core.db import start_writing
from server.findings.rules import Conduct
from server.summons import queries
from server.summons.letters import (
    OpdSection,
    PaperSize,
    Person,
    Reconciliation,
    SummonsListPaper,
    csv_summons_list,
    recap,
    render_summons_list,
    xlsx_summons_list,
)
from server.summons.letters.table_words import OBSERVED
from server.summons.models import Letter
from server.summons.queries import Listing, Seen
from server.summons.rules import CALLS, FiguresState, LetterKind, Line, LineState, summons_list_wire
from server.summons.service.calls import examining_letter, next_call
from server.summons.service.hearings import hearing_of
from server.summons.service.lines import verbs_of
from server.summons.service.printed import (
    head_on_paper,
    imprint,
    kop,
    paper_size,
    person_of,
    person_on_paper,
    simulated,
)

STATES = {
    "candidate": "Calon",
    "listed": "Masuk daftar",
    "called": "Dipanggil",
    "excused": "Berhalangan",
    "rescheduled": "Dijadwalkan ulang",
    "absent": "Tidak hadir",
    "called_again": "Dipanggil lagi",
    "attended": "Hadir",
    "no_action": "Selesai tanpa tindakan",
    "coached": "Dibina",
    "handed_over": "Diserahkan kepada atasan",
}
DOCUMENTS = {
    "mismatch": "Belum sesuai",
    "expired": "Menyusul, lewat batas",
}

# On the list, and no signed letter calls them yet.
TO_CALL = frozenset({LineState.CANDIDATE, LineState.LISTED})


def show(user: User, operation_id: UUID) -> dict[str, Any]:
    """Return the list as JSON; one audit row per user and hour."""
    require(user, "summons_list.read")
    queries.operation_of(operation_id)
    audit.reading(
        "summons_list.read",
        actor_id=user.id,
        subject_id=operation_id,
        operation_id=operation_id,
    )
    return wire(queries.summons_list(user, operation_id))


def wire(listing: Listing) -> dict[str, Any]:
    """Return `summons-list.json`: the contract, and what a desk sees beside each line."""
    found = summons_list_wire(listing.found)
    for opd in found["opds"]:
        for line in opd["lines"]:
            line.update(beside(listing, UUID(line["line_id"])))
    for people in found["not_listed_people"].values():
        for one in people:
            row = listing.row_of(UUID(one["line_id"]))
            one["revision"] = row.revision if row else 0
            one["verbs"] = verbs_of(listing, UUID(one["line_id"]))
    return {
        "operation_id": str(listing.operation.id),
        "state": str(listing.state),
        "as_of": iso(listing.at),
        **found,
    }


def one_line(listing: Listing, line_id: UUID) -> dict[str, Any]:
    """Return one person of a list, on it or not, as after a verb."""
    found = wire(listing)
    people = [one for opd in found["opds"] for one in opd["lines"]]
    people += [
        {**one, **beside(listing, line_id), "bucket": bucket}
        for bucket, ones in found["not_listed_people"].items()
        for one in ones
        if one["line_id"] == str(line_id)
    ]
    return next(one for one in people if one["line_id"] == str(line_id))


def beside(listing: Listing, line_id: UUID) -> dict[str, Any]:
    """Return what a desk sees beside a line: unit, letter, superior, where the person was seen."""
    row = listing.row_of(line_id)
    superior = listing.superior_of(line_id)
    letters, ids = listing.letters_of(line_id), listing.ids_of(line_id)
    following = next_call(listing, line_id)
    shown = listing.by_finding[listing.people[line_id].shown.finding_id]
    return {
        "unit": shown.unit,
        "revision": row.revision if row else 0,
        "verbs": verbs_of(listing, line_id),
        "hearing_at": iso(row.hearing_at) if row and row.hearing_at else None,
        "next_call": {"kind": following.kind.value, "call": following.call} if following else None,
        "letter": _letter(letters[0], ids) if letters else None,
        "letters": [_letter(one, ids) for one in letters],
        "examination": _examination(listing, line_id),
        "superior": {"name": superior.name, "nip": superior.nip, "job": superior.job}
        if superior
        else None,
        "seen": [
            {
                "finding_id": str(one.id),
                "seen_at": iso(one.seen_at),
                "place": one.place,
                "team_number": one.team_number,
                "observed": observed(one),
            }
            for one in listing.seen_of(line_id)
        ],
    }


def export(user: User, operation_id: UUID, kind: str) -> tuple[bytes, str]:
    """Return the list as "pdf", "xlsx" or "csv" bytes with a file name, and leave a trace of it."""
    require(user, "summons_list.read")
    queries.operation_of(operation_id)
    start_writing()
    listing = queries.summons_list(user, operation_id)
    made = _bytes(paper(listing), kind, paper_size(queries.letterhead()))
    _trace(user, listing, kind)
    return made, f"daftar-panggilan-{listing.operation.day.isoformat()}.{kind}"


def paper(listing: Listing) -> SummonsListPaper:
    """Put the list on paper; who is not listed is counted, not named."""
    operation, found = listing.operation, listing.found
    return SummonsListPaper(
        head=head_on_paper(kop(queries.letterhead())),
        zone=operation.time_zone,
        operation=operation.name,
        operation_date=operation.day,
        as_of=listing.at,
        verified=listing.state is FiguresState.VERIFIED,
        opds=tuple(
            OpdSection(
                name=opd.name or "OPD belum diketahui",
                persons=tuple(_row(listing, line) for line in opd.lines),
            )
            for opd in found.opds
        ),
        reconciliation=Reconciliation(
            findings=found.findings,
            repeat_findings=found.findings - found.people,
            people=found.people,
            listed=found.listed,
            to_call=sum(line.status in TO_CALL for opd in found.opds for line in opd.lines),
            not_listed=found.buckets(),
            difference=found.difference,
        ),
        imprint=replace(
            imprint(draft=False, simulation=simulated(operation)), chain_end=audit.checkpoint()
        ),
    )


def _row(listing: Listing, line: Line) -> Person:
    return replace(
        person_on_paper(person_of(listing, line)),
        document=document_words(listing, line),
        status=STATES[line.status.value],
    )


def observed(one: Seen) -> str:
    """Say what the team saw of the letter; who left before being asked was not found without one."""
    left = one.fact.conduct is Conduct.LEFT and one.observed == "none"
    return "not_asked" if left else one.observed


def document_words(listing: Listing, line: Line) -> str:
    """Say what is known of a letter: nobody is without one because the desk has not judged it yet."""
    if line.document.value in DOCUMENTS:
        return DOCUMENTS[line.document.value]
    found = dict.fromkeys(observed(listing.by_finding[one]) for one in line.finding_ids)
    told = [one for one in found if one != "not_asked"]
    if told == ["none"]:
        return "Tanpa surat"
    words = ", ".join(OBSERVED[one].lower() for one in told)
    return f"Belum dinilai (tim: {words})" if words else "Belum dinilai"


def told(user: User, operation_id: UUID) -> dict[str, Any]:
    """Return the figures as a text without names, with their state; audited like an export."""
    require(user, "summons_list.read")
    queries.operation_of(operation_id)
    start_writing()
    listing = queries.summons_list(user, operation_id)
    text, state = recap(paper(listing)), str(listing.state)
    _trace(user, listing, "recap")
    return {"text": text, "state": state}


def _trace(user: User, listing: Listing, form: str) -> None:
    audit.record(
        "summons_list.read",
        actor_id=user.id,
        subject_id=listing.operation.id,
        operation_id=listing.operation.id,
        format=form,
        people=listing.found.people,
        state=str(listing.state),
    )


def _bytes(paper: SummonsListPaper, kind: str, size: PaperSize) -> bytes:
    if kind == "csv":
        return csv_summons_list(paper)
    draw = render_summons_list if kind == "pdf" else xlsx_summons_list
    return draw(paper, paper=size)


def _examination(listing: Listing, line_id: UUID) -> str | None:
    """Say where the BAP of a line stands: draft, closed, possible, or None for not yet."""
    for one in listing.ids_of(line_id):
        if one in listing.examined:
            return listing.examined[one]
    return "possible" if examining_letter(listing, line_id) else None


def _letter(letter: Letter, line_ids: Collection[UUID]) -> dict[str, Any]:
    """Say of a letter what concerns one of its persons."""
    calls = LetterKind(letter.kind) in CALLS
    return {
        "id": str(letter.id),
        "kind": letter.kind,
        "status": letter.status,
        "number": letter.number,
        "call": letter.content.get("call"),
        "hearing_at": iso(hearing_of(letter, line_ids)) if calls else None,
    }
