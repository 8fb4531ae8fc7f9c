"""Canaries: no name enters a log or an address, and those who may see do see.

That what belongs to one team or OPD reaches no other is asked in every cell of the matrix
(test_matrix.py), whose world carries the same canaries.
"""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import quote

import canaries
import matrix_letters
import matrix_world
import pytest
from canaries import COORDINATE, DISHUB, NIP
from doors import address, clients
from flask import Flask
from matrix_world import MatrixWorld
from permission_matrix import ROWS
from privacy import told_by_addresses, told_by_log, told_by_refusal

from server.core import http
from server.core.db import db
from server.findings import queries as finding_queries

# a value of a short list, or one that says nothing about anybody
UNNAMED = {"token", "kind"}


@pytest.fixture
def made(app: Flask) -> MatrixWorld:
    """The matrix world with a canary in each record."""
    made = matrix_world.build(app)
    matrix_letters.furnish(made)
    with app.app_context():
        canaries.name_people(made.city.opds["Dishub"])
        db.session.commit()
    return made


def test_the_canaries_are_there_for_those_who_may_see(app: Flask, made: MatrixWorld) -> None:
    """The matrix searches every answer for them; here they are seen not to be searched in vain."""
    door, missing = clients(app, made)["desk"], set(canaries.ALL)
    for name, row in ROWS.items():
        method, _, rule = name.partition(" ")
        for thing in made.things[row.about] if method == "GET" else ():
            text = canaries.text_of(door.get(address(rule, thing)))
            missing -= {canary for canary in missing if canary in text}
        if not missing:
            return
    assert not missing


@pytest.mark.one_database
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
    said = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    assert [(one["event"], one["level"]) for one in said] == [
        ("crash", "error"),
        ("storage", "error"),
    ]
    assert {one["route"] for one in said} == {"/api/findings/<uuid:finding_id>"}
    assert all(datetime.fromisoformat(one["at"]).utcoffset() == timedelta() for one in said)
    for word in (NIP, DISHUB, COORDINATE, *made.cookies.values()):
        assert word not in out


@pytest.mark.one_database
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


@pytest.mark.one_database
def test_no_address_has_room_for_a_name_or_a_number(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api"):
            for name in rule.arguments:
                assert name.endswith("_id") or name in UNNAMED, rule.rule
    with app.test_request_context():
        paths = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].contract()["paths"]
    for path, methods in paths.items():
        for said in methods.values() if isinstance(methods, dict) else ():
            for one in said.get("parameters", []) if isinstance(said, dict) else ():
                personal = re.fullmatch(r"q|text|name|nip|lat|lon|phone|username", one["name"])
                assert one["in"] != "query" or not personal, (path, one["name"])


def test_what_the_whole_suite_is_searched_for_is_found() -> None:
    """`privacy` reads logs, addresses and refusals of every test (tests/conftest.py); here it must."""
    line = '{"event": "crash", "route": "/api/findings/<uuid:id>", "level": "error"}'
    assert told_by_log(line) == []
    for secret in (NIP, "19870312 201001 1 004", "BUDI SANTOSO", COORDINATE, "sidak=abcdefgh1"):
        assert told_by_log(f"{line} {secret}", whole=False) == [f"{line} {secret}"]
        address = f"http://127.0.0.1/api/findings?q={quote(secret)}"
        assert told_by_addresses([address, "http://127.0.0.1/api/findings"]) == [address]
        assert told_by_refusal(422, f'{{"detail": "{secret}"}}')
    assert not told_by_refusal(200, NIP)
