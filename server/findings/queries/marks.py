"""What is odd or new about findings only beside others: said anew at each reading, never stored."""

from collections.abc import Sequence
from typing import Any

from server.accounts.models import User
from server.findings.models import Finding
from server.findings.queries import slips
from server.findings.queries.chain import mark_chain
from server.findings.rules.flags import Flag

READERS = frozenset({"sekda", "bkpsdm", "bkpsdm_approver", "inspektorat"})


def mark(user: User, findings: Sequence[Finding], items: Sequence[dict[str, Any]]) -> None:
    """Add to each summary the flags that follow from its neighbours.

    A gap in the phone's chain, a slip that another finding names too, and, for readers, an answer
    of the person that no desk has read.
    """
    mark_chain(findings, items)
    numbers = {one.slip_number for one in findings if one.slip_number is not None}
    twice = slips.named_twice(numbers) if numbers else set()
    reads = not READERS.isdisjoint(user.roles)
    unread = slips.unread([one.id for one in findings]) if reads else set()
    for finding, item in zip(findings, items, strict=True):
        if finding.slip_number in twice:
            item["flags"] = [*item["flags"], str(Flag.SLIP_TWICE)]
        if finding.id in unread:
            item["flags"] = [*item["flags"], str(Flag.REPLY_UNREAD)]
