"""Both operations replayed in the order of time, through the services that people use.

A step happens at its planned moment: `clock.at` sets the house's clock, so receipts, amendments
and audit rows tell the story's time. Nothing here knows a table; what a service refuses is refused.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.board import releases
from server.core import clock
from server.core.canonical import canonical
from server.demo.dice import ident
from server.demo.plan import (
    DeskStep,
    PlannedFinding,
    PlannedOperation,
    PlannedTeam,
    PlannedVisit,
    finding_body,
    utc,
)
from server.demo.records import City, CityPermit
from server.demo.working_days import at
from server.findings import queries as findings
from server.findings.rules.slips import read_slip, slip_words
from server.findings.schemas import FindingIn
from server.findings.service import judge, slips
from server.findings.service.receive import Arrival, Delivery, receive
from server.findings.service.reports import close_team
from server.findings.service.uploads import mark_stored
from server.operations import service as operations
from server.operations.models import Operation, Team
from server.permits import service as permits

# how long a phone with a signal takes: the text first, each photo after it
_TEXT = timedelta(seconds=25)
_PHOTO = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A drawn photo that the store holds."""

    sha256: str
    size: int
    readable: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody does at its moment."""

    at: datetime
    act: Callable[[], object]


def play(events: Iterable[Event], now: datetime) -> int:
    """Let everything happen in its order, nothing later than `now`; return how much it was."""
    ordered = sorted(events, key=lambda event: event.at)
    for event in ordered:
        with clock.at(min(event.at, now)):
            event.act()
    return len(ordered)


def permit_events(
    city: City, planned: Iterable[CityPermit], users: Mapping[str, User]
) -> list[Event]:
    """Return the registering of permits: one row per person, by the desk of BKPSDM."""
    names = {who.id: who.full_name for who in city.employees}
    desk = users["bkpsdm"]

    def register(permit: CityPermit, employee_id: UUID) -> Callable[[], object]:
        first = employee_id == permit.employee_ids[0]
        return lambda: permits.register(
            desk,
            employee_id,
            id=permit.id if first else ident(city.seed, "permit", permit.id, employee_id),
            kind=permit.kind,
            number=permit.number,
            dated=permit.dated,
            signer=names[permit.signer_id],
            valid_from=permit.valid_from,
            valid_to=permit.valid_to,
            place=permit.place or "",
            purpose=permit.purpose,
        )

    return [
        Event(permit.registered_at, register(permit, employee_id))
        for permit in planned
        for employee_id in permit.employee_ids
    ]


@dataclass
class Sidak:
    """One planned operation on its way into the database."""

    city: City
    plan: PlannedOperation
    users: Mapping[str, User]
    photos: Mapping[UUID, KeptPhoto]
    operation: Operation = field(init=False)
    teams: dict[int, Team] = field(default_factory=dict)
    slips: dict[UUID, str] = field(default_factory=dict)

    def events(self) -> list[Event]:
        """Return everything that happens, each at its moment."""
        plan = self.plan
        ordered = min(at(plan.order_date, "14.00"), plan.starts_at - timedelta(hours=1))
        found = [
            Event(ordered, self._plan),
            Event(plan.starts_at - timedelta(minutes=20), self._open),
            *(Event(visit.at, self._visit(visit)) for visit in plan.visits),
            *(event for finding in plan.findings for event in self._finding(finding)),
            *(
                Event(team.closed_at, self._close_team(team))
                for team in plan.teams
                if team.closed_at
            ),
        ]
        if plan.key != "published":  # slips came after that one
            found.append(Event(plan.starts_at - timedelta(minutes=40), self._print_slips))
        if plan.closing_reason is not None:
            found.append(Event(at(plan.day, "15.30"), self._close))
        if plan.key == "published":
            found.append(Event(at(plan.day, "16.30"), self._release))
        return found

    def _plan(self) -> None:
        desk, plan = self.users["bkpsdm"], self.plan
        self.operation = operations.plan(
            desk,
            id=plan.id,
            name=plan.name,
            order_number=plan.order_number,
            order_date=plan.order_date,
            day=plan.day,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            promised_until=at(plan.day, "16.00"),
            time_zone=self.city.time_zone,
            simulation=plan.key == "published",
        )
        for team in plan.teams:
            leaders = dict.fromkeys((team.coordinator, *team.deputies), "coordinator")
            members = leaders | dict.fromkeys(team.officers, "officer")
            self.teams[team.number] = operations.set_team(
                desk,
                self.operation,
                team.number,
                {self.users[name].id: role for name, role in members.items()},
            )
            operations.add_zone(
                desk,
                self.operation,
                name=team.zone.name,
                kind=team.zone.places[0].scene,
                team_id=self.teams[team.number].id,
                area={"type": "Polygon", "coordinates": [team.zone.ring]},
            )

    def _print_slips(self) -> None:
        """Print a page of slips; those who spoke with the team get one, in the order of the morning."""
        made = slips.make(self.users["bkpsdm"], self.operation.id, 1)
        first = read_slip(made["first"]) or 1
        spoke = [one for one in self.plan.findings if one.conduct == "cooperative"]
        spoke.sort(key=lambda one: (one.captured_at, one.key))
        for number, finding in enumerate(spoke[: slips.ON_A_PAGE], first):
            self.slips[finding.id] = slip_words(number)

    def _open(self) -> None:
        operations.open_operation(self.users["sekda"], self.operation)

    def _close(self) -> None:
        operations.close(self.users["sekda"], self.operation, reason=self.plan.closing_reason)

    def _release(self) -> None:
        reason = "Diumumkan sesudah rapat evaluasi (simulasi)."
        releases.publish(self.users["sekda"], self.operation.id, reason)

    def _close_team(self, team: PlannedTeam) -> Callable[[], object]:
        lon, lat = team.zone.ring[0]
        return lambda: close_team(
            self.users[team.coordinator],
            self.operation.id,
            self.teams[team.number].id,
            {
                "id": ident(self.city.seed, "report", self.plan.id, team.number),
                "at": team.closed_at,
                "position": {"lon": lon, "lat": lat, "accuracy_m": 12.0},
            },
        )

    def _visit(self, visit: PlannedVisit) -> Callable[[], object]:
        return lambda: operations.report_visit(
            self.users[visit.officer],
            self.operation,
            id=visit.id,
            team_id=self.teams[visit.team].id,
            place=visit.place,
            nil=visit.nihil,
            at=visit.at,
            position={"lon": visit.lon, "lat": visit.lat, "accuracy_m": visit.accuracy_m},
            note="",
        )

    def _finding(self, finding: PlannedFinding) -> Iterable[Event]:
        received_at = finding.captured_at + _TEXT
        yield Event(received_at, lambda: self._send(finding, received_at))
        for number, photo in enumerate(finding.photos, 1):
            yield Event(received_at + number * _PHOTO, self._store(photo.id, finding.officer))
        for step in finding.desk:
            decided_at = self.plan.starts_at + timedelta(minutes=step.minutes)
            yield Event(decided_at, self._decide(finding, step))

    def _send(self, finding: PlannedFinding, received_at: datetime) -> None:
        author = self.users[finding.officer]
        told = finding_body(
            finding,
            operation_id=self.operation.id,
            team_id=self.teams[finding.team].id,
            author_id=author.id,
            photos=self._wire_photos(finding),
        )
        if finding.id in self.slips:
            told["slip"] = self.slips[finding.id]
        body = canonical(told)
        raw = json.loads(body)
        said = FindingIn().load(raw)
        _, arrival = receive(Delivery(finding.id, body, said, raw, author, received_at))
        if arrival is not Arrival.NEW:
            raise RuntimeError(f"{finding.key} arrived as {arrival}")

    def _wire_photos(self, finding: PlannedFinding) -> list[dict[str, Any]]:
        return [
            {
                "id": str(photo.id),
                "kind": photo.kind,
                "sha256": self.photos[photo.id].sha256,
                "size": self.photos[photo.id].size,
                "mime": "image/jpeg",
                "taken_at": utc(finding.captured_at),
            }
            for photo in finding.photos
        ]

    def _store(self, photo_id: UUID, officer: str) -> Callable[[], object]:
        readable = self.photos[photo_id].readable
        return lambda: mark_stored(photo_id, self.users[officer].id, readable=readable)

    def _decide(self, finding: PlannedFinding, step: DeskStep) -> Callable[[], object]:
        actor = self.users[step.actor]

        def decide() -> None:
            revision = findings.get(actor, finding.id).revision
            decision = judge.Decision(actor, step.reason, revision)
            if step.verb != "assess-document":
                _VERBS[step.verb](finding.id, decision)
                return
            permit = finding.document["permit_id"] if step.outcome == "accepted" else None
            judge.assess_document(
                finding.id,
                decision,
                str(step.outcome),
                step.due_at,
                UUID(permit) if permit else None,
            )

        return decide


_VERBS = {"confirm": judge.confirm, "dismiss": judge.dismiss, "refer": judge.refer}
