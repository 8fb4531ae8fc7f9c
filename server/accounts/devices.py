"""Phones: enrolled by their owner, heard of by heartbeats, revoked when lost."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from server.accounts.models import Device, SignIn, User
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.core.pages import page as page_of
from server.core.problems import Code, Problem


def enrol(user: User, name: str, public_key: dict[str, Any]) -> Device:
    """Bind a phone's key to its owner; the same key again is the same phone.

    The id follows from owner and key: after a restore to an older state the phone enrols again and
    what it sealed before still fits. Raises `device-revoked` for a key that was taken back.
    """
    known = _known(user, public_key)
    if known is None:
        try:
            with db.session.begin_nested():
                return _add(user, name, public_key)
        except IntegrityError:  # the same phone asked twice at once
            known = _known(user, public_key)
    if known is None or known.revoked_at is not None:
        raise Problem(Code.DEVICE_REVOKED)
    return known


def heartbeat(user: User, device_id: UUID, declared: Mapping[str, Any]) -> Device:
    """Note what a phone still holds, its version and its clock.

    Raises `not-found` for a phone that is not the user's.
    """
    device = db.session.get(Device, device_id)
    if device is None or device.user_id != user.id or device.revoked_at is not None:
        raise Problem(Code.NOT_FOUND)
    for name in ("unsent_findings", "unsent_photos", "unsent_visits", "open_drafts"):
        setattr(device, name, declared[name])
    device.last_sequence = max(device.last_sequence, declared["last_sequence"])
    device.last_contact_at = now()
    device.app_version = declared["app_version"]
    clock = declared["device_at"]
    device.clock_ms = round((clock - now()).total_seconds() * 1000) if clock else None
    return device


def arrived(device_id: UUID | None, what: str, sequence: int | None = None) -> None:
    """Count one thing less that a phone holds: it may come where no heartbeat may any more.

    `what` names the counter. A number that the phone gave after its last heartbeat was not in it.
    Call it before the audit row: who revokes the phone holds its row and waits for the chain.
    """
    held: InstrumentedAttribute[int] = getattr(Device, what)
    known = [Device.id == device_id, held > 0]
    if sequence is not None:
        known.append(Device.last_sequence >= sequence)
    if device_id is not None:
        db.session.execute(update(Device).where(*known).values({held: held - 1}))


def in_use(user_ids: Iterable[UUID]) -> dict[UUID, Device]:
    """Return of each user the phone heard of last; revoked ones and users without are left out."""
    rows = select(Device).where(Device.user_id.in_(list(user_ids)), Device.revoked_at.is_(None))
    found = sorted(db.session.scalars(rows), key=lambda one: one.last_contact_at or one.enrolled_at)
    return {device.user_id: device for device in found}


def revoke(by: User, device_id: UUID, reason: str) -> Device:
    """Take a lost phone's key back and end its owner's sessions; saying it again changes nothing.

    What it sealed is accepted from now on only beside a session of its author, and flagged.
    Raises `not-found`.
    """
    # what refers to a phone still comes in meanwhile: it holds the chain and must not wait for us
    device = db.session.get(Device, device_id, with_for_update={"key_share": True})
    if device is None:
        raise Problem(Code.NOT_FOUND)
    if device.revoked_at is None:
        device.revoked_at = now()
        db.session.execute(delete(SignIn).where(SignIn.user_id == device.user_id))
        audit.record("device.revoke", actor_id=by.id, subject_id=device.id, reason=reason)
    return device


def page(cursor: UUID | None, size: int) -> tuple[list[dict[str, Any]], str | None]:
    """Return enrolled phones with their owners, the newest first, and the cursor of the next page."""
    order = (Device.enrolled_at, Device.id)
    found = page_of(select(Device), order, cursor=cursor, size=size, newest_first=True)
    return [described(device) for device in found.items], found.next


def described(device: Device) -> dict[str, Any]:
    """Return what the desk sees of a phone."""
    owner = db.session.get_one(User, device.user_id)
    columns = (
        "id", "user_id", "name", "enrolled_at", "revoked_at", "last_contact_at", "unsent_findings",
        "unsent_photos", "unsent_visits", "last_sequence",
    )  # fmt: skip
    return {"user_name": owner.name, **{one: getattr(device, one) for one in columns}}


def _known(user: User, public_key: dict[str, Any]) -> Device | None:
    for device in db.session.scalars(select(Device).where(Device.user_id == user.id)):
        if device.public_key == public_key:
            return device
    return None


def _add(user: User, name: str, public_key: dict[str, Any]) -> Device:
    device = Device(
        id=uuid5(user.id, f"{public_key['x']}.{public_key['y']}"),
        user_id=user.id,
        name=name,
        public_key=public_key,
    )
    db.session.add(device)
    db.session.flush()
    audit.record("device.enrol", actor_id=user.id, subject_id=device.id)
    return device
