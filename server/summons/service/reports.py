"""The report on a sidak to the head of the region, with the figures of the list and nobody's name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.db import start_writing
from server.core.geo import geojson
from server.core.problems import Code, Problem
from server.findings.rules import FindingStatus
from server.operations import queries as operations
from server.operations.models import Team, Visit
from server.people import queries as people
from server.people.rules import ASN_KINDS, PersonKind
from server.summons import queries
from server.summons.letters import (
    MapMark,
    MapZone,
    OperationReport,
    Place,
    SummonsListPaper,
    TeamFigures,
    docx_operation_report,
    render_operation_report,
)
from server.summons.queries import Listing, Seen
from server.summons.service import lists
from server.summons.service.content import mayor, operation_words, signatory_for
from server.summons.service.printed import (
    need_letterhead,
    paper_size,
    signatory_on_paper,
)

Form = Literal["pdf", "docx"]


def operation_report(user: User, operation_id: UUID, form: Form = "pdf") -> tuple[bytes, str]:
    """Return the report to the head of the region with a file name; it names nobody.

    Its figures are those of the list at the same moment; a draft while they may change. As DOCX it is
    for the office to go on writing. Raises `not-found`, `step-not-allowed` before the operation is
    opened, `signatory-missing`.
    """
    require(user, "summons_list.read")
    operation = queries.operation_of(operation_id)
    start_writing()
    operation = queries.operation_of(operation_id)
    if operation.status == "planned":
        raise Problem(Code.STEP_NOT_ALLOWED, state=operation.status)
    report = _report(queries.listing(operation))
    render = docx_operation_report if form == "docx" else render_operation_report
    made = render(report, paper=paper_size(queries.letterhead()))
    audit.record(
        "summons_list.read",
        actor_id=user.id,
        subject_id=operation.id,
        operation_id=operation.id,
        format="report" if form == "pdf" else "report.docx",
        people=report.summons.reconciliation.people,
    )
    return made, f"laporan-hasil-sidak-{operation.day.isoformat()}.{form}"


def _report(listing: Listing) -> OperationReport:
    operation, head = listing.operation, need_letterhead()
    summons = lists.paper(listing)
    draft = replace(summons.imprint, draft=not summons.verified)
    addressee = mayor(head)
    staff = people.staff_counts()
    return OperationReport(
        summons=replace(summons, imprint=draft),
        operation=operation_words(operation.name),
        addressee=addressee,
        teams=tuple(_figures(listing, team) for team in operations.teams_of(operation.id)),
        follow_up=_follow_up(summons),
        signatory=signatory_on_paper(signatory_for("A", set())),
        assignment=operation.order_number,
        copies=tuple(one for one in head.copies_to if not one.startswith(addressee)),
        staff={
            opd.name: staff[opd.opd_id] for opd in listing.found.opds if opd.opd_id and opd.name
        },
        hours=_hours(listing),
        zones=_zones(operation.id),
        marks=_marks(listing),
    )


def _hours(listing: Listing) -> tuple[tuple[int, int], ...]:
    """Count the persons found by the local hour of their first sighting, empty hours between too."""
    zone = ZoneInfo(listing.operation.time_zone)
    found: Counter[int] = Counter()
    for line_id in listing.people:
        alive = [one for one in listing.seen_of(line_id) if _alive(one)]
        if alive:
            found[alive[0].seen_at.astimezone(zone).hour] += 1
    hours = range(min(found), max(found) + 1) if found else ()
    return tuple((hour, found[hour]) for hour in hours)


def _zones(operation_id: UUID) -> tuple[MapZone, ...]:
    """Return the zones as rings, named by their team."""
    numbers = {team.id: team.number for team in operations.teams_of(operation_id)}
    found = []
    for zone in operations.zones_of(operation_id):
        number = numbers.get(zone.team_id) if zone.team_id else None
        for rings in geojson(zone.area)["coordinates"]:
            drawn = tuple(tuple((lon, lat) for lon, lat, *_ in ring) for ring in rings)
            found.append(MapZone(f"Tim {number}" if number else zone.name, drawn))
    return tuple(found)


def _marks(listing: Listing) -> tuple[MapMark, ...]:
    """Return where somebody was found, by kind of person and without a name."""
    return tuple(
        MapMark(one.lon, one.lat, _kind(one.fact.kind))
        for one in listing.seen
        if one.lon is not None and one.lat is not None and _alive(one)
    )


def _alive(one: Seen) -> bool:
    return one.fact.status is not FindingStatus.DISMISSED


def _kind(kind: PersonKind) -> str:
    if kind in ASN_KINDS:
        return "asn"
    return kind.value if kind in {PersonKind.NON_ASN, PersonKind.UNKNOWN} else "elsewhere"


def _figures(listing: Listing, team: Team) -> TeamFigures:
    seen = _first_sightings(listing, team.number)
    places = _places(queries.visits(team.id), seen)
    nil = sum(place.people == 0 for place in places)
    return TeamFigures(f"Tim {team.number}", len(places), nil, len(seen))


def _follow_up(summons: SummonsListPaper) -> tuple[tuple[str, int], ...]:
    """Count listed persons by the state of their line, in the order of the flow."""
    found = Counter(person.status for opd in summons.opds for person in opd.persons)
    return tuple((word, found[word]) for word in lists.STATES.values() if found[word])


def _first_sightings(listing: Listing, number: int) -> list[Seen]:
    """Return how a team saw each person first, in that order; one with a name before one without."""
    found = []
    for line_id in listing.people:
        own = [one for one in listing.seen_of(line_id) if one.team_number == number]
        if own:
            named = next((one for one in own if one.fact.name), own[0])
            found.append(named._replace(seen_at=own[0].seen_at, place=own[0].place))
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
