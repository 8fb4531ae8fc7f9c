"""A phone numbers its findings and names the one before by hash, so that an omission shows.

A gap is no accusation: the missing one may still lie on the phone. It is shown until it arrives.
"""

from collections.abc import Set as AbstractSet

from server.findings.rules.flags import Flag


def chain_flag(
    sequence: int | None, previous_sha256: str | None, before: AbstractSet[str]
) -> Flag | None:
    """Return what is odd between a finding and its predecessor on the same phone.

    `before` are the hashes of what was received under the number before; the first one has none.
    """
    if sequence is None or sequence <= 1:
        return None
    if not before:
        return Flag.EARLIER_MISSING
    return None if previous_sha256 in before else Flag.CHAIN_BROKEN


def missing_findings(
    here: AbstractSet[int], elsewhere: AbstractSet[int], *, last: int, unsent: int
) -> int:
    """Count a phone's numbers that neither arrived nor are declared unsent, for one operation.

    `here` and `elsewhere` are the numbers received in this and in other operations; `last` is the
    newest number and `unsent` how many it still holds, both as the phone declared them.
    """
    if not here:
        return 0
    first = max((one for one in elsewhere if one < min(here)), default=0) + 1
    newest = max(here)
    if not any(one > newest for one in elsewhere):
        newest = max(newest, last)
    known = sum(first <= one <= newest for one in here | elsewhere)
    return max(0, newest - first + 1 - known - unsent)
