"""G2: what a tool that knows only `openapi.json` makes of us."""

import matrix_letters
import matrix_world
import pytest
from drills.outcome import count, report
from flask import Flask

LONG = 2
pytestmark = pytest.mark.one_database


def test_a_tool_that_knows_only_the_contract_finds_no_answer_beside_it(app: Flask) -> None:
    requests = count(1)
    if requests < LONG:
        pytest.skip("the long tier: ./sidak drill schemathesis --count 2000")
    from drills import only_the_contract  # noqa: PLC0415 - it takes a second to load

    made = matrix_world.build(app)
    matrix_letters.furnish(made)
    whole = only_the_contract.document()
    outcome = only_the_contract.run(app, made, requests, whole)
    whole["components"]["schemas"]["HealthOut"]["properties"]["status"] = {"type": "integer"}
    seeded = only_the_contract.run(app, made, 5, whole, only="GET /api/health")
    report(outcome, seeded=f"a contract with a wrong type: {len(seeded.faults)} found")
    assert seeded.faults
    assert not outcome.faults, "\n".join(outcome.faults)
    assert outcome.acknowledged > outcome.tried // 20, "hardly a request got past the door"
