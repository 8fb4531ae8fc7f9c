"""Phones beside 200 open boards: a real gunicorn, each way of serving that production knows.

The phone sends five findings a second, by turns without a board and with 200 of them open, so that a
machine that is slow for a while is slow for both; what counts is the ratio. The boards are a process of
their own (`benches.watchers`), and the server's CPU is read from /proc, so that neither the load nor a
neighbour on the machine is taken for the server's work.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import world
from gunicorn_server import ROOT, LiveServer

from benches.figure import Figure, p95
from benches.yard import Yard, close
from server.app import create_app
from server.settings import Settings

BOARDS = 200
PAGE = ROOT / "pwa" / "src" / "office" / "board" / "live.svelte.ts"
# seconds between answer and question, as the page waits
BETWEEN = [int(ms) / 1000 for ms in re.findall(r"(?:LEAST|MOST)_MS = (\d+)", PAGE.read_text())]
ROUNDS, EACH = 4, 30  # findings of each round without boards, and as many with
PACE = 0.2  # seconds
QUIET = 8.0  # seconds in which boards ask and nothing arrives
WATCHERS = ("sekda", "inspector", "desk", "coordinator1")
# how it is served: the database, and what production sets
SERVED: dict[str, tuple[str, dict[str, str]]] = {
    "spatialite, satu proses": ("spatialite", {}),
    "postgis, satu proses": ("postgis", {"SIDAK_WORKERS": "1"}),
    "postgis, seperti produksi": ("postgis", {}),
}
MOST_TIMES = 1.5
ON_SCREEN = 3.0  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """Milliseconds of findings without and with boards, and what the boards were told meanwhile."""

    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    on_screen: list[float] = field(default_factory=list)  # s, each finding on each board
    waited: list[float] = field(default_factory=list)  # ms, each answer
    new: int = 0
    same: int = 0
    size: int = 0  # bytes of all answers
    cpu: dict[str, float] = field(default_factory=dict)  # s of the server by phase
    quiet_answers: int = 0


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield what 200 open boards cost the phones, and what an answer costs the server."""
    for name, (kind, extra) in SERVED.items():
        with _served(yard, kind, extra) as (server, city, cpu):
            yield from _told(name, _measure(server, city, cpu))


def _told(name: str, found: Measured) -> Iterator[Figure]:
    """Put the figures of one way of serving together."""
    sent = len(found.beside)
    alone, beside = p95(found.alone), p95(found.beside)
    how = f"{name}, p95 dari {sent} temuan, gunicorn sungguhan"
    yield Figure("temuan masuk, tanpa papan", alone, "ms", None, how)
    watched = f"{how}, {BOARDS} papan ({found.new + found.same} jawaban, {found.new} baru)"
    yield Figure("temuan masuk, 200 papan terbuka", beside, "ms", None, watched)
    yield Figure("perbandingan p95", beside / alone, "kali", MOST_TIMES, f"{name}, bergantian")
    middle = median(found.beside) / median(found.alone)
    yield Figure("perbandingan median", middle, "kali", None, f"{name}, bergantian")
    seen = f"{name}, setiap temuan di setiap papan: p95 {p95(found.on_screen):.1f} dtk, terlama"
    yield Figure("dari tersimpan sampai di layar", max(found.on_screen), "dtk", ON_SCREEN, seen)
    answers = f"{name}, p95, di antara temuan"
    yield Figure("jawaban papan", p95(found.waited), "ms", None, answers)
    same = found.cpu["quiet"] / found.quiet_answers
    cpu = f"{name}, CPU server{' dan PostgreSQL' if 'postgis' in name else ''}"
    yield Figure("papan, 304", same * 1000, "ms CPU", 3, cpu)
    rest = found.cpu["beside"] - found.cpu["alone"] - found.same * same
    how = f"{cpu}, termasuk menyusun; {found.size / (found.new + found.same) / 1000:.1f} kB/jawaban"
    yield Figure("papan, jawaban baru", rest / max(1, found.new) * 1000, "ms CPU", None, how)
    yield Figure("CPU per temuan", found.cpu["alone"] / sent * 1000, "ms CPU", None, cpu)


@contextmanager
def _served(
    yard: Yard, kind: str, extra: dict[str, str]
) -> Iterator[tuple[LiveServer, world.World, "Cpu"]]:
    """Give a running server with a small city, and the clock of its processes."""
    place = yard.folder / f"beside-{uuid4().hex}"
    server = LiveServer(place, yard.databases.fresh(kind), extra=extra)
    server.start()
    try:
        app = create_app(Settings(instance=place, database_url=server.database_url))
        city = world.build(app)
        for name in (*WATCHERS, "officer1"):
            cookie = city.client(name).get_cookie("sidak")
            assert cookie
            city.tokens[name] = cookie.value
        close(app)
        postmaster = yard.folder / "postgres" / "data" / "postmaster.pid"
        yield server, city, Cpu(server, postmaster if kind == "postgis" else None)
    finally:
        server.kill()


class Cpu:
    """The processor seconds of a server: gunicorn with its workers, and PostgreSQL's processes."""

    def __init__(self, server: LiveServer, postmaster: Path | None) -> None:
        assert server.process
        self._group = server.process.pid
        self._postmaster = int(postmaster.read_text().split()[0]) if postmaster else -1

    def __call__(self) -> float:
        """Return the seconds used so far by those that live."""
        return sum(self._of(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit())

    def _of(self, process: int) -> float:
        try:
            words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            return 0
        parent, group = int(words[1]), int(words[2])
        if group != self._group and parent != self._postmaster:
            return 0
        return (int(words[11]) + int(words[12])) / TICKS


class Boards:
    """The process with all open boards."""

    def __init__(self, server: LiveServer, city: world.World) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benches.watchers"],
            env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say(
            json.dumps(
                {
                    "port": server.port,
                    "path": f"/api/operations/{city.operation}/board",
                    "boards": BOARDS,
                    "between": BETWEEN,
                    "cookies": [city.tokens[name] for name in WATCHERS],
                }
            )
        )

    def open(self) -> None:
        """Open them all, and give each time for its first answers."""
        self._say("on")
        time.sleep(BETWEEN[1] + 1)

    def shut(self) -> dict[str, Any]:
        """Close them all; return what they were told."""
        self._say("off")
        assert self._process.stdout
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert not told["wrong"], told["wrong"]
        return told

    def end(self) -> None:
        """End the process."""
        self._process.communicate()

    def _say(self, words: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()


class Phone:
    """A phone that sends findings over one connection."""

    def __init__(self, server: LiveServer, city: world.World) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self._city = city
        self._sent = 0
        self.arrived: list[tuple[int, float]] = []  # row of the chain, monotonic seconds

    def send(self) -> list[float]:
        """Send the findings of a round, five in a second; return the milliseconds of each."""
        spent = []
        cookie = f"sidak={self._city.tokens['officer1']}"
        for _ in range(EACH):
            self._sent += 1
            said = json.dumps(self._city.finding(sequence=self._sent))
            named = {"Cookie": cookie, "Content-Type": "application/json"}
            begun = time.perf_counter()
            self._line.request("PUT", f"/api/findings/{uuid4()}", said, named)
            answer = self._line.getresponse()
            receipt = json.loads(answer.read())
            spent.append((time.perf_counter() - begun) * 1000)
            assert answer.status == 201, receipt
            self.arrived.append((receipt["log_index"], time.monotonic()))
            time.sleep(max(0.0, PACE - spent[-1] / 1000))
        return spent


def _measure(server: LiveServer, city: world.World, cpu: Cpu) -> Measured:
    """Send findings without boards and with them by turns, then let boards ask in quiet."""
    found, boards, phone = Measured(), Boards(server, city), Phone(server, city)
    phone.send()  # the first ones read what every process reads once
    found.cpu = {"alone": 0.0, "beside": 0.0}
    for _ in range(ROUNDS):
        begun = cpu()
        found.alone += phone.send()
        found.cpu["alone"] += cpu() - begun
        begun = cpu()
        boards.open()
        phone.arrived.clear()
        found.beside += phone.send()
        time.sleep(ON_SCREEN)
        told = boards.shut()
        found.cpu["beside"] += cpu() - begun
        _note(found, told, phone.arrived)
    boards.open()
    begun, since = cpu(), time.monotonic()
    time.sleep(QUIET)
    found.cpu["quiet"], until = cpu() - begun, time.monotonic()
    found.quiet_answers = sum(since < at <= until for at, _ in boards.shut()["waited"])
    boards.end()
    return found


def _note(found: Measured, told: dict[str, Any], arrived: list[tuple[int, float]]) -> None:
    """Add what the boards of one round were told, and when each finding stood on each of them.

    What a board never learned counts as if it came at the end.
    """
    ended = time.monotonic()
    found.new += told["answers"].get("200", 0)
    found.same += told["answers"].get("304", 0)
    found.size += told["bytes"]
    found.waited += [spent for _, spent in told["waited"]]
    for board in range(BOARDS):
        seen = [(row, at) for number, row, at in told["seen"] if number == board]
        for row, sent in arrived:
            shown = next((at for known, at in seen if known >= row), ended)
            found.on_screen.append(max(0.0, shown - sent))
