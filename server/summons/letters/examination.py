"""The berita acara pemeriksaan (BAP) on paper: what it says, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final

from server.summons.letters import wording
from server.summons.letters.facts import head_facts, person_facts
from server.summons.letters.papers import Imprint, Letterhead, Person
from server.summons.letters.wording import counted

ROMAN: Final = {1: "I", 2: "II"}
TO_BE_HEARD: Final = "Untuk diperiksa/dimintai keterangan "
MASKED: Final = "(tercatat; menyangkut kesehatan, hanya dibaca pemeriksa)"
WHOLE_DAY: Final = "satu hari kerja penuh"
DOTS: Final = "." * 40


@dataclass(frozen=True, slots=True)
class Examiner:
    """Somebody who examined, as on the day of the examination."""

    name: str
    nip: str = ""
    rank: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question and what was answered, as said; `masked` prints that it was about health."""

    question: str
    answer: str
    masked: bool = False


@dataclass(frozen=True, slots=True)
class ExaminationPaper:
    """One BAP; `lost` are days with the minutes that were not worked, None for the whole day.

    `signed` is signed, refused or "" while it is a draft; a refusal names its witness. `adds_to` is
    the date of the BAP that this one adds to.
    """

    head: Letterhead
    zone: str
    place: str
    starts: datetime | None
    ends: datetime | None
    examiners: tuple[Examiner, ...]
    person: Person
    matter: str
    call: int
    letter_number: str
    letter_dated: date | None
    answers: tuple[QuestionAnswer, ...]
    lost: tuple[tuple[date, int | None], ...] = ()
    signed: str = ""
    declared: str = ""
    witness: str = ""
    witness_job: str = ""
    adds_to: date | None = None
    checkpoint: str = ""
    imprint: Imprint = field(default_factory=Imprint)


def examination_facts(paper: ExaminationPaper) -> dict[str, Any]:
    """Give everything a BAP prints; what a draft lacks prints as dots for the pen."""
    return {
        "head": head_facts(paper.head),
        "title": "BERITA ACARA PEMERIKSAAN" + (" TAMBAHAN" if paper.adds_to else ""),
        "opening": _opening(paper),
        "examiners": [
            {
                "name": one.name or "-",
                "nip": wording.nip(one.nip),
                "rank": one.rank or "-",
                "job": one.job or "-",
            }
            for one in paper.examiners
        ],
        "basis": _basis(paper),
        "person": person_facts(paper.person, paper.zone),
        "matter": _matter(paper),
        "answers": [
            {
                "question": one.question.splitlines() or [DOTS],
                "answer": [MASKED] if one.masked else one.answer.splitlines() or [DOTS],
            }
            for one in paper.answers
        ],
        "lost": [
            f"{wording.day_and_date(day)}: {lost_words(minutes)}"
            for day, minutes in sorted(paper.lost, key=itemgetter(0))
        ],
        "declaration": _declaration(paper),
        "declared": paper.declared,
        "closing": (
            "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana "
            "mestinya."
        ),
        "place_date": _place_date(paper),
        "refused": paper.signed == "refused",
        "witness": {"name": paper.witness, "job": paper.witness_job},
        "checkpoint": paper.checkpoint,
    }


def lost_words(minutes: int | None) -> str:
    """Say how much of a day was lost: "2 jam 15 menit (135 menit)", or the whole day."""
    if minutes is None:
        return WHOLE_DAY
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} menit"
    return f"{hours} jam{f' {rest} menit' if rest else ''} ({minutes} menit)"


def _opening(paper: ExaminationPaper) -> str:
    """Say when, where and by how many."""
    if paper.starts is None:
        when = f"{DOTS}, pukul {DOTS[:12]}"
    else:
        day = wording.local(paper.starts, paper.zone).date()
        when = f"{wording.day_and_date(day)}, "
        when += wording.hours(paper.starts, paper.ends, paper.zone)
    count = counted(len(paper.examiners)) if len(paper.examiners) > 1 else ""
    who = f"kami, {count} orang pemeriksa" if count else "saya yang bertanda tangan di bawah ini"
    return f"Pada hari {when}, bertempat di {paper.place or DOTS}, {who}:"


def _basis(paper: ExaminationPaper) -> str:
    number = paper.letter_number or wording.BLANK_NUMBER
    dated = f" tanggal {wording.full_date(paper.letter_dated)}" if paper.letter_dated else ""
    adds = ""
    if paper.adds_to is not None:
        day = wording.full_date(paper.adds_to)
        adds = f", melengkapi Berita Acara Pemeriksaan tanggal {day}"
    return (
        f"berdasarkan Surat Panggilan {ROMAN[paper.call]} Nomor {number}{dated}{adds}, telah "
        "memeriksa secara tertutup:"
    )


def _matter(paper: ExaminationPaper) -> str:
    """Say what the examination was about, in the words of the summons."""
    tail = paper.matter.removeprefix(TO_BE_HEARD).rstrip(".")
    if tail == paper.matter.rstrip("."):
        tail = "sehubungan dengan hal yang disebut dalam surat panggilan tersebut"
    return f"{tail}. Atas pertanyaan pemeriksa, yang diperiksa memberi keterangan sebagai berikut."


def _declaration(paper: ExaminationPaper) -> str:
    read = "Setelah berita acara ini dibaca sendiri atau dibacakan kembali, yang diperiksa "
    if paper.signed == "refused":
        return (
            f"{read}menolak menandatanganinya. Penolakan itu disaksikan oleh saksi di bawah ini dan "
            "tidak membatalkan berita acara ini."
        )
    return (
        f"{read}menyatakan bahwa jawaban di atas adalah keterangannya sendiri, diberikan tanpa "
        "paksaan, lalu menandatanganinya."
    )


def _place_date(paper: ExaminationPaper) -> str:
    if paper.ends is None:
        return f"{paper.head.city}, {wording.BLANK_DATE}"
    return f"{paper.head.city}, {wording.full_date(wording.local(paper.ends, paper.zone).date())}"
