"""Reading findings: pages of the queue, and one finding with all that is known about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement

from server.accounts.models import User
from server.accounts.permissions import may
from server.core import audit
from server.core.clock import now
from server.core.db import db, start_writing
from server.core.geo import lon_lat
from server.findings import queries
from server.findings.models import Finding, FindingPhoto
from server.findings.rules import permit_check
from server.findings.rules.states import assessment_now
from server.findings.rules.words import Assessment, QueueOrder
from server.findings.service.late import shown
from server.findings.service.verdicts import plain
from server.operations.models import Operation
from server.people import queries as people
from server.people.models import Employee
from server.permits import queries as permits
from server.permits.models import Permit
from server.permits.rules import indication


def page(user: User, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return one page of the queue; what the clock has made of promised letters is shown as such."""
    audit.reading("finding.list", actor_id=user.id, operation_id=wanted.get("operation"))
    condition = queries.filters(wanted)
    if "text" in wanted:
        condition = condition & queries.matches_text(wanted["text"])
    return _page(user, condition, wanted)


def these(user: User, operation_id: UUID, ids: Iterable[UUID], wanted: dict[str, Any]) -> Any:
    """Return one page of these findings of an operation, as far as the user may see them."""
    audit.reading("finding.list", actor_id=user.id, operation_id=operation_id)
    return _page(user, Finding.id.in_(list(ids)), wanted)


def _page(user: User, condition: ColumnElement[bool], wanted: dict[str, Any]) -> dict[str, Any]:
    order = QueueOrder(wanted.get("order", QueueOrder.NEWEST))
    items, following = queries.page(user, condition, wanted.get("cursor"), wanted["limit"], order)
    for item in items:
        _complete(item)
    return {"items": items, "next": following}


def whole(user: User, finding_id: UUID) -> dict[str, Any]:
    """Return one finding whole and leave a trace of the reading; raises `not-found`."""
    queries.get(user, finding_id)
    start_writing()
    found = facts(user, finding_id)
    audit.record(
        "finding.read",
        actor_id=user.id,
        subject_id=finding_id,
        operation_id=found["operation_id"],
    )
    return found


def facts(user: User, finding_id: UUID) -> dict[str, Any]:
    """Put together what phone, server, roster, permits and desk say of one finding."""
    finding, item = queries.one(user, finding_id)
    photos = queries.photos_of([finding.id])[finding.id]
    item["photo_count"] = {
        "stored": sum(photo.state != "missing" for photo in photos),
        "announced": len(photos),
    }
    _complete(item)
    employee = people.employee(finding.employee_id) if finding.employee_id else None
    held = (
        permits.permits_of(employee.id, finding.seen_at, _seen_papers(finding)) if employee else []
    )
    operation = db.session.get_one(Operation, finding.operation_id)
    zone = ZoneInfo(operation.time_zone)
    papers = queries.late_letters_of([finding.id])[finding.id]
    return {
        **item,
        "said": finding.said,
        "sha256": finding.sha256,
        "log_index": finding.log_index,
        "verdicts": finding.verdicts,
        "position": _position(finding),
        "photos": [_photo(photo) for photo in photos],
        "amendments": queries.amendments_of(finding.id),
        "roster": _roster(employee),
        "permits": [_permit(permit, finding, zone) for permit in held],
        "late_letters": [shown(late, finding, operation) for late in papers]
        if may(user, "finding.read_late_letter")
        else [],
        "attendance": _attendance(employee, finding.seen_at.astimezone(zone))
        if may(user, "attendance.read")
        else None,
        "merged_into": finding.merged_into,
        "set_aside": queries.set_aside_count(finding.id),
    }


def _position(finding: Finding) -> dict[str, Any] | None:
    found = lon_lat(finding.position)
    if found is None:
        return None
    return {"lon": found[0], "lat": found[1], "accuracy_m": finding.accuracy_m}


def _seen_papers(finding: Finding) -> set[UUID]:
    """Return the permits that the team saw, or that the desk judged by, whatever became of them."""
    told = finding.said.get("document") or {}
    named = (told.get("permit_id"), finding.verdicts.get("permit_id"))
    return {UUID(one) for one in named if one}


def _complete(item: dict[str, Any]) -> None:
    """Add what changes by itself: the clock over a promised letter, photos still on the way."""
    judged = item["assessment"]
    judged["state"] = str(assessment_now(Assessment(judged["state"]), judged["due_at"], now()))
    count = item["photo_count"]
    if count["stored"] < count["announced"]:
        item["flags"] = [*item["flags"], "photo_missing"]


def _photo(photo: FindingPhoto) -> dict[str, Any]:
    url = f"/api/photos/{photo.id}" if photo.state == "stored" else None
    return {
        "id": photo.id,
        "kind": photo.kind,
        "state": photo.state,
        "sha256": photo.sha256,
        "taken_at": photo.taken_at,
        "url": url,
        "thumb_url": f"{url}?size=thumb" if url else None,
    }


def _roster(employee: Employee | None) -> dict[str, Any] | None:
    """What the roster says today, beside the copy of the finding date."""
    if employee is None:
        return None
    opd = people.opd(employee.opd_id)
    return {
        "employee_id": str(employee.id),
        "nip": employee.nip,
        "name": employee.name,
        "kind": employee.kind,
        "rank": employee.rank,
        "job": employee.job,
        "unit": employee.unit,
        "opd_id": str(employee.opd_id),
        "opd_name": opd.name if opd else None,
        "superior_id": str(employee.superior_id) if employee.superior_id else None,
    }


def _attendance(employee: Employee | None, seen: datetime) -> dict[str, Any] | None:
    """What the attendance list of the day says, as a fact; None where no list is known."""
    if employee is None:
        return None
    punches = permits.punches_of(employee.id, seen.date())
    if punches is None and not permits.listed_near(employee.opd_id, seen.date()):
        return None
    said = indication(seen.time(), punches)
    return {"kind": said.kind, "words": said.words, "day": seen.date()}


def _permit(permit: Permit, finding: Finding, zone: ZoneInfo) -> dict[str, Any]:
    """One registered permit with the five answers it gives to this finding: a hint for the desk."""
    first, last = permit.valid_from.astimezone(zone), permit.valid_to.astimezone(zone)
    seen = finding.seen_at.astimezone(zone)
    letter = permit_check.Permit(
        kind=permit.kind,
        people=frozenset({str(permit.employee_id)}),
        day_from=first.date(),
        day_to=last.date(),
        hour_from=first.time(),
        hour_to=last.time(),
        place=permit.place or None,
        purpose=permit.purpose or None,
        dated=permit.dated,
        registered_at=permit.registered_at,
    )
    answers = permit_check.covers(
        letter,
        person=frozenset({str(finding.employee_id)}),
        at=seen,
        place=finding.place,
        purpose=finding.said.get("activity"),
    )
    return {
        "withdrawn": permit.withdrawn_at is not None,
        **{
            name: plain(getattr(permit, name))
            for name in (
                "id", "kind", "number", "dated", "signer", "valid_from", "valid_to", "place",
                "purpose", "registered_at",
            )
        },
        "covers": plain(answers),
        "late": permit_check.letter_is_late(letter, finding.seen_at, seen.date()),
    }  # fmt: skip
