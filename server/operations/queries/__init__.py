"""Questions about the sidak itself: who sees which operation, who walks where, what came in."""

from server.operations.queries.reference import (
    Cursor,
    Reference,
    may_hold_roster,
    reference,
    roster_since,
    starting_point,
)
from server.operations.queries.teams import (
    Member,
    TeamSheet,
    UnsentWork,
    any_role,
    member_team,
    operation_role,
    sheets,
    team,
    team_role,
    teams_of,
    unsent_work,
    visits_of,
)
from server.operations.queries.visible import get, next_operation, operation, visible_to
from server.operations.queries.zones import ZoneDistance, nearest_zone, zone_holding, zones_of

__all__ = [
    "Cursor",
    "Member",
    "Reference",
    "TeamSheet",
    "UnsentWork",
    "ZoneDistance",
    "any_role",
    "get",
    "may_hold_roster",
    "member_team",
    "nearest_zone",
    "next_operation",
    "operation",
    "operation_role",
    "reference",
    "roster_since",
    "sheets",
    "starting_point",
    "team",
    "team_role",
    "teams_of",
    "unsent_work",
    "visible_to",
    "visits_of",
    "zone_holding",
    "zones_of",
]
