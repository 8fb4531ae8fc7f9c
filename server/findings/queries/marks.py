"""What is odd or new about findings only beside others: said anew at each reading, never stored."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from server.accounts.models import User
from server.core.db import db
from server.findings.models import Finding
from server.findings.queries import slips
from server.findings.rules.chain import chain_flag
from server.findings.rules.flags import Flag

READERS = frozenset({"sekda", "bkpsdm", "bkpsdm_approver", "inspektorat"})


def mark(user: User, findings: Sequence[Finding], items: Sequence[dict[str, Any]]) -> None:
    """Add to each summary the flags that follow from its neighbours.

    A gap in the phone's chain, a slip that another finding names too, and, for readers, an answer
    of the person that no desk has read.
    """
    before = _before(findings)
    numbers = {one.slip_number for one in findings if one.slip_number is not None}
    twice = slips.named_twice(numbers) if numbers else set()
    reads = not READERS.isdisjoint(user.roles)
    unread = slips.unread([one.id for one in findings]) if reads else set()
    for finding, item in zip(findings, items, strict=True):
        number = finding.sequence if finding.device_id is not None else None
        named = finding.said.get("previous_sha256")
        found = [chain_flag(number, named, before[finding.id])]
        found.append(Flag.SLIP_TWICE if finding.slip_number in twice else None)
        found.append(Flag.REPLY_UNREAD if finding.id in unread else None)
        item["flags"] = [*item["flags"], *(str(flag) for flag in found if flag is not None)]


def _before(findings: Sequence[Finding]) -> dict[UUID, set[str]]:
    """Return, for each finding, the hashes of what the same phone numbered just before it."""
    earlier = aliased(Finding)
    same_phone = and_(
        earlier.device_id == Finding.device_id, earlier.sequence == Finding.sequence - 1
    )
    hashes: dict[UUID, set[str]] = {finding.id: set() for finding in findings}
    for finding_id, sha256 in db.session.execute(
        select(Finding.id, earlier.sha256).join(earlier, same_phone).where(Finding.id.in_(hashes))
    ):
        hashes[finding_id].add(sha256)
    return hashes
