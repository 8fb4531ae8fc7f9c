"""G1: hostile requests over all routes and roles, in process; none may crash the server.

Each request starts as the sound one of the permission matrix and is then bent: a value replaced,
a member dropped or added, a header forged, an address twisted. Every answer below 500 is fine.
"""

import copy
import ctypes
import gc
import json
import os
import random
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import matrix_world
from doors import Step, address, clients, connection_of
from drills.outcome import Outcome
from flask import Flask
from matrix_world import MatrixWorld
from permission_matrix import PRINCIPALS, ROWS

HOSTILE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, 2**64, 10**400, -(10**30), 0.1, 1e308, -0.0,
    float("nan"), float("inf"), "", " ", "\x00", "a\x00b", "\ud800", "\ufffe", "\u202e", "😀" * 90,
    "x" * 70_000, "%", "_", "\\\\", "'", "' OR 1=1 --", "<script>", "${7*7}", "../../etc/passwd",
    "0", "-1", "1e999", "NaN", "٣٤٥", "2026-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-23T09:00:00", "24:00",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", [], {}, [[]],
    [None], {"": None}, {"$ne": 1}, {"__class__": "x"}, [1] * 3000,
)  # fmt: skip
RAW: tuple[bytes, ...] = (
    b"", b"{", b"null", b"[]", b'"x"', b"1", b"\xff\xfe", b"{}" * 9, b'{"a":1,"a":2}', b"\xef\xbb\xbf{}",
    b"[" * 100_000, b'{"a":' * 5000 + b"1" + b"}" * 5000, b"9" * 5000, b'{"\\ud800": 1}',
    b'{"\\u0000": 1}', b"NaN", b"-Infinity", b"\x00" * 40, b'{"reason": "\\ud800"}',
)  # fmt: skip
HEADERS: tuple[tuple[str, str], ...] = (
    ("Content-Type", "text/plain"), ("Content-Type", "application/json; charset=utf-16"),
    ("Content-Type", "application/json; charset=x-unknown"), ("Content-Type", ""),
    ("Content-Type", "multipart/form-data"), ("Content-Type", "multipart/form-data; boundary=x"),
    ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "-1"),
    ("Content-Length", "x"), ("Content-Encoding", "gzip"), ("Accept-Encoding", "gzip;q=x"),
    ("Accept", "*/*;q=9"), ("If-None-Match", 'W/"'), ("If-None-Match", "*"), ("If-Match", "x,,"),
    ("If-Modified-Since", "yesterday"), ("Range", "bytes=9999999-"), ("Range", "bytes=-"),
    ("Range", "x"), ("Cookie", "sidak"), ("Cookie", "sidak=" + "x" * 5000),
    ("Cookie", "sidak=\xff; ="), ("Origin", "null"), ("Origin", "http://"), ("Host", "evil.example"),
    ("X-Forwarded-For", "1, x"), ("X-HTTP-Method-Override", "DELETE"), ("Expect", "100-continue"),
    ("Upload-Length", "-1"), ("Upload-Length", "9" * 40), ("Upload-Length", "²"),
    ("Upload-Offset", "1e3"), ("Upload-Metadata", ",,,"), ("Upload-Metadata", "finding /////w=="),
    ("Upload-Metadata", "a b c"), ("Upload-Checksum", "sha1"), ("Upload-Checksum", "md5 ="),
    ("Tus-Resumable", "9"), ("Authorization", "Basic ="), ("Sec-Fetch-Site", "\xff"),
)  # fmt: skip
# MB that the last three fifths may add, however long the run: caches of statements and pages fill
# (some 10 MB in a short one); what leaks goes on
MOST_GROWTH = 24.0
QUERIES = ("cursor", "size", "limit", "operation", "team", "opd", "status", "since", "day", "first",
           "last", "opd_id", "action", "text", "assessment", "nip")  # fmt: skip


@dataclass
class Bent:
    """One request as it goes out."""

    method: str
    path: str
    arguments: dict[str, Any]

    def __str__(self) -> str:
        """Short enough for a report, whole enough to send again."""
        return f"{self.method} {self.path[:150]} {str(self.arguments)[:400]}"


def leaves(body: Any, trail: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every member of a JSON body, containers too."""
    if trail:
        yield trail
    if isinstance(body, dict):
        for key, value in body.items():
            yield from leaves(value, (*trail, key))
    elif isinstance(body, list):
        for number, value in enumerate(body):
            yield from leaves(value, (*trail, number))


def bend_json(body: Any, dice: random.Random) -> Any:
    """Replace, drop or add some members of a body."""
    body = copy.deepcopy(body)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        ways = list(leaves(body))
        if not ways:
            return {"x": copy.deepcopy(dice.choice(HOSTILE))}
        *trail, last = dice.choice(ways)
        place = body
        for key in trail:
            place = place[key]
        how = dice.random()
        if how < 0.75:
            # a copy: what is bent next could otherwise be put inside itself, for the whole run
            place[last] = copy.deepcopy(dice.choice(HOSTILE))
        elif how < 0.9:
            del place[last]
        elif isinstance(place, dict):
            place[dice.choice(("id", "status", "revision", "\ud800", "", "x" * 999))] = 1
    return body


def bend(method: str, path: str, request: dict[str, Any], dice: random.Random) -> Bent:
    """Make one hostile request of a sound one."""
    arguments: dict[str, Any] = {"headers": list((request.get("headers") or {}).items())}
    body = request.get("json")
    for key in ("data", "content_type"):
        if key in request:
            arguments[key] = request[key]
    if body is not None:
        if dice.random() < 0.8:
            arguments["data"] = json.dumps(bend_json(body, dice))
        else:
            arguments["data"] = dice.choice(RAW)
        arguments["content_type"] = "application/json"
    if dice.random() < 0.3:
        name, value = dice.choice(HEADERS)
        arguments["headers"].append((name, value))
        if name == "Content-Type":
            arguments.pop("content_type", None)
    if dice.random() < (0.8 if method == "GET" else 0.1):
        value = dice.choice(HOSTILE)
        path += f"?{dice.choice(QUERIES)}={quote(str(value)[:900].encode('utf-8', 'replace'))}"
    if dice.random() < 0.06:
        at = dice.randrange(1, len(path) + 1)
        path = (
            path[:at] + dice.choice(("%00", "%ff", "/", "..", "%2e%2e/", "\\\\", "é")) + path[at:]
        )
    return Bent(method, path, arguments)


def run(app: Flask, made: MatrixWorld, count: int, *, seed: int = 1, only: str = "") -> Outcome:
    """Send `count` hostile requests to the rows whose names hold `only`.

    `faults` holds each kind of crash once, with its request, and memory that grows without end.
    """
    outcome, dice, begun = Outcome("G1 fuzz"), random.Random(seed), time.perf_counter()  # noqa: S311
    doors, bound, names = clients(app, made), connection_of(app), sorted(ROWS)
    names.remove("POST /api/session")  # its slow hash would take the run's time; it has own tests
    names = [name for name in names if only in name]
    crashes: dict[str, str] = {}
    warm = 0.0
    for number in range(count):
        if number == 2 * count // 5:
            warm = memory()
        name = dice.choice(names)
        who = dice.choice(PRINCIPALS).name if dice.random() < 0.3 else "approver"
        thing = dice.choice(made.things[ROWS[name].about])
        method, _, rule = name.partition(" ")
        sound = matrix_world.bodies(made, name, who, thing)
        bent = bend(method, address(rule, thing), sound, dice)
        step = Step(bound)
        outcome.tried += 1
        try:
            answer = doors[who].open(bent.path, method=bent.method, **bent.arguments)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            crashes.setdefault(where(error), f"{bent} as {who}")
        else:
            if answer.status_code >= 500:
                crashes.setdefault(f"{answer.status_code} {rule}", f"{bent} as {who}")
            else:
                outcome.acknowledged += answer.status_code < 300
        step.rollback()
    outcome.faults = [f"{kind}\n    {request}" for kind, request in crashes.items()]
    grown = memory() - warm
    outcome.seeded = f"in its own test; memory {grown:+.1f} MB over the last three fifths"
    if grown > MOST_GROWTH:
        outcome.faults.append(f"the process grew by {grown:.1f} MB")
    outcome.seconds = time.perf_counter() - begun
    return outcome


def memory() -> float:
    """Return what this process holds of memory, in MB; what is only torn into holes is given back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def where(error: Exception) -> str:
    """Name a crash by its kind and the last line of ours that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/server/" in frame.filename] or frames
    return f"{type(error).__name__} at {ours[-1].name}:{ours[-1].lineno}: {str(error)[:200]}"
