"""The audit log over HTTP."""

from typing import Any

from flask_smorest import Blueprint

from server.accounts.sessions import signed_in
from server.archive import queries
from server.archive.schemas import AuditListOut, AuditQueryIn

archive = Blueprint("archive", __name__, url_prefix="/api", description="Who did what")


@archive.get("/audit")
@archive.arguments(AuditQueryIn, location="query")
@archive.response(200, AuditListOut)
@signed_in("audit.read")
def read_audit(wanted: dict[str, Any]) -> dict[str, Any]:
    """List what was done, newest first."""
    items, following = queries.page(
        operation_id=wanted["operation"],
        action=wanted["action"],
        before=wanted["cursor"],
        size=wanted["size"],
    )
    return {"items": items, "next": following}
