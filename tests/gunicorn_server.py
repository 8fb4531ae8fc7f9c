"""A real gunicorn for tests: own port, own database and photos, stopped by its process group."""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPResponse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRIES = 1200


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def nursery() -> "subprocess.Popen[str]":
    """Start the process that forks servers for this one; it ends when our end of its pipe closes."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "nursery.py")],
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate)  # closes the pipe and waits
    return process


@dataclass
class Process:
    """A forked server: the leader of its own group."""

    pid: int
    handle: int | None = None

    @classmethod
    def fork(cls, **wanted: object) -> "Process":
        """Ask the nursery for a server with `environment`, `arguments` and `log`."""
        pipe = nursery()
        assert pipe.stdin
        assert pipe.stdout
        pipe.stdin.write(json.dumps(wanted) + "\n")
        pipe.stdin.flush()
        found = cls(int(pipe.stdout.readline()))
        with contextlib.suppress(ProcessLookupError):  # it ended before we looked
            found.handle = os.pidfd_open(found.pid)
        return found

    def ended(self, seconds: float = 0) -> bool:
        """Whether it ended, after waiting that long for it."""
        if self.handle is None:
            return True
        if not select.select([self.handle], [], [], seconds)[0]:
            return False
        os.close(self.handle)
        self.handle = None
        return True


@dataclass
class LiveServer:
    """A server process with its address; `kill` and `start` may alternate, the data stays."""

    instance: Path
    database_url: str
    demo: bool = False
    wsgi: str = ""  # another application than ours: a seeded bug
    extra: dict[str, str] = field(default_factory=dict)
    trusts: Path | None = None  # the authority of a server that shows a certificate of its own
    port: int = field(default_factory=free_port)
    process: Process | None = None

    @property
    def url(self) -> str:
        """The address of the server, without a slash at its end."""
        return f"{'https' if self.trusts else 'http'}://127.0.0.1:{self.port}"

    def ask(self, path: str) -> HTTPResponse:
        """Open a path as a stranger; raises OSError when it is refused, reset, or late."""
        trusted = ssl.create_default_context(cafile=self.trusts) if self.trusts else None
        return urllib.request.urlopen(f"{self.url}{path}", timeout=5, context=trusted)  # type: ignore[no-any-return]

    @property
    def embedded(self) -> bool:
        """Whether it keeps its records in a file of its own."""
        return self.database_url.startswith("sqlite")

    @property
    def log(self) -> str:
        """Everything the server said so far."""
        return (self.instance / "server.log").read_text(errors="replace")

    def start(self) -> None:
        """Start gunicorn and wait, with bounded tries, until it answers."""
        self.instance.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {
            "DATABASE_URL": self.database_url,
            "SIDAK_INSTANCE": str(self.instance),
            "SIDAK_ADDRESS": self.url,
            "SIDAK_PORT": str(self.port),
            "SIDAK_DEMO": str(int(self.demo)),
            **self.extra,
        }
        self.process = Process.fork(
            environment=environment,
            arguments=["-c", "config/gunicorn.py", *([self.wsgi] if self.wsgi else [])],
            log=str(self.instance / "server.log"),
        )
        self._wait()

    def kill(self) -> None:
        """End master and workers at once, as a power cut would (SIGKILL)."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask gunicorn to finish its requests and end."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        if how == signal.SIGTERM and not process.ended():
            os.kill(process.pid, signal.SIGTERM)
            if process.ended(30):
                return
        with contextlib.suppress(ProcessLookupError):  # it ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.ended(30)

    def _wait(self) -> None:
        assert self.process
        for _ in range(TRIES):
            if self.process.ended():
                break
            try:
                with self.ask("/api/health") as answer:
                    if answer.status == 200:
                        return
            except OSError:  # refused, reset, or not answered in time
                time.sleep(0.05)
        log = self.log
        self.kill()
        raise RuntimeError(f"the server does not answer:\n{log}")
