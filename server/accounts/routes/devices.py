"""Phones over HTTP: enrolled, lost and revoked, and what they say they still hold."""

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts import devices as phones
from server.accounts import service, sessions
from server.accounts.models import Device
from server.accounts.schemas import (
    DeviceIn,
    DeviceListOut,
    DeviceOut,
    HeartbeatIn,
    PhoneOut,
    RevokeIn,
)
from server.accounts.sessions import signed_in, user
from server.core.clock import now
from server.core.fields import PageIn

devices = Blueprint("devices", __name__, url_prefix="/api/devices", description="Phones")


@devices.post("")
@devices.arguments(DeviceIn)
@devices.response(201, DeviceOut)
@signed_in()
def enrol_device(body: dict[str, Any]) -> Device:
    """Enrol the phone in hand; the same key again is the same phone."""
    return phones.enrol(user(), body["name"], body["public_key"])


@devices.get("")
@devices.arguments(PageIn, location="query")
@devices.response(200, DeviceListOut)
@signed_in("device.read")
def list_devices(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the enrolled phones with their owners and last contact, newest first."""
    items, following = phones.page(wanted.get("cursor"), wanted["size"])
    return {"items": items, "next": following}


@devices.post("/<uuid:device_id>/revoke")
@devices.arguments(RevokeIn)
@devices.response(200, PhoneOut)
@signed_in("device.revoke")
def revoke_device(body: dict[str, str], device_id: UUID) -> dict[str, Any]:
    """Take back the key of a lost phone (cabut HP) and end its owner's sessions."""
    return phones.described(phones.revoke(user(), device_id, body["reason"]))


@devices.post("/<uuid:device_id>/heartbeat")
@devices.arguments(HeartbeatIn)
@devices.response(204)
@signed_in()
def heartbeat(body: dict[str, Any], device_id: UUID) -> Response:
    """Take what a phone declares it still holds."""
    service.touch(sessions.token() or "", now())
    phones.heartbeat(user(), device_id, body)
    return Response(status=204)
