"""The case desk: the queue at 100,000 findings, consolidation, and a morning's letters."""

import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

import databases

from benches.figure import Figure, each, p95
from benches.yard import Yard, multiply

QUEUE = 100_000
LETTERS_B, LETTERS_A = 1_000, 40
MEGABYTE = 1024
SAMPLES = Path(__file__).resolve().parent.parent / "letters"


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield the figures of the desk."""
    yield from letters()
    for kind in databases.KINDS:
        with yard.city(kind) as city:
            multiply(city, QUEUE)
            desk = city.client("desk")
            for what, where in (
                ("antrean, halaman pertama", f"operation_id={city.operation}&limit=50"),
                (
                    "antrean, belum diputus",
                    f"operation_id={city.operation}&status=received&limit=50",
                ),
            ):
                desk.get(f"/api/findings?{where}")
                spent = each(40, desk.get, f"/api/findings?{where}")
                how = f"{kind}, {QUEUE:,} temuan, p95 dari 40 jawaban dalam proses"
                yield Figure(what, p95(spent), "ms", 50, how)


def letters() -> Iterator[Figure]:
    """Print a thousand letters in a process of its own, so that its memory is theirs."""
    path = os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(SAMPLES)])
    done = run(
        [sys.executable, "-P", "-m", "benches.desk"],
        env=os.environ | {"PYTHONPATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    wall, spent, memory = map(float, done.stdout.split())
    how = f"{LETTERS_B:,} surat B + {LETTERS_A} surat A dengan daftar, 2 utas, PDF/A"
    yield Figure("surat, waktu", wall, "dtk", 15, how)
    yield Figure("surat, waktu prosesor", spent, "dtk", None, how)
    yield Figure("surat, memori puncak", memory, "MB", 400, how)


def print_letters() -> None:
    """Print seconds, processor seconds and megabytes of the letters."""
    import letter_samples as samples  # noqa: PLC0415 - only this process needs them

    from server.summons.letters import render_letters  # noqa: PLC0415

    papers = [samples.letter_b() for _ in range(LETTERS_B)]
    papers += [samples.letter_a() for _ in range(LETTERS_A)]
    begun, used = time.perf_counter(), time.process_time()
    for _ in render_letters(papers):
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    sys.stdout.write(f"{time.perf_counter() - begun} {time.process_time() - used} {peak}\n")


if __name__ == "__main__":
    print_letters()
