"""Papers about the sidak itself: the berita acara of one team, and the report to the head of the region."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import audit
from server.core.db import start_writing
from server.core.problems import Code, Problem
from server.operations import queries as operations
from server.operations.models import Operation, Team, Visit
from server.summons import queries
from server.summons.letters import (
    OperationReport,
    Person,
    Place,
    SummonsListPaper,
    TeamFigures,
    TeamMember,
    TeamReport,
    render_operation_report,
    render_team_report,
)
from server.summons.queries import Listing, Seen
from server.summons.service import lists
from server.summons.service.content import mayor, operation_words, signatory_for
from server.summons.service.printed import (
    head_on_paper,
    imprint,
    kop,
    need_letterhead,
    paper_size,
    signatory_on_paper,
    simulated,
)

DUTIES = {"coordinator": "koordinator", "officer": "petugas"}
OBSERVED = {
    "matches": "Sesuai",
    "mismatch": "Belum sesuai",
    "promised": "Menyusul",
    "none": "Tidak ada",
    "refused": "Menolak menunjukkan",
}
CONDUCT = {"left": "Meninggalkan lokasi", "refused": "Menolak memberi keterangan"}


def team_report(user: User, operation_id: UUID, team_id: UUID) -> tuple[bytes, str]:
    """Return the berita acara of a team as PDF with a file name; a draft until the team closed.

    It bears the end of the audit chain before this print. Raises `not-found`, and
    `step-not-allowed` before the operation is opened or for a team without members.
    """
    role = operations.team_role(user, team_id)
    require(user, "team.report", Thing(team_role=role))
    start_writing()
    operation = queries.operation_of(operation_id)
    team = operations.team(operation_id, team_id)
    if team is None:
        raise Problem(Code.NOT_FOUND)
    members = queries.members(team.id)
    if operation.status == "planned" or not members:
        raise Problem(Code.STEP_NOT_ALLOWED, state=operation.status)
    paper = _paper(operation, team, members)
    made = render_team_report(paper, paper=paper_size(queries.letterhead()))
    audit.record(
        "team.report",
        actor_id=user.id,
        subject_id=team.id,
        operation_id=operation.id,
        people=len(paper.persons),
        draft=paper.imprint.draft,
    )
    return made, f"berita-acara-tim-{team.number}-{operation.day.isoformat()}.pdf"


def operation_report(user: User, operation_id: UUID) -> tuple[bytes, str]:
    """Return the report to the head of the region as PDF with a file name; it names nobody.

    Its figures are those of the list at the same moment; a draft while they may change. Raises
    `not-found`, `step-not-allowed` before the operation is opened, `signatory-missing`.
    """
    require(user, "summons_list.read")
    operation = queries.operation_of(operation_id)
    start_writing()
    operation = queries.operation_of(operation_id)
    if operation.status == "planned":
        raise Problem(Code.STEP_NOT_ALLOWED, state=operation.status)
    report = _report(queries.listing(operation))
    made = render_operation_report(report, paper=paper_size(queries.letterhead()))
    audit.record(
        "summons_list.read",
        actor_id=user.id,
        subject_id=operation.id,
        operation_id=operation.id,
        format="report",
        people=report.summons.reconciliation.people,
    )
    return made, f"laporan-hasil-sidak-{operation.day.isoformat()}.pdf"


def _report(listing: Listing) -> OperationReport:
    operation, head = listing.operation, need_letterhead()
    summons = lists.paper(listing)
    draft = replace(summons.imprint, draft=not summons.verified)
    addressee = mayor(head)
    return OperationReport(
        summons=replace(summons, imprint=draft),
        operation=operation_words(operation.name),
        addressee=addressee,
        teams=tuple(_figures(listing, team) for team in operations.teams_of(operation.id)),
        follow_up=_follow_up(summons),
        signatory=signatory_on_paper(signatory_for("A", set())),
        assignment=operation.order_number,
        copies=tuple(one for one in head.copies_to if not one.startswith(addressee)),
    )


def _figures(listing: Listing, team: Team) -> TeamFigures:
    seen = _first_sightings(listing, team.number)
    places = _places(queries.visits(team.id), seen)
    nil = sum(place.people == 0 for place in places)
    return TeamFigures(f"Tim {team.number}", len(places), nil, len(seen))


def _follow_up(summons: SummonsListPaper) -> tuple[tuple[str, int], ...]:
    """Count listed persons by the state of their line, in the order of the flow."""
    found = Counter(person.status for opd in summons.opds for person in opd.persons)
    return tuple((word, found[word]) for word in lists.STATES.values() if found[word])


def _paper(operation: Operation, team: Team, members: Sequence[tuple[str, str, str]]) -> TeamReport:
    listing, visits = queries.listing(operation), queries.visits(team.id)
    seen = _first_sightings(listing, team.number)
    words = queries.observed(team.id)
    moments = [one.seen_at for one in seen] + [one.at for one in visits]
    return TeamReport(
        head=head_on_paper(kop(queries.letterhead())),
        zone=operation.time_zone,
        operation=operation_words(operation.name),
        team=f"Tim {team.number}",
        starts=min([operation.starts_at, *moments]),
        until=max(moments, default=operation.ends_at),
        places=_places(visits, seen),
        persons=tuple(_person(one, words[one.id]) for one in seen),
        members=tuple(
            TeamMember(name=name, nip=nip, duty=DUTIES[role]) for name, nip, role in members
        ),
        assignment=operation.order_number,
        checkpoint=audit.checkpoint(),
        imprint=imprint(draft=team.closed_at is None, simulation=simulated(operation)),
    )


def _first_sightings(listing: Listing, number: int) -> list[Seen]:
    """Return how a team saw each person first, in that order; one with a name before one without."""
    found = []
    for line_id in listing.people:
        own = [one for one in listing.seen_of(line_id) if one.team_number == number]
        if own:
            named = next((one for one in own if one.fact.name), own[0])
            found.append(replace(named, seen_at=own[0].seen_at, place=own[0].place))
    return sorted(found, key=lambda one: (one.seen_at, one.id))


def _places(visits: Sequence[Visit], seen: Sequence[Seen]) -> tuple[Place, ...]:
    """Return the places of a team by time: those it reported, and those where it found somebody."""
    names: dict[str, str] = {}
    begun: dict[str, datetime] = {}
    people: dict[str, int] = {}
    stops: list[tuple[str, datetime, int]] = [(one.place, one.at, 0) for one in visits]
    for name, at, many in stops + [(one.place, one.seen_at, 1) for one in seen]:
        key = " ".join(name.casefold().split())
        names.setdefault(key, name)
        begun[key] = min(begun.get(key, at), at)
        people[key] = people.get(key, 0) + many
    order = sorted(begun, key=lambda key: begun[key])
    return tuple(Place(name=names[key], at=begun[key], people=people[key]) for key in order)


def _person(seen: Seen, observed: str) -> Person:
    fact = seen.fact
    known: dict[str, Any] = {"rank": fact.rank or "", "job": fact.job or ""}
    return Person(
        **known,
        name=fact.name or "Tidak dikenal",
        nip=fact.nip or "",
        unit=", ".join(part for part in (seen.unit, fact.opd_name or seen.opd_text) if part),
        kind=fact.kind.value,
        seen_at=seen.seen_at,
        seen_where=seen.place,
        document=OBSERVED[observed],
        remark=CONDUCT.get(fact.conduct.value, ""),
    )
