"""What is looked at before a sidak day, and the form of what is said about it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal

TITLES = {
    "plan": "Operasi berikutnya",
    "phones": "HP petugas",
    "clock": "Jam",
    "roster": "Daftar pegawai",
    "calendar": "Kalender",
    "office": "Kop dan penanda tangan",
    "backup": "Cadangan",
    "disk": "Ruang diska",
    "certificate": "Sertifikat",
    "keys": "Kunci server",
}


class Readiness(StrEnum):
    """How one thing stands: siap, perhatikan, belum."""

    READY = "ready"
    WATCH = "watch"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """One thing that was checked: how it stands, and what to do (empty when it is ready)."""

    key: str
    title: str
    state: Readiness
    says: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the public address shows; without a fault it holds for `days_left` more days."""

    fault: Literal["unreachable", "untrusted", "expired"] | None = None
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class Phone:
    """A member of the next sidak with the phone heard of last; `heard` None is a person without one.

    `clock_ms` is how far the phone's clock was before the server's.
    """

    owner: str
    enrolled: bool = False
    version: str | None = None
    heard: timedelta | None = None
    clock_ms: int | None = None
    unsent: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """How many people, since when the last import holds, and when anything last changed."""

    people: int
    imported: timedelta | None = None
    changed: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Years that matter now without a single holiday, and holidays to come that are provisional."""

    empty_years: Sequence[int] = ()
    provisional: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """What letters are printed with: blank parts of the kop (None without any), kinds nobody signs."""

    blank: Sequence[str] | None
    unsigned: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The operation that runs (`running`, perhaps not closed since) or comes next, and what it lacks."""

    name: str
    day: str
    order_number: str
    teams: int
    members: int
    zones: int
    without_coordinator: Sequence[int] = ()
    without_members: Sequence[int] = ()
    without_zone: Sequence[int] = ()
    running: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is looked at; ages and distances, so that no clock is asked here."""

    certificate: Certificate | None  # None: plain http on this machine
    database_ms: int | None  # None: the database has no clock of its own
    disk_free: int
    backup_key: bool
    backup: timedelta | None
    version: str
    phones: Sequence[Phone]
    roster: Roster
    calendar: Calendar
    office: Office
    open_keys: Sequence[str]
    plan: Plan | None


def row(key: str, state: Readiness, says: str, todo: str = "") -> ReadyRow:
    """Return a row under its title."""
    return ReadyRow(key, TITLES[key], state, says, todo)


def age_words(age: timedelta) -> str:
    """Return an age in the largest unit that fits: `3 jam`, `12 hari`."""
    seconds = abs(age.total_seconds())
    for size, word in ((86_400, "hari"), (3_600, "jam"), (60, "menit")):
        if seconds >= size:
            return f"{int(seconds // size)} {word}"
    return f"{int(seconds)} detik"
