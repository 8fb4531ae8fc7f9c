"""The server accepts phones one version back: what they send and read stays as it was written down.

`vectors/phone-0.1.0.json` is the wire of the oldest phone that is still received (`oldest_phone` in
the settings). A field may be added, never asked of a phone that does not know it, renamed or taken
away. Who raises `oldest_phone` writes the wire of that version down anew:

    PYTHONPATH=.:tests .venv/bin/python -m test_older_phones
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from server.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
OLDEST = ROOT / "tests" / "vectors" / f"phone-{Settings.oldest_phone}.json"
ROUTES = (
    ("put", "/api/findings/{finding_id}"),
    ("put", "/api/visits/{visit_id}"),
    ("put", "/api/corrections/{correction_id}"),
    ("post", "/api/devices"),
    ("post", "/api/devices/{device_id}/heartbeat"),
    ("post", "/api/session"),
    ("post", "/api/enrolments/use"),
    ("get", "/api/health"),
    ("get", "/api/keys"),
    ("get", "/api/reference"),
)
Wire = dict[str, dict[str, Any]]


def wire(document: dict[str, Any]) -> dict[str, Wire]:
    """Return, per route, each member that is sent and each that is read: needed or not, and its words."""
    return {
        f"{method.upper()} {path}": {
            "sent": dict(members(document, body(document["paths"][path][method]))),
            "read": dict(members(document, answer(document["paths"][path][method]))),
        }
        for method, path in ROUTES
    }


def body(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    return dict(content.get("application/json", {}).get("schema", {}))


def answer(operation: dict[str, Any]) -> dict[str, Any]:
    good = next(one for code, one in operation["responses"].items() if code.startswith("2"))
    return dict(good.get("content", {}).get("application/json", {}).get("schema", {}))


def members(
    document: dict[str, Any], schema: dict[str, Any], way: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield the way to each member of a schema, whether it is needed, and the words it may be."""
    while "$ref" in schema:
        *_, name = schema["$ref"].split("/")
        schema = document["components"]["schemas"][name]
    for part in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        yield from members(document, part, way)
    if "items" in schema:
        yield from members(document, schema["items"], f"{way}[]")
    for name, inner in schema.get("properties", {}).items():
        words = sorted(str(word) for word in inner.get("enum", ()))
        yield f"{way}.{name}", {"needed": name in schema.get("required", ()), "words": words}
        yield from members(document, inner, f"{way}.{name}")


def broken(before: dict[str, Wire], today: dict[str, Wire]) -> list[str]:
    """Name what a phone of before could no longer say or read."""
    found = []
    for route, old in before.items():
        new = today.get(route, {"sent": {}, "read": {}})
        for way, one in new["sent"].items():
            if one["needed"] and not old["sent"].get(way, {}).get("needed"):
                found.append(f"{route}: {way} is asked of phones that do not send it")
        for way, one in old["sent"].items():
            if way not in new["sent"] or not set(one["words"]) <= set(new["sent"][way]["words"]):
                found.append(f"{route}: {way} is no longer understood")
        for way, one in old["read"].items():
            if one["needed"] and not new["read"].get(way, {}).get("needed"):
                found.append(f"{route}: {way} is no longer told")
    return found


def today() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "openapi.json").read_text())
    return found


def test_what_the_oldest_phone_sends_and_reads_holds_today() -> None:
    assert broken(json.loads(OLDEST.read_text()), wire(today())) == []


def test_a_wire_that_leaves_phones_behind_is_noticed() -> None:
    before, seeded = wire(today()), copy.deepcopy(today())
    schemas = seeded["components"]["schemas"]
    schemas["FindingIn"]["required"].append("slip")
    schemas["FindingIn"]["properties"]["conduct"]["enum"].remove("left")
    del schemas["VisitTextIn"]["properties"]["note"]
    schemas["ReceiptOut"]["required"].remove("log_hash")
    said = [one.split(": ", 1)[1] for one in broken(before, wire(seeded))]
    assert ".slip is asked of phones that do not send it" in said
    assert ".conduct is no longer understood" in said
    assert ".note is no longer understood" in said
    assert ".log_hash is no longer told" in said


if __name__ == "__main__":
    OLDEST.write_text(json.dumps(wire(today()), indent=1, sort_keys=True) + "\n")
