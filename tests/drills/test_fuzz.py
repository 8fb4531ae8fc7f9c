"""G1: hostile requests over all routes and roles never crash the server."""

import matrix_letters
import matrix_world
import pytest
from drills import fuzz
from drills.outcome import count, report
from flask import Flask, Response

from server.core import fields

REQUESTS = {"spatialite": 4400, "postgis": 600}  # on PostgreSQL each takes longer


def furnished(app: Flask) -> matrix_world.MatrixWorld:
    made = matrix_world.build(app)
    matrix_letters.furnish(made)
    return made


def test_hostile_requests_never_crash_the_server(app: Flask, database: str) -> None:
    outcome = fuzz.run(app, furnished(app), count(REQUESTS[database]), seed=len(database))
    report(outcome, database)
    assert not outcome.faults, "\n".join(outcome.faults)
    assert outcome.acknowledged > outcome.tried // 20, "hardly a request got past the door"


@pytest.mark.one_database
def test_the_fuzzer_finds_a_field_that_trusts_what_arrives(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded bug: moments that leave the calendar are no longer refused."""
    plain = fields.ma.fields.AwareDateTime._deserialize  # noqa: SLF001 - what the guard replaces

    def unguarded(self: object, value: object, *more: object, **kw: object) -> object:
        return plain(self, value, *more, **kw).astimezone(fields.UTC)  # type: ignore[arg-type]

    monkeypatch.setattr(fields.Moment, "_deserialize", unguarded)
    outcome = fuzz.run(app, furnished(app), 600, seed=7, only=" /api/permits")
    assert any("OverflowError" in fault for fault in outcome.faults)


@pytest.mark.one_database
def test_the_fuzzer_sees_a_server_that_keeps_something_of_every_request(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded bug: 256 KB of each answer stay, as a cache without an end would keep them."""
    kept: list[bytearray] = []
    told = app.process_response

    def keeping(response: Response) -> Response:
        kept.append(bytearray(b"x" * 262_144))
        return told(response)

    monkeypatch.setattr(app, "process_response", keeping)
    outcome = fuzz.run(app, furnished(app), 250, seed=7, only=" /api/permits")
    assert any("the process grew" in fault for fault in outcome.faults)
