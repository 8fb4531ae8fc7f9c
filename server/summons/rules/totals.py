"""The figures of the board: each person once per operation, and once on each team's card."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from server.findings.rules.words import ACCEPTED, Conduct, FindingStatus
from server.people.rules.kinds import ASN_KINDS, ELSEWHERE_KINDS, PersonKind
from server.summons.rules.facts import Fact, Person, persons


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


def _people(found: Sequence[Person]) -> PeopleTotals:
    kinds = Counter(person.shown.kind for person in found)
    return PeopleTotals(
        people=len(found),
        asn=sum(kinds[kind] for kind in ASN_KINDS),
        non_asn=kinds[PersonKind.NON_ASN],
        other_agency=sum(kinds[kind] for kind in ELSEWHERE_KINDS),
        unknown=kinds[PersonKind.UNKNOWN],
        left=sum(any(f.conduct is Conduct.LEFT for f in person.facts) for person in found),
        document_accepted=sum(all(f.assessment in ACCEPTED for f in p.facts) for p in found),
        outsourced=kinds[PersonKind.OUTSOURCED],
        not_employee=kinds[PersonKind.NOT_EMPLOYEE],
    )


def _teams(found: Sequence[Person]) -> dict[UUID, TeamTotals]:
    seen: dict[UUID, Counter[str]] = {}
    for person in found:
        kind = person.shown.kind
        word = "asn" if kind in ASN_KINDS else "non_asn" if kind is PersonKind.NON_ASN else "other"
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
        Person(person.key, alive, person.aliases)
        for person in persons(facts)
        if (alive := tuple(f for f in person.facts if f.status is not FindingStatus.DISMISSED))
    ]
