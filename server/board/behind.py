"""What stands behind the figures of a board: the persons they count, by hour, place, kind and paper."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.models import User
from server.board import queries, service
from server.board.drawn import Viewer
from server.core.clock import now
from server.findings.service import look
from server.summons.queries import Seen, facts, seen_in
from server.summons.rules import behind, board_totals, breakdown, sorts


def findings_behind(user: User, operation_id: UUID, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return how many persons and findings a figure counts, and a page of those the user may see.

    `people` is the figure of the board itself, counted by the same rule. Who may not see a board
    gets `not-found`; a coordinator reads the findings of the own team alone, and a finding that
    retention has forgotten is counted without being listed.
    """
    looking = service.viewer(user, operation_id)
    seen = seen_in(operation_id, now())
    by = _sorts(looking, seen)
    people = [
        one
        for one in behind(
            facts(seen), wanted["figure"], team=wanted.get("team"), opd=wanted.get("opd")
        )
        if all(sort(one) == wanted[name] for name, sort in by.items() if name in wanted)
    ]
    ids = [fact.finding_id for person in people for fact in person.facts]
    page = look.these(user, operation_id, ids, wanted)
    return {"people": len(people), "findings": len(ids), **page}


def understood(user: User, operation_id: UUID) -> dict[str, Any]:
    """Return the persons of an operation by hour, place, kind and paper, beside earlier operations.

    `repeated` counts persons with more than one finding here. Raises `not-found` as the board does.
    """
    looking = service.viewer(user, operation_id)
    operation = looking.operation
    seen = seen_in(operation_id, now())
    known = facts(seen)
    tables = breakdown(behind(known, "people"), _sorts(looking, seen))
    return {
        **{
            name: [{"name": key, "people": people} for key, people in rows]
            for name, rows in tables.items()
        },
        "repeated": len(behind(known, "repeated")),
        "earlier": [
            {
                "operation_id": one.id,
                "name": one.name,
                "day": one.day,
                **board_totals(facts(seen_in(one.id, now()))).people.wire(),
            }
            for one in queries.earlier(operation)
        ],
    }


def _sorts(looking: Viewer, seen: Sequence[Seen]) -> Any:
    """Return the sorts of a viewer: what another team wrote as its place is no coordinator's."""
    own = [one for one in seen if looking.names_of in {queries.ALL_TEAMS, one.fact.team_id}]
    return sorts(ZoneInfo(looking.operation.time_zone), {one.id: one.place for one in own})
