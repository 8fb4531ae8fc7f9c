"""Whether figures may be called verified (domain.md §10)."""

from collections.abc import Iterable
from enum import StrEnum

from server.findings.rules.words import FindingStatus

JUDGED = frozenset(
    {
        FindingStatus.CONFIRMED,
        FindingStatus.DISMISSED,
        FindingStatus.MERGED,
        FindingStatus.REFERRED,
    }
)


class FiguresState(StrEnum):
    """How far figures can be trusted; the paper says *sementara* or *terverifikasi*."""

    PROVISIONAL = "provisional"
    VERIFIED = "verified"


def figures_state(*, closed: bool, statuses: Iterable[FindingStatus]) -> FiguresState:
    """Return verified once the operation is closed and every finding judged, else provisional."""
    done = closed and all(status in JUDGED for status in statuses)
    return FiguresState.VERIFIED if done else FiguresState.PROVISIONAL
