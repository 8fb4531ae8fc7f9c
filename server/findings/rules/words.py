"""The words of a finding; the values are the words on the wire (architecture.md §6)."""

from enum import StrEnum


class Basis(StrEnum):
    """How sure the team was of who somebody is; kept apart from how they behaved."""

    KNOWN = "known"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"


class Conduct(StrEnum):
    """How somebody behaved; it never moves anybody onto or off a list."""

    COOPERATIVE = "cooperative"
    REFUSED = "refused"
    LEFT = "left"


class Observed(StrEnum):
    """What the team saw of the document: an observation, never a judgement."""

    MATCHES = "matches"
    MISMATCH = "mismatch"
    PROMISED = "promised"
    NONE = "none"
    REFUSED = "refused"


class FindingStatus(StrEnum):
    """Where a finding stands (domain.md §10)."""

    DRAFT = "draft"
    SEALED = "sealed"
    RECEIVED = "received"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    MERGED = "merged"
    REFERRED = "referred"
    REOPENED = "reopened"


class Assessment(StrEnum):
    """The desk's judgement of the document; only this moves a person off or onto the list."""

    UNASSESSED = "unassessed"
    PENDING = "pending"
    ACCEPTED = "accepted"
    MISMATCH = "mismatch"
    EXPIRED = "expired"
    ACCEPTED_LATE = "accepted_late"


ACCEPTED = frozenset({Assessment.ACCEPTED, Assessment.ACCEPTED_LATE})


class QueueOrder(StrEnum):
    """In what order the desk reads findings."""

    NEWEST = "newest"
    OLDEST = "oldest"
    WAITING = "waiting"  # what nobody has judged first, and of that what waits longest
    TEAM = "team"
    OPD = "opd"
