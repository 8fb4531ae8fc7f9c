"""When something was really seen, from clocks of which each may lie (invariants.md B6).

Nothing is ever refused for its time: all clocks are kept, the estimate stands beside them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AGREE = timedelta(minutes=2)  # clocks closer than this say the same
OLDEST = timedelta(days=45)  # a phone offline for longer than this is not believed alone


class ClockSource(StrEnum):
    """Which clock the estimate rests on."""

    CORRECTED = "device_corrected"
    GPS = "gps"
    DEVICE = "device"
    RECEIVED = "received"


class ClockDoubt(StrEnum):
    """Why an estimate is doubtful."""

    DISAGREE = "clocks_disagree"
    IMPLAUSIBLE = "implausible"
    JUMPED = "jumped"
    CAPTURED_DIFFERS = "captured_differs"


@dataclass(frozen=True, slots=True)
class PhoneClock:
    """What the phone said (aware datetimes, milliseconds).

    `monotonic_ms` counts from the start of the page and never jumps; `server_offset_ms` is server
    minus device, as last measured while online.
    """

    device_at: datetime
    monotonic_ms: float
    gps_at: datetime | None = None
    server_offset_ms: float | None = None


@dataclass(frozen=True, slots=True)
class SeenAt:
    """The best estimate, the clock behind it, and why it may be wrong (empty: no reason)."""

    seen_at: datetime
    source: ClockSource
    doubts: tuple[ClockDoubt, ...]

    @property
    def doubtful(self) -> bool:
        """Say whether a person has to look at the time."""
        return bool(self.doubts)


def estimate_seen_at(
    clock: PhoneClock,
    received_at: datetime,
    *,
    captured_at: datetime | None = None,
    previous: PhoneClock | None = None,
) -> SeenAt:
    """Estimate when a finding was made; `previous` is the same phone's finding before it.

    The phone's clock corrected by the server's is believed first, then GPS, then the phone alone;
    none of them may lie after the arrival. Where none is possible the arrival itself stands.
    """
    corrected = _corrected(clock)
    offered = {
        ClockSource.CORRECTED: corrected,
        ClockSource.GPS: clock.gps_at,
        ClockSource.DEVICE: clock.device_at if corrected is None else None,
    }
    given = {source: at for source, at in offered.items() if at is not None}
    likely = {source: at for source, at in given.items() if _possible(at, received_at)}
    jumped = previous is not None and clock_jumped(previous, clock)
    source = _chosen(likely, clock, jumped=jumped)
    captured_off = captured_at is not None and not _agree(captured_at, clock.device_at)
    holds = {
        ClockDoubt.IMPLAUSIBLE: len(likely) < len(given),
        ClockDoubt.DISAGREE: len(likely) > 1
        and not _agree(min(likely.values()), max(likely.values())),
        ClockDoubt.JUMPED: jumped,
        ClockDoubt.CAPTURED_DIFFERS: captured_off,
    }
    doubts = tuple(doubt for doubt, true in holds.items() if true)
    # Later than the arrival by a hair is the arrival: nothing is seen after it came in.
    return SeenAt(min(likely.get(source, received_at), received_at), source, doubts)


def clock_jumped(earlier: PhoneClock, later: PhoneClock) -> bool:
    """Say whether the phone's clock shows less time between two findings than passed for sure.

    What the monotonic clock counted has passed for sure; more may have, since it rests while a phone
    sleeps and begins anew with each page (a smaller reading). So a clock set back is told; one set
    forward only by the server's offset, by GPS, or by lying after the arrival.
    """
    passed = later.monotonic_ms - earlier.monotonic_ms
    least = passed if passed >= 0 else later.monotonic_ms
    shown = (later.device_at - earlier.device_at).total_seconds() * 1000
    return least - shown > AGREE.total_seconds() * 1000


def _corrected(clock: PhoneClock) -> datetime | None:
    if clock.server_offset_ms is None:
        return None
    try:
        return clock.device_at + timedelta(milliseconds=clock.server_offset_ms)
    except (OverflowError, ValueError):
        return None


def _chosen(likely: dict[ClockSource, datetime], clock: PhoneClock, *, jumped: bool) -> ClockSource:
    # After a jump the measured offset is stale, and GPS is the witness left (unless its time is
    # only the phone's own clock again).
    gps = likely.get(ClockSource.GPS)
    if jumped and gps is not None and not _agree(gps, clock.device_at):
        return ClockSource.GPS
    order = (ClockSource.CORRECTED, ClockSource.GPS, ClockSource.DEVICE)
    return next((source for source in order if source in likely), ClockSource.RECEIVED)


def _possible(at: datetime, received_at: datetime) -> bool:
    return -OLDEST <= at - received_at <= AGREE


def _agree(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= AGREE
