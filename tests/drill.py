"""`./sidak drill [NAME] [--count N]`: the drills of the test suite with larger counts, as a table."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import guards
import office_suite
from drills.outcome import Outcome, table

ROOT = Path(__file__).resolve().parent.parent
DRILLS = {
    "kills": "A1 kill -9 of a real server",
    "browser": "B1/B2 kill -9 of a real browser",
    "phone": "B7/B8/B9 a phone in a random network, without a browser",
    "histories": "B3 sessions end, people change, findings arrive",
    "homecoming": "G7 many phones find the network at once",
    "worlds": "C3 every figure against a recount, in random worlds",
    "power_loss": "A2 simulated power losses",
    "faulty_disk": "A3/A4 each file operation fails once",
    "deliveries": "C1/E3 repeated and simultaneous deliveries",
    "chain": "E1 tampering",
    "backups": "A7/A8 backup, damage, restore, phones offer again",
    "older_state": "A8 a fleet of phones after a restore to an older state; --count 20 for 1,000",
    "base_backups": "A7 pg_basebackup of PostgreSQL in use; only with --count",
    "cleaning": "A5 a clean-up over files that rows share",
    "fuzz": "G1 hostile requests",
    "bad_files": "G4 files that people bring, bent",
    "matrix": "D1 every route, principal and thing",
    "mutants": "D2 the permission table, broken in every small way",
    "mutmut": "D2 mutmut on the permission module; a minute",
    "schemathesis": "G2 requests made from openapi.json alone; only with --count",
    "contract": "G2 every answer is one that openapi.json promises",
    "office": "G letters, templates and lists in LibreOffice (apt); long tier only",
}
PHONE = ["npx", "vitest", "run", "tests/random-network.test.ts"]
FILES = {"browser": "tests/e2e/test_browser_kills.py", "matrix": "tests/http/test_matrix.py"}


def run(command: list[str], folder: Path, environment: dict[str, str]) -> int:
    """Run one program of drills to its end and return its word."""
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def main() -> int:
    """Run one drill or all; return 0 when each kept its promise and caught its seeded bug."""
    words = "\n".join(f"  {name:12} {what}" for name, what in DRILLS.items())
    words += (
        "\n  guards       takes each guard of the server away; not in `all`, it takes half an hour"
    )
    parser = argparse.ArgumentParser(
        "./sidak drill", epilog=words, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="?", choices=[*DRILLS, "guards", "all"], default="all")
    parser.add_argument("--count", type=int, help="how often to try (default: the short tier)")
    parser.add_argument("--database", choices=["spatialite", "postgis", "both"], default="both")
    asked = parser.parse_args()
    if asked.name == "guards":
        return guards.main([])
    if asked.name == "office" and office_suite.program() is None:
        sys.stdout.write(f"{office_suite.MISSING}\n")
        return 1
    names = list(DRILLS) if asked.name == "all" else [asked.name]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "outcomes"
        environment = os.environ | {"SIDAK_DRILL_REPORT": str(target)}
        if asked.count:
            environment["SIDAK_DRILL_COUNT"] = str(asked.count)
        files = [FILES.get(one, f"tests/drills/test_{one}.py") for one in names if one != "phone"]
        command = [sys.executable, "-m", "pytest", *files, f"--database={asked.database}"]
        failed = run(command, ROOT, environment) if files else 0
        if "phone" in names:
            failed |= run(PHONE, ROOT / "pwa", environment)
        lines = target.read_text().splitlines() if target.exists() else []
    sys.stdout.write(table([Outcome(**json.loads(line)) for line in lines]) + "\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
