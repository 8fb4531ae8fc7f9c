"""What was found in an operation, as the pure rules of the list read it: one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, select, type_coerce

from server.core.db import db
from server.core.often import OftenKey, OftenWords
from server.findings.models import Finding
from server.findings.rules import Assessment, Basis, Conduct, FindingStatus, assessment_now
from server.operations.models import Team
from server.people.models import Opd
from server.people.rules import PersonKind, WorkTimeState
from server.summons.rules import Fact


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding with what lists, letters and the board print beside the fact.

    `lon` and `lat` are degrees; `superior_id` is the direct superior at the finding date.
    """

    fact: Fact
    author_id: UUID
    seen_at: datetime
    place: str
    team_number: int
    unit: str | None
    opd_text: str | None
    superior_id: UUID | None
    accuracy_m: float | None
    lon: float | None
    lat: float | None

    @property
    def id(self) -> UUID:
        """Return the id of the finding."""
        return self.fact.finding_id


def seen_in(operation_id: UUID, at: datetime) -> list[Seen]:
    """Return all findings of an operation by time, promised letters as the clock has made them."""
    rows = db.session.execute(
        select(
            *_COLUMNS,
            Finding.verdicts["work_time"]["state"].as_string().label("work_time"),
            Team.number.label("team_number"),
            Opd.name.label("opd_name"),
            func.ST_X(Finding.position).label("lon"),
            func.ST_Y(Finding.position).label("lat"),
        )
        .join(Team, Team.id == Finding.team_id)
        .outerjoin(Opd, Opd.id == Finding.opd_id)
        .where(Finding.operation_id == operation_id)
        .order_by(Finding.seen_at, Finding.id)
    )
    return [_seen(row, at) for row in rows]


def facts(seen: Sequence[Seen]) -> list[Fact]:
    """Return the facts alone."""
    return [one.fact for one in seen]


_COLUMNS = (
    Finding.id,
    type_coerce(Finding.team_id, OftenKey).label("team_id"),
    type_coerce(Finding.author_id, OftenKey).label("author_id"),
    Finding.seen_at,
    Finding.status,
    Finding.kind,
    Finding.basis,
    Finding.conduct,
    Finding.assessment,
    Finding.assessment_due_at,
    type_coerce(Finding.employee_id, OftenKey).label("employee_id"),
    type_coerce(Finding.erased_id, OftenKey).label("erased_id"),
    Finding.nip,
    Finding.name,
    type_coerce(Finding.opd_id, OftenKey).label("opd_id"),
    Finding.unit,
    Finding.opd_text,
    Finding.job,
    Finding.rank,
    type_coerce(Finding.superior_id, OftenKey).label("superior_id"),
    type_coerce(Finding.merged_into, OftenKey).label("merged_into"),
    type_coerce(cast(Finding.flags, Text), OftenWords).label("flags"),
    Finding.place,
    Finding.accuracy_m,
)

# looked up: calling an Enum costs as much as ten columns of a row
_STATUS = {one.value: one for one in FindingStatus}
_KIND = {one.value: one for one in PersonKind}
_BASIS = {one.value: one for one in Basis}
_CONDUCT = {one.value: one for one in Conduct}
_ASSESSMENT = {one.value: one for one in Assessment}
_WORK_TIME = {one.value: one for one in WorkTimeState}


def _seen(row: Any, at: datetime) -> Seen:
    fact = Fact(
        finding_id=row.id,
        team_id=row.team_id,
        captured_at=row.seen_at,
        status=_STATUS[row.status],
        kind=_KIND[row.kind],
        basis=_BASIS[row.basis],
        conduct=_CONDUCT[row.conduct],
        assessment=assessment_now(_ASSESSMENT[row.assessment], row.assessment_due_at, at),
        work_time=_WORK_TIME[row.work_time] if row.work_time else None,
        # after retention a pseudonym keeps one person one person in the figures
        employee_id=row.employee_id or row.erased_id,
        nip=row.nip,
        name=row.name,
        opd_id=row.opd_id,
        opd_name=row.opd_name,
        job=row.job,
        rank=row.rank,
        merged_into=row.merged_into,
        flags=row.flags,
    )
    return Seen(
        fact=fact,
        author_id=row.author_id,
        seen_at=row.seen_at,
        place=row.place,
        team_number=row.team_number,
        unit=row.unit,
        opd_text=row.opd_text,
        superior_id=row.superior_id,
        accuracy_m=row.accuracy_m,
        lon=row.lon,
        lat=row.lat,
    )
