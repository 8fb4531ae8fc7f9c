"""The summons list of an operation with what happened to its lines and letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.accounts.permissions import require
from server.core.clock import now
from server.core.db import db, one_of
from server.core.problems import Code, Problem
from server.operations.models import Operation
from server.people.models import Employee
from server.summons.models import Letter, LetterLine, Line
from server.summons.queries.examinations import examined
from server.summons.queries.facts import Seen, facts, seen_in
from server.summons.rules import (
    FiguresState,
    LetterState,
    LineState,
    NotListed,
    Person,
    SummonsList,
    consolidate,
    figures_state,
    line_id,
    persons,
)
from server.summons.rules import Line as ListedLine

DEAD = frozenset({LetterState.WITHDRAWN, LetterState.REPLACED})


@dataclass(frozen=True)
class Listing:
    """The list of one operation at one moment, and everything a desk sees beside its lines.

    `stored` are the line rows by id. A person whose identity was settled later has lines under
    older keys; `row_of` and `letters_of` look under all of them.
    """

    operation: Operation
    at: datetime
    seen: tuple[Seen, ...]
    found: SummonsList
    stored: dict[UUID, Line]
    letters: Mapping[UUID, tuple[Letter, ...]]
    superiors: Mapping[UUID, Employee]

    @property
    def state(self) -> FiguresState:
        """Whether the figures are provisional or verified."""
        return figures_state(
            closed=self.operation.status == "closed",
            statuses=(one.fact.status for one in self.seen),
        )

    @cached_property
    def by_finding(self) -> dict[UUID, Seen]:
        """Return what was seen by finding."""
        return {one.id: one for one in self.seen}

    @cached_property
    def people(self) -> dict[UUID, Person]:
        """Return the persons by the id of their line."""
        return {
            line_id(self.operation.id, person.key): person for person in persons(facts(self.seen))
        }

    @cached_property
    def lines(self) -> dict[UUID, tuple[ListedLine, UUID | None, str | None]]:
        """Return the listed lines by id, each with its OPD's id and name."""
        return {
            line.line_id: (line, opd.opd_id, opd.name)
            for opd in self.found.opds
            for line in opd.lines
        }

    @cached_property
    def apart(self) -> dict[UUID, NotListed]:
        """Return the persons not listed by the id of their line."""
        return {one.line_id: one for one in self.found.not_listed}

    def ids_of(self, wanted: UUID) -> tuple[UUID, ...]:
        """Return the ids a person's line has or had, today's first."""
        person = self.people[wanted]
        older = sorted(person.aliases - {person.key})
        return (wanted, *(line_id(self.operation.id, key) for key in older))

    @cached_property
    def today(self) -> dict[UUID, UUID]:
        """Return today's line by every id that a person's line has or had."""
        return {old: now_id for now_id in self.people for old in reversed(self.ids_of(now_id))}

    @cached_property
    def examined(self) -> Mapping[UUID, str]:
        """Return where the newest BAP stands (draft or closed) by the line it was begun under."""
        return examined(self.operation.id)

    def row_of(self, wanted: UUID) -> Line | None:
        """Return the row of a person's line; of several older ones the furthest along."""
        if wanted in self.stored:
            return self.stored[wanted]
        if not self.stored:
            return None
        order = list(LineState)
        older = [self.stored[one] for one in self.ids_of(wanted) if one in self.stored]
        return max(older, key=lambda row: order.index(LineState(row.status)), default=None)

    def letters_of(self, wanted: UUID) -> list[Letter]:
        """Return the letters that name a person and still count, newest first."""
        if not self.letters:
            return []
        named = {one.id: one for key in self.ids_of(wanted) for one in self.letters.get(key, ())}
        return sorted(named.values(), key=lambda one: one.drafted_at, reverse=True)

    def seen_of(self, wanted: UUID) -> list[Seen]:
        """Return every time a person was seen, by time."""
        return [self.by_finding[fact.finding_id] for fact in self.people[wanted].facts]

    def shown_of(self, wanted: UUID) -> Seen:
        """Return the finding that names a person best."""
        return self.by_finding[self.people[wanted].shown.finding_id]

    def superior_of(self, wanted: UUID) -> Employee | None:
        """Return the direct superior at the finding date, None where nobody knows."""
        shown = self.shown_of(wanted)
        return self.superiors.get(shown.superior_id) if shown.superior_id else None


def operation_of(operation_id: UUID, *, lock: bool = False) -> Operation:
    """Return an operation; raises `not-found`.

    `lock` queues whoever writes lines or letters of it; findings keep coming in meanwhile.
    """
    rows = select(Operation).where(Operation.id == operation_id)
    found = one_of(rows, lock=lock, children=True)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def summons_list(user: User, operation_id: UUID) -> Listing:
    """Return the list of an operation for somebody who may read lists; raises `not-found`."""
    require(user, "summons_list.read")
    return listing(operation_of(operation_id))


def listing(operation: Operation) -> Listing:
    """Put the list of an operation together; four statements, whatever its size."""
    at = now()
    seen = tuple(seen_in(operation.id, at))
    rows = db.session.scalars(select(Line).where(Line.operation_id == operation.id)).all()
    found = consolidate(
        facts(seen),
        operation_id=operation.id,
        line_states={row.person_key: LineState(row.status) for row in rows},
    )
    return Listing(
        operation=operation,
        at=at,
        seen=seen,
        found=found,
        stored={row.id: row for row in rows},
        letters=_letters(operation.id),
        superiors=employees(one.superior_id for one in seen),
    )


def employees(ids: Iterable[UUID | None]) -> dict[UUID, Employee]:
    """Return employees by id, unknown ids left out."""
    wanted = {one for one in ids if one is not None}
    rows = db.session.scalars(select(Employee).where(Employee.id.in_(wanted)))
    return {row.id: row for row in rows}


def operation_with_line(wanted: UUID) -> Operation:
    """Return the operation of a line that has no row yet; raises `not-found`.

    A line's id is a hash of operation and person, so the newest operations are tried first.
    """
    for operation in db.session.scalars(select(Operation).order_by(Operation.starts_at.desc())):
        keys = (person.key for person in persons(facts(seen_in(operation.id, now()))))
        if wanted in {line_id(operation.id, key) for key in keys}:
            return operation
    raise Problem(Code.NOT_FOUND)


def _letters(operation_id: UUID) -> dict[UUID, tuple[Letter, ...]]:
    rows = db.session.execute(
        select(LetterLine.line_id, Letter)
        .join(Letter, Letter.id == LetterLine.letter_id)
        .where(Letter.operation_id == operation_id, Letter.status.not_in(DEAD))
    )
    found: dict[UUID, tuple[Letter, ...]] = {}
    for line, letter in rows:
        found[line] = (*found.get(line, ()), letter)
    return found
