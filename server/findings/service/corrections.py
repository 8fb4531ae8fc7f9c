"""Receiving a correction: its author's second word on a finding, once, beside the first one.

Like a finding it is never refused for its meaning: after a judgement or a closed report it is kept
and shown, and the desk decides (`rules.corrections`).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.accounts import devices
from server.accounts.permissions import Thing, require
from server.core import audit
from server.core.clock import iso
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.receipts import ServerKeys, b64url
from server.core.state import state
from server.findings.models import Amendment, Correction, Finding
from server.findings.rules.corrections import (
    APPLIED,
    NO_JUDGEMENT,
    TEXTS,
    WAITS,
    Standing,
    is_followed,
    texts_now,
)
from server.findings.rules.flags import OF_THE_PERSON, Circumstances, Flag, flags_of
from server.findings.rules.words import Conduct, FindingStatus
from server.findings.service.identity import snapshot
from server.findings.service.receive import Arrival, Delivery
from server.findings.service.slips import known_slip
from server.findings.service.verdicts import plain, where, work_time_at
from server.operations.models import Operation, Team

Columns = dict[str, Any]
JUDGED = frozenset({"verdicts", "flags"})  # the server's own word, not the author's


def receive(correction_id: UUID, delivery: Delivery) -> tuple[Correction, Arrival]:
    """Keep a correction exactly once; other bytes under the same id leave their trace only.

    Raises `not-found` where the sender did not write the finding, and `not-the-author`.
    """
    known = db.session.get(Correction, correction_id)
    if known is None:
        finding = _own_finding(delivery)
        try:
            with db.session.begin_nested():
                return _store(correction_id, finding, delivery), Arrival.NEW
        except IntegrityError:  # the same correction came in by another worker a moment ago
            db.session.expire_all()
            known = db.session.get_one(Correction, correction_id)
    if known.author_id != delivery.sender.id:
        raise Problem(Code.NOT_FOUND)
    if known.sha256 == delivery.sha256:
        return known, Arrival.SAME
    audit.record(
        "finding.refuse_correction",
        actor_id=delivery.sender.id,
        subject_id=known.finding_id,
        operation_id=known.operation_id,
        sha256=delivery.sha256,
    )
    return known, Arrival.OTHER_BYTES


def receipt(correction: Correction, keys: ServerKeys) -> dict[str, Any]:
    """Sign that the server holds a correction, and whether the finding follows it."""
    return keys.sign(
        {
            "correction_id": str(correction.id),
            "finding_id": str(correction.finding_id),
            "sha256": correction.sha256,
            "applied": correction.applied,
            "received_at": iso(correction.received_at),
            "epoch": str(state().epoch),
            "log_index": correction.log_index,
            "log_hash": audit.hash_at(correction.log_index),
        }
    )


def _own_finding(delivery: Delivery) -> Finding:
    """Return the finding, held until the commit; one of somebody else looks like none."""
    finding = db.session.get(
        Finding, delivery.finding_id, with_for_update=True, populate_existing=True
    )
    if finding is None or finding.erased_at is not None:
        raise Problem(Code.NOT_FOUND)
    require(delivery.sender, "finding.correct", Thing(author_id=finding.author_id))
    if delivery.said["author_id"] != delivery.sender.id:
        raise Problem(Code.NOT_THE_AUTHOR)
    return finding


def _store(correction_id: UUID, finding: Finding, delivery: Delivery) -> Correction:
    said = delivery.said
    earlier = _earlier(finding)
    applied = is_followed(_standing(finding, said, earlier))
    correction = Correction(
        id=correction_id,
        finding_id=finding.id,
        operation_id=finding.operation_id,
        team_id=finding.team_id,
        author_id=delivery.sender.id,
        device_id=said["device_id"],
        sequence=said["sequence"],
        device_signature=b64url(delivery.signature) if delivery.signature else None,
        body=delivery.body,
        sha256=delivery.sha256,
        said=delivery.raw,
        at=said["at"],
        received_at=delivery.received_at,
        applied=applied,
        log_index=0,
    )
    changed = _amend(finding, delivery, earlier, applied=applied)
    devices.arrived(correction.device_id, "unsent_visits", correction.sequence)
    entry = audit.record(
        "finding.correct",
        actor_id=delivery.sender.id,
        subject_id=finding.id,
        operation_id=finding.operation_id,
        reason=said["reason"],
        correction=str(correction_id),
        sha256=delivery.sha256,
        applied=applied,
        revision=finding.revision,
        changed=changed,
        **({"brought_by": str(delivery.brought_by)} if delivery.brought_by else {}),
    )
    correction.log_index = entry.log_index
    db.session.add(correction)
    db.session.flush()
    return correction


def _earlier(finding: Finding) -> list[Correction]:
    rows = select(Correction).where(Correction.finding_id == finding.id)
    return list(db.session.scalars(rows.order_by(Correction.log_index)))


def _standing(finding: Finding, said: dict[str, Any], earlier: list[Correction]) -> Standing:
    others = select(Amendment.id).where(
        Amendment.finding_id == finding.id,
        Amendment.verb.not_in(NO_JUDGEMENT),
        Amendment.actor_id.is_distinct_from(finding.author_id),
    )
    return Standing(
        status=FindingStatus(finding.status),
        team_open=db.session.get_one(Team, finding.team_id).closed_at is None,
        operation_open=db.session.get_one(Operation, finding.operation_id).status == "open",
        judged_by_others=db.session.scalar(others.limit(1)) is not None,
        same_text=said["finding_sha256"] == finding.sha256,
        newest=all(one.at <= said["at"] for one in earlier),
    )


def _amend(
    finding: Finding, delivery: Delivery, earlier: list[Correction], *, applied: bool
) -> list[str]:
    """Write the step into the finding's history, follow it where `applied`; returns what it names."""
    changes = delivery.said["changes"]
    wanted = _columns(finding, changes)
    before = {name: getattr(finding, name) for name in wanted}
    words = texts_now(finding.said, (one.said["changes"] for one in earlier if one.applied))
    named = {name: (before[name], value) for name, value in wanted.items() if name not in JUDGED}
    named |= {name: (words[name], changes[name]) for name in TEXTS if name in changes}
    if applied:
        for name, value in wanted.items():
            setattr(finding, name, value)
    finding.revision += 1
    differs = {
        name: {"before": plain(was), "after": plain(now)}
        for name, (was, now) in named.items()
        if was != now
    }
    db.session.add(
        Amendment(
            finding_id=finding.id,
            revision=finding.revision,
            verb=APPLIED if applied else WAITS,
            at=delivery.received_at,
            actor_id=delivery.sender.id,
            reason=delivery.said["reason"],
            changes=differs,
        )
    )
    return sorted(differs)


def _columns(finding: Finding, changes: dict[str, Any]) -> Columns:
    """Return the columns of a finding that a correction speaks of, with their new values."""
    columns: Columns = {}
    flags = list(finding.flags)
    if "place" in changes:
        columns["place"] = changes["place"]
    if "conduct" in changes:
        columns["conduct"] = changes["conduct"]
        flags = _marked(flags, Flag.LEFT, holds=changes["conduct"] == Conduct.LEFT)
    if "slip" in changes:
        columns["slip_number"] = known_slip(changes["slip"])
        unknown = bool(changes["slip"]) and columns["slip_number"] is None
        flags = _marked(flags, Flag.SLIP_UNKNOWN, holds=unknown)
    if "identity" in changes:
        person, about = _person(finding, changes["identity"])
        columns |= person
        flags = [*about, *(flag for flag in flags if flag not in OF_THE_PERSON)]
    return {**columns, "flags": flags} if flags != finding.flags else columns


def _person(finding: Finding, identity: dict[str, Any]) -> tuple[Columns, list[str]]:
    """Return the columns that say who it is, and the flags that follow from it."""
    person = snapshot(identity, on=finding.seen_at)
    operation = db.session.get_one(Operation, finding.operation_id)
    place = where(operation.id, finding.position, finding.accuracy_m, person.opd_id)
    hours = work_time_at(finding.seen_at, operation.time_zone, person.opd_id)
    verdicts = {
        **finding.verdicts,
        "work_time": plain(hours),
        "office_distance_m": place.office_distance_m,
    }
    about = flags_of(Circumstances(work_time=hours.state, **person.circumstances()))
    columns = {**person.columns(), "basis": identity["basis"], "verdicts": verdicts}
    return columns, [str(flag) for flag in about]


def _marked(flags: list[str], flag: Flag, *, holds: bool) -> list[str]:
    return [*(one for one in flags if one != flag), *([str(flag)] if holds else [])]
