"""What is odd about a position beside the others of the same phone: an indication, never a proof.

A true fix trembles and its accuracy varies; a person walks or drives. A position that was typed into
the phone does neither. Each hint names its reason, so that the desk may ask; none moves a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FAST = 150.0  # km/h: faster than any way through a town
SHORT = timedelta(seconds=30)  # a fix may be the same one for as long
LONG_AGO = timedelta(minutes=5)  # what a phone may keep of an older fix
LIKE_BEFORE = 3  # so many equal accuracies in a row, this one among them


class PositionHint(StrEnum):
    """Why a position should be looked at."""

    NO_JITTER = "no_jitter"
    SAME_ACCURACY = "same_accuracy"
    OLD_FIX = "old_fix"
    SPEED = "speed"


@dataclass(frozen=True, slots=True)
class Fix:
    """A position as a phone gave it: degrees, metres, its own moment, and when it was used."""

    lon: float
    lat: float
    accuracy_m: float
    fixed_at: datetime
    used_at: datetime


def position_hints(
    fix: Fix, before: Sequence[Fix], metres: float | None
) -> tuple[tuple[PositionHint, ...], float | None]:
    """Return the hints about a fix and the speed in km/h since the one before.

    `before` are earlier fixes of the same phone that day, the newest first; `metres` lie between
    this one and the newest.
    """
    speed = _speed(fix, before[0], metres) if before and metres is not None else None
    apart = [one for one in before if abs(fix.fixed_at - one.fixed_at) > SHORT]
    lately = [one.accuracy_m for one in apart[: LIKE_BEFORE - 1]]
    holds = {
        PositionHint.NO_JITTER: any((one.lon, one.lat) == (fix.lon, fix.lat) for one in apart),
        PositionHint.SAME_ACCURACY: len(lately) == LIKE_BEFORE - 1
        and set(lately) == {fix.accuracy_m},
        PositionHint.OLD_FIX: fix.used_at - fix.fixed_at > LONG_AGO,
        PositionHint.SPEED: speed is not None and speed > FAST,
    }
    return tuple(hint for hint, true in holds.items() if true), speed


def _speed(fix: Fix, before: Fix, metres: float) -> float | None:
    """Return km/h between two fixes, as slow as their accuracy allows; None where nothing can be said."""
    seconds = abs((fix.fixed_at - before.fixed_at).total_seconds())
    way = metres - fix.accuracy_m - before.accuracy_m
    if way <= 0:
        return 0.0
    return round(way / max(seconds, 1.0) * 3.6, 1)
