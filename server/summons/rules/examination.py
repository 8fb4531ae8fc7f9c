"""What a berita acara pemeriksaan (BAP) needs before it may be closed, and who may examine. Pure.

PP 94/2021 and Peraturan BKN 6/2022 as domain.md §3 has them: the examination is closed to others,
both sides sign; refusing to sign does not void the record (domain.md §1.12).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from server.summons.rules.states import LineState

# Whoever came may be examined, also after the outcome: what is added then is a BAP tambahan.
EXAMINABLE = frozenset(
    {LineState.ATTENDED, LineState.NO_ACTION, LineState.COACHED, LineState.HANDED_OVER}
)
LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """One numbered question with what was answered, as said."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Signing:
    """How the examined person signed: `signed`, `refused` before a named witness, or not yet."""

    state: str | None
    witness: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A BAP as far as its completeness goes; moments are aware, `lost` are the days named in it."""

    place: str
    started_at: datetime | None
    ended_at: datetime | None
    examiners: Sequence[str]
    answers: Sequence[Answer]
    signing: Signing
    lost: Sequence[date] = ()


def missing(record: Record, at: datetime) -> list[str]:
    """Return what a BAP lacks to be closed at a moment, as words of the wire, in the form's order."""
    times = _times_hold(record, at)
    refused = record.signing.state == "refused"
    holds = {
        "place": bool(record.place),
        "times": times,
        "examiners": bool(record.examiners) and all(record.examiners),
        "questions": bool(record.answers) and all(one.question for one in record.answers),
        "answers": all(one.answer for one in record.answers),
        "lost": len(set(record.lost)) == len(record.lost),
        "signature": record.signing.state in {"signed", "refused"},
        "witness": not refused or bool(record.signing.witness),
    }
    return [name for name, sound in holds.items() if not sound]


def _times_hold(record: Record, at: datetime) -> bool:
    """Whether the examination has begun and ended, in this order, within a day and before now."""
    started, ended = record.started_at, record.ended_at
    if started is None or ended is None:
        return False
    return timedelta(0) < ended - started <= LONGEST and ended <= at


def involved(
    examiners: Iterable[UUID | None], person: UUID | None, finders: Iterable[UUID | None]
) -> bool:
    """Whether an examiner is the person examined or somebody who found the person."""
    apart = {one for one in (person, *finders) if one is not None}
    return any(one in apart for one in examiners if one is not None)
