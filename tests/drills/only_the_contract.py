"""G2: schemathesis writes the requests from `openapi.json` by itself and judges the answers.

Our own drill (`contract`) starts from sound requests and bends them; this tool knows nothing but the
document. It is asked in process, as several principals, each request inside a savepoint.
"""

import json
import re
import time
from typing import Any

import schemathesis
from doors import Step, connection_of
from drills.contract import CONTRACT
from drills.outcome import Outcome
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from matrix_world import MatrixWorld
from permission_matrix import ROWS
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ASKING = ("approver", "admin", "inspector", "officer1", "opd_dishub")
# a stranger's door with a slow hash, tests of its own; and the document itself
APART = frozenset({"POST /api/session", "GET /api/openapi.json", "PUT /api/password"})
SHOWN = 200


def document() -> dict[str, Any]:
    """Return the contract as it is committed."""
    found: dict[str, Any] = json.loads(CONTRACT.read_text())
    return found


def abouts() -> dict[str, str]:
    """Return by method and path of the contract what a route is about, as the matrix says."""
    return {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", name): row.about for name, row in ROWS.items()}


def run(
    app: Flask, made: MatrixWorld, requests: int, contract: dict[str, Any], only: str = ""
) -> Outcome:
    """Send about so many requests, spread over the operations whose name holds `only`.

    Every other request speaks of something that is there: a tool cannot guess an id.
    """
    outcome, begun, about = Outcome("G2 schemathesis"), time.perf_counter(), abouts()
    schema = schemathesis.openapi.from_dict(contract)
    bound = connection_of(app)
    operations = [one.ok() for one in schema.get_all_operations()]
    names = [f"{one.method.upper()} {one.path}" for one in operations]
    named = [
        one
        for one, name in zip(operations, names, strict=True)
        if name not in APART and only in name
    ]
    each = max(1, requests // len(named))
    found: dict[str, None] = {}

    for operation in named:

        def ask(case: Any) -> None:
            who = ASKING[outcome.tried % len(ASKING)]
            outcome.tried += 1
            things = made.things[about.get(f"{case.method} {case.path}", "none")]
            ids = dict(things[outcome.tried % len(things)].ids) if outcome.tried % 2 else {}
            for name in set(case.path_parameters or {}) & set(ids):
                case.path_parameters[name] = ids[name]
            step = Step(bound)
            try:
                # in process nothing unpacks what the server packs
                headers = {**(case.headers or {}), "Accept-Encoding": "identity"}
                answer = case.call(headers=headers, cookies={"sidak": made.cookies[who]}, app=app)
                outcome.acknowledged += answer.status_code < 300
                case.validate_response(answer, checks=CHECKS)
            except (Exception, FailureGroup) as fault:  # noqa: BLE001 - whatever it is, it is told and the next is asked
                text = " ".join(str(fault).split())
                found[f"{case.method} {case.path} as {who}: {text[:SHOWN]}"] = None
            finally:
                step.rollback()

        seed(1)(
            settings(
                max_examples=each,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )(given(case=operation.as_strategy())(ask))
        )()
    outcome.faults = list(found)
    outcome.seconds = time.perf_counter() - begun
    return outcome
