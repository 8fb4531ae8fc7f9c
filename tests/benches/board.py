"""The board: its answer at 10,000 findings, one sidak among many, and phones beside 200 open boards."""

import time
from collections.abc import Iterator

import databases
from world import World

from benches import beside
from benches.figure import Figure, each, p95
from benches.yard import Yard, multiply
from server.board import queries, service
from server.core.evenly import settle
from server.operations import queries as operations

FINDINGS = 10_000
ARRIVING, LOOKING = 40, 50
MANY, ORDINARY = 100_000, 300  # findings of a database, and those of one sidak in it
AGAIN = 5  # buildings of the large board after its first


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield the figures of the board."""
    settle()  # as the server does
    for kind in databases.KINDS:
        with yard.city(kind) as city:
            multiply(city, FINDINGS)
            sekda, where = city.client("sekda"), f"/api/operations/{city.operation}/board"
            begun, used = time.perf_counter(), time.process_time()
            answer = sekda.get(where)
            cold, used = time.perf_counter() - begun, time.process_time() - used
            assert answer.status_code == 200, answer.json
            how = f"{kind}, {FINDINGS:,} temuan, dalam proses"
            told = f"{how}, {used * 1000:.0f} ms CPU dari prosesnya"
            yield Figure("papan, jawaban pertama", cold * 1000, "ms", None, told)
            again = min(_built_again(city) for _ in range(AGAIN))
            yield Figure(
                "papan, disusun lagi", again, "ms CPU", None, f"{how}, terkecil dari {AGAIN}"
            )
            known = {"If-None-Match": sekda.get(where).headers["ETag"]}
            spent = each(200, sekda.get, where, headers=known)
            yield Figure("papan, 304", p95(spent), "ms", 3, f"{how}, p95 dari 200")
        with yard.city(kind) as city:
            yield from _among_many(city, kind)
    yield from beside.figures(yard)


def _built_again(city: World) -> float:
    """Return the milliseconds of CPU of putting the board together from the database."""
    with city.app.app_context():
        operation = operations.operation(city.operation)
        assert operation
        stamp = queries.stamp(city.operation)
        begun = time.process_time()
        service.build(operation, stamp)
        return (time.process_time() - begun) * 1000


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
