"""A private PostgreSQL for one test run: own folder, own socket, no port, gone with its owner.

Run as a program it is the cluster's guard: it makes the cluster, starts it, says "ready", and stops
and removes it when the watched process has ended, however that process ended (even by SIGKILL).
"""

import contextlib
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
START_TRIES = 300
# Test data may vanish with the machine: speed over durability, in tests only.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "jit": "off",
}


def available() -> bool:
    """Return whether PostgreSQL 15 with PostGIS is installed."""
    control = Path("/usr/share/postgresql/15/extension/postgis.control")
    return (PROGRAMS / "initdb").exists() and control.exists()


def url(folder: Path, name: str) -> str:
    """Return the SQLAlchemy address of a database in the cluster of a folder."""
    return f"postgresql+psycopg://sidak@/{name}?host={folder}"


def start(folder: Path, watched: int) -> None:
    """Start a guarded cluster in a folder; it lives as long as the watched process."""
    command = [sys.executable, __file__, str(folder), str(watched)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as guard:
        assert guard.stdout
        answer = guard.stdout.readline().strip()
        guard.stdout.close()
        guard.returncode = 0  # the guard outlives this process on purpose: nobody waits for it
    if answer != "ready":
        raise RuntimeError(f"PostgreSQL did not start, see {folder}/log")


def stop(folder: Path) -> None:
    """End the guard of a folder, if one runs, and wait until its cluster is gone."""
    try:
        guard = os.pidfd_open(int((folder / "guard").read_text()))
    except (FileNotFoundError, ProcessLookupError):
        return
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(guard, signal.SIGTERM)
    select.select([guard], [], [], 30)
    os.close(guard)


def _owner() -> dict[str, object]:
    """Return whom PostgreSQL runs as: it refuses root."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL needs a user that is not root")


def _launch(folder: Path) -> "subprocess.Popen[bytes]":
    owner = _owner()
    folder.mkdir(mode=0o700)
    if owner:
        shutil.chown(folder, owner["user"], owner["group"])
    data = folder / "data"
    quiet = {"stdin": subprocess.DEVNULL, "cwd": folder, **owner}
    with (folder / "log").open("ab") as log:
        quiet |= {"stdout": log, "stderr": log}
        make = ["initdb", "-D", str(data), "-U", "sidak", "--auth=trust", "--no-sync"]
        make += ["--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run([PROGRAMS / make[0], *make[1:]], check=True, **quiet)
        options = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
        run = ["-D", str(data), "-k", str(folder), *options]
        return subprocess.Popen([PROGRAMS / "postgres", *run], **quiet)


def _wait(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(START_TRIES):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(host=str(folder), user="sidak", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL does not answer")


def guard(folder: Path, watched: int) -> None:
    """Hold a cluster until the watched process ends or this one is asked to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    owner = os.pidfd_open(watched)
    server = _launch(folder)
    try:
        (folder / "guard").write_text(str(os.getpid()))
        _wait(folder, server)
        sys.stdout.write("ready\n")
        sys.stdout.close()
        select.select([owner, os.pidfd_open(server.pid)], [], [])
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    guard(Path(sys.argv[1]), int(sys.argv[2]))
