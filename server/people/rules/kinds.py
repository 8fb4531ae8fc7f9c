"""What somebody is in law, as at the finding date (architecture.md §6, `identity.kind`)."""

from enum import StrEnum


class PersonKind(StrEnum):
    """The legal status of a person; the values are the words on the wire."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"
    NON_ASN = "non_asn"
    OTHER_AGENCY = "other_agency"
    OUTSOURCED = "outsourced"
    VILLAGE = "village"
    MILITARY_POLICE = "military_police"
    NOT_EMPLOYEE = "not_employee"
    UNKNOWN = "unknown"


# ASN of this government (UU 20/2023: PNS and PPPK; CPNS is PNS on trial).
ASN_KINDS = frozenset({PersonKind.PNS, PersonKind.CPNS, PersonKind.PPPK, PersonKind.PPPK_PART_TIME})
# Those whom this government may call: its ASN and its own non-ASN staff.
OWN_KINDS = ASN_KINDS | {PersonKind.NON_ASN}
# Those who answer to somebody else: they are referred, never called.
ELSEWHERE_KINDS = frozenset(
    {PersonKind.OTHER_AGENCY, PersonKind.VILLAGE, PersonKind.MILITARY_POLICE}
)


def is_asn(kind: PersonKind) -> bool:
    """Say whether `kind` counts in the figure "ASN" (of this government)."""
    return kind in ASN_KINDS


class WorkTimeState(StrEnum):
    """Whether a moment was working time for a person (domain.md §4)."""

    INSIDE = "inside"
    BREAK = "break"
    OUTSIDE = "outside"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    SHIFT = "shift"


# Moments nobody has to answer for. A break is no working time (Perpres 21/2023 counts it out);
# a shift is not among them: only the unit's rota can tell, so it stays "to be checked".
OFF_HOURS = frozenset(
    {WorkTimeState.BREAK, WorkTimeState.OUTSIDE, WorkTimeState.HOLIDAY, WorkTimeState.DAY_OFF}
)
