"""Does a letter cover what was seen: name, date, time, place, purpose (domain.md §5)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

# Whoever is on leave may be anywhere for any reason.
LEAVE = frozenset({"leave", "cuti"})
GENERIC = frozenset(
    ("KANTOR", "JALAN", "KOTA", "DINAS", "GEDUNG", "DAN", "KABUPATEN", "DARI", "UNTUK", "DENGAN")
)


@dataclass(frozen=True, slots=True)
class Permit:
    """A registered or shown letter; persons by employee id or NIP as text, hours local.

    `hour_from` and `hour_to` hold on each day from `day_from` to `day_to`; None is the whole day.
    `dated` is the printed date, `signed_at` a signing time if the file has one, `registered_at`
    when it came in (aware).
    """

    kind: str
    people: frozenset[str]
    day_from: date
    day_to: date
    hour_from: time | None = None
    hour_to: time | None = None
    place: str | None = None
    purpose: str | None = None
    dated: date | None = None
    signed_at: datetime | None = None
    registered_at: datetime | None = None

    @property
    def is_leave(self) -> bool:
        """Say whether this is leave, which covers every place and purpose."""
        return self.kind in LEAVE or self.kind.startswith(("leave_", "cuti_"))


@dataclass(frozen=True, slots=True)
class Coverage:
    """The five answers; None means that only a person can tell."""

    name: bool | None
    date: bool | None
    time: bool | None
    place: bool | None
    purpose: bool | None

    def failing(self) -> tuple[str, ...]:
        """Return the questions answered no, in order."""
        return tuple(word for word in QUESTIONS if getattr(self, word) is False)

    def unclear(self) -> tuple[str, ...]:
        """Return the questions nobody has answered, in order."""
        return tuple(word for word in QUESTIONS if getattr(self, word) is None)

    @property
    def complete(self) -> bool:
        """Say whether all five are yes."""
        return not self.failing() and not self.unclear()


QUESTIONS = ("name", "date", "time", "place", "purpose")


def covers(
    permit: Permit,
    *,
    person: frozenset[str],
    at: datetime,
    place: str | None = None,
    purpose: str | None = None,
) -> Coverage:
    """Answer the five questions for a person (employee id and NIP as text) at a local moment.

    Place and purpose are compared by their words: a hint for the desk, never a decision.
    """
    clock = at.time().replace(tzinfo=None)
    start, end = permit.hour_from or time.min, permit.hour_to or time.max
    return Coverage(
        name=bool(permit.people & person) if person else None,
        date=permit.day_from <= at.date() <= permit.day_to,
        time=start <= clock <= end,
        place=True if permit.is_leave else _alike(permit.place, place),
        purpose=True if permit.is_leave else _alike(permit.purpose, purpose),
    )


def letter_is_late(permit: Permit, seen_at: datetime, local_day: date) -> bool:
    """Say whether a letter was dated, signed or registered after the finding.

    `seen_at` is aware; `local_day` is its date where it happened. Back-dating after "menyusul" is
    the main abuse, so any later trace counts.
    """
    traces = (permit.signed_at, permit.registered_at)
    after = any(trace is not None and trace > seen_at for trace in traces)
    return after or (permit.dated is not None and permit.dated > local_day)


def _alike(left: str | None, right: str | None) -> bool | None:
    ours, theirs = _tokens(left), _tokens(right)
    return bool(ours & theirs) if ours and theirs else None


def _tokens(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]{3,}", (text or "").upper())) - GENERIC
