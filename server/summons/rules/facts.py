"""What the summons list is made from: one fact per finding, and the persons behind them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import NamedTuple
from uuid import UUID

from server.findings.rules.words import Assessment, Basis, Conduct, FindingStatus
from server.people.rules.kinds import OFF_HOURS, OWN_KINDS, PersonKind, WorkTimeState
from server.people.rules.nip import clean, is_nip

NAME_MISMATCH = "nip_name_mismatch"
KEY_ORDER = ("employee", "nip", "finding")
STRONGEST_BASIS = (Basis.KNOWN, Basis.CLAIMED, Basis.UNKNOWN)
OVER = frozenset({FindingStatus.CONFIRMED, FindingStatus.REFERRED, FindingStatus.DISMISSED})


class Fact(NamedTuple):  # a frozen dataclass of so many members takes four times as long to make
    """One finding as the desk has judged it; status, OPD and job are those of the finding date.

    `captured_at` is aware (UTC). `merged_into` is the finding a desk officer merged this one into.
    `flags` are the codes of findings.rules.flags. `work_time` is None where no schedule is known.
    """

    finding_id: UUID
    team_id: UUID | None
    captured_at: datetime
    status: FindingStatus
    kind: PersonKind
    basis: Basis = Basis.KNOWN
    conduct: Conduct = Conduct.COOPERATIVE
    assessment: Assessment = Assessment.UNASSESSED
    work_time: WorkTimeState | None = WorkTimeState.INSIDE
    employee_id: UUID | None = None
    nip: str | None = None
    name: str | None = None
    opd_id: UUID | None = None
    opd_name: str | None = None
    job: str | None = None
    rank: str | None = None
    merged_into: UUID | None = None
    flags: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Say whether the desk has confirmed this finding."""
        return self.status is FindingStatus.CONFIRMED

    @property
    def off_hours(self) -> bool:
        """Say whether the moment was no working time; not knowing is not "off"."""
        return self.work_time in OFF_HOURS

    @property
    def identified(self) -> bool:
        """Say whether this finding names somebody whom a letter may name.

        An employee of the roster always does. Anybody else needs a kind and a name or number the
        roster does not contradict; own staff outside the roster also need an OPD to be called in.
        """
        if self.employee_id is not None:
            return self.kind is not PersonKind.UNKNOWN
        if self.basis is Basis.UNKNOWN or self.kind is PersonKind.UNKNOWN:
            return False
        if NAME_MISMATCH in self.flags:
            return False
        if self.kind in OWN_KINDS:
            return bool(self.name) and self.opd_id is not None
        return bool(self.name or self.nip)


@dataclass(frozen=True)  # no slots: its answers are computed once and kept
class Person:
    """Everything seen of one person in one operation.

    `key` names the person for good inside the operation; `aliases` are all keys that single
    findings would give (a line opened under one of them is still this person's line). `facts` are
    sorted by time and carry the judgement that applies (a merged one follows its target).
    """

    key: str
    facts: tuple[Fact, ...]
    aliases: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def confirmed(self) -> tuple[Fact, ...]:
        """Return the confirmed findings."""
        return tuple(fact for fact in self.facts if fact.confirmed)

    @cached_property
    def judged(self) -> tuple[Fact, ...]:
        """Return the findings that say who this is: confirmed, else alive, else all."""
        alive = tuple(f for f in self.facts if f.status is not FindingStatus.DISMISSED)
        settled = tuple(f for f in alive if f.status in OVER)
        return self.confirmed or settled or alive or self.facts

    @cached_property
    def shown(self) -> Fact:
        """Return the finding that names the person best: roster, then known, then the earliest."""
        if len(self.judged) == 1:
            return self.judged[0]
        return min(
            self.judged,
            key=lambda f: (
                f.employee_id is None,
                f.kind is PersonKind.UNKNOWN,
                NAME_MISMATCH in f.flags,
                not f.identified,
                STRONGEST_BASIS.index(f.basis),
                f.captured_at,
                f.finding_id,
            ),
        )


def in_hours(found: Iterable[Fact]) -> bool:
    """Say whether each of these moments was found to be working time, so that a letter may say so.

    A shift, or hours nobody knows, prove nothing (domain.md §4).
    """
    return all(fact.work_time is WorkTimeState.INSIDE for fact in found)


def person_key(fact: Fact) -> str:
    """Return the key one finding alone gives its person: roster entry, else number, else itself.

    A number the roster gives another name to is no key: it may be somebody else's (domain.md §2).
    """
    if fact.employee_id is not None:
        return _employee_key(fact.employee_id)
    if fact.nip and NAME_MISMATCH not in fact.flags and is_nip(fact.nip):
        return f"nip:{clean(fact.nip)}"
    return f"finding:{fact.finding_id}"


@lru_cache(16_384)  # an id is turned into text more slowly than it is found
def _employee_key(employee_id: UUID) -> str:
    return f"employee:{employee_id}"


def persons(facts: Iterable[Fact], *, aliases: bool = True) -> list[Person]:
    """Group findings into persons, each finding in exactly one, in any order given.

    A number without a roster entry joins the one employee seen with that number in the same
    operation; where two employees were, it stays alone. Findings without number or roster entry
    meet only by hand (`merged_into`). Who only counts persons leaves out their aliases.
    """
    unique = _unique(facts)
    owners = _owners(unique.values())
    # all that is merged, and into what; nearly every other finding is its own root
    roots = {at: _root(one, unique) for at, one in unique.items() if one.merged_into is not None}
    involved = {*roots, *(root.finding_id for root in roots.values())}
    keys = _merged_keys(roots, {at: _joined(person_key(unique[at]), owners) for at in involved})
    groups: dict[str, list[Fact]] = {}
    known: dict[str, set[str]] = {}
    for fact in unique.values():
        root = fact if fact.merged_into is None else roots[fact.finding_id]
        own = _joined(person_key(fact), owners)
        key = keys.get(root.finding_id, own) if keys else own
        groups.setdefault(key, []).append(_judged_like(fact, root))
        if aliases:
            known.setdefault(key, {key}).update(_aliases(fact, own, key, owners))
    return [
        Person(key, tuple(sorted(seen, key=_by_time)), frozenset(known.get(key, ())))
        for key, seen in sorted(groups.items())
    ]


def _aliases(fact: Fact, own: str, key: str, owners: Mapping[str, set[UUID]]) -> Iterator[str]:
    """Yield what else a finding of the person `key` could have called them."""
    yield f"finding:{fact.finding_id}"
    # A key that belongs to somebody else here must not drag that person's line along.
    number = f"nip:{clean(fact.nip)}"
    if own == key and _joined(number, owners) == key:
        yield number


def _by_time(fact: Fact) -> tuple[datetime, UUID]:
    return fact.captured_at, fact.finding_id


def _merged_keys(roots: Mapping[UUID, Fact], own: Mapping[UUID, str]) -> dict[UUID, str]:
    """Return the key of each merge: its target's, or the best one merged into a nameless target."""
    best: dict[UUID, str] = {}
    for finding_id, root in roots.items():
        at = root.finding_id
        offers = (own[at], own[finding_id], best.get(at, own[at]))
        if own[at].startswith("finding:"):
            best[at] = min(offers, key=lambda key: (KEY_ORDER.index(key.split(":")[0]), key))
            if best[at].startswith("finding:"):
                best[at] = own[at]
        else:
            best[at] = own[at]
    return best


def _unique(facts: Iterable[Fact]) -> dict[UUID, Fact]:
    """Keep one fact per finding; of two versions the same one whatever the order."""
    found = list(facts)
    kept = {fact.finding_id: fact for fact in found}
    if len(kept) == len(found):
        return kept
    kept.clear()
    for fact in found:
        other = kept.get(fact.finding_id)
        kept[fact.finding_id] = fact if other is None else max(other, fact, key=repr)
    return kept


def _owners(facts: Iterable[Fact]) -> Mapping[str, set[UUID]]:
    """Return for each number the employees seen with it."""
    owners: dict[str, set[UUID]] = {}
    for fact in facts:
        if fact.employee_id is not None and fact.nip and NAME_MISMATCH not in fact.flags:
            owners.setdefault(f"nip:{clean(fact.nip)}", set()).add(fact.employee_id)
    return owners


def _joined(key: str, owners: Mapping[str, set[UUID]]) -> str:
    found = owners.get(key)
    return _employee_key(next(iter(found))) if found and len(found) == 1 else key


def _root(fact: Fact, unique: Mapping[UUID, Fact]) -> Fact:
    """Follow hand merges to their end; a circle ends at its smallest id."""
    path = [fact]
    while (target := path[-1].merged_into) is not None and target in unique:
        following = unique[target]
        if following in path:
            return min(path[path.index(following) :], key=lambda f: f.finding_id)
        path.append(following)
    return path[-1]


def _judged_like(fact: Fact, root: Fact) -> Fact:
    """Give a merged finding the judgement of its target.

    Its own document judgement stays where there is one: merging must not make a paper that was
    found wanting disappear. A merge without a living target waits for the desk.
    """
    if fact.finding_id != root.finding_id:
        judged = fact.assessment is not Assessment.UNASSESSED
        status = _waiting(root.status)
        paper = fact.assessment if judged else root.assessment
        return fact._replace(status=status, assessment=paper)
    status = _waiting(fact.status)
    return fact if status is fact.status else fact._replace(status=status)


def _waiting(status: FindingStatus) -> FindingStatus:
    return FindingStatus.RECEIVED if status is FindingStatus.MERGED else status
