"""`./sidak test` and `./sidak check`: what CI runs, a heading and the seconds for each step."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORES = os.cpu_count() or 2
FAILED_TESTS = 1  # pytest's own exit code
PATIENCE = 3  # that many real faults are enough to stop
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM = 4 * 2**30  # bytes free; a whole run has a quarter of it there at most


@dataclass(frozen=True)
class Step:
    """One program to run; its output is shown only when it fails."""

    name: str
    command: list[str]
    folder: Path = ROOT


@dataclass(frozen=True)
class Outcome:
    """How a step ended, in seconds and words."""

    step: Step
    passed: bool
    seconds: float
    output: str


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def check_steps(verb: str) -> list[Step]:
    """Return the quick steps, the slowest first so that two cores end together.

    Before all tests the step of the schema reads every test file: compiled once here, they need not
    be compiled by each worker at the same time.
    """
    reading = ["tests", "-k", "test_schema.py"] if verb == "test" else ["tests/test_schema.py"]
    programs = Path(sys.executable).parent
    python = [sys.executable, "-W", "error"]
    short = "--output-format=concise"
    steps = [
        Step("tipe (mypy)", [str(programs / "mypy"), "--no-error-summary"]),
        Step("lantai (import-linter)", [str(programs / "lint-imports")]),
        Step("format (ruff)", [str(programs / "ruff"), "format", "--check", "--quiet", short]),
        Step("lint (ruff)", [str(programs / "ruff"), "check", "--quiet", short]),
        Step("kontrak (openapi.json)", [*python, "-m", "server.cli", "openapi", "--check"]),
        Step("skema (alembic check)", [sys.executable, "-m", "pytest", *reading]),
    ]
    return [*screen_steps("check"), *steps]


def screen_steps(script: str) -> list[Step]:
    """Return a script of the PWA as a step."""
    npm = shutil.which("npm")
    if npm is None or not (ROOT / "pwa/package.json").exists():
        return []
    return [Step(f"layar (npm run {script})", [npm, "run", script], ROOT / "pwa")]


def run_step(step: Step) -> Outcome:
    """Run one step to its end."""
    begun = time.perf_counter()
    done = subprocess.run(
        step.command,
        cwd=step.folder,
        env=os.environ | {"SIDAK_INSTANCE": str(ROOT / ".cache/check")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(step, done.returncode == 0, time.perf_counter() - begun, done.stdout)


def check(steps: list[Step]) -> list[Outcome]:
    """Run the quick steps side by side."""
    say("== Pemeriksaan: format, lint, tipe, lantai, kontrak, layar")
    outcomes = []
    with ThreadPoolExecutor(max_workers=CORES) as pool:
        for future in as_completed([pool.submit(run_step, step) for step in steps]):
            outcome = future.result()
            outcomes.append(outcome)
            mark = "lulus" if outcome.passed else "GAGAL"
            say(f"   {mark}  {outcome.step.name}  ({outcome.seconds:.1f} dtk)")
            if not outcome.passed:
                say("\n".join(f"   | {line}" for line in outcome.output.splitlines()))
    return outcomes


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """Yield an environment in which tests keep their files in memory, where there is room.

    Evidence is synced at every step, and a test that waits for a disk leaves its core idle. Whether
    it is synced at all is the drills' question (A2, A3): they count syncs themselves. Who sets
    TMPDIR decides alone.
    """
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    if "TMPDIR" in os.environ or not roomy:
        yield dict(os.environ)
        return
    with tempfile.TemporaryDirectory(prefix="sidak-", dir=MEMORY) as folder:
        Path(folder).chmod(0o711)  # PostgreSQL, another user, has its folder in there
        yield os.environ | {"TMPDIR": folder}


def pytest(arguments: list[str]) -> Outcome:
    """Run the tests on both databases, browser tests among them, over the cores.

    What fails is run once more, alone: two browsers and a server that is killed on purpose share
    two cores, and a wait that ran out there is no fault of the code. A real fault fails twice.
    """
    say("== Uji: SpatiaLite, PostGIS, server sungguhan dan chromium")
    # one more than cores: browsers, kills and servers that start leave a core idle now and then
    workers = [] if any(a.startswith("-n") for a in arguments) else ["-n", str(min(4, CORES + 1))]
    spread = ["--dist", "worksteal", "--durations=5", "--durations-min=2"]
    base = [sys.executable, "-m", "pytest"]
    begun = time.perf_counter()
    step = Step("pytest", [*base, *workers, *spread, *arguments])
    with scratch() as env:
        run = partial(subprocess.run, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
        done = run(step.command)
        if done.returncode == FAILED_TESTS and not arguments:
            say("== Sekali lagi, sendiri-sendiri: yang gagal")
            again = [*base, "--last-failed", "--last-failed-no-failures=none"]
            done = run([*again, f"--maxfail={PATIENCE}"])
    return Outcome(step, done.returncode == 0, time.perf_counter() - begun, "")


def main(verb: str, arguments: list[str]) -> int:
    """Run a verb; return 0 when every step passed.

    Arguments are for pytest; with them the quick steps are left out, for a small look at one test.
    """
    begun = time.perf_counter()
    steps = check_steps(verb) + (screen_steps("test") if verb == "test" else [])
    outcomes = [] if arguments else check(steps)
    if verb == "test":
        outcomes.append(pytest(arguments))
        say(f"   {'lulus' if outcomes[-1].passed else 'GAGAL'}  ({outcomes[-1].seconds:.0f} dtk)")
    failed = [outcome.step.name for outcome in outcomes if not outcome.passed]
    seconds = time.perf_counter() - begun
    if failed:
        say(f"== GAGAL setelah {seconds:.0f} dtk: {', '.join(failed)}")
        return 1
    say(f"== Semua lulus dalam {seconds:.0f} dtk ({len(outcomes)} langkah)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
