"""The contract is valid, complete, and every error has its sentence."""

import json
import re
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from server.core.problems import STATUS, Code

ROOT = Path(__file__).resolve().parent.parent
BANNED = re.compile(r"pelanggar\b|oknum|bolos|terciduk|terjaring|kabur|honorer", re.IGNORECASE)


def test_openapi_is_valid_3_1() -> None:
    document = json.loads((ROOT / "openapi.json").read_text())
    assert document["openapi"].startswith("3.1")
    validate(document)


@pytest.mark.parametrize("code", list(Code))
def test_every_error_has_a_status_and_a_sentence_that_says_what_to_do(code: Code) -> None:
    status, sentence = STATUS[code]
    assert 400 <= status < 600
    assert sentence.endswith(".")
    assert len(sentence.split()) >= 5
    assert not BANNED.search(sentence)


@pytest.mark.parametrize("code", list(Code))
def test_every_error_is_raised_somewhere(code: Code) -> None:
    said = f"Code.{code.name}"
    places = [
        path
        for path in (ROOT / "server").rglob("*.py")
        if path.name != "problems.py" and said in path.read_text()
    ]
    assert places, f"{said} is in the catalogue and nowhere else"


def test_no_address_of_a_registry_is_written_down() -> None:
    lock = (ROOT / "pwa" / "package-lock.json").read_text()
    assert '"resolved": "http' not in lock
    for name in ("requirements.txt", "tests/requirements.txt"):
        assert "://" not in (ROOT / name).read_text()
