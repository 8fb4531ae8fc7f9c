"""`./sidak drill guards`: take each guard out of a module, one at a time, and see a test go red.

A guard is an `if` without `else` whose branch only refuses or leaves (raise, return, continue). It
is replaced by `if False`, in a copy of the project, and the tests named for the module run on it. A
guard whose loss no test sees survives, and is printed with its line.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("server", "migrations", "tests", "config", "pyproject.toml", "openapi.json")
PROVED_BY = {
    "server/accounts/enrolments.py": ["tests/http/test_phone_codes.py"],
    "server/accounts/permissions.py": ["tests/http/test_judge.py", "tests/http/test_matrix.py"],
    "server/accounts/service.py": ["tests/http/test_accounts.py", "tests/cli/test_users.py"],
    "server/accounts/sessions.py": [
        "tests/http/test_accounts.py",
        "tests/http/test_second_factor.py",
    ],
    "server/archive/evidence.py": ["tests/http/test_archive.py", "tests/drills/test_chain.py"],
    "server/archive/service.py": [
        "tests/http/test_archive.py",
        "tests/http/test_bundle.py",
        "tests/http/test_retention.py",
    ],
    "server/findings/service/judge.py": ["tests/http/test_judge.py"],
    "server/findings/service/receive.py": ["tests/http/test_receive.py"],
    "server/findings/service/reports.py": ["tests/http/test_team_day.py"],
    "server/findings/service/uploads.py": [
        "tests/http/test_uploads.py",
        "tests/drills/test_faulty_disk.py",
    ],
    "server/operations/service/phone_codes.py": ["tests/http/test_phone_codes.py"],
    "server/summons/service/team_paper.py": ["tests/http/test_team_day.py"],
}
LEAVES = (ast.Raise, ast.Return, ast.Continue)


def guards(source: str) -> Iterator[ast.If]:
    """Find the guards of a module, from top to bottom."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.If) and not node.orelse and isinstance(node.body[-1], LEAVES):
            yield node


def without(source: str, guard: ast.If) -> str:
    """Give the source with one guard that never refuses."""
    lines = source.splitlines(keepends=True)
    test = guard.test
    first, last = test.lineno - 1, (test.end_lineno or test.lineno) - 1
    head = lines[first][: test.col_offset]
    tail = lines[last][test.end_col_offset :]
    return "".join([*lines[:first], f"{head}False{tail}", *lines[last + 1 :]])


def survivors(module: str, tests: list[str], home: Path) -> Iterator[tuple[int, str, bool]]:
    """Yield line, text and whether a test noticed, for each guard of a module."""
    target = home / module
    source = target.read_text()
    for guard in guards(source):
        target.write_text(without(source, guard))
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--database=spatialite", *tests]
        done = subprocess.run(command, cwd=home, capture_output=True, check=False)
        yield guard.lineno, ast.unparse(guard.test), done.returncode != 0
    target.write_text(source)


def main(modules: list[str]) -> int:
    """Print a line for each guard; return 0 when every loss was seen."""
    lost = tried = 0
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # a source that changes twice in one second
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "sidak"
        home.mkdir()
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, home / name)
        for module in modules or PROVED_BY:
            for line, text, seen in survivors(module, PROVED_BY[module], home):
                tried += 1
                lost += not seen
                mark = "terlihat" if seen else "TAK TERLIHAT"
                sys.stdout.write(f"{mark:12} {module}:{line}  if {text}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{tried} penjaga, {lost} yang hilangnya tak terlihat\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
