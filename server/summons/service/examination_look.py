"""How a BAP looks on the wire and on paper, and what a new one begins with."""

from datetime import date, datetime
from typing import Any

from server.accounts.models import User
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db
from server.summons import queries
from server.summons.letters import (
    ExaminationPaper,
    Examiner,
    QuestionAnswer,
    render_examination,
)
from server.summons.letters.wording import clock, day_and_date, local
from server.summons.models import Examination, Letter
from server.summons.rules import Answer, Record, Signing, missing
from server.summons.service.printed import Content, head_on_paper, imprint, person_on_paper

CLOSED = "closed"
FROZEN = ("head", "zone", "paper", "simulation", "matter", "call")
SIGNED = {"signed": "ditandatangani", "refused": "menolak tanda tangan, disaksikan"}
SHOWN = ("name", "nip", "rank", "job", "unit", "kind")


def content_of(letter: Letter) -> Content:
    """Freeze what a BAP takes from its letter B: person, kop, matter, number, first examiner."""
    known = letter.content
    before = known["before"]
    examiner = {name: before[name] for name in ("employee_id", "name", "nip", "rank", "job")}
    return {
        **{name: known[name] for name in FROZEN},
        "person": known["persons"][0],
        "letter_number": letter.number or "",
        "letter_dated": letter.dated.isoformat() if letter.dated else None,
        "examiners": [examiner],
    }


def usual_questions(letter: Letter) -> list[dict[str, Any]]:
    """Return the questions that a BAP usually has, to be changed, moved or taken out."""
    known, zone = letter.content["persons"][0], letter.content["zone"]
    seen = datetime.fromisoformat(known["seen_at"])
    day = day_and_date(local(seen, zone).date())
    there = (
        f"Menurut catatan tim, pada hari {day} sekitar pukul {clock(seen, zone)} Saudara berada di "
        f"{known['seen_where']}. Apakah benar demikian, dan untuk keperluan apa?"
    )
    asked = (
        "Apakah Saudara bersedia memberi keterangan dengan sebenarnya?",
        "Apakah Saudara mengerti untuk keperluan apa Saudara dipanggil?",
        there,
        "Apakah saat itu Saudara memiliki surat tugas atau izin dari atasan? Mohon ditunjukkan.",
        "Sejak dan sampai pukul berapa Saudara tidak berada di tempat tugas?",
        "Apakah ada hal lain yang ingin Saudara sampaikan?",
        "Apakah keterangan ini Saudara berikan tanpa paksaan?",
    )
    return [{"question": one, "answer": "", "health": False} for one in asked]


def whole(row: Examination, *, masked: bool = False) -> dict[str, Any]:
    """Return a BAP for the screen; `masked` leaves out what was answered about health."""
    content = row.content
    person, closer = content["person"], db.session.get(User, row.closed_by or row.opened_by)
    return {
        "id": str(row.id),
        "operation_id": str(row.operation_id),
        "line_id": str(row.line_id),
        "letter_id": str(row.letter_id),
        "letter_number": content["letter_number"],
        "number": row.number,
        "status": row.status,
        "revision": row.revision,
        "place": row.place,
        "started_at": iso(row.started_at) if row.started_at else None,
        "ended_at": iso(row.ended_at) if row.ended_at else None,
        "person": {name: person[name] for name in SHOWN},
        "matter": content["matter"],
        "examiners": content["examiners"],
        "questions": [_question(one, masked=masked) for one in content["questions"]],
        "lost": content["lost"],
        "signature": content["signature"],
        "missing": [] if row.status == CLOSED else lacking(row),
        "closed_at": iso(row.closed_at) if row.closed_at else None,
        "closed_by_name": closer.name if closer and row.closed_by else None,
        "checkpoint": checkpoint(row),
        "may_write": not masked and row.status != CLOSED,
    }


def lacking(row: Examination) -> list[str]:
    """Return what a BAP lacks to be closed now."""
    content = row.content
    record = Record(
        place=row.place,
        started_at=row.started_at,
        ended_at=row.ended_at,
        examiners=[one["name"] for one in content["examiners"]],
        answers=[Answer(one["question"], one["answer"]) for one in content["questions"]],
        signing=Signing(content["signature"]["state"], content["signature"]["witness"]),
        lost=[one["day"] for one in content["lost"]],
    )
    return missing(record, now())


def checkpoint(row: Examination) -> str | None:
    """Return the point of the audit chain at which a BAP was closed, as papers print it."""
    if row.log_index is None:
        return None
    return f"{row.log_index}:{(audit.hash_at(row.log_index) or '')[: audit.PRINTED]}"


def pdf(row: Examination, *, masked: bool) -> bytes:
    """Draw a BAP as PDF/A, the same each time once it is closed; `masked` as for `whole`."""
    content = row.content
    signature = content["signature"]
    closed = row.status == CLOSED
    words = [f"Titik periksa catatan: {checkpoint(row)}"] if closed else []
    if masked and any(one["health"] for one in content["questions"]):
        words.append("Salinan: jawaban yang menyangkut kesehatan tidak dicetak")
    return render_examination(
        ExaminationPaper(
            head=head_on_paper(content["head"]),
            zone=content["zone"],
            place=row.place,
            starts=row.started_at,
            ends=row.ended_at,
            examiners=tuple(
                Examiner(one["name"], one["nip"], one["rank"], one["job"])
                for one in content["examiners"]
            ),
            person=person_on_paper(content["person"]),
            matter=content["matter"],
            call=content["call"],
            letter_number=content["letter_number"],
            letter_dated=_day(content["letter_dated"]),
            answers=tuple(
                QuestionAnswer(one["question"], one["answer"], masked=masked and one["health"])
                for one in content["questions"]
            ),
            lost=tuple((date.fromisoformat(one["day"]), one["minutes"]) for one in content["lost"]),
            signed=signature["state"] or "",
            declared=signature["declared"],
            witness=signature["witness"],
            witness_job=signature["witness_job"],
            adds_to=_adds_to(row),
            checkpoint=". ".join(words),
            imprint=imprint(draft=not closed, simulation=content["simulation"]),
        ),
        paper=content["paper"],
    )


def name_of(row: Examination) -> str:
    """Return the name of a BAP's file without its ending."""
    kind = "BAP" if row.number == 1 else f"BAP tambahan {row.number - 1}"
    return f"{kind} {row.content['person']['name']}"


def _question(one: dict[str, Any], *, masked: bool) -> dict[str, Any]:
    hidden = masked and one["health"]
    return {**one, "answer": "" if hidden else one["answer"], "masked": hidden}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _adds_to(row: Examination) -> date | None:
    """Return the day of the BAP that this one adds to."""
    before = [one for one in queries.examinations_of([row.line_id]) if one.number == row.number - 1]
    ended = before[0].ended_at if before else None
    return local(ended, row.content["zone"]).date() if ended else None
