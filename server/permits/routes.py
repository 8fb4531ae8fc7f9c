"""Permits over HTTP."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import joinedload

from server.accounts.sessions import signed_in, user
from server.core import app_state, audit
from server.core.pages import Page, page
from server.permits import queries, schemas, service
from server.permits.models import Permit

permits = Blueprint("permits", __name__, url_prefix="/api", description="Duty letters and leave")


@permits.get("/permits")
@permits.arguments(schemas.PermitsIn, location="query")
@permits.response(200, schemas.PermitListOut)
@signed_in("permit.read")
def list_permits(which: dict[str, Any]) -> Page[Permit]:
    """List permits, of one local day when asked, the newest first."""
    audit.reading("permit.read", actor_id=user().id)
    rows = queries.visible_to(user()).options(joinedload(Permit.person))
    if "day" in which:
        rows = queries.on_day(rows, which["day"], app_state.settings().time_zone)
    return page(
        rows,
        (Permit.registered_at, Permit.id),
        cursor=which.get("cursor"),
        size=which["size"],
        newest_first=True,
    )


@permits.post("/permits")
@permits.arguments(schemas.PermitIn)
@permits.response(201, schemas.PermitOut)
@signed_in("permit.read")
def register_permit(body: dict[str, Any]) -> Permit:
    """Register a permit; an OPD for its own people, BKPSDM for all."""
    return service.register(user(), **body)
