"""G2: every answer is one that the contract promises: its status, its type, the form of its body.

What schemathesis checks, in process: each sound request of the permission matrix goes out as
several principals, then bent by the fuzzer; `openapi.json` judges whatever comes back.
"""

import json
import random
import re
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import matrix_world
from doors import Step, address, clients, connection_of
from drills.fuzz import bend
from drills.outcome import Outcome
from flask import Flask
from jsonschema import Draft202012Validator
from matrix_world import MatrixWorld
from permission_matrix import PRINCIPALS, ROWS
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

CONTRACT = Path(__file__).resolve().parent.parent.parent / "openapi.json"
ASKING = ("approver", "desk", "admin", "opd_dishub", "officer1", "sekda")
# the app itself, the contract itself, and a slow hash that has own tests
APART = frozenset({"GET /", "GET /<path:path>", "GET /api/openapi.json", "POST /api/session"})
HERE = "urn:sidak:contract"
FEW = 6
NO_BODY = frozenset({204, 304})


@dataclass
class Contract:
    """The document, with a validator per form made once."""

    document: dict[str, Any] = field(default_factory=lambda: json.loads(CONTRACT.read_text()))
    known: dict[str, Draft202012Validator] = field(default_factory=dict)

    @cached_property
    def registry(self) -> Any:
        """The document as what its own references point into."""
        whole = Resource.from_contents(self.document, default_specification=DRAFT202012)
        return Registry().with_resource(HERE, whole)

    def faults(self, rule: str, method: str, answer: TestResponse) -> list[str]:
        """Return what of an answer the contract does not promise; ids and values left out."""
        operation = self.document["paths"].get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule), {})
        promised = operation.get(method.lower())
        if promised is None:
            return ["is not in the contract"]
        responses = promised["responses"]
        form = responses.get(str(answer.status_code), responses.get("default"))
        if form is None or (answer.status_code < 400 and str(answer.status_code) not in responses):
            return [f"answers {answer.status_code}, which the contract does not name"]
        if "$ref" in form:
            form = self.document["components"]["responses"][form["$ref"].rsplit("/", 1)[-1]]
        if answer.status_code in NO_BODY or method == "HEAD":
            return [f"answers {answer.status_code} with a body"] if answer.data else []
        content = form.get("content") or {}
        if not answer.data and not content:
            return []
        if answer.mimetype not in content:
            return [f"answers {answer.status_code} as {answer.mimetype}, not {sorted(content)}"]
        schema = content[answer.mimetype].get("schema")
        return self._form_faults(schema, answer) if answer.is_json and schema else []

    def _form_faults(self, schema: dict[str, Any], answer: TestResponse) -> list[str]:
        key = json.dumps(schema, sort_keys=True)
        if key not in self.known:  # one registry for all: reading the document takes its time
            inside = json.loads(key.replace('"#/', f'"{HERE}#/'))
            self.known[key] = Draft202012Validator(inside, registry=self.registry)
        found = self.known[key].iter_errors(answer.json)
        return sorted(
            {f"answers {answer.status_code}: {_place(one)} {_what(one)}" for one in found}
        )


def _place(error: Any) -> str:
    return ".".join("[]" if isinstance(one, int) else str(one) for one in error.absolute_path)


def _what(error: Any) -> str:
    wanted = error.validator_value
    if error.validator == "additionalProperties":
        return f"has members that are not named: {error.message[:120]}"
    if error.validator in {"type", "format", "enum", "required"}:
        return f"is not {error.validator} {str(wanted)[:90]}"
    return f"breaks {error.validator}"


def run(
    app: Flask, made: MatrixWorld, count: int, *, seed: int = 1, thorough: bool = False
) -> Outcome:
    """Ask every route soundly, then `count` bent requests.

    The short tier asks a route until it is served; `thorough` asks for every principal and thing.
    """
    outcome, dice, begun = Outcome("G2 contract"), random.Random(seed), time.perf_counter()  # noqa: S311
    contract, doors, bound = Contract(), clients(app, made), connection_of(app)
    found: dict[str, None] = {}

    def ask(name: str, who: str, thing: Any, *, bent: bool) -> bool:
        method, _, rule = name.partition(" ")
        path, sound = address(rule, thing), matrix_world.bodies(made, name, who, thing)
        if bent:
            one = bend(method, path, sound, dice)
            path, sound = one.path, one.arguments
            if path.split("?")[0] != address(rule, thing):
                return False  # another address is another route
        step = Step(bound)
        answer = doors[who].open(path, method=method, **sound)
        outcome.tried += 1
        outcome.acknowledged += answer.status_code < 300
        for fault in contract.faults(rule, method, answer):
            found[f"{name} {fault}"] = None
        step.rollback()
        return answer.status_code < 300

    names = sorted(set(ROWS) - APART)
    for name in names:
        cells = [(who, thing) for who in ASKING for thing in made.things[ROWS[name].about]]
        for tried, (who, thing) in enumerate(cells):
            if ask(name, who, thing, bent=False) and not thorough:
                break
            if tried >= FEW and not thorough:
                break
    for _ in range(count):
        name = dice.choice(names)
        who = dice.choice(PRINCIPALS).name if dice.random() < 0.3 else "approver"
        ask(name, who, dice.choice(made.things[ROWS[name].about]), bent=True)
    outcome.faults = list(found)
    outcome.seconds = time.perf_counter() - begun
    return outcome
