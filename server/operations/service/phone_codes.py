"""Codes that let the petugas of an operation sign in by QR, made by those who lead or plan it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

import segno

from server.accounts import enrolments
from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import app_state
from server.core.db import db
from server.core.problems import Code, Problem
from server.operations import queries
from server.operations.models import Operation, Team

WORD = "device.invite"


def make_codes(
    by: User, operation: Operation, user_ids: Sequence[UUID], *, printed: bool
) -> dict[str, Any]:
    """Return `{"items", "without"}`: a code with its QR for each petugas, and whom none may open.

    Raises `not-found` for somebody who does not walk with a team that `by` may speak for,
    `step-not-allowed` in a closed operation, `enrolment-not-field` when nobody is left.
    """
    chosen = [_member(by, operation, user_id) for user_id in dict.fromkeys(user_ids)]
    if operation.status == "closed":
        raise Problem(Code.STEP_NOT_ALLOWED)
    if not any(enrolments.in_field(user) for user, _ in chosen):
        raise Problem(Code.ENROLMENT_NOT_FIELD)
    found: dict[str, list[dict[str, Any]]] = {"items": [], "without": []}
    for user, team in chosen:
        who = {"user_id": user.id, "name": user.name, "team_number": team.number}
        if not enrolments.in_field(user):
            found["without"].append(who)
            continue
        code, made = enrolments.invite(by, user, operation.id, printed=printed)
        shown = {"code": _grouped(code), "qr": _picture(code), "expires_at": made.expires_at}
        found["items"].append(who | shown)
    return found


def _member(by: User, operation: Operation, user_id: UUID) -> tuple[User, Team]:
    user = db.session.get(User, user_id)
    place = queries.member_team(user, operation.id) if user else None
    if user is None or place is None:
        raise Problem(Code.NOT_FOUND)
    require(by, WORD, Thing(team_role=queries.team_role(by, place.team_id)))
    return user, db.session.get_one(Team, place.team_id)


def _grouped(code: str) -> str:
    """Return a code as people read it aloud: ABCD-EFGH-JKLM."""
    upper = code.upper()
    return "-".join(upper[at : at + 4] for at in range(0, len(upper), 4))


def _picture(code: str) -> str:
    """Return the QR (SVG) of the sign-in page; behind the # a token reaches no log (RFC 3986 §3.5)."""
    picture = BytesIO()
    address = f"{app_state.settings().address}/masuk#{_grouped(code)}"
    segno.make(address, error="m").save(picture, kind="svg", scale=6, border=3, light="#fff")
    return picture.getvalue().decode()
