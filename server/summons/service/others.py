"""Letters that call nobody: referral to another government, notice about outsourced staff, ralat.

They name persons who are *not* on a list. A referral goes to the government that somebody belongs
to, a notice to the official of the contract, a correction to whoever got the wrong letter and to
the person (domain.md §10).
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from server.core.db import db
from server.core.problems import Code, Problem
from server.people.rules import ELSEWHERE_KINDS, PersonKind
from server.summons import queries
from server.summons.letters import wording
from server.summons.letters.facts import NEUTRAL
from server.summons.models import Letter
from server.summons.queries import Listing
from server.summons.rules import Bucket, LetterKind
from server.summons.service.calls import to_correct
from server.summons.service.content import on_other_days, operation_words, signatory_for
from server.summons.service.drafting import Paper, Wanted, keep
from server.summons.service.due import UNSETTLED
from server.summons.service.hearings import local_day
from server.summons.service.printed import Content, kop, paper_size, person_apart, simulated

UNKNOWN_AGENCY = "instansi yang bersangkutan"
# Defaults of editable sentences, to be confirmed by BKPSDM before a letter goes out.
REQUESTS = {
    LetterKind.REFERRAL: (
        "Kewenangan pembinaan terhadap yang bersangkutan berada pada instansi Saudara. Untuk itu, "
        "hasil pendataan tersebut kami teruskan untuk dipergunakan sebagaimana mestinya; kami tidak "
        "melakukan pemanggilan kepada yang bersangkutan."
    ),
    LetterKind.NOTICE: (
        "Pembinaan terhadap tenaga alih daya dilakukan oleh penyedia jasa sesuai kontrak. Untuk itu, "
        "dimohon Saudara menyampaikan hal tersebut kepada penyedia jasa dan menindaklanjutinya "
        "sesuai ketentuan kontrak; kami tidak melakukan pemanggilan kepada yang bersangkutan."
    ),
    LetterKind.CORRECTION: (
        "Dengan demikian, pemanggilan terhadap yang bersangkutan dalam surat tersebut dinyatakan "
        "tidak berlaku, nama yang bersangkutan telah dikeluarkan dari daftar, dan angka rekapitulasi "
        "telah diperbaiki. Salinan daftar yang telah Saudara terima agar disesuaikan. Hal ini tidak "
        "menjadi catatan bagi yang bersangkutan, dan kami mohon maaf atas kekeliruan tersebut."
    ),
}
SUBJECTS = {
    LetterKind.REFERRAL: "Penyampaian hasil pendataan pegawai",
    LetterKind.NOTICE: "Pemberitahuan hasil pendataan tenaga alih daya",
}
ROLLS = {
    LetterKind.REFERRAL: "PEGAWAI INSTANSI LAIN YANG DITEMUKAN SAAT PENDATAAN",
    LetterKind.NOTICE: "TENAGA ALIH DAYA YANG DITEMUKAN SAAT PENDATAAN",
    LetterKind.CORRECTION: "YANG DIKELUARKAN DARI SURAT TERSEBUT",
}
BUCKETS = {
    LetterKind.REFERRAL: Bucket.OTHER_AGENCY,
    LetterKind.NOTICE: Bucket.OUTSOURCED,
}


def draft_others(paper: Paper, wanted: Wanted, people: Sequence[UUID]) -> list[Letter]:
    """Draft what these persons need; nobody twice, an open draft is made again."""
    if wanted.kind is LetterKind.CORRECTION:
        return _corrections(paper, people)
    bucket = BUCKETS[wanted.kind]
    groups: dict[tuple[UUID | None, str], list[UUID]] = {}
    for one in people:
        apart = paper.listing.apart[one]
        if apart.bucket is bucket and one not in paper.spoken_for:
            groups.setdefault(_goes_to(paper.listing, wanted.kind, one), []).append(one)
    return [
        _plain(paper, wanted.kind, opd_id, agency, ids) for (opd_id, agency), ids in groups.items()
    ]


def redraft_other(paper: Paper, old: Letter) -> Letter:
    """Draft what replaces such a letter; whom it named and is settled otherwise since falls out.

    Another draft for the same office keeps its persons; the addressee stays as it was typed in.
    Raises `no-lines`.
    """
    kind, listing = LetterKind(old.kind), paper.listing
    named = [UUID(one["line_id"]) for one in old.content["persons"]]
    ids = [
        one for one in (listing.today.get(one, one) for one in named) if _fits(listing, kind, one)
    ]
    if not ids:
        raise Problem(Code.NO_LINES)
    if kind is LetterKind.CORRECTION:
        wrong = db.session.get_one(Letter, UUID(old.content["corrects"]["id"]))
        made = _correction(paper, wrong, ids)
    else:
        opd_id, agency = _goes_to(listing, kind, ids[0])
        known = queries.open_draft(listing.operation.id, old.kind, opd_id, _key(kind, agency))
        waiting = queries.line_ids_of(known.id) if known else []
        ids += [one for one in waiting if one not in ids and _fits(listing, kind, one)]
        made = _plain(paper, kind, opd_id, agency, ids)
    made.content = {**made.content, "addressee": list(old.content["addressee"])}
    return made


def _fits(listing: Listing, kind: LetterKind, line_id: UUID) -> bool:
    apart = listing.apart.get(line_id)
    if apart is None:
        return False
    if kind is LetterKind.CORRECTION:
        return apart.bucket not in UNSETTLED
    return apart.bucket is BUCKETS[kind]


def _goes_to(listing: Listing, kind: LetterKind, line_id: UUID) -> tuple[UUID | None, str]:
    """Return the OPD of a notice, or no OPD and the other government of a referral."""
    apart, shown = listing.apart[line_id], listing.shown_of(line_id)
    if kind is LetterKind.NOTICE:
        return apart.opd_id, apart.opd_name or shown.opd_text or ""
    return None, shown.opd_text or apart.opd_name or UNKNOWN_AGENCY


def _key(kind: LetterKind, agency: str) -> str:
    """Return what tells drafts of one kind apart: the office they go to."""
    return f"{kind.value} {agency.casefold()}"[:200]


def _plain(
    paper: Paper, kind: LetterKind, opd_id: UUID | None, agency: str, ids: Sequence[UUID]
) -> Letter:
    notice = kind is LetterKind.NOTICE
    who = f"Pejabat Pembuat Komitmen {agency}".strip() if notice else f"Pimpinan {agency}"
    content = _content(paper, kind, ids)
    content |= {
        "to": _key(kind, agency),
        "addressee": [who],
        "addressee_employee_id": None,
        "opd": agency if notice else "",
        "subject": SUBJECTS[kind],
        "paragraphs": [
            _found(paper, kind, agency, content["persons"]),
            _request(paper, kind),
            NEUTRAL,
        ],
        "copies": list(paper.head.copies_to),
    }
    return _kept(paper, kind, opd_id, content)


def _corrections(paper: Paper, people: Sequence[UUID]) -> list[Letter]:
    """One ralat for each wrong letter, naming all in it who are no longer called."""
    wrong: dict[UUID, tuple[Letter, list[UUID]]] = {}
    for one in people:
        if paper.listing.apart[one].bucket in UNSETTLED:
            continue
        for letter in to_correct(paper.listing, one, drafts=False):
            wrong.setdefault(letter.id, (letter, []))[1].append(one)
    return [_correction(paper, letter, ids) for letter, ids in wrong.values()]


def _correction(paper: Paper, wrong: Letter, ids: Sequence[UUID]) -> Letter:
    zone = paper.listing.operation.time_zone
    old = wrong.content
    dated = wording.full_date(wrong.dated or local_day(wrong.drafted_at, zone))
    first = (
        f"Menunjuk surat Nomor {wrong.number} tanggal {dated}, dengan ini disampaikan bahwa setelah "
        f"diteliti kembali, {wording.counted(len(ids))} orang sebagaimana tercantum dalam lampiran "
        "surat ini seharusnya tidak termuat dalam surat tersebut."
    )
    formal = wrong.kind == LetterKind.B
    superior = [f"{old['signatory']['name']}, selaku atasan langsung"] if formal else []
    persons = [] if formal else ["Yang bersangkutan"]
    content = _content(paper, LetterKind.CORRECTION, ids) | {
        "to": f"correction {wrong.id}",
        "addressee": list(old["addressee"]),
        "addressee_employee_id": old["addressee_employee_id"],
        "opd": old["opd"],
        "subject": f"Ralat surat Nomor {wrong.number}",
        "paragraphs": [first, _request(paper, LetterKind.CORRECTION)],
        "copies": [*superior, *old["copies"], *persons],
        "corrects": {"id": str(wrong.id), "number": wrong.number},
    }
    return _kept(paper, LetterKind.CORRECTION, wrong.opd_id, content)


def _content(paper: Paper, kind: LetterKind, ids: Sequence[UUID]) -> Content:
    """Freeze what these letters share."""
    listing = paper.listing
    persons = [_person(listing, kind, one) for one in ids]
    named = {one["employee_id"] for one in persons}
    return {
        "zone": listing.operation.time_zone,
        "paper": paper_size(paper.head),
        "simulation": simulated(listing.operation),
        "persons": persons,
        "head": kop(paper.head),
        "signatory": signatory_for(kind.value, named),
        "roll_title": ROLLS[kind],
        "operation_date": listing.operation.day.isoformat(),
    }


def _person(listing: Listing, kind: LetterKind, line_id: UUID) -> Content:
    """Freeze one person; who was referred belongs elsewhere, whatever was typed."""
    person = person_apart(listing, listing.apart[line_id])
    if kind is LetterKind.REFERRAL and PersonKind(person["kind"]) not in ELSEWHERE_KINDS:
        person["kind"] = PersonKind.OTHER_AGENCY.value
    if kind is LetterKind.CORRECTION:
        person |= {"seen_at": None, "seen_where": "", "remark": "Dikeluarkan dari daftar"}
    return person


def _found(paper: Paper, kind: LetterKind, agency: str, persons: Sequence[Content]) -> str:
    """Say who was found when, and on what order, in neutral words.

    Hours and places of duty of another government, or of a contract, are not known here.
    """
    operation = paper.listing.operation
    name, on = operation_words(operation.name), ""
    if not on_other_days(operation, persons):
        name = wording.without_date(name, operation.day)
        on = f" pada hari {wording.day_and_date(operation.day)}"
    basis = operation.order_number
    order = f" berdasarkan Surat Perintah Tugas Nomor {basis}" if basis else ""
    who = "tenaga alih daya yang bertugas" if kind is LetterKind.NOTICE else "pegawai"
    return (
        f"Sehubungan dengan pelaksanaan {name}{on}{order}, bersama ini disampaikan bahwa "
        f"{wording.counted(len(persons))} orang {who} di lingkungan {agency or UNKNOWN_AGENCY} "
        "ditemukan di tempat dan pada waktu sebagaimana tercantum dalam lampiran surat ini."
    )


def _request(paper: Paper, kind: LetterKind) -> str:
    return str(paper.head.matters.get(kind.value) or REQUESTS[kind])


def _kept(paper: Paper, kind: LetterKind, opd_id: UUID | None, content: Content) -> Letter:
    known = queries.open_draft(paper.listing.operation.id, kind.value, opd_id, content["to"])
    moment: Any = paper.listing.at  # nobody is called: the column only says when it was drafted
    return keep(paper, known, kind=kind, opd_id=opd_id, content=content, hearing=(moment, ""))
