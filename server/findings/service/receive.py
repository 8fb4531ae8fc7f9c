"""Receiving a finding: once, whole, in one transaction, acknowledged by a signed receipt.

What a phone sealed is never refused for its meaning: a wrong NIP, a strange clock or a closed
operation becomes a flag that the desk sees. Refused is only what cannot belong anywhere.
Over 300 lines because a finding's way from bytes to receipt is read in one place, step by step.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.accounts import devices
from server.accounts.models import Device, User
from server.accounts.permissions import Thing, may
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db
from server.core.geo import point
from server.core.problems import Code, Problem
from server.core.receipts import ServerKeys, b64url
from server.core.state import state
from server.findings import queries
from server.findings.models import Finding, FindingPhoto, SetAside
from server.findings.rules.clock import PhoneClock, SeenAt, estimate_seen_at
from server.findings.rules.flags import Circumstances, flags_of, outside_operation
from server.findings.rules.words import Conduct
from server.findings.rules.zone import ZoneState, position_doubtful
from server.findings.service.identity import snapshot
from server.findings.service.position import position_hints
from server.findings.service.slips import known_slip
from server.findings.service.verdicts import Where, plain, where, work_time_at
from server.operations import queries as operations
from server.operations.models import Operation, Team
from server.people.rules.work_time import WorkTimeVerdict

COPIED = (
    "operation_id",
    "team_id",
    "author_id",
    "sequence",
    "source",
    "captured_at",
    "place",
    "conduct",
)


class Arrival(StrEnum):
    """What came of a delivery."""

    NEW = "new"
    SAME = "same"
    OTHER_BYTES = "other_bytes"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A body as it arrived, parsed, with who brought it and when.

    `signature` is the device's (64 bytes), for what came sealed; the body is what was in it.
    `brought_by` is who was signed in beside it, where that is not the author: a desk with a file.
    """

    finding_id: UUID
    body: bytes
    said: dict[str, Any]
    raw: dict[str, Any]
    sender: User
    received_at: datetime
    signature: bytes | None = None
    brought_by: UUID | None = None

    @property
    def sha256(self) -> str:
        """The hash that the receipt acknowledges."""
        return hashlib.sha256(self.body).hexdigest()


def receive(delivery: Delivery) -> tuple[Finding, Arrival]:
    """Keep a finding exactly once; other bytes under the same id are set aside for the desk.

    Raises `unknown-operation`, `operation-not-open`, `not-team-member`, `not-the-author`,
    `bad-field` for a photo id of another finding, and `not-found` where the id is taken by a
    finding the sender may not know of.
    """
    known = db.session.get(Finding, delivery.finding_id)
    if known is None:
        operation, team = _may_send(delivery)
        try:
            with db.session.begin_nested():
                return _store(delivery, operation, team), Arrival.NEW
        except IntegrityError:  # the same finding came in by another worker a moment ago
            db.session.expire_all()
            known = db.session.get(Finding, delivery.finding_id)
            if known is None:  # not this finding: a photo id belongs to another one
                raise _photo_taken() from None
    # an author who left the team since still gets the receipt for what was written in it
    own = known.author_id == delivery.sender.id
    finding = known if own else queries.get(delivery.sender, known.id)
    if finding.sha256 == delivery.sha256:
        return finding, Arrival.SAME
    _set_aside(finding, delivery)
    return finding, Arrival.OTHER_BYTES


def receipt(finding: Finding, keys: ServerKeys) -> dict[str, Any]:
    """Sign what the server holds of a finding today."""
    photos = queries.photos_of([finding.id])[finding.id]
    return keys.sign(
        {
            "finding_id": str(finding.id),
            "sha256": finding.sha256,
            "photos": [
                {
                    "id": str(photo.id),
                    "sha256": photo.sha256,
                    "state": "missing" if photo.state == "missing" else "stored",
                    "readable": photo.state != "quarantined",
                }
                for photo in photos
            ],
            "received_at": iso(finding.received_at),
            "epoch": str(state().epoch),
            "log_index": finding.log_index,
            # with the row's hash a receipt is a checkpoint of the whole chain before it
            "log_hash": audit.hash_at(finding.log_index),
        }
    )


def _may_send(delivery: Delivery) -> tuple[Operation, Team]:
    said, sender = delivery.said, delivery.sender
    operation = db.session.get(Operation, said["operation_id"])
    team = db.session.get(Team, said["team_id"])
    if operation is None or team is None or team.operation_id != operation.id:
        raise Problem(Code.UNKNOWN_OPERATION)
    if operation.status == "planned":
        raise Problem(_planned(sender, operation))
    typist = said["source"] == "paper" and not {"bkpsdm", "bkpsdm_approver"}.isdisjoint(
        sender.roles
    )
    if said["author_id"] != sender.id and not typist:
        raise Problem(Code.NOT_THE_AUTHOR)
    author = db.session.get(User, said["author_id"])
    role = queries.team_role(author, team.id) if author is not None else None
    if author is None or not may(author, "finding.send", Thing(team_role=role)):
        raise Problem(Code.NOT_TEAM_MEMBER)
    return operation, team


def _planned(sender: User, operation: Operation) -> Code:
    """Return the answer about a planned operation: to strangers it is as one that does not exist."""
    walks = operations.operation_role(sender, operation.id) is not None
    knows = walks or operations.get(sender, operation.id) is not None
    return Code.OPERATION_NOT_OPEN if knows else Code.UNKNOWN_OPERATION


def _photo_taken() -> Problem:
    """One id is one photo of one finding; without this a copied id would crash the server."""
    return Problem(Code.BAD_FIELD, invalid={"photos": ["Foto ini sudah milik temuan lain."]})


def _store(delivery: Delivery, operation: Operation, team: Team) -> Finding:
    finding = _judged(delivery, operation, team)
    db.session.add(finding)
    for number, photo in enumerate(delivery.said["photos"]):
        db.session.add(FindingPhoto(finding_id=finding.id, number=number, **photo))
    db.session.flush()
    devices.arrived(finding.device_id, "unsent_findings", finding.sequence)
    entry = audit.record(
        "finding.send",
        actor_id=delivery.sender.id,
        subject_id=finding.id,
        operation_id=operation.id,
        sha256=finding.sha256,
        author=str(finding.author_id),
        **({"brought_by": str(delivery.brought_by)} if delivery.brought_by else {}),
        photos=[photo["sha256"] for photo in delivery.said["photos"]],
    )
    finding.log_index = entry.log_index
    db.session.flush()
    return finding


def _judged(delivery: Delivery, operation: Operation, team: Team) -> Finding:
    """Return the finding as the phone said it, with what the server thinks of it beside.

    Over 40 lines: each column of the table is named once, where its value comes from.
    """
    said, at = delivery.said, delivery.received_at
    device, device_flags = _device(said)
    seen = estimate_seen_at(
        _clock(said), at, captured_at=said["captured_at"], previous=_clock_before(device, said)
    )
    person = snapshot(said["identity"], on=seen.seen_at)
    fix = said["position"]
    position = point(fix["lon"], fix["lat"]) if fix else None
    place = where(operation.id, position, fix["accuracy_m"] if fix else None, person.opd_id)
    hours = work_time_at(seen.seen_at, operation.time_zone, person.opd_id)
    slip = known_slip(said.get("slip"))
    odd = position_hints(device, said, seen.seen_at)
    circumstances = Circumstances(
        work_time=hours.state,
        zone=ZoneState(place.zone_state),
        conduct=Conduct(said["conduct"]),
        position_doubtful=position_doubtful(*_fix_quality(said)),
        position_odd=bool(odd),
        clock_doubtful=seen.doubtful,
        outside_operation=outside_operation(seen.seen_at, operation.starts_at, operation.ends_at),
        after_close=operation.status == "closed" or team.closed_at is not None,
        slip_unknown=bool(said.get("slip")) and slip is None,
        **person.circumstances(),
    )
    return Finding(
        id=delivery.finding_id,
        sent_by=delivery.sender.id,
        device_id=device,
        device_signature=b64url(delivery.signature) if delivery.signature else None,
        body=delivery.body,
        sha256=delivery.sha256,
        said=delivery.raw,
        received_at=at,
        log_index=0,
        seen_at=seen.seen_at,
        accuracy_m=fix["accuracy_m"] if fix else None,
        position=position,
        zone_id=place.zone_id,
        slip_number=slip,
        observed=said["document"]["observed"],
        basis=said["identity"]["basis"],
        verdicts=_verdicts(place, hours, seen, odd),
        flags=[*map(str, flags_of(circumstances)), *device_flags],
        **{name: said[name] for name in COPIED},
        **person.columns(),
    )


def _clock(said: dict[str, Any]) -> PhoneClock:
    clock = said["clock"]
    return PhoneClock(
        device_at=clock["device_at"],
        gps_at=clock["gps_at"],
        monotonic_ms=clock["monotonic_ms"],
        server_offset_ms=clock["server_offset_ms"],
    )


def _clock_before(device: UUID | None, said: dict[str, Any]) -> PhoneClock | None:
    """Return what the same phone's clocks said at its finding before, as far as that has come."""
    if device is None or said["sequence"] is None:
        return None
    clock = db.session.scalar(
        select(Finding.said["clock"])
        .where(Finding.device_id == device, Finding.sequence < said["sequence"])
        .order_by(Finding.sequence.desc(), Finding.id)
        .limit(1)
    )
    if not clock:  # none, or forgotten by retention
        return None
    return PhoneClock(datetime.fromisoformat(clock["device_at"]), clock["monotonic_ms"])


def _verdicts(
    place: Where, hours: WorkTimeVerdict, seen: SeenAt, odd: dict[str, Any]
) -> dict[str, Any]:
    return {
        "work_time": plain(hours),
        "zone": place.wire(),
        "office_distance_m": place.office_distance_m,
        "position": odd,
        "clock": {"source": str(seen.source), "doubts": [str(doubt) for doubt in seen.doubts]},
    }


def _fix_quality(said: dict[str, Any]) -> tuple[float | None, float | None]:
    """Return accuracy in metres and age in seconds of the fix, as the phone's own clock tells."""
    fix = said["position"]
    if fix is None:
        return None, None
    age: timedelta = said["clock"]["device_at"] - fix["fixed_at"]
    return fix["accuracy_m"], age.total_seconds()


def _device(said: dict[str, Any]) -> tuple[UUID | None, list[str]]:
    if said["device_id"] is None:
        return None, []
    device = db.session.get(Device, said["device_id"])
    if device is None or device.user_id != said["author_id"]:
        return None, ["device_unknown"]
    return device.id, ["device_revoked"] if device.revoked_at is not None else []


def _set_aside(finding: Finding, delivery: Delivery) -> None:
    """Keep a second version; the same second version again leaves one row."""
    known = db.session.scalar(
        select(SetAside.id).where(
            SetAside.finding_id == finding.id,
            SetAside.kind == "version",
            SetAside.sha256 == delivery.sha256,
        )
    )
    if known is not None:
        return
    db.session.add(
        SetAside(
            finding_id=finding.id,
            kind="version",
            sha256=delivery.sha256,
            body=delivery.body,
            why="other-bytes-under-one-id",
            sent_by=delivery.sender.id,
            received_at=now(),
        )
    )
    audit.record(
        "finding.set_aside",
        actor_id=delivery.sender.id,
        subject_id=finding.id,
        operation_id=finding.operation_id,
        sha256=delivery.sha256,
    )
