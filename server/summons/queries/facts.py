"""What was found in an operation, as the pure rules of the list read it: one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, bindparam, cast, func, select, type_coerce

from server.core.db import Key, db
from server.core.often import OftenKey, OftenWords
from server.findings.models import Finding
from server.findings.rules import Assessment, Basis, Conduct, FindingStatus, assessment_now
from server.operations.models import Team
from server.people.models import Opd
from server.people.rules import PersonKind, WorkTimeState
from server.summons.rules import Fact


class Seen(NamedTuple):  # as a Fact: made by the thousand
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
    observed: str  # what the team saw of the letter; it is told and judges nothing
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
    db.session.flush()  # the rows come past the session, whose way with them costs half of the time
    rows = db.session.connection().execute(_FOUND, {"operation": operation_id})
    return [_seen(row, at) for row in rows.all()]


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
    Finding.observed,
    Finding.job,
    Finding.rank,
    type_coerce(Finding.superior_id, OftenKey).label("superior_id"),
    type_coerce(Finding.merged_into, OftenKey).label("merged_into"),
    type_coerce(cast(Finding.flags, Text), OftenWords).label("flags"),
    Finding.place,
    Finding.accuracy_m,
    Finding.verdicts["work_time"]["state"].as_string().label("work_time"),
    Team.number.label("team_number"),
    Opd.name.label("opd_name"),
    func.ST_X(Finding.position).label("lon"),
    func.ST_Y(Finding.position).label("lat"),
)

_FOUND = (
    select(*_COLUMNS)
    .join_from(Finding, Team, Team.id == Finding.team_id)
    .outerjoin(Opd, Opd.id == Finding.opd_id)
    .where(Finding.operation_id == bindparam("operation", type_=Key))
    .order_by(Finding.seen_at, Finding.id)
)

# looked up: calling an Enum costs as much as ten columns of a row
_STATUS = {one.value: one for one in FindingStatus}
_KIND = {one.value: one for one in PersonKind}
_BASIS = {one.value: one for one in Basis}
_CONDUCT = {one.value: one for one in Conduct}
_ASSESSMENT = {one.value: one for one in Assessment}
_WORK_TIME = {one.value: one for one in WorkTimeState}


def _seen(row: Any, at: datetime) -> Seen:
    """Make one from a row of `_FOUND`, whose columns stand in the order of these names."""
    (
        finding_id, team_id, author_id, seen_at, status, kind, basis, conduct, assessment, due_at,
        employee_id, erased_id, nip, name, opd_id, unit, opd_text, observed, job, rank, superior_id,
        merged_into, flags, place, accuracy_m, work_time, team_number, opd_name, lon, lat,
    ) = row  # fmt: skip
    fact = Fact(
        finding_id=finding_id,
        team_id=team_id,
        captured_at=seen_at,
        status=_STATUS[status],
        kind=_KIND[kind],
        basis=_BASIS[basis],
        conduct=_CONDUCT[conduct],
        assessment=assessment_now(_ASSESSMENT[assessment], due_at, at),
        work_time=_WORK_TIME[work_time] if work_time else None,
        # after retention a pseudonym keeps one person one person in the figures
        employee_id=employee_id or erased_id,
        nip=nip,
        name=name,
        opd_id=opd_id,
        opd_name=opd_name,
        job=job,
        rank=rank,
        merged_into=merged_into,
        flags=flags,
    )
    return Seen(
        fact, author_id, seen_at, place, team_number, unit, opd_text, observed, superior_id,
        accuracy_m, lon, lat,
    )  # fmt: skip
