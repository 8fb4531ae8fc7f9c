"""A sealed photo: who may upload it, and what is in it."""

from pathlib import Path
from uuid import UUID

from server.accounts.models import User
from server.accounts.senders import Sender, known_device, sender_of
from server.core.problems import Code, Problem
from server.core.receipts import ServerKeys
from server.core.sealed import Purpose, open_sealed, signature_holds, statement


def photo_sender(metadata: dict[str, str], signature: bytes, session: User | None) -> Sender:
    """Return who may upload a sealed photo: its device has signed its id and hash.

    Raises `upload-metadata`, and what `accounts.senders.opened_text` raises of devices.
    """
    try:
        device = known_device(UUID(metadata["device"]))
        photo_id, sha256 = UUID(metadata["photo"]), bytes.fromhex(metadata["sha256"])
    except (KeyError, ValueError):
        raise Problem(Code.UPLOAD_METADATA) from None
    said = statement(Purpose.PHOTO, photo_id, device.id, sha256)
    if not signature_holds(device.public_key, signature, said):
        raise Problem(Code.DEVICE_SIGNATURE)
    return sender_of(device, session)


def unseal_photo(part: Path, photo_id: UUID, keys: ServerKeys) -> Path | None:
    """Write the photo of a complete sealed part beside it; None when it cannot be opened."""
    try:
        opened = open_sealed(part.read_bytes(), Purpose.PHOTO, photo_id, keys)
    except Problem:
        return None
    plain = part.with_suffix(".open")
    plain.write_bytes(opened.content)
    return plain
