"""Questions about the sidak itself: who sees which operation, who walks where, what came in."""

from server.operations.queries.reference import (
    Reference,
    may_hold_roster,
    reference,
    roster_since,
)
from server.operations.queries.teams import (
    Member,
    TeamSheet,
    UnsentWork,
    member_team,
    operation_role,
    sheets,
    team,
    team_role,
    teams_of,
    unsent_work,
)
from server.operations.queries.visible import get, operation, visible_to
from server.operations.queries.zones import ZoneDistance, nearest_zone, zone_holding, zones_of

__all__ = [
    "Member",
    "Reference",
    "TeamSheet",
    "UnsentWork",
    "ZoneDistance",
    "get",
    "may_hold_roster",
    "member_team",
    "nearest_zone",
    "operation",
    "operation_role",
    "reference",
    "roster_since",
    "sheets",
    "team",
    "team_role",
    "teams_of",
    "unsent_work",
    "visible_to",
    "zone_holding",
    "zones_of",
]
