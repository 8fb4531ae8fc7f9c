"""The pure meaning of findings: clocks, zones, flags, letters shown, states."""

from server.findings.rules.chain import chain_flag, missing_findings
from server.findings.rules.clock import (
    ClockDoubt,
    ClockSource,
    PhoneClock,
    SeenAt,
    clock_jumped,
    estimate_seen_at,
)
from server.findings.rules.flags import Circumstances, Flag, flags_of, ordered, outside_operation
from server.findings.rules.permit_check import Coverage, Permit, covers, letter_is_late
from server.findings.rules.states import (
    ASSESSMENT_STEPS,
    FINDING_STEPS,
    IDENTIFIABLE,
    TeamState,
    assessment_now,
    assessment_step,
    finding_step,
    team_state,
)
from server.findings.rules.words import (
    ACCEPTED,
    Assessment,
    Basis,
    Conduct,
    FindingStatus,
    Observed,
)
from server.findings.rules.zone import ZoneState, position_doubtful, zone_verdict

__all__ = [
    "ACCEPTED",
    "ASSESSMENT_STEPS",
    "FINDING_STEPS",
    "IDENTIFIABLE",
    "Assessment",
    "Basis",
    "Circumstances",
    "ClockDoubt",
    "ClockSource",
    "Conduct",
    "Coverage",
    "FindingStatus",
    "Flag",
    "Observed",
    "Permit",
    "PhoneClock",
    "SeenAt",
    "TeamState",
    "ZoneState",
    "assessment_now",
    "assessment_step",
    "chain_flag",
    "clock_jumped",
    "covers",
    "estimate_seen_at",
    "finding_step",
    "flags_of",
    "letter_is_late",
    "missing_findings",
    "ordered",
    "outside_operation",
    "position_doubtful",
    "team_state",
    "zone_verdict",
]
