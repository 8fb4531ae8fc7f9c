"""The kop and the signatories over HTTP."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.problems import Code, Problem
from server.summons import queries
from server.summons.models import Signatory
from server.summons.schemas.office import (
    LetterheadIn,
    LetterheadOut,
    SignatoryChangeIn,
    SignatoryIn,
    SignatoryListOut,
    SignatoryOut,
)
from server.summons.service import office as service
from server.summons.service.office import shown

office = Blueprint("office", __name__, url_prefix="/api", description="Kop and signatories")


@office.get("/letterhead")
@office.response(200, LetterheadOut)
@signed_in("letterhead.read")
def get_letterhead() -> dict[str, Any]:
    """Give the kop and the defaults of letters; 404 before anybody filled it in."""
    found = queries.letterhead()
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return shown(found)


@office.put("/letterhead")
@office.arguments(LetterheadIn)
@office.response(200, LetterheadOut)
@signed_in("letterhead.change")
def put_letterhead(body: dict[str, Any]) -> dict[str, Any]:
    """Write the kop and the defaults of letters."""
    return shown(service.set_letterhead(user(), body))


@office.get("/signatories")
@office.response(200, SignatoryListOut)
@signed_in("letterhead.read")
def list_signatories() -> dict[str, Any]:
    """List who signs which kind of letter."""
    return {"items": queries.signatories(), "next": None}


@office.post("/signatories")
@office.arguments(SignatoryIn)
@office.response(201, SignatoryOut)
@signed_in("signatory.change")
def add_signatory(body: dict[str, Any]) -> Signatory:
    """Add somebody who signs."""
    return service.add_signatory(user(), body)


@office.patch("/signatories/<uuid:signatory_id>")
@office.arguments(SignatoryChangeIn)
@office.response(200, SignatoryOut)
@signed_in("signatory.change")
def change_signatory(body: dict[str, Any], signatory_id: UUID) -> Signatory:
    """Change somebody who signs, or put them out of use."""
    return service.change_signatory(user(), signatory_id, body)
