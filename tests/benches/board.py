"""The board: its answer at 10,000 findings, the 304 that is nearly every answer, and 200 of them open."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import databases
from flask.testing import FlaskClient
from world import World

from benches.figure import Figure, each, p95
from benches.yard import Yard, multiply

FINDINGS = 10_000
ARRIVING, LOOKING = 40, 50
MANY, ORDINARY = 100_000, 300  # findings of a database, and those of one sidak in it
BOARDS, EVERY = 200, 2.0  # open boards, and the seconds between two polls of each
SENT, THREADS = 100, 8
WATCHERS = ("sekda", "inspector", "desk", "coordinator1")


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield the figures of the board."""
    for kind in databases.KINDS:
        with yard.city(kind) as city:
            multiply(city, FINDINGS)
            sekda, where = city.client("sekda"), f"/api/operations/{city.operation}/board"
            begun = time.perf_counter()
            answer = sekda.get(where)
            cold = (time.perf_counter() - begun) * 1000
            assert answer.status_code == 200, answer.json
            how = f"{kind}, {FINDINGS:,} temuan, dalam proses"
            yield Figure("papan, jawaban pertama", cold, "ms", None, how)
            known = {"If-None-Match": answer.headers["ETag"]}
            spent = each(200, sekda.get, where, headers=known)
            yield Figure("papan, 304", p95(spent), "ms", 3, f"{how}, p95 dari 200")
        with yard.city(kind) as city:
            yield from _among_many(city, kind)
        with yard.city(kind) as city:
            yield from _beside_phones(city, kind)


def _among_many(city: World, kind: str) -> Iterator[Figure]:
    """Look at one sidak after each of its findings, all others' findings beside it."""
    multiply(city, ORDINARY)
    multiply(city, MANY - ORDINARY, beside=True)
    sekda, where = city.client("sekda"), f"/api/operations/{city.operation}/board"
    built: list[float] = []
    spent: list[float] = []
    for number in range(ARRIVING):
        city.send(city.finding(sequence=number + 2))
        answers = each(LOOKING, sekda.get, where)
        built.append(answers[0])
        spent += answers
    how = f"{kind}, {ORDINARY} temuan dari {MANY:,}, {ARRIVING} datang satu demi satu"
    yield Figure("papan disusun ulang", p95(built), "ms", None, f"{how}, p95")
    watched = f"{how}, {LOOKING} papan melihat masing-masing, p95"
    yield Figure("papan, jawaban", p95(spent), "ms", 20, watched)


def _beside_phones(city: World, kind: str) -> Iterator[Figure]:
    """Send findings with no board open, and with 200: what the boards cost the phones."""
    how = f"{kind}, p95 dari {SENT} temuan, dalam proses"
    alone = p95(_sent(city))
    yield Figure("temuan masuk, tanpa papan", alone * 1000, "ms", None, how)
    over = Event()
    with ThreadPoolExecutor(THREADS) as pool:
        polls = [pool.submit(_poll, _boards(city, at), city, over) for at in range(THREADS)]
        beside = p95(_sent(city))
        over.set()
        asked = sum(poll.result() for poll in polls)
    watched = f"{how}, {BOARDS} papan, tiap {EVERY:.0f} dtk ({asked} jawaban)"
    yield Figure("temuan masuk, 200 papan terbuka", beside * 1000, "ms", None, watched)


def _sent(city: World) -> list[float]:
    """Return the seconds that each of some findings took, five in a second as phones send them."""
    phone, spent = city.client("officer1"), []
    for number in range(SENT):
        said = json.dumps(city.finding(sequence=number + 1))
        begun = time.perf_counter()
        answer = phone.put(f"/api/findings/{uuid4()}", data=said, content_type="application/json")
        spent.append(time.perf_counter() - begun)
        assert answer.status_code == 201, answer.json
        time.sleep(max(0.0, 0.2 - spent[-1]))
    return spent


def _boards(city: World, share: int) -> list[FlaskClient]:
    return [city.client(WATCHERS[share % len(WATCHERS)]) for _ in range(BOARDS // THREADS)]


def _poll(boards: list[FlaskClient], city: World, over: Event) -> int:
    """Keep some of the boards open: each asks every two seconds with what it knows."""
    where, asked = f"/api/operations/{city.operation}/board", 0
    known: list[dict[str, str]] = [{} for _ in boards]
    while not over.is_set():
        begun = time.perf_counter()
        for at, board in enumerate(boards):
            answer = board.get(where, headers=known[at])
            assert answer.status_code in {200, 304}, answer.status_code
            known[at] = {"If-None-Match": answer.headers["ETag"]}
            asked += 1
            over.wait(max(0.0, begun + EVERY * (at + 1) / len(boards) - time.perf_counter()))
    return asked
