"""What a phone sealed, opened: the author is proved by the device's key, not by a session."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from server.accounts.models import Device, User
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.receipts import ServerKeys
from server.core.sealed import Opened, Purpose, open_sealed, signature_holds, statement


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose phone it is, and whether it may speak without its owner's session."""

    device: Device
    author: User


def opened_finding(
    finding_id: UUID, envelope: bytes, keys: ServerKeys, session: User | None
) -> tuple[Opened, Sender]:
    """Open a sealed finding and prove its device; needs no session.

    Raises `sealed-unreadable`, `sealing-key-unknown`, `device-unknown`, `device-signature`, and
    `device-revoked` unless the phone's owner is signed in beside it.
    """
    opened = open_sealed(envelope, Purpose.FINDING, finding_id, keys)
    device = _device(opened.device_id)
    if not opened.signed_by(device.public_key):
        raise Problem(Code.DEVICE_SIGNATURE)
    return opened, _sender(device, session)


def refuse_other_author(sender: Sender, said: dict[str, Any]) -> None:
    """Raise `not-the-author` when the text names another phone or person than sealed it."""
    if said["device_id"] != sender.device.id or said["author_id"] != sender.author.id:
        raise Problem(Code.NOT_THE_AUTHOR)


def heard_from(sender: Sender) -> None:
    """Note that a phone is alive; sealed deliveries come also where no heartbeat may."""
    sender.device.last_contact_at = now()


def photo_sender(metadata: dict[str, str], signature: bytes, session: User | None) -> Sender:
    """Return who may upload a sealed photo: its device has signed its id and hash.

    Raises `upload-metadata`, and what `opened_finding` raises of devices.
    """
    try:
        device = _device(UUID(metadata["device"]))
        photo_id, sha256 = UUID(metadata["photo"]), bytes.fromhex(metadata["sha256"])
    except (KeyError, ValueError):
        raise Problem(Code.UPLOAD_METADATA) from None
    said = statement(Purpose.PHOTO, photo_id, device.id, sha256)
    if not signature_holds(device.public_key, signature, said):
        raise Problem(Code.DEVICE_SIGNATURE)
    return _sender(device, session)


def unseal_photo(part: Path, photo_id: UUID, keys: ServerKeys) -> Path | None:
    """Write the photo of a complete sealed part beside it; None when it cannot be opened."""
    try:
        opened = open_sealed(part.read_bytes(), Purpose.PHOTO, photo_id, keys)
    except Problem:
        return None
    plain = part.with_suffix(".open")
    plain.write_bytes(opened.content)
    return plain


def _device(device_id: UUID) -> Device:
    device = db.session.get(Device, device_id)
    if device is None:
        raise Problem(Code.DEVICE_UNKNOWN)
    return device


def _sender(device: Device, session: User | None) -> Sender:
    author = db.session.get_one(User, device.user_id)
    if device.revoked_at is not None and (session is None or session.id != author.id):
        raise Problem(Code.DEVICE_REVOKED)
    return Sender(device, author)
