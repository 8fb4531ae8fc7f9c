"""The case desk: the queue at 100,000 findings, consolidation, a morning's letters, and LibreOffice's."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import run
from typing import Any
from uuid import UUID

import databases
import office_suite

from benches.figure import Figure, each, p95
from benches.yard import Yard, multiply
from server.findings.rules.words import FindingStatus
from server.people.rules.kinds import PersonKind
from server.summons.rules import Fact, consolidate

QUEUE, PAGE = 100_000, 50
LETTERS_B, LETTERS_A = 1_000, 40
FACTS = 10_000
BOTH = 60  # enough that the start of LibreOffice does not decide
MEGABYTE = 1024
SAMPLES = Path(__file__).resolve().parent.parent / "letters"


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield the figures of the desk."""
    yield from letters()
    yield consolidation()
    yield from against_libreoffice()
    yield from queue(yard)


def queue(yard: Yard) -> Iterator[Figure]:
    """Ask for the first page of the queue on both databases."""
    for kind in databases.KINDS:
        with yard.city(kind) as city:
            multiply(city, QUEUE)
            desk = city.client("desk")
            for what, where in (
                ("antrean, halaman pertama", f"operation={city.operation}&limit=50"),
                (
                    "antrean, belum diputus",
                    f"operation={city.operation}&status=received&limit=50",
                ),
            ):
                answer = desk.get(f"/api/findings?{where}")
                assert len(answer.json["items"]) == PAGE, answer.text[:200]
                spent = each(40, desk.get, f"/api/findings?{where}")
                how = f"{kind}, {QUEUE:,} temuan, p95 dari 40 jawaban dalam proses"
                yield Figure(what, p95(spent), "ms", 50, how)


def consolidation() -> Figure:
    """Sort confirmed facts of a day into lists, three times; the slowest counts."""
    facts = [
        a_fact(
            number,
            employee_id=UUID(int=10_000 + number % 4_000) if number % 3 else None,
            nip=f"19870312201001{1 + number % 2}{1 + number % 900:03d}",
        )
        for number in range(FACTS)
    ]
    spent = each(3, consolidate, facts, operation_id=UUID(int=1))
    how = f"{FACTS:,} temuan, fungsi murni, terlama dari 3"
    return Figure("daftar per OPD", max(spent) / 1000, "dtk", 1, how)


def a_fact(number: int, **changes: Any) -> Fact:
    """Return a confirmed finding without a letter in one of forty offices."""
    known: dict[str, Any] = {
        "finding_id": UUID(int=number),
        "team_id": UUID(int=number % 5),
        "captured_at": datetime(2026, 11, 23, 2, tzinfo=UTC) + timedelta(seconds=number),
        "status": FindingStatus.CONFIRMED,
        "kind": PersonKind.PNS,
        "name": f"PEGAWAI {number}",
        "opd_id": UUID(int=900_000 + number % 40),
        "opd_name": f"OPD {number % 40}",
    }
    return Fact(**known | changes)


def against_libreoffice() -> Iterator[Figure]:
    """Print the same letters B by docxtpl and one start of LibreOffice, and by Typst."""
    if office_suite.program() is None:
        yield Figure("rasio LibreOffice", float("nan"), "kali", None, office_suite.MISSING)
        return
    sys.path.insert(0, str(SAMPLES))
    import letter_samples as samples  # noqa: PLC0415 - beside the tests of the letters

    from server.summons.letters import docx_letter, render_letters  # noqa: PLC0415

    papers = [samples.letter_b() for _ in range(BOTH)]
    list(render_letters(papers[:2]))  # the first letter loads the fonts
    begun = time.perf_counter()
    for _ in render_letters(papers):
        pass
    ours = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        files = [Path(folder) / f"surat-{number}.docx" for number in range(BOTH)]
        for file, paper in zip(files, papers, strict=True):
            file.write_bytes(docx_letter(paper))
        made = time.perf_counter() - begun
        office_suite.converted(files, "pdf", Path(folder))
        theirs = time.perf_counter() - begun
    how = f"{BOTH} surat B yang sama, run yang sama; satu start LibreOffice"
    yield Figure("Typst, per surat", ours / BOTH * 1000, "ms", None, how)
    yield Figure("docxtpl, per surat", made / BOTH * 1000, "ms", None, how)
    yield Figure("docxtpl + LibreOffice, per surat", theirs / BOTH * 1000, "ms", None, how)
    yield Figure("rasio", theirs / ours, "kali", None, "docxtpl + LibreOffice dibagi Typst")


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
