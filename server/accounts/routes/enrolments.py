"""A one-time code, over HTTP: whom it signs in, and signing in with it."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts import enrolments as codes
from server.accounts.models import User
from server.accounts.routes.sessions import session_begun
from server.accounts.schemas import EnrolIn, EnrolledOut, EnrolLookIn, EnrolOwnerOut
from server.core.http import problem_response
from server.core.problems import Code, Problem

enrolments = Blueprint(
    "enrolments", __name__, url_prefix="/api/enrolments", description="Kode masuk HP"
)


@enrolments.post("/look")
@enrolments.arguments(EnrolLookIn)
@enrolments.response(200, EnrolOwnerOut)
def look(body: dict[str, str]) -> Any:
    """Say whom a code signs in, so that a petugas sees it is theirs; the code stays good."""
    try:
        return codes.owner_of(body["code"])
    except Problem as problem:
        return _refused(problem)


@enrolments.post("/use")
@enrolments.arguments(EnrolIn)
@enrolments.response(201, EnrolledOut)
def use(body: dict[str, Any]) -> Any:
    """Sign in with a code and enrol this phone; the same phone may ask again for five minutes."""
    try:
        who, device = codes.use(body["code"], body["name"], body["public_key"])
    except Problem as problem:
        return _refused(problem)
    return _begun(who, str(device.id))


def _begun(who: User, device_id: str) -> Response:
    return session_begun(who, device_id=device_id)


def _refused(problem: Problem) -> Response:
    """Tell the refusal; an unknown code is counted, and too many of them wait."""
    if problem.code is Code.ENROLMENT_UNKNOWN:
        address = request.remote_addr or ""
        codes.refuse_guessing(address)
        codes.count_failure(address)
    return problem_response(problem)
