"""Who speaks through a phone: proved by the device's key, not by a session."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.accounts.models import Device, User
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.receipts import ServerKeys
from server.core.sealed import Opened, Purpose, open_sealed


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose phone it is, and whether it may speak without its owner's session."""

    device: Device
    author: User


def opened_text(
    purpose: Purpose, thing_id: UUID, envelope: bytes, keys: ServerKeys, session: User | None
) -> tuple[Opened, Sender]:
    """Open a sealed text and prove its device; needs no session.

    Raises `sealed-unreadable`, `sealing-key-unknown`, `device-unknown`, `device-signature`, and
    `device-revoked` unless the phone's owner is signed in beside it.
    """
    opened = open_sealed(envelope, purpose, thing_id, keys)
    device = known_device(opened.device_id)
    if not opened.signed_by(device.public_key):
        raise Problem(Code.DEVICE_SIGNATURE)
    return opened, sender_of(device, session)


def refuse_other_author(sender: Sender, said: dict[str, Any]) -> None:
    """Raise `not-the-author` when the text names another phone or person than sealed it."""
    if said["device_id"] != sender.device.id or said["author_id"] != sender.author.id:
        raise Problem(Code.NOT_THE_AUTHOR)


def heard_from(sender: Sender) -> None:
    """Note that a phone is alive; sealed deliveries come also where no heartbeat may."""
    sender.device.last_contact_at = now()


def known_device(device_id: UUID) -> Device:
    """Return an enrolled phone; raises `device-unknown`."""
    device = db.session.get(Device, device_id)
    if device is None:
        raise Problem(Code.DEVICE_UNKNOWN)
    return device


def sender_of(device: Device, session: User | None) -> Sender:
    """Return who speaks through a phone; a revoked one speaks only beside its owner's session."""
    author = db.session.get_one(User, device.user_id)
    if device.revoked_at is not None and (session is None or session.id != author.id):
        raise Problem(Code.DEVICE_REVOKED)
    return Sender(device, author)
