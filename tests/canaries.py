"""Canaries: words that stand in somebody's records only, and from whom each must stay hidden."""

from flask import Flask
from matrix_world import MatrixWorld
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.core.db import db
from server.findings.models import Finding
from server.operations.models import Team
from server.people.models import Employee

NOTE = "KENARI-CATATAN"
TEAM1, TEAM2, DISHUB, DISDIK = "KENARI-TIM-1", "KENARI-TIM-2", "KENARI-DISHUB", "KENARI-DISDIK"
NIP, COORDINATE = "198703122010011004", "113.2159"
ALL = (TEAM1, TEAM2, DISHUB, DISDIK, NIP)
HIDDEN = {
    "nobody": ALL,
    "inactive": ALL,
    "officer1": (TEAM2,),
    "coordinator1": (TEAM2,),
    "officer2": (TEAM1,),
    "coordinator2": (TEAM1,),
    "removed": ALL,
    "opd_disdik": (TEAM1, TEAM2, DISHUB, NIP),
    # its own people it may see by name and place, but nothing that the team wrote beside it
    "opd_dishub": (NOTE, DISDIK),
    "admin": (TEAM1, TEAM2),
}


def plant(app: Flask, made: MatrixWorld) -> None:
    """Write a canary into each record of the matrix world."""
    with app.app_context():
        for row in db.session.scalars(select(Employee)):
            made.said[str(row.id)] = row.change
            row.name = DISHUB if row.opd_id == made.city.opds["Dishub"] else DISDIK
            row.job = row.name
        numbers = {team.id: team.number for team in db.session.scalars(select(Team))}
        for finding in db.session.scalars(select(Finding)):
            canary = TEAM1 if numbers[finding.team_id] == 1 else TEAM2
            finding.place = finding.name = finding.job = canary
            finding.said = {"note": f"{NOTE} {canary}"}
        db.session.commit()


def text_of(answer: TestResponse) -> str:
    """Return all that an answer says, headers and all."""
    return f"{answer.headers}\n{answer.data.decode(errors='replace')}"


def leaks(who: str, answer: TestResponse) -> list[str]:
    """Return the canaries in an answer that this principal must not see."""
    text = text_of(answer) if who in HIDDEN else ""
    return [canary for canary in HIDDEN.get(who, ()) if canary in text]
