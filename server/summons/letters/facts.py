"""Turn papers into the words their templates print: one place for PDF and DOCX alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from server.summons.letters import wording
from server.summons.letters.papers import (
    Appointment,
    LetterA,
    LetterB,
    Letterhead,
    Person,
    PlainLetter,
    Signatory,
    SummonsListPaper,
)

ROMAN = {1: "I", 2: "II"}
KOP_CHARACTERS = 34  # of bold 14 pt capitals between the emblem and its counterweight
NEUTRAL = (
    "Daftar tersebut merupakan hasil pendataan di lapangan yang masih memerlukan "
    "klarifikasi dan belum menjadi penilaian atas disiplin pegawai yang bersangkutan."
)


def head_facts(head: Letterhead) -> dict[str, Any]:
    """Give the lines of the kop."""
    return {
        "government": wording.capitals(head.government),
        "agency": wording.capitals(head.agency),
        "agency_lines": wording.balanced(wording.capitals(head.agency), KOP_CHARACTERS),
        "address": head.address,
        "contact": head.contact,
        "city": head.city,
    }


def signatory_facts(signatory: Signatory) -> dict[str, Any]:
    """Give the signature block: form, title lines ending in a comma, name, rank, NIP."""
    titles = list(signatory.titles)
    if not titles:
        raise ValueError("a signatory needs a title")
    titles[-1] = f"{titles[-1].rstrip(',')},"
    return {
        "form": signatory.form,
        "titles": titles,
        "name": signatory.name,
        "rank": signatory.rank,
        "nip": wording.nip(signatory.nip) if signatory.nip else "",
    }


def person_facts(person: Person, zone: str, day: date | None = None) -> dict[str, Any]:
    """Give one person's cells; what is missing prints as "-".

    `day` is the date the paper names for all its persons: only the time is printed then.
    """
    if person.kind not in wording.KINDS:
        raise ValueError(f"unknown kind of person: {person.kind}")
    return {
        "name": person.name or "-",
        "nip": wording.nip(person.nip),
        "nip_label": wording.nip_label(person.kind),
        "rank": person.rank or "-",
        "job": person.job or "-",
        "unit": person.unit or "-",
        "kind": wording.KINDS[person.kind],
        "seen": _seen(person, zone, day),
        "remark": person.remark,
        "document": person.document or "-",
        "status": person.status or "-",
    }


def _seen(person: Person, zone: str, day: date | None) -> str:
    """Say when and where a person was seen: "pukul 09.05 WIB, Pasar Baru"."""
    parts = [person.seen_where] if person.seen_where else []
    if person.seen_at:
        same = wording.local(person.seen_at, zone).date() == day
        parts.insert(0, wording.row_moment(person.seen_at, zone, dated=not same))
    return ", ".join(parts)


def one_day(persons: Iterable[Person], zone: str, day: date | None) -> date | None:
    """Return the day of a paper if everybody was seen on it: else every row of its list is dated."""
    seen = (wording.local(one.seen_at, zone).date() for one in persons if one.seen_at)
    return day if all(at == day for at in seen) else None


def letter_a_facts(letter: LetterA) -> dict[str, Any]:
    """Give everything letter A prints, as strings and lists."""
    count = wording.counted(len(letter.persons))
    found_on = wording.day_and_date(letter.operation_date)
    day = one_day(letter.persons, letter.zone, letter.operation_date)
    return {
        "head": head_facts(letter.head),
        "place_date": _place_date(letter.head.city, letter.dated),
        "number": letter.number or wording.BLANK_NUMBER,
        "date": wording.full_date(letter.dated) if letter.dated else wording.BLANK_DATE,
        "nature": letter.nature,
        "enclosure": "1 (satu) berkas",
        "subject": letter.subject,
        "addressee": list(letter.addressee),
        "addressee_place": letter.addressee_place or letter.head.city,
        "opd": letter.opd,
        "operation": letter.operation,
        "operation_date": found_on,
        "count": count,
        "salutation": letter.salutation,
        "opening": list(letter.paragraphs) or [_opening(letter, count, found_on)],
        "request": (
            f"Untuk itu, dimohon {letter.salutation} menugaskan pegawai dimaksud untuk hadir pada:"
        ),
        **_appointment(letter.appointment, letter.zone),
        "agenda": "Klarifikasi dan pembinaan",
        "papers": _papers(letter),
        "neutral": NEUTRAL,
        "closing": (
            f"Demikian disampaikan, atas perhatian dan kerja sama {letter.salutation} "
            "diucapkan terima kasih."
        ),
        "signatory": signatory_facts(letter.signatory),
        "sender": " ".join(letter.signatory.titles[-1:]).rstrip(","),
        "copies": list(letter.copies),
        "persons": [person_facts(person, letter.zone, day) for person in letter.persons],
    }


def _opening(letter: LetterA, count: str, found_on: str) -> str:
    """Say why the letter comes, in neutral words: working time only where it was that of everybody."""
    basis = (
        f" berdasarkan Surat Perintah Tugas Nomor {letter.assignment}" if letter.assignment else ""
    )
    on, found = f" pada hari {found_on}", "sebagaimana tercantum dalam lampiran surat ini "
    when = "pada jam kerja" if letter.in_hours else "pada waktu sidak"
    if letter.on_other_days:
        on, found, when = (
            "",
            "",
            "pada hari dan waktu sebagaimana tercantum dalam lampiran surat ini",
        )
    return (
        f"Sehubungan dengan pelaksanaan {letter.operation}{on}{basis}, bersama ini disampaikan bahwa "
        f"{count} orang pegawai di lingkungan {letter.opd} {found}ditemukan berada di luar kantor "
        f"{when} dan perlu memberikan klarifikasi."
    )


def _papers(letter: LetterA) -> str:
    """Ask for the papers, with a deadline and a contact where there are any."""
    text = (
        "Pegawai yang bersangkutan agar membawa surat tugas, surat izin, atau dokumen pendukung "
        "lainnya apabila ada."
    )
    if letter.staggered:
        text += " Jam menghadap tiap pegawai tercantum dalam lampiran."
    if letter.documents_due:
        due = wording.deadline(letter.documents_due, letter.zone)
        text += f" Dokumen tersebut dapat disampaikan lebih dahulu paling lambat {due}."
    if letter.contact:
        text += f" Narahubung: {wording.in_sentence(letter.contact)}."
    return text


def _appointment(appointment: Appointment, zone: str) -> dict[str, str]:
    """Give day, date, time and place of an appointment."""
    day = wording.local(appointment.starts, zone).date()
    return {
        "day": wording.weekday(day),
        "on": wording.full_date(day),
        "day_date": wording.day_and_date(day),
        "hours": wording.hours(appointment.starts, appointment.until, zone),
        "place": appointment.place,
    }


def _place_date(city: str, dated: date | None) -> str:
    """Write "Kota Contoh, 23 November 2026", or dots where the date is still open."""
    day = wording.full_date(dated) if dated else wording.BLANK_DATE
    return f"{city}, {day}"


def letter_b_facts(letter: LetterB) -> dict[str, Any]:
    """Give everything letter B prints, its ten fields in the order of the form."""
    return {
        "head": head_facts(letter.head) if letter.head else None,
        "call": ROMAN[letter.call],
        "number": letter.number or wording.BLANK_NUMBER,
        "invitation": "Bersama ini diminta dengan hormat kehadiran Saudara:",
        "person": person_facts(letter.person, letter.zone),
        "before_label": "Untuk menghadap kepada:",
        "before": person_facts(letter.before, letter.zone),
        "at_label": "Pada:",
        **_appointment(letter.appointment, letter.zone),
        "matter": letter.matter,
        "closing": "Demikian untuk dilaksanakan.",
        "place_date": _place_date(letter.city, letter.dated),
        "signatory": signatory_facts(letter.signatory),
        "copies": list(letter.copies),
    }


def plain_letter_facts(letter: PlainLetter) -> dict[str, Any]:
    """Give everything a plain surat dinas prints: its paragraphs, and its list of names."""
    day = one_day(letter.persons, letter.zone, letter.found_on)
    return {
        "head": head_facts(letter.head),
        "place_date": _place_date(letter.head.city, letter.dated),
        "number": letter.number or wording.BLANK_NUMBER,
        "date": wording.full_date(letter.dated) if letter.dated else wording.BLANK_DATE,
        "nature": letter.nature,
        "enclosure": "1 (satu) berkas",
        "subject": letter.subject,
        "addressee": list(letter.addressee),
        "addressee_place": letter.addressee_place,
        "paragraphs": list(letter.paragraphs),
        "closing": (
            "Demikian disampaikan, atas perhatian dan kerja sama Saudara diucapkan terima kasih."
        ),
        "signatory": signatory_facts(letter.signatory),
        "sender": " ".join(letter.signatory.titles[-1:]).rstrip(","),
        "copies": list(letter.copies),
        "roll_title": letter.roll_title,
        "opd": letter.opd,
        "persons": [person_facts(person, letter.zone, day) for person in letter.persons],
    }


def summons_list_facts(paper: SummonsListPaper) -> dict[str, Any]:
    """Give everything the summons list prints, with its reconciliation."""
    everybody = [person for opd in paper.opds for person in opd.persons]
    day = one_day(everybody, paper.zone, paper.operation_date)
    return {
        "head": head_facts(paper.head),
        "operation": paper.operation,
        "operation_date": wording.day_and_date(paper.operation_date),
        "as_of": wording.deadline(paper.as_of, paper.zone),
        "verified": paper.verified,
        "state": "TERVERIFIKASI" if paper.verified else "SEMENTARA",
        "opds": [
            {
                "name": opd.name,
                "persons": [person_facts(person, paper.zone, day) for person in opd.persons],
            }
            for opd in paper.opds
        ],
        "listed_rows": sum(len(opd.persons) for opd in paper.opds),
        "reconciliation": reconciliation_facts(paper),
        "place_date": _place_date(paper.head.city, paper.dated),
        "signatory": signatory_facts(paper.signatory) if paper.signatory else None,
    }


def _listed_word(listed: int, to_call: int) -> str:
    """Name those on the list: nobody is called before a letter is signed."""
    if not listed or not to_call:
        return "Dipanggil"
    if to_call == listed:
        return "Akan dipanggil"
    return f"Dipanggil ({listed - to_call}) dan akan dipanggil ({to_call})"


def reconciliation_facts(paper: SummonsListPaper) -> dict[str, Any]:
    """Give the reconciliation's rows.

    A bucket unknown to the contract, or sums that do not add up, raise ValueError.
    """
    sums = paper.reconciliation
    strange = set(sums.not_listed) - set(wording.NOT_LISTED)
    if strange:
        raise ValueError(f"unknown reconciliation buckets: {sorted(strange)}")
    total = sum(sums.not_listed.values())
    if sums.people != sums.listed + total + sums.difference:
        raise ValueError("people = listed + not listed + difference does not hold")
    buckets = [
        {"label": label, "count": sums.not_listed.get(key, 0)}
        for key, label in wording.NOT_LISTED.items()
    ]
    return {
        "findings": sums.findings,
        "repeat_findings": sums.repeat_findings,
        "people": sums.people,
        "listed": sums.listed,
        "listed_word": _listed_word(sums.listed, sums.to_call),
        "buckets": buckets,
        "not_listed": total,
        "difference": sums.difference,
    }
