"""From findings to one list per OPD: every person lands in exactly one place.

A person is listed by one confirmed finding in working time without an accepted document; everybody
else is counted, with a name, in the first bucket that fits (architecture.md §6). Conduct never
keeps anybody off the list.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from uuid import NAMESPACE_URL, UUID, uuid5

from server.findings.rules.words import ACCEPTED, Assessment, Basis, Conduct, FindingStatus
from server.people.rules.kinds import ELSEWHERE_KINDS, PersonKind, WorkTimeState
from server.summons.rules.facts import Fact, Person, persons
from server.summons.rules.states import CORRECTED_BY_LETTER, LineState


class Bucket(StrEnum):
    """Why a person is not listed, in the order in which the first that fits is taken.

    The last two are the desk's own decisions about a line that would be listed.
    """

    DISMISSED = "dismissed"
    UNCONFIRMED = "unconfirmed"
    UNIDENTIFIED = "unidentified"
    NOT_EMPLOYEE = "not_employee"
    OTHER_AGENCY = "other_agency"
    OUTSOURCED = "outsourced"
    OFF_HOURS = "off_hours"
    PENDING_DOCUMENT = "pending_document"
    DOCUMENT_ACCEPTED = "document_accepted"
    EXCLUDED = "excluded"
    CLEARED = "cleared"


class Mark(StrEnum):
    """What a reader of a line must know beside the name."""

    NON_ASN = "non_asn"
    CLAIMED = "claimed"
    LEFT = "left"
    REFUSED = "refused"
    SHIFT = "shift"
    WORK_TIME_UNKNOWN = "work_time_unknown"


APART = {LineState.EXCLUDED: Bucket.EXCLUDED, LineState.CLEARED: Bucket.CLEARED}
# Where several findings list somebody, the line shows the most settled judgement.
DOCUMENT_ORDER = (Assessment.MISMATCH, Assessment.EXPIRED, Assessment.UNASSESSED)


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the list of one OPD; `finding_ids` are those that list them, by time."""

    line_id: UUID
    person_key: str
    employee_id: UUID | None
    name: str | None
    nip: str | None
    kind: PersonKind
    job: str | None
    rank: str | None
    finding_ids: tuple[UUID, ...]
    document: Assessment
    status: LineState
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class OpdList:
    """The list of one OPD; `opd_id` is None for own staff whose OPD nobody knows yet."""

    opd_id: UUID | None
    name: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NotListed:
    """One person who is not on a list, and why.

    `needs_correction` tells that a letter already went out, so that a *ralat* is due.
    """

    bucket: Bucket
    person_key: str
    line_id: UUID
    employee_id: UUID | None
    name: str | None
    nip: str | None
    kind: PersonKind
    opd_id: UUID | None
    opd_name: str | None
    finding_ids: tuple[UUID, ...]
    status: LineState
    needs_correction: bool


@dataclass(frozen=True, slots=True)
class SummonsList:
    """The lists of all OPDs and the reconciliation with what was found."""

    opds: tuple[OpdList, ...]
    not_listed: tuple[NotListed, ...]
    findings: int
    people: int

    @property
    def listed(self) -> int:
        """Return how many persons are on a list."""
        return sum(len(opd.lines) for opd in self.opds)

    @property
    def difference(self) -> int:
        """Return the persons not accounted for: 0, or a question for the desk."""
        return self.people - self.listed - len(self.not_listed)

    def buckets(self) -> dict[str, int]:
        """Return the persons per bucket, every bucket named."""
        counted = Counter(person.bucket for person in self.not_listed)
        return {bucket.value: counted[bucket] for bucket in Bucket}

    def totals(self) -> dict[str, int]:
        """Return the reconciliation in the words of the contract."""
        return {
            "findings": self.findings,
            "repeat_findings": self.findings - self.people,
            "people": self.people,
            "listed": self.listed,
            "not_listed": len(self.not_listed),
            "difference": self.difference,
        }


def consolidate(
    facts: Iterable[Fact],
    *,
    operation_id: UUID,
    line_states: Mapping[str, LineState] | None = None,
) -> SummonsList:
    """Make the lists of one operation; the same facts in any order give the same answer.

    `line_states` are the stored states by person key (any alias of the person counts); a person
    without one is a candidate.
    """
    found = persons(facts)
    lines: dict[UUID | None, list[Line]] = {}
    names: dict[UUID | None, set[str]] = {}
    apart: list[NotListed] = []
    for person in found:
        state = state_of(person, line_states or {})
        bucket = place(person, state)
        if bucket is not None:
            apart.append(_apart(person, bucket, state, operation_id))
            continue
        opd_id = person.shown.opd_id
        lines.setdefault(opd_id, []).append(_line(person, state, operation_id))
        names.setdefault(opd_id, set()).add(person.shown.opd_name or "")
    opds = [OpdList(at, max(names[at]) or None, _sorted(kept)) for at, kept in lines.items()]
    return SummonsList(
        opds=tuple(sorted(opds, key=lambda o: ((o.name or "").casefold(), str(o.opd_id)))),
        not_listed=tuple(sorted(apart, key=_apart_order)),
        findings=sum(len(person.facts) for person in found),
        people=len(found),
    )


def place(person: Person, state: LineState = LineState.CANDIDATE) -> Bucket | None:
    """Return the one bucket of a person, or None where the person is listed."""
    return _by_judgement(person) or _by_person(person) or _by_evidence(person) or APART.get(state)


def lists_the_person(fact: Fact) -> bool:
    """Say whether this finding alone puts its person on the list.

    A shift unit stays listed ("perlu dicek"): only its rota can tell (domain.md §4).
    """
    waits = fact.assessment is Assessment.PENDING or fact.assessment in ACCEPTED
    return fact.confirmed and not fact.off_hours and not waits


def line_id(operation_id: UUID, person_key: str) -> UUID:
    """Return the id of the line of a person in an operation, the same on every machine."""
    return uuid5(_lines_of(operation_id), person_key)


@lru_cache(maxsize=64)
def _lines_of(operation_id: UUID) -> UUID:
    return uuid5(NAMESPACE_URL, f"sidak:line:{operation_id}")


def state_of(person: Person, states: Mapping[str, LineState]) -> LineState:
    """Return the stored state of a person's line, under its key or an older one.

    Of several older lines the one furthest along counts: a called person stays called.
    """
    if person.key in states:
        return states[person.key]
    order = list(LineState)
    known = [states[alias] for alias in person.aliases if alias in states]
    return max(known, key=order.index, default=LineState.CANDIDATE)


def _by_judgement(person: Person) -> Bucket | None:
    statuses = {fact.status for fact in person.facts}
    if statuses == {FindingStatus.DISMISSED}:
        return Bucket.DISMISSED
    if not statuses & {FindingStatus.CONFIRMED, FindingStatus.REFERRED}:
        return Bucket.UNCONFIRMED
    return None


def _by_person(person: Person) -> Bucket | None:
    shown = person.shown
    if not shown.identified:
        return Bucket.UNIDENTIFIED
    if shown.kind is PersonKind.NOT_EMPLOYEE:
        return Bucket.NOT_EMPLOYEE
    # A finding handed to another government is theirs to judge, whatever kind was typed.
    if shown.kind in ELSEWHERE_KINDS or not person.confirmed:
        return Bucket.OTHER_AGENCY
    return Bucket.OUTSOURCED if shown.kind is PersonKind.OUTSOURCED else None


def _by_evidence(person: Person) -> Bucket | None:
    if any(lists_the_person(fact) for fact in person.confirmed):
        return None
    working = [fact for fact in person.confirmed if not fact.off_hours]
    if not working:
        return Bucket.OFF_HOURS
    if any(fact.assessment is Assessment.PENDING for fact in working):
        return Bucket.PENDING_DOCUMENT
    return Bucket.DOCUMENT_ACCEPTED


def _line(person: Person, state: LineState, operation_id: UUID) -> Line:
    shown = person.shown
    listing = tuple(fact for fact in person.confirmed if lists_the_person(fact))
    document = min((fact.assessment for fact in listing), key=DOCUMENT_ORDER.index)
    return Line(
        line_id=line_id(operation_id, person.key),
        person_key=person.key,
        employee_id=shown.employee_id,
        name=shown.name,
        nip=shown.nip,
        kind=shown.kind,
        job=shown.job,
        rank=shown.rank,
        finding_ids=tuple(fact.finding_id for fact in listing),
        document=document,
        status=state,
        marks=_marks(shown, listing),
    )


def _marks(shown: Fact, listing: tuple[Fact, ...]) -> tuple[Mark, ...]:
    times = {fact.work_time for fact in listing}
    conduct = {fact.conduct for fact in listing}
    holds = {
        Mark.NON_ASN: shown.kind is PersonKind.NON_ASN,
        Mark.CLAIMED: shown.employee_id is None and shown.basis is Basis.CLAIMED,
        Mark.LEFT: Conduct.LEFT in conduct,
        Mark.REFUSED: Conduct.REFUSED in conduct,
        Mark.SHIFT: WorkTimeState.SHIFT in times,
        Mark.WORK_TIME_UNKNOWN: None in times,
    }
    return tuple(mark for mark, true in holds.items() if true)


def _apart(person: Person, bucket: Bucket, state: LineState, operation_id: UUID) -> NotListed:
    shown = person.shown
    return NotListed(
        bucket=bucket,
        person_key=person.key,
        line_id=line_id(operation_id, person.key),
        employee_id=shown.employee_id,
        name=shown.name,
        nip=shown.nip,
        kind=shown.kind,
        opd_id=shown.opd_id,
        opd_name=shown.opd_name,
        finding_ids=tuple(fact.finding_id for fact in person.facts),
        status=state,
        needs_correction=state in CORRECTED_BY_LETTER,
    )


def _apart_order(person: NotListed) -> tuple[int, str, str]:
    return list(Bucket).index(person.bucket), (person.name or "").casefold(), person.person_key


def _sorted(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(
        sorted(lines, key=lambda at: ((at.name or "").casefold(), at.nip or "", at.person_key))
    )
