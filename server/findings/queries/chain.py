"""What is missing in the series of a phone: findings, visits and corrections are numbered in one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_, type_coerce, union_all

from server.accounts.models import Device
from server.core.db import db
from server.core.often import OftenKey
from server.findings.models import Correction, Finding
from server.findings.rules.chain import chain_flag, missing_findings
from server.operations.models import Visit

Numbered = Finding | Visit | Correction
NUMBERED = (Finding, Visit, Correction)


def mark_chain(findings: Sequence[Finding], items: Sequence[dict[str, Any]]) -> None:
    """Add to each summary what is odd between it and what its phone wrote before it."""
    hashes = hashes_before([(one.device_id, one.sequence) for one in findings])
    for finding, item in zip(findings, items, strict=True):
        number = finding.sequence if finding.device_id is not None else None
        named = finding.said.get("previous_sha256")
        here = hashes[finding.device_id, (number or 0) - 1]
        if (flag := chain_flag(number, named, here)) is not None:
            item["flags"] = [*item["flags"], str(flag)]


def hashes_before(
    numbered: Iterable[tuple[UUID | None, int | None]],
) -> Mapping[tuple[UUID | None, int | None], set[str]]:
    """Return, by phone and number, the hashes of what stands one before each of these."""
    before = {(device, number - 1) for device, number in numbered if device and number is not None}
    hashes: dict[tuple[UUID | None, int | None], set[str]] = defaultdict(set)
    for table in NUMBERED if before else ():
        phone_and_number = tuple_(table.device_id, table.sequence)
        rows = select(table.device_id, table.sequence, table.sha256)
        for device, number, sha256 in db.session.execute(rows.where(phone_and_number.in_(before))):
            hashes[device, number].add(sha256)
    return hashes


def missing_findings_by_team(operation_id: UUID) -> Counter[UUID]:
    """Count, per team, what its phones numbered but never arrived."""
    here: dict[UUID, set[int]] = defaultdict(set)
    elsewhere: dict[UUID, set[int]] = defaultdict(set)
    team_of: dict[UUID, UUID] = {}
    found: Counter[UUID] = Counter()
    for device, number, team in _numbered(lambda table: table.operation_id == operation_id):
        here[device].add(number)
        team_of[device] = team
    if not here:
        return found
    for device, number, _ in _numbered(
        lambda table: (table.operation_id != operation_id) & table.device_id.in_(here)
    ):
        elsewhere[device].add(number)
    for phone in db.session.scalars(select(Device).where(Device.id.in_(here))):
        found[team_of[phone.id]] += missing_findings(
            here[phone.id],
            elsewhere[phone.id],
            last=phone.last_sequence,
            unsent=phone.unsent_findings + phone.unsent_visits,
        )
    return found


def _numbered(
    condition: Callable[[type[Numbered]], ColumnElement[bool]],
) -> Iterator[tuple[UUID, int, UUID]]:
    """Yield phone, number and team of what a phone has numbered, in one question."""
    rows = union_all(
        *(
            select(
                type_coerce(table.device_id, OftenKey),
                table.sequence,
                type_coerce(table.team_id, OftenKey),
            ).where(condition(table), table.device_id.is_not(None), table.sequence.is_not(None))
            for table in NUMBERED
        )
    )
    yield from cast("Iterable[tuple[UUID, int, UUID]]", db.session.execute(rows))
