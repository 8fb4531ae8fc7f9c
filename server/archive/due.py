"""What is due: per closed operation and person the rule that applies, and since when.

All findings of one person in one operation are forgotten together or not at all: a dismissed
finding beside one that stands belongs to the case. What is still going on is never due.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from server.archive.holds import held as held_back
from server.archive.rules import Period, Rule
from server.core.db import db
from server.findings.models import Amendment, Finding, FindingPhoto
from server.operations.models import Operation
from server.summons.models import Line, LineStep
from server.summons.queries.lists import listing
from server.summons.rules import LineState, NotListed
from server.summons.rules.consolidate import Bucket

CLEARED = frozenset(
    {
        Bucket.DISMISSED,
        Bucket.NOT_EMPLOYEE,
        Bucket.DOCUMENT_ACCEPTED,
        Bucket.EXCLUDED,
        Bucket.CLEARED,
    }
)
# nobody has judged yet: the picture of the place may still be needed
OPEN = frozenset({Bucket.UNCONFIRMED, Bucket.UNIDENTIFIED, Bucket.PENDING_DOCUMENT})
# no letter called this person, or it was taken back
UNCALLED = frozenset({LineState.CANDIDATE, LineState.LISTED, LineState.EXCLUDED, LineState.CLEARED})
ENDED = frozenset(
    {
        LineState.EXCLUDED,
        LineState.CLEARED,
        LineState.NO_ACTION,
        LineState.COACHED,
        LineState.HANDED_OVER,
    }
)


@dataclass(frozen=True, slots=True)
class Due:
    """One person of one operation, without a name: what is to be forgotten, and since when.

    `photos` are ids: all of the findings, or for `third_party` those of the scene. `whole` says
    that the findings go too. `line_id` is the row of the line, where there is one; `line_ids` are
    all that the person's line has or had.
    """

    operation: Operation
    rule: Rule
    since: datetime
    findings: tuple[UUID, ...]
    photos: tuple[UUID, ...]
    line_id: UUID | None
    identified: bool
    held: bool
    line_ids: tuple[UUID, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether person, text and position are forgotten, not only photos."""
        return self.rule is not Rule.THIRD_PARTY


def due(periods: Mapping[Rule, Period], at: datetime) -> Iterator[Due]:
    """Yield everything that is due at a moment, held things too, operation by operation."""
    held = held_back()
    closed = select(Operation).where(Operation.status == "closed", Operation.closed_at.is_not(None))
    shortest = min(period.days for period in periods.values())
    for operation in db.session.scalars(closed.order_by(Operation.closed_at)).all():
        ended = operation.closed_at
        if ended is not None and (at - ended).days >= shortest:
            yield from _of(operation, ended, periods, at, held)


def _of(
    operation: Operation,
    ended: datetime,
    periods: Mapping[Rule, Period],
    at: datetime,
    held: set[UUID],
) -> Iterator[Due]:
    found = listing(operation)
    steps = _last_steps(operation.id)
    photos = _photos(operation.id)
    for line_id, person in found.people.items():
        row = found.row_of(line_id)
        ids = tuple(fact.finding_id for fact in person.facts)
        alive = [one for one in ids if one in steps]
        if not alive:
            continue  # forgotten already
        last = max(
            ended, *(steps[one] for one in alive), steps.get(row.id, ended) if row else ended
        )
        since = {one: period.due_since(last) for one, period in periods.items()}
        rule = _rule(found.apart.get(line_id), row, [one for one in since if since[one] <= at])
        if rule is None:
            continue
        kinds = {"scene"} if rule is Rule.THIRD_PARTY else None
        pictures = tuple(
            photo for one in ids for photo, kind in photos[one] if kinds is None or kind in kinds
        )
        if rule is Rule.THIRD_PARTY and not pictures:
            continue
        yield Due(
            operation=operation,
            rule=rule,
            since=since[rule],
            findings=ids,
            photos=pictures,
            line_id=row.id if row else None,
            identified=any(fact.identified for fact in person.facts),
            held=operation.id in held or not held.isdisjoint(ids),
            line_ids=found.ids_of(line_id),
        )


def _rule(apart: NotListed | None, row: Line | None, ripe: Collection[Rule]) -> Rule | None:
    """Return the farthest-reaching of the ripe rules that applies to a person."""
    state = LineState(row.status) if row else None
    bucket = apart.bucket if apart else None
    over = state in ENDED or (state is None and bucket is not None)
    applies = {
        Rule.CASE: over,
        Rule.CLEARED: bucket in CLEARED and (state is None or state in UNCALLED),
        Rule.THIRD_PARTY: over and bucket not in OPEN,
    }
    return next((rule for rule, fits in applies.items() if fits and rule in ripe), None)


def _last_steps(operation_id: UUID) -> dict[UUID, datetime]:
    """Return the last moment by finding (those with something left) and by line."""
    rows = db.session.execute(
        select(Finding.id, Finding.received_at, Amendment.at)
        .outerjoin(Amendment, Amendment.finding_id == Finding.id)
        .where(Finding.operation_id == operation_id, Finding.erased_at.is_(None))
    )
    found: dict[UUID, datetime] = {}
    for one, received, amended in rows:
        found[one] = max(found.get(one, received), amended or received)
    steps = select(LineStep.line_id, LineStep.at).join(Line, Line.id == LineStep.line_id)
    for line, step in db.session.execute(steps.where(Line.operation_id == operation_id)):
        found[line] = max(found.get(line, step), step)
    return found


def _photos(operation_id: UUID) -> Mapping[UUID, list[tuple[UUID, str]]]:
    rows = db.session.execute(
        select(FindingPhoto.finding_id, FindingPhoto.id, FindingPhoto.kind)
        .join(Finding, Finding.id == FindingPhoto.finding_id)
        .where(
            Finding.operation_id == operation_id,
            FindingPhoto.state.in_(("stored", "quarantined")),
        )
    )
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for finding, photo, kind in rows:
        found[finding].append((photo, kind))
    return found
