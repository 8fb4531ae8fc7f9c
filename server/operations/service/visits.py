"""Visits: a place that a team went to, reported once by a phone however often it sends."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from server.accounts import devices
from server.accounts.models import User
from server.accounts.permissions import Thing, may
from server.core import audit
from server.core.canonical import canonical
from server.core.clock import iso, now
from server.core.db import db
from server.core.geo import point
from server.core.problems import Code, Problem
from server.core.receipts import ServerKeys, b64url
from server.core.state import state
from server.operations import queries
from server.operations.models import Operation, Visit


class Sent(StrEnum):
    """What a sent visit turned out to be."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class VisitText:
    """The text of a visit as its phone wrote it, and what proves it.

    `clock` is as it was written. `signature` is the device's (64 bytes), for what came sealed.
    `brought_by` is who was signed in beside it, where that is not the author: a desk with a file.
    """

    body: bytes
    device_id: UUID | None
    sequence: int | None
    previous_sha256: str | None = None
    clock: dict[str, Any] | None = None
    signature: bytes | None = None
    brought_by: UUID | None = None

    @property
    def sha256(self) -> str:
        """The hash that the receipt acknowledges."""
        return hashlib.sha256(self.body).hexdigest()

    def columns(self) -> dict[str, Any]:
        """Return what of it is kept beside the visit."""
        return {
            "body": self.body,
            "device_id": self.device_id,
            "sequence": self.sequence,
            "previous_sha256": self.previous_sha256,
            "clock": self.clock,
            "device_signature": b64url(self.signature) if self.signature else None,
        }


def receive_visit(
    sender: User, visit_id: UUID, said: dict[str, Any], text: VisitText
) -> tuple[Visit, Sent]:
    """Take a visit as a phone wrote it; `said` is what stands in `text` (`VisitTextIn`).

    Its author gets the receipt also after leaving the team. Raises `unknown-operation`,
    `not-the-author`, and what `report_visit` raises.
    """
    known = db.session.get(Visit, visit_id)
    if known is not None and known.author_id == sender.id:
        return known, _again(sender, known, text.sha256)
    operation = db.session.get(Operation, said["operation_id"])
    if operation is None or not _may_know(sender, operation):
        raise Problem(Code.UNKNOWN_OPERATION)
    if said["author_id"] != sender.id:
        raise Problem(Code.NOT_THE_AUTHOR)
    told = {name: said[name] for name in ("team_id", "place", "nil", "at", "position", "note")}
    return report_visit(sender, operation, id=visit_id, **told, text=text)


def visit_receipt(visit: Visit, keys: ServerKeys) -> dict[str, Any]:
    """Sign that the server holds a visit."""
    log_index = visit.log_index or 0
    return keys.sign(
        {
            "visit_id": str(visit.id),
            "sha256": visit.sha256,
            "received_at": iso(visit.received_at),
            "epoch": str(state().epoch),
            "log_index": log_index,
            "log_hash": audit.hash_at(log_index),
        }
    )


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
    text: VisitText | None = None,
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
    sha256 = (
        _hash({**content, "operation_id": operation.id, "position": position, "note": note})
        if text is None
        else text.sha256
    )
    known = db.session.get(Visit, id)
    if known is not None:
        return known, _again(by, known, sha256)
    visit = Visit(
        **content,
        operation_id=operation.id,
        author_id=by.id,
        received_at=now(),
        note=note,
        sha256=sha256,
        **_where(operation.id, team_id, position),
        **(text.columns() if text else {}),
    )
    try:
        with db.session.begin_nested():
            db.session.add(visit)
    except IntegrityError:  # the same visit arrived twice at once: the other request won
        known = db.session.get_one(Visit, id)
        return known, _again(by, known, sha256)
    _record(by, visit, text.brought_by if text else None)
    return visit, Sent.NEW


def _record(by: User, visit: Visit, brought: UUID | None) -> None:
    devices.arrived(visit.device_id, "unsent_visits", visit.sequence)
    entry = audit.record(
        "visit.report",
        actor_id=by.id,
        subject_id=visit.id,
        operation_id=visit.operation_id,
        nil=visit.nil,
        sha256=visit.sha256,
        **({"brought_by": str(brought)} if brought else {}),
    )
    visit.log_index = entry.log_index
    db.session.flush()


def _may_know(sender: User, operation: Operation) -> bool:
    """Whether an operation may be spoken of: a planned one does not exist for strangers."""
    if operation.status != "planned" or queries.operation_role(sender, operation.id) is not None:
        return True
    return queries.get(sender, operation.id) is not None


def _again(by: User, known: Visit, sha256: str) -> Sent:
    if known.sha256 == sha256:
        return Sent.SAME
    audit.record(
        "visit.refuse",
        actor_id=by.id,
        subject_id=known.id,
        operation_id=known.operation_id,
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

    return hashlib.sha256(canonical(plain(content))).hexdigest()
