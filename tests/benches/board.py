"""The board: its answer at 10,000 findings, and the 304 that is nearly every answer."""

import time
from collections.abc import Iterator

import databases

from benches.figure import Figure, each, p95
from benches.yard import Yard, multiply

FINDINGS = 10_000


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
