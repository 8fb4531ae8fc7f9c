"""Visits: a place that a team went to, reported once by a phone however often it sends."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy.exc import IntegrityError

from server.accounts.models import User
from server.accounts.permissions import Thing, may
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db
from server.core.geo import point
from server.core.problems import Code, Problem
from server.operations import queries
from server.operations.models import Operation, Visit


class Sent(StrEnum):
    """What a sent visit turned out to be."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


def report_visit(
    by: User,
    operation: Operation,
    *,
    id: UUID,  # noqa: A002 - the field of the wire
    team_id: UUID,
    place: str,
    nil: bool,
    at: datetime,
    position: dict[str, Any] | None,
    note: str,
) -> tuple[Visit, Sent]:
    """Take a visit, idempotent by id over its content; the second content leaves its trace only.

    A closed operation still takes what was on the way. Raises `not-team-member`,
    `operation-not-open`.
    """
    if queries.team(operation.id, team_id) is None or not may(
        by, "visit.report", Thing(team_role=queries.team_role(by, team_id))
    ):
        raise Problem(Code.NOT_TEAM_MEMBER)
    if operation.status == "planned":
        raise Problem(Code.OPERATION_NOT_OPEN)
    content = {"id": id, "team_id": team_id, "place": place, "nil": nil, "at": at}
    sha256 = _hash({**content, "operation_id": operation.id, "position": position, "note": note})
    known = db.session.get(Visit, id)
    if known is not None:
        return known, _again(by, known, operation, sha256)
    visit = Visit(
        **content,
        operation_id=operation.id,
        author_id=by.id,
        received_at=now(),
        note=note,
        sha256=sha256,
        **_where(operation.id, team_id, position),
    )
    try:
        with db.session.begin_nested():
            db.session.add(visit)
    except IntegrityError:  # the same visit arrived twice at once: the other request won
        known = db.session.get_one(Visit, id)
        return known, _again(by, known, operation, sha256)
    audit.record(
        "visit.report",
        actor_id=by.id,
        subject_id=visit.id,
        operation_id=operation.id,
        nil=nil,
        sha256=sha256,
    )
    return visit, Sent.NEW


def _again(by: User, known: Visit, operation: Operation, sha256: str) -> Sent:
    if known.sha256 == sha256:
        return Sent.SAME
    audit.record(
        "visit.refuse",
        actor_id=by.id,
        subject_id=known.id,
        operation_id=operation.id,
        sha256=sha256,
    )
    return Sent.OTHER


def _where(operation_id: UUID, team_id: UUID, position: dict[str, Any] | None) -> dict[str, Any]:
    """Return the columns that say where: the zone is the one that holds the position."""
    if position is None:
        return {}
    zone = queries.zone_holding(operation_id, team_id, position["lon"], position["lat"])
    return {
        "position": point(position["lon"], position["lat"]),
        "accuracy_m": position["accuracy_m"],
        "zone_id": zone.zone_id if zone else None,
    }


def _hash(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the content's RFC 8785 form, whatever way its moments were written."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(part) for name, part in value.items()}
        if isinstance(value, datetime):
            return iso(value)
        return str(value) if isinstance(value, UUID) else value

    return hashlib.sha256(rfc8785.dumps(plain(content))).hexdigest()
