"""What to look at in a paper that came after the finding; it marks, it never judges."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class LateFlag(StrEnum):
    """One doubt about a late paper; the order is the order on the screen."""

    DATED_AFTER = "dated_after_finding"
    SIGNED_AFTER = "signed_after_finding"
    AFTER_DEADLINE = "after_deadline"
    UNDATED = "undated"
    NO_FILE = "no_file"


BACK_DATING = frozenset({LateFlag.DATED_AFTER, LateFlag.SIGNED_AFTER})
EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class Late:
    """A late paper beside its finding; moments are aware, `seen_on` is the finding's local day."""

    kind: str
    dated: date | None
    signed_at: datetime | None
    received_at: datetime
    due_at: datetime | None
    seen_at: datetime
    seen_on: date
    has_file: bool


def late_flags(late: Late) -> tuple[LateFlag, ...]:
    """Return the doubts about a late paper.

    Back-dating after "menyusul" is the main abuse (domain.md §5): a paper dated or signed after the
    finding cannot have been carried there. An explanation has no date to doubt.
    """
    letter = late.kind != EXPLANATION
    holds = {
        LateFlag.DATED_AFTER: late.dated is not None and late.dated > late.seen_on,
        LateFlag.SIGNED_AFTER: late.signed_at is not None and late.signed_at > late.seen_at,
        LateFlag.AFTER_DEADLINE: late.due_at is not None and late.received_at > late.due_at,
        LateFlag.UNDATED: letter and late.dated is None,
        LateFlag.NO_FILE: letter and not late.has_file,
    }
    return tuple(flag for flag, true in holds.items() if true)
