"""A7 on PostgreSQL's own way: pg_basebackup of a cluster in use, started elsewhere and looked through.

While it copies, findings arrive. What was acknowledged before it began must be in the copy, what came
meanwhile without a gap, and the chain must hold. The seeded bug is a copy without its WAL, as
somebody makes it who copies the files: it must not start.
"""

import shutil
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import cluster
import psycopg
import world
from databases import Databases, make_folder
from drills.chain import found
from drills.outcome import Outcome
from sqlalchemy import select
from sqlalchemy.engine import make_url

from server.app import create_app
from server.core.db import db
from server.findings.models import Finding
from server.settings import Settings

FEW = 6
TRIES = 200


class Copy:
    """A copy of a cluster, with a folder for its socket; gone afterwards."""

    def __init__(self, host: str, wal: str) -> None:
        self.folder = make_folder(Path("/tmp"))  # noqa: S108 - a socket path must stay short
        self.owner = cluster._owner()  # noqa: SLF001 - who runs the one runs the other
        if self.owner:
            shutil.chown(self.folder, self.owner["user"], self.owner["group"])
        self.server: subprocess.Popen[bytes] | None = None
        command = [cluster.PROGRAMS / "pg_basebackup", "-h", host, "-U", "sidak", "-X", wal]
        command += ["-D", self.folder / "data", "--checkpoint=fast", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **self.owner)

    def starts(self) -> bool:
        """Start it; whether it answers."""
        command = [cluster.PROGRAMS / "postgres", "-D", self.folder / "data", "-k", self.folder]
        command += ["-c", "listen_addresses="]
        with (self.folder / "log").open("wb") as log:
            self.server = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, **self.owner
            )
        for _ in range(TRIES):
            if self.server.poll() is not None:
                return False
            with suppress(psycopg.OperationalError):
                psycopg.connect(host=str(self.folder), user="sidak", dbname="postgres").close()
                return True
            time.sleep(0.1)
        return False

    def end(self) -> None:
        """Stop it and take it away."""
        if self.server and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def run(databases: Databases, instance: Path, copies: int) -> Outcome:
    """Make so many copies while findings arrive; `acknowledged` counts findings before each."""
    outcome, begun = Outcome("A7 pg_basebackup"), time.perf_counter()
    url = make_url(databases.fresh("postgis"))
    app = create_app(Settings(instance, url.render_as_string(hide_password=False)))
    city = world.build(app)
    sent = [str(city.send(city.finding(sequence=number))[0]) for number in range(FEW)]
    for _ in range(copies):
        known, stop = len(sent), threading.Event()

        def arrive(stop: threading.Event = stop) -> None:
            while not stop.is_set():
                finding_id, answer = city.send(city.finding(sequence=len(sent)))
                assert answer.status_code == 201, answer.text
                sent.append(str(finding_id))

        arriving = threading.Thread(target=arrive)
        arriving.start()
        try:
            copy = Copy(str(url.query["host"]), "stream")
        finally:
            stop.set()
            arriving.join()
        outcome.tried += 1
        outcome.acknowledged += known
        look_through(copy, app.extensions["sidak_settings"], sent, known, outcome)
    torn = Copy(str(url.query["host"]), "none")
    outcome.seeded = "a copy without its WAL does not start"
    if torn.starts():
        outcome.faults.append("a copy without its WAL starts")
    torn.end()
    with app.app_context():
        db.engine.dispose()
    outcome.seconds = time.perf_counter() - begun
    return outcome


def look_through(
    copy: Copy, settings: Settings, sent: list[str], known: int, outcome: Outcome
) -> None:
    """Start a copy and compare what is in it with what was sent."""
    try:
        if not copy.starts():
            outcome.faults.append((copy.folder / "log").read_text()[-800:])
            return
        name = make_url(settings.database_url).database or ""
        there = create_app(Settings(settings.instance, cluster.url(copy.folder, name)))
        with there.app_context():
            rows = {str(one) for one in db.session.scalars(select(Finding.id))}
        held = [one in rows for one in sent]
        outcome.lost += known - sum(held[:known])
        if held != sorted(held, reverse=True):
            outcome.faults.append("a finding is there, and one that came before it is not")
        if wrong := found(there):
            outcome.faults.append(f"the copy does not verify: {wrong}")
        with there.app_context():
            db.engine.dispose()
    finally:
        copy.end()
