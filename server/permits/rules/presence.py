"""Where somebody is who should be at the office: the codes of every attendance list. Pure.

The nine codes of a sidak kantor (domain.md §6) are those of attendance files too, so that both say
the same word for the same thing. A permit proposes a code; it never decides one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.permits.rules.kinds import is_leave


class Presence(StrEnum):
    """One code of an attendance list, in the words of the contract."""

    PRESENT = "present"
    ABSENT = "absent"
    PERMIT = "permit"
    SICK = "sick"
    LEAVE = "leave"
    DUTY = "duty"
    TRAINING = "training"
    STUDY = "study"
    OFF_DUTY = "off_duty"


WORDS: Mapping[Presence, str] = {
    Presence.PRESENT: "hadir",
    Presence.ABSENT: "tanpa keterangan",
    Presence.PERMIT: "izin",
    Presence.SICK: "sakit",
    Presence.LEAVE: "cuti",
    Presence.DUTY: "dinas luar",
    Presence.TRAINING: "diklat",
    Presence.STUDY: "tugas belajar",
    Presence.OFF_DUTY: "lepas dinas",
}
SHORT: Mapping[Presence, str] = {
    Presence.PRESENT: "H",
    Presence.ABSENT: "TK",
    Presence.PERMIT: "I",
    Presence.SICK: "S",
    Presence.LEAVE: "C",
    Presence.DUTY: "DL",
    Presence.TRAINING: "DIK",
    Presence.STUDY: "TB",
    Presence.OFF_DUTY: "LD",
}
# a flexible day is a hint and a shift order says when somebody works: neither proposes anything
_PROPOSED = {
    "surat_tugas": Presence.DUTY,
    "sppd": Presence.DUTY,
    "undangan": Presence.DUTY,
    "izin_keluar": Presence.PERMIT,
    "diklat": Presence.TRAINING,
}


@dataclass(frozen=True, slots=True)
class RollCount:
    """How an office stands: `staff` = every code together + `difference`, which is always told.

    `staff` is what the roster had, counted apart from the marks; `counts` has every code.
    """

    staff: int
    counts: Mapping[Presence, int]

    @property
    def marked(self) -> int:
        """Return how many people have a code."""
        return sum(self.counts.values())

    @property
    def difference(self) -> int:
        """Return how many are not accounted for; under 0 more are marked than the roster had."""
        return self.staff - self.marked

    def wire(self) -> dict[str, int | dict[str, int]]:
        """Return the figures in the words of the contract."""
        counts = {code.value: many for code, many in self.counts.items()}
        return {"staff": self.staff, "counts": counts, "difference": self.difference}


def proposed(kind: str) -> Presence | None:
    """Return the code that a permit of this kind proposes; leave says only that it is leave."""
    return Presence.LEAVE if is_leave(kind) else _PROPOSED.get(kind)


def without_health(code: Presence) -> Presence:
    """Return a code as everybody may see it: who is ill is told as leave (UU 27/2022)."""
    return Presence.LEAVE if code is Presence.SICK else code


def roll_count(staff: int, marks: Iterable[Presence | None], *, health: bool) -> RollCount:
    """Count an attendance list; None is somebody without a code yet. `health` keeps sick apart."""
    found = Counter(one if health else without_health(one) for one in marks if one is not None)
    return RollCount(staff, {code: found[code] for code in Presence})


def added(counts: Iterable[RollCount]) -> RollCount:
    """Return several lists as one."""
    staff, found = 0, Counter[Presence]()
    for one in counts:
        staff += one.staff
        found.update(one.counts)
    return RollCount(staff, {code: found[code] for code in Presence})
