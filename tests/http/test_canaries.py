"""Canaries: what belongs to one team or OPD reaches no other, and no name enters a log or an address.

Every route of the permission matrix is asked by people who must not see; the answers, errors and
headers included, are searched for strings that stand only in somebody else's records.
"""

import re
from collections.abc import Iterator

import matrix_letters
import matrix_world
import pytest
from doors import address, clients, connection_of
from flask import Flask
from matrix_world import MatrixWorld
from permission_matrix import ROWS
from sqlalchemy import select, true

from server.core import http
from server.core.db import db
from server.findings import queries as finding_queries
from server.findings.models import Finding
from server.operations.models import Team
from server.people.models import Employee

NOTE = "KENARI-CATATAN"
TEAM1, TEAM2, DISHUB, DISDIK = "KENARI-TIM-1", "KENARI-TIM-2", "KENARI-DISHUB", "KENARI-DISDIK"
NIP, COORDINATE = "198703122010011004", "113.2159"
HIDDEN = {
    "nobody": (TEAM1, TEAM2, DISHUB, DISDIK, NIP),
    "inactive": (TEAM1, TEAM2, DISHUB, DISDIK, NIP),
    "officer1": (TEAM2,),
    "coordinator1": (TEAM2,),
    "officer2": (TEAM1,),
    "coordinator2": (TEAM1,),
    "removed": (TEAM1, TEAM2, DISHUB, DISDIK, NIP),
    "opd_disdik": (TEAM1, TEAM2, DISHUB, NIP),
    # its own people it may see by name and place, but nothing that the team wrote beside it
    "opd_dishub": (NOTE, DISDIK),
    "admin": (TEAM1, TEAM2),
}
# a delivery is answered with its own content at most; these change things and end the world
QUIET = ("DELETE", "PUT", "OPTIONS")


@pytest.fixture
def made(app: Flask) -> MatrixWorld:
    """The matrix world with a canary in each record."""
    made = matrix_world.build(app)
    matrix_letters.furnish(made)
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
    return made


def answers(app: Flask, made: MatrixWorld, who: str) -> Iterator[tuple[str, str]]:
    """Ask every route about every thing; yield each answer as text, headers and all."""
    door, bound = clients(app, made)[who], connection_of(app)
    for name, row in ROWS.items():
        method, _, rule = name.partition(" ")
        if method in QUIET or name == "POST /api/session":
            continue
        for thing in made.things[row.about]:
            request = matrix_world.bodies(made, name, who, thing)
            if name.endswith("/search"):
                request = {"json": {"text": "KENARI"}}
            step = bound.begin_nested()
            answer = door.open(address(rule, thing), method=method, **request)
            step.rollback()
            yield (
                f"{name} on {thing.label}",
                f"{answer.headers}\n{answer.data.decode(errors='replace')}",
            )


def leaks(app: Flask, made: MatrixWorld, who: str) -> list[str]:
    return [
        f"{where}: {canary}"
        for where, text in answers(app, made, who)
        for canary in HIDDEN[who]
        if canary in text
    ]


@pytest.mark.parametrize("who", HIDDEN)
def test_no_answer_holds_what_belongs_to_others(app: Flask, made: MatrixWorld, who: str) -> None:
    assert leaks(app, made, who) == []


def test_the_canaries_are_there_for_those_who_may_see(app: Flask, made: MatrixWorld) -> None:
    seen = "".join(text for _, text in answers(app, made, "desk"))
    for canary in (TEAM1, TEAM2, DISHUB, DISDIK, NIP):
        assert canary in seen


def test_the_canaries_show_a_list_without_its_filter(
    app: Flask, made: MatrixWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding_queries, "visible_to", lambda _user: true())
    assert any("GET /api/findings " in one for one in leaks(app, made, "opd_disdik"))


def test_no_log_line_holds_a_name_a_number_or_a_position(
    app: Flask,
    made: MatrixWorld,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = f"{DISHUB} {NIP} {COORDINATE}"

    def crash(*_: object) -> None:
        raise ValueError(secret)

    def disk(*_: object) -> None:
        raise OSError(5, secret, f"/photos/{secret}")

    monkeypatch.setattr(app, "testing", False)
    door = clients(app, made)["desk"]
    for fault in (crash, disk):
        with monkeypatch.context() as planted:
            planted.setattr(finding_queries, "get", fault)
            where = f"/api/findings/{made.things['finding'][0].id('finding_id')}"
            answer = door.get(f"{where}?q={NIP}")
            assert answer.status_code in {500, 503}
            assert NIP not in answer.text
            door.post("/api/findings/search", json={"text": NIP})
    out = "".join(capfd.readouterr())
    assert "crash" in out
    assert "storage" in out
    for word in (NIP, DISHUB, COORDINATE, *made.cookies.values()):
        assert word not in out


def test_the_log_check_sees_a_line_that_tells_too_much(
    app: Flask,
    made: MatrixWorld,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The seeded bug: the log names the path instead of the route's template."""
    monkeypatch.setattr(http, "_route", lambda: http.request.full_path)
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr(finding_queries, "get", lambda *_: 1 / 0)
    where = f"/api/findings/{made.things['finding'][0].id('finding_id')}"
    clients(app, made)["desk"].get(f"{where}?q={NIP}")
    assert NIP in "".join(capfd.readouterr())


def test_no_address_has_room_for_a_name_or_a_number(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api"):
            for name in rule.arguments:
                assert name.endswith("_id"), rule.rule
    with app.test_request_context():
        paths = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].contract()["paths"]
    for path, methods in paths.items():
        for said in methods.values() if isinstance(methods, dict) else ():
            for one in said.get("parameters", []) if isinstance(said, dict) else ():
                personal = re.fullmatch(r"q|text|name|nip|lat|lon|phone|username", one["name"])
                assert one["in"] != "query" or not personal, (path, one["name"])
