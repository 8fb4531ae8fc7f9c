"""The public check of a letter over HTTP: no session, nothing kept of who asks."""

from typing import Any

from flask_smorest import Blueprint

from server.summons.schemas.letters import LetterProofOut
from server.summons.service import proof as service

proof = Blueprint("proof", __name__, url_prefix="/api", description="Public check of a letter")


@proof.get("/letters/check/<string:token>")
@proof.response(200, LetterProofOut)
def check_letter(token: str) -> dict[str, Any]:
    """Tell whoever holds a letter whether it is genuine and still counts; no names."""
    return service.check(token)
