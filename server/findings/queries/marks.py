"""What is odd or new about findings only beside others: said anew at each reading, never stored."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.core.db import db
from server.findings.models import Amendment, Finding
from server.findings.queries import slips
from server.findings.queries.chain import mark_chain
from server.findings.rules.corrections import APPLIED, waits_for_desk
from server.findings.rules.flags import Flag

READERS = frozenset({"sekda", "bkpsdm", "bkpsdm_approver", "inspektorat"})


def mark(user: User, findings: Sequence[Finding], items: Sequence[dict[str, Any]]) -> None:
    """Add to each summary the flags that follow from its neighbours.

    A gap in the phone's chain, a correction of the author, a slip that another finding names too,
    and, for readers, an answer of the person that no desk has read.
    """
    mark_chain(findings, items)
    numbers = {one.slip_number for one in findings if one.slip_number is not None}
    twice = slips.named_twice(numbers) if numbers else set()
    reads = not READERS.isdisjoint(user.roles)
    unread = slips.unread([one.id for one in findings]) if reads else set()
    steps = _steps_of([one.id for one in findings if one.revision > 1])
    for finding, item in zip(findings, items, strict=True):
        if waits_for_desk(steps[finding.id]):
            item["flags"] = [*item["flags"], str(Flag.CORRECTION_WAITS)]
        elif APPLIED in steps[finding.id]:
            item["flags"] = [*item["flags"], str(Flag.CORRECTED)]
        if finding.slip_number in twice:
            item["flags"] = [*item["flags"], str(Flag.SLIP_TWICE)]
        if finding.id in unread:
            item["flags"] = [*item["flags"], str(Flag.REPLY_UNREAD)]


def _steps_of(finding_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return what was done to each finding, oldest first."""
    steps: dict[UUID, list[str]] = defaultdict(list)
    rows = select(Amendment.finding_id, Amendment.verb).order_by(Amendment.revision)
    for finding_id, verb in (
        db.session.execute(rows.where(Amendment.finding_id.in_(finding_ids))) if finding_ids else ()
    ):
        steps[finding_id].append(verb)
    return steps
