"""What the desk should look at before it judges a finding: codes, turned into words on screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.findings.rules.words import Conduct
from server.findings.rules.zone import ZoneState
from server.people.rules.kinds import WorkTimeState


class Flag(StrEnum):
    """One thing to look at; the order is the order on the screen."""

    NIP_INVALID = "nip_invalid"
    NIP_NAME_MISMATCH = "nip_name_mismatch"
    NIP_NOT_IN_ROSTER = "nip_not_in_roster"
    NAMESAKE = "namesake"
    OUTSIDE_WORK_HOURS = "outside_work_hours"
    IN_BREAK = "in_break"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    SHIFT_UNIT = "shift_unit"
    WORK_TIME_UNKNOWN = "work_time_unknown"
    OUTSIDE_OPERATION = "outside_operation"
    OUTSIDE_ZONE = "outside_zone"
    POSITION_DOUBTFUL = "position_doubtful"
    POSITION_ODD = "position_odd"
    CLOCK_DOUBTFUL = "clock_doubtful"
    LETTER_AFTER_FINDING = "letter_after_finding"
    CORRECTED = "corrected"
    CORRECTION_WAITS = "correction_waits"
    PHOTO_MISSING = "photo_missing"
    PHOTO_ALTERED = "photo_altered"
    EARLIER_MISSING = "earlier_missing"
    CHAIN_BROKEN = "chain_broken"
    LATE_AFTER_CLOSE = "late_after_close"
    SLIP_UNKNOWN = "slip_unknown"
    SLIP_TWICE = "slip_twice"
    REPLY_UNREAD = "reply_unread"
    LEFT = "left"


_BY_WORK_TIME = {
    WorkTimeState.OUTSIDE: Flag.OUTSIDE_WORK_HOURS,
    WorkTimeState.BREAK: Flag.IN_BREAK,
    WorkTimeState.HOLIDAY: Flag.HOLIDAY,
    WorkTimeState.DAY_OFF: Flag.DAY_OFF,
    WorkTimeState.SHIFT: Flag.SHIFT_UNIT,
    None: Flag.WORK_TIME_UNKNOWN,
}

MARGIN = timedelta(minutes=30)  # teams leave early and come back late

# What follows from who it is; judged anew when somebody else is named.
OF_THE_PERSON = frozenset(
    {Flag.NIP_INVALID, Flag.NIP_NAME_MISMATCH, Flag.NIP_NOT_IN_ROSTER, Flag.NAMESAKE}
    | set(_BY_WORK_TIME.values())
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything the flags of one finding follow from; the defaults are the unremarkable case."""

    work_time: WorkTimeState | None = WorkTimeState.INSIDE
    zone: ZoneState = ZoneState.INSIDE
    conduct: Conduct = Conduct.COOPERATIVE
    nip_given: bool = False
    nip_ok: bool = True
    nip_in_roster: bool = True
    name_agrees: bool = True
    namesakes: int = 0
    position_doubtful: bool = False
    position_odd: bool = False
    clock_doubtful: bool = False
    letter_late: bool = False
    photos_expected: int = 0
    photos_stored: int = 0
    photo_altered: bool = False
    after_close: bool = False
    outside_operation: bool = False
    slip_unknown: bool = False


def outside_operation(seen_at: datetime, starts: datetime, ends: datetime) -> bool:
    """Whether somebody was seen before the sidak began or after it was to end: on another day, say."""
    return seen_at < starts - MARGIN or ends + MARGIN < seen_at


def flags_of(seen: Circumstances) -> tuple[Flag, ...]:
    """Return the flags of a finding, in screen order; they mark, they never refuse."""
    known = seen.nip_given and seen.nip_ok
    holds = {
        Flag.NIP_INVALID: seen.nip_given and not seen.nip_ok,
        Flag.NIP_NAME_MISMATCH: known and seen.nip_in_roster and not seen.name_agrees,
        Flag.NIP_NOT_IN_ROSTER: known and not seen.nip_in_roster,
        Flag.NAMESAKE: seen.namesakes > 0 and not known,
        Flag.OUTSIDE_OPERATION: seen.outside_operation,
        Flag.OUTSIDE_ZONE: seen.zone is ZoneState.OUTSIDE,
        Flag.POSITION_DOUBTFUL: seen.position_doubtful,
        Flag.POSITION_ODD: seen.position_odd,
        Flag.CLOCK_DOUBTFUL: seen.clock_doubtful,
        Flag.LETTER_AFTER_FINDING: seen.letter_late,
        Flag.PHOTO_MISSING: seen.photos_stored < seen.photos_expected,
        Flag.PHOTO_ALTERED: seen.photo_altered,
        Flag.LATE_AFTER_CLOSE: seen.after_close,
        Flag.SLIP_UNKNOWN: seen.slip_unknown,
        Flag.LEFT: seen.conduct is Conduct.LEFT,
    }
    found = {flag for flag, true in holds.items() if true}
    by_time = _BY_WORK_TIME.get(seen.work_time)
    return ordered({*found, by_time} if by_time else found)


def ordered(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return flags once each, in screen order."""
    wanted = set(flags)
    return tuple(flag for flag in Flag if flag in wanted)
