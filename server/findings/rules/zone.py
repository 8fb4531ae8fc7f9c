"""Whether a position lies in a team's zone, with the phone's own accuracy as the buffer."""

import math
from enum import StrEnum

POOR = 50.0  # metres: shown as "posisi perkiraan"
USELESS = 1000.0  # metres: a cell tower's guess, it says nothing about a zone


class ZoneState(StrEnum):
    """The verdict about a place; never alone a reason for or against anybody."""

    INSIDE = "inside"
    NEAR = "near"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


def zone_verdict(
    inside: bool | None,  # noqa: FBT001 - the answer of ST_Contains
    distance_m: float | None,
    accuracy_m: float | None,
) -> ZoneState:
    """Judge a fix: `inside` a zone, else `distance_m` to the nearest zone, metres.

    None for `inside` is "no position or no zone". A distance up to the accuracy is "near".
    """
    if inside is None or accuracy_m is None or not 0 <= accuracy_m <= USELESS:
        return ZoneState.UNKNOWN
    if inside:
        return ZoneState.INSIDE
    if distance_m is None or not math.isfinite(distance_m) or distance_m < 0:
        return ZoneState.UNKNOWN
    return ZoneState.NEAR if distance_m <= accuracy_m else ZoneState.OUTSIDE


def position_doubtful(accuracy_m: float | None, fix_age_s: float | None) -> bool:
    """Say whether a position needs a look: none, coarse, or a fix older than a minute."""
    if accuracy_m is None or not 0 <= accuracy_m <= POOR:
        return True
    return fix_age_s is not None and abs(fix_age_s) > 60  # noqa: PLR2004 - one minute
