"""The second `./sidak up`: from the command to the first answer."""

import os
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from gunicorn_server import free_port

from benches.figure import Figure
from benches.yard import Yard

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS, TRIES = 5, 12_000


def figures(_yard: Yard) -> Iterator[Figure]:
    """Yield the median of five starts; one before them sets up what a first start sets up."""
    with tempfile.TemporaryDirectory() as folder:
        spent = [_start(folder) for _ in range(1 + STARTS)][1:]
    how = f"median dari {STARTS}, perintah sampai jawaban /api/health, setelah satu kali jalan"
    yield Figure("./sidak up kedua", statistics.median(spent), "dtk", 2, how)


def _start(instance: str) -> float:
    port, begun = free_port(), time.perf_counter()
    process = subprocess.Popen(
        [str(ROOT / "sidak"), "up", "--port", str(port)],
        env=os.environ | {"SIDAK_INSTANCE": instance},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(TRIES):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5):
                    return time.perf_counter() - begun
            except OSError:
                time.sleep(0.01)
        raise RuntimeError("./sidak up does not answer")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
