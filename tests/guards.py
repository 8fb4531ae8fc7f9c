"""`./sidak drill guards`: take each guard out of the server, one at a time, and see a test go red.

A guard is an `if` without `else` whose branch only refuses or leaves (raise, return, continue). All
of them are given a switch while the server is imported. A test first runs as it is, and tells which
guards refused something on its way; then it runs again once for each of them with that guard off.
A test that stays green did not need the guard. A guard whose loss no test sees survives, and one
that never refused anything was never tried: both are printed with their line.

As a pytest plugin (`-p guards`) it needs one process (`-n0`) and counts tests of up to SLOW
seconds; the folders of TESTS hold what asks the server from inside, which is where guards are.
"""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import types
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = (
    *("tests/rules", "tests/http", "tests/letters", "tests/demo", "tests/cli"),
    *(f"tests/drills/test_{name}.py" for name in ("backups", "chain", "deliveries", "faulty_disk")),
    *(f"tests/test_{name}.py" for name in ("boot", "envelope", "pictures", "sheets")),
)
LEAVES = (ast.Raise, ast.Return, ast.Continue)
SLOW = 4.0  # seconds of this process: a longer test is not run again for each guard it meets
IN_VAIN = 6.0  # seconds of tests that stayed green, and the guard is called unseen
PATIENCE = 60  # seconds a test may take without one of its guards: it could wait for ever
SWITCH = "_guards_of_this_run"
REPORT = "SIDAK_GUARDS_REPORT"


def is_guard(node: ast.AST) -> bool:
    """Tell whether a node is an `if` that does nothing but refuse or leave."""
    return isinstance(node, ast.If) and not node.orelse and isinstance(node.body[-1], LEAVES)


class Switches(ast.NodeTransformer):
    """Give each guard of a module a switch, and a bell that rings when it refuses."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.found: dict[str, str] = {}

    def visit_If(self, node: ast.If) -> ast.If:
        """Turn `if test: leave` into `if off != here and test: met(here); leave`."""
        self.generic_visit(node)
        if not is_guard(node):
            return node
        here = f"{self.module}:{node.lineno}"
        self.found[here] = ast.unparse(node.test)
        on = ast.parse(f"{SWITCH}.off != {here!r}", mode="eval").body
        bell = ast.parse(f"{SWITCH}.met.add({here!r})").body
        node.test = ast.BoolOp(ast.And(), [on, node.test])
        node.body = [*bell, *node.body]
        return node


class Switchboard(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the server with its switches in, and knows which guard is off and which rang."""

    def __init__(self) -> None:
        self.off = ""
        self.met: set[str] = set()
        self.found: dict[str, str] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Take the server's modules, and leave the rest to Python."""
        if not name.startswith("server."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or not (spec.origin or "").endswith(".py"):
            return None
        spec.loader = self
        return spec

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module whose guards have switches."""
        origin = (
            Path(module.__spec__.origin) if module.__spec__ and module.__spec__.origin else ROOT
        )
        switches = Switches(str(origin.relative_to(ROOT)))
        tree = switches.visit(ast.parse(origin.read_text()))
        self.found |= switches.found
        setattr(module, SWITCH, self)
        code = compile(ast.fix_missing_locations(tree), origin, "exec")
        exec(code, module.__dict__)  # noqa: S102 - the module's own source


class Drill:
    """Runs each test as it is, then once more for each guard it met that nobody has seen yet."""

    def __init__(self, board: Switchboard) -> None:
        self.board = board
        self.seen: dict[str, str] = {}
        self.vain: dict[str, float] = defaultdict(float)
        self.slow: dict[str, set[str]] = defaultdict(set)

    def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> bool:
        """Run one test for all the guards it meets."""
        self.board.met.clear()
        begun = time.process_time()
        green = self.run(item, log=True)
        seconds = time.process_time() - begun
        for guard in sorted(self.board.met - set(self.seen)) if green else ():
            if seconds > SLOW:
                self.slow[guard].add(item.nodeid)
            elif self.vain[guard] < IN_VAIN:
                self.without(guard, item)
        item.session._setupstate.teardown_exact(nextitem)  # noqa: SLF001 - as rerunning plugins do
        return True

    def without(self, guard: str, item: Any) -> None:
        """Run the test again with one guard off; red means seen."""
        self.board.off = guard
        forget()
        begun = time.process_time()
        try:
            if self.run(item, log=False):
                self.vain[guard] += time.process_time() - begun
            else:
                self.seen[guard] = item.nodeid
        finally:
            self.board.off = ""
            forget()

    def run(self, item: Any, *, log: bool) -> bool:
        """Run a test, keep what its file shares, and tell whether it stayed green."""
        from _pytest.runner import runtestprotocol  # noqa: PLC0415 - the way of rerunning plugins

        if hasattr(item, "_initrequest"):
            item._initrequest()  # noqa: SLF001
        signal.signal(signal.SIGALRM, too_long)
        signal.alarm(0 if log else PATIENCE)
        try:
            reports = runtestprotocol(item, nextitem=item.parent, log=log)
        finally:
            signal.alarm(0)
        return not any(report.failed for report in reports)

    def pytest_sessionfinish(self) -> None:
        """Leave what was found for the process that asked."""
        target = os.environ.get(REPORT)
        if target:
            told = {
                "found": self.board.found,
                "seen": self.seen,
                "vain": self.vain,
                "slow": {guard: sorted(tests) for guard, tests in self.slow.items()},
            }
            Path(target).write_text(json.dumps(told, indent=1))


def forget() -> None:
    """Empty what the server's pure functions remember: an answer given with its guard, or without."""
    for name, module in list(sys.modules.items()):
        if name.startswith("server."):
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()


def too_long(*_: object) -> None:
    """End a test that waits for something a missing guard would have refused."""
    raise TimeoutError("a test without its guard took too long")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: Any) -> None:
    """Stand in the way of the server's import, and of how tests are run."""
    board = Switchboard()
    sys.meta_path.insert(0, board)
    early_config.pluginmanager.register(Drill(board), "sidak-guards")


def parts(wanted: list[str]) -> Iterator[list[str]]:
    """Deal the test files to two processes, so that both take about as long."""
    files = [
        str(path.relative_to(ROOT))
        for place in wanted  # the quick ones first
        for path in (
            [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("test_*.py"))
        )
    ]
    yield files[::2]
    yield files[1::2]


def ask(files: list[str], target: Path) -> dict[str, Any]:
    """Run a part of the tests with switches; return what the plugin left."""
    command = [sys.executable, "-m", "pytest", "-p", "guards", "-q", "-n0", "--database=spatialite"]
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "tests"),
        "PYTHONDONTWRITEBYTECODE": "1",
        REPORT: str(target),
    }
    subprocess.run([*command, *files], cwd=ROOT, env=environment, check=False)
    told: dict[str, Any] = json.loads(target.read_text())
    return told


def main(wanted: list[str]) -> int:
    """Print the guards nobody saw, those nobody tried, and the count; return 0 when all were seen."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        dealt = [files for files in parts(wanted or list(TESTS)) if files]
        targets = [Path(folder) / str(number) for number in range(len(dealt))]
        told = list(pool.map(ask, dealt, targets))
    found = {guard: text for part in told for guard, text in part["found"].items()}
    seen = {guard for part in told for guard in part["seen"]}
    vain = {guard for part in told for guard in part["vain"]} - seen
    slow = {guard for part in told for guard in part["slow"]} - seen - vain
    untried = set(found) - seen - vain - slow
    marks = ((vain, "TAK TERLIHAT"), (slow, "LAMBAT"), (untried, "TAK DICOBA"))
    for guards, mark in marks:
        for guard in sorted(guards):
            sys.stdout.write(f"{mark:12} {guard}  if {found[guard]}\n")
    sys.stdout.write(
        f"{len(found)} penjaga: {len(seen)} terlihat, {len(vain)} tak terlihat,"
        f" {len(slow)} hanya pada uji lambat, {len(untried)} tak dicoba\n"
    )
    return 1 if vain or slow or untried else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
