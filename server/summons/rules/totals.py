"""The figures of the board: each person once per operation, and once on each team's card."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from uuid import UUID

from server.findings.rules.words import ACCEPTED, Conduct, FindingStatus
from server.people.rules.kinds import ASN_KINDS, ELSEWHERE_KINDS, PersonKind
from server.summons.rules.facts import Fact, Person, persons

CARD = ("asn", "non_asn", "other")  # a team's card; together they are its people


@dataclass(frozen=True, slots=True)
class PeopleTotals:
    """`people` = asn + non_asn + other_agency + outsourced + not_employee + unknown.

    `asn` is of this government; `other_agency` holds village officials, military and police too.
    `left` and `document_accepted` are "of which" figures.
    """

    people: int
    asn: int
    non_asn: int
    other_agency: int
    unknown: int
    left: int
    document_accepted: int
    outsourced: int
    not_employee: int

    def wire(self) -> dict[str, int]:
        """Return the figures in the words of the contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TeamTotals:
    """One team's card; `people` = asn + non_asn + other."""

    people: int = 0
    asn: int = 0
    non_asn: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class OpdTotal:
    """How many persons of one OPD were found."""

    opd_id: UUID
    name: str | None
    people: int


@dataclass(frozen=True, slots=True)
class BoardTotals:
    """All figures of one board, from one grouping of its findings into persons."""

    people: PeopleTotals
    teams: dict[UUID, TeamTotals]
    opds: list[OpdTotal]


def board_totals(facts: Iterable[Fact]) -> BoardTotals:
    """Return all figures of one operation at once."""
    found = _counted(facts)
    return BoardTotals(_people(found), _teams(found), _opds(found))


def people_totals(facts: Iterable[Fact]) -> PeopleTotals:
    """Count the persons of one operation; dismissed findings do not count, unconfirmed ones do."""
    return _people(_counted(facts))


def team_totals(facts: Iterable[Fact]) -> dict[UUID, TeamTotals]:
    """Return the card of each team that saw somebody; two teams may both show one person."""
    return _teams(_counted(facts))


def opd_totals(facts: Iterable[Fact]) -> list[OpdTotal]:
    """Return the persons per OPD, most first; persons without an OPD are in no row."""
    return _opds(_counted(facts))


def behind(
    facts: Iterable[Fact], figure: str, *, team: UUID | None = None, opd: UUID | None = None
) -> list[Person]:
    """Return the persons whom a figure counts, with those findings of theirs that count.

    `figure` is one of FIGURES: of the whole board, of a team's card (then only what that team saw
    is told), or of an OPD's row.
    """
    found = [
        person
        for person in _counted(facts)
        if FIGURES[figure](person)
        and (team is None or any(fact.team_id == team for fact in person.facts))
        and (opd is None or person.shown.opd_id == opd)
    ]
    if team is None:
        return found
    return [
        Person(one.key, tuple(fact for fact in one.facts if fact.team_id == team)) for one in found
    ]


def _of(*kinds: PersonKind) -> Callable[[Person], bool]:
    return lambda person: person.shown.kind in kinds


# what each figure of the board counts; `other` is the rest of a team's card
FIGURES: Mapping[str, Callable[[Person], bool]] = {
    "people": lambda _: True,
    "asn": _of(*ASN_KINDS),
    "non_asn": _of(PersonKind.NON_ASN),
    "other_agency": _of(*ELSEWHERE_KINDS),
    "unknown": _of(PersonKind.UNKNOWN),
    "left": lambda person: any(fact.conduct is Conduct.LEFT for fact in person.facts),
    "document_accepted": lambda person: all(f.assessment in ACCEPTED for f in person.facts),
    "outsourced": _of(PersonKind.OUTSOURCED),
    "not_employee": _of(PersonKind.NOT_EMPLOYEE),
    "repeated": lambda person: len(person.facts) > 1,
    "other": _of(*(set(PersonKind) - set(ASN_KINDS) - {PersonKind.NON_ASN})),
}


def _people(found: Sequence[Person]) -> PeopleTotals:
    names = (one.name for one in fields(PeopleTotals))
    return PeopleTotals(**{name: sum(map(FIGURES[name], found)) for name in names})


def _teams(found: Sequence[Person]) -> dict[UUID, TeamTotals]:
    seen: dict[UUID, Counter[str]] = {}
    for person in found:
        word = next(word for word in CARD if FIGURES[word](person))
        for team in {fact.team_id for fact in person.facts if fact.team_id is not None}:
            seen.setdefault(team, Counter())[word] += 1
    return {team: TeamTotals(people=words.total(), **words) for team, words in seen.items()}


def _opds(found: Sequence[Person]) -> list[OpdTotal]:
    people: Counter[UUID] = Counter()
    names: dict[UUID, str] = {}
    for person in found:
        shown = person.shown
        if shown.opd_id is not None:
            people[shown.opd_id] += 1
            names[shown.opd_id] = max(names.get(shown.opd_id, ""), shown.opd_name or "")
    rows = [OpdTotal(opd, names[opd] or None, count) for opd, count in people.items()]
    return sorted(rows, key=lambda row: (-row.people, row.name or "", row.opd_id))


def _counted(facts: Iterable[Fact]) -> list[Person]:
    """Return the persons with at least one finding that is not dismissed, with those findings."""
    return [
        Person(person.key, alive)
        for person in persons(facts, aliases=False)
        if (alive := tuple(f for f in person.facts if f.status is not FindingStatus.DISMISSED))
    ]
