"""Canaries: words that stand in somebody's records only, and from whom each must stay hidden."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from server.core.db import db
from server.people.models import Employee

NOTE = "KENARI-CATATAN"
TEAM1, TEAM2, DISHUB, DISDIK = "KENARI-TIM-1", "KENARI-TIM-2", "KENARI-DISHUB", "KENARI-DISDIK"
NIP, COORDINATE = "198703122010011004", "113.2159"
TIP, REPORTER = "KENARI-LAPORAN", "KENARI-PELAPOR"
ALL = (TEAM1, TEAM2, DISHUB, DISDIK, NIP, TIP)
_HIDDEN: dict[str, tuple[str, ...]] = {
    "nobody": ALL,
    "inactive": ALL,
    "officer1": (TEAM2, TIP),
    "coordinator1": (TEAM2, TIP),
    "officer2": (TEAM1, TIP),
    "coordinator2": (TEAM1, TIP),
    "sekda": (TIP,),
    "desk": (),
    "approver": (),
    "removed": ALL,
    "opd_disdik": (TEAM1, TEAM2, DISHUB, NIP, TIP),
    # its own people it may see by name and place, but nothing that the team wrote beside it
    "opd_dishub": (NOTE, DISDIK, TIP),
    "admin": (TEAM1, TEAM2, TIP),
}
# who reported something is for the Inspektorat alone
HIDDEN = {who: (*words, REPORTER) for who, words in _HIDDEN.items()}


def of_team(number: int) -> dict[str, Any]:
    """Return what stands only in the findings of a team."""
    canary = TEAM1 if number == 1 else TEAM2
    return {"place": canary, "name": canary, "job": canary, "said": {"note": f"{NOTE} {canary}"}}


def name_people(dishub: UUID) -> None:
    """Name everybody on the roster after the canary of their OPD."""
    for row in db.session.scalars(select(Employee)):
        row.name = row.job = DISHUB if row.opd_id == dishub else DISDIK


def text_of(answer: TestResponse) -> str:
    """Return all that an answer says, headers and all."""
    return f"{answer.headers}\n{answer.data.decode(errors='replace')}"


def leaks(who: str, answer: TestResponse) -> list[str]:
    """Return the canaries in an answer that this principal must not see."""
    text = text_of(answer) if who in HIDDEN else ""
    return [canary for canary in HIDDEN.get(who, ()) if canary in text]
