"""What stands behind a figure of the board: the persons it counts, and their findings."""

from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.board import service
from server.core.clock import now
from server.findings.service import look
from server.summons.queries import facts, seen_in
from server.summons.rules import behind


def findings_behind(user: User, operation_id: UUID, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return how many persons and findings a figure counts, and a page of those the user may see.

    `people` is the figure of the board itself, counted by the same rule. Who may not see a board
    gets `not-found`; a coordinator reads the findings of the own team alone, and a finding that
    retention has forgotten is counted without being listed.
    """
    service.viewer(user, operation_id)
    known = facts(seen_in(operation_id, now()))
    people = behind(known, wanted["figure"], team=wanted.get("team"), opd=wanted.get("opd"))
    ids = [fact.finding_id for person in people for fact in person.facts]
    page = look.these(user, operation_id, ids, wanted)
    return {"people": len(people), "findings": len(ids), **page}
