"""G2: every answer is one that the contract promises."""

import matrix_letters
import matrix_world
import pytest
from drills import contract
from drills.outcome import count, report
from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

REQUESTS = 100


def furnished(app: Flask) -> matrix_world.MatrixWorld:
    made = matrix_world.build(app)
    matrix_letters.furnish(made)
    return made


def test_every_answer_is_one_that_the_contract_promises(
    app: Flask, database: str, pytestconfig: pytest.Config
) -> None:
    bent = count(REQUESTS)
    if database == "postgis" and bent == REQUESTS and pytestconfig.getoption("database") == "both":
        pytest.skip("the forms of answers do not depend on the database; the long tier asks both")
    outcome = contract.run(app, furnished(app), bent, seed=len(database), thorough=bent > REQUESTS)
    report(outcome, database)
    assert not outcome.faults, "\n".join(outcome.faults)
    assert outcome.acknowledged > 80


@pytest.mark.parametrize(
    ("status", "mimetype", "body", "what"),
    [
        (200, "application/json", b'{"items": [], "next": null}', []),
        (200, "application/json", b'{"items": [], "next": 7}', ["next is not type"]),
        (200, "application/json", b'{"items": [], "next": null, "x": 1}', ["not named"]),
        (200, "application/json", b'{"items": [{}], "next": null}', ["items.[] is not required"]),
        (200, "text/html", b"<p>", ["as text/html"]),
        (201, "application/json", b"{}", ["answers 201"]),
        (404, "application/json", b"{}", ["as application/json"]),
        (404, "application/problem+json", b'{"code": "no-such-code"}', ["enum", "required"]),
    ],
)
def test_the_drill_catches_an_answer_that_is_not_promised(
    status: int, mimetype: str, body: bytes, what: list[str]
) -> None:
    answer = TestResponse([body], str(status), Headers({"Content-Type": mimetype}), Request({}))
    found = " ".join(contract.Contract().faults("/api/audit", "GET", answer))
    assert bool(found) == bool(what)
    assert all(one in found for one in what), found
