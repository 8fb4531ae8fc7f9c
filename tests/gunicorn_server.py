"""A real gunicorn for tests: own port, own database and photos, stopped by its process group."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRIES = 1200


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class LiveServer:
    """A server process with its address; `kill` and `start` may alternate, the data stays."""

    instance: Path
    database_url: str
    demo: bool = False
    wsgi: str = ""  # another application than ours: a seeded bug
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """The address of the server, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

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
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
            **self.extra,
        }
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
                + ([self.wsgi] if self.wsgi else []),
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
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
        if how == signal.SIGTERM:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                how = signal.SIGKILL
        if how == signal.SIGKILL:
            with contextlib.suppress(ProcessLookupError):  # it ended by itself
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _wait(self) -> None:
        assert self.process
        for _ in range(TRIES):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/api/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:  # refused, reset, or not answered in time
                time.sleep(0.05)
        log = self.log
        self.kill()
        raise RuntimeError(f"the server does not answer:\n{log}")
