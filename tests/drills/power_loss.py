"""A2: simulated power losses over our own schema, statements and PRAGMAS.

The server receives findings once, into a scratch database, while its write statements are
recorded. Then they are replayed through a VFS of apsw whose writes become durable only when the
database syncs. At a power loss every write since the last sync is lost, kept, or torn at a sector;
a deleted journal may come back. What was committed before must be there, byte for byte.
"""

import json
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import apsw
import world
from drills.outcome import Outcome
from sqlalchemy import event

from server.app import create_app
from server.core.db import PRAGMAS, db
from server.settings import Settings

SECTOR = 512
RECORDED = 40
MOST_COMMITS = 9
# Normal locking of a WAL needs shared memory, which a VFS in Python cannot give. The syncs are the
# same; only where the index of the WAL lives differs.
SHIM = ("PRAGMA locking_mode=EXCLUSIVE",)
# From a checkpoint after nearly every commit to the server's own rare ones.
CHECKPOINT_PAGES = (16, 100, 1000)
WEAK = tuple(one.replace("synchronous=FULL", "synchronous=NORMAL") for one in PRAGMAS)

Statement = tuple[str, tuple[Any, ...]]


@dataclass
class Image:
    """A file as the disk has it, and the writes that only the cache has yet."""

    durable: bytearray
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        """Make every pending write durable."""
        for write in self.pending:
            _apply(self.durable, write)
        self.pending.clear()

    def after_loss(self, dice: random.Random) -> bytes:
        """Return what the disk holds when power comes back."""
        for kind, offset, data in self.pending:
            luck = dice.random()
            if luck < 0.5:
                continue
            torn = kind == "write" and luck < 0.65 and len(data) > SECTOR
            kept = data[: dice.randrange(1, len(data) // SECTOR + 1) * SECTOR] if torn else data
            _apply(self.durable, (kind, offset, kept))
        return bytes(self.durable)


def _apply(durable: bytearray, write: tuple[str, int, bytes]) -> None:
    kind, offset, data = write
    if len(durable) < offset:
        durable.extend(bytes(offset - len(durable)))
    if kind == "cut":
        del durable[offset:]
    else:
        durable[offset : offset + len(data)] = data


class Disk(apsw.VFS):
    """A disk whose power can be lost; register once per process."""

    NAME = "sidak_power"

    def __init__(self) -> None:
        self.files: dict[str, Image] = {}
        self.deleted: dict[str, Image] = {}  # whose removal no sync has made durable yet
        super().__init__(self.NAME, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - named by SQLite
        if name is None:  # a temporary file is gone with its connection, power or not
            return apsw.VFSFile("", name, flags)
        return CachedFile(self, name, flags)

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802, FBT001
        image = self.files.pop(name, None)
        if sync_folder:
            self.deleted.clear()
        elif image is not None:
            self.deleted[name] = image
        super().xDelete(name, sync_folder)

    def freeze(self) -> tuple[dict[str, Image], dict[str, Image]]:
        """Return a copy of what disk and cache hold at this moment."""
        files = {
            path: Image(bytearray(image.durable), list(image.pending))
            for path, image in self.files.items()
        }
        return files, dict(self.deleted)

    def lose_power(self, frozen: Any, folder: Path, dice: random.Random) -> None:
        """Put on the real disk what survives of a frozen moment."""
        files, deleted = frozen
        for path, image in deleted.items():
            if path not in files and dice.random() < 0.5:
                files[path] = image
        for old in folder.glob("power.sqlite*"):
            old.unlink()
        for path, image in files.items():
            Path(path).write_bytes(image.after_loss(dice))
        self.files.clear()
        self.deleted.clear()


class CachedFile(apsw.VFSFile):
    """A file whose writes are cached until it is synced."""

    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self.disk = disk
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        if self.path not in disk.files:
            file = Path(self.path)
            disk.files[self.path] = Image(bytearray(file.read_bytes() if file.exists() else b""))

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.files[self.path].pending.append(("write", offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.disk.files[self.path].pending.append(("cut", size, b""))
        super().xTruncate(size)

    def xSync(self, _flags: int) -> None:  # noqa: N802
        if self.path.endswith(("-wal", "-journal")):
            self.disk.deleted.clear()
        self.disk.files[self.path].sync()  # the real disk has nothing to remember


@dataclass
class Recording:
    """A database ready for its first finding, and the writes of each finding that came then."""

    empty: Path
    writes: list[list[Statement]]
    bodies: list[tuple[str, bytes]]


def record(folder: Path, database_url: str) -> Recording:
    """Let the real server receive findings with photos and record what it writes."""
    app = create_app(Settings(instance=folder / "instance", database_url=database_url))
    city = world.build(app)
    client = city.client("officer1")
    source = Path(database_url.removeprefix("sqlite:///"))
    empty = folder / "empty.sqlite"
    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(source, empty)
    recording = Recording(empty, [], [])
    heard: list[Statement] = []

    def hear(_c: Any, _k: Any, sql: str, values: Any, _x: Any, many: bool) -> None:  # noqa: FBT001
        if sql.split(None, 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            heard.extend((sql, tuple(one)) for one in (values if many else [values]))

    event.listen(engine, "before_cursor_execute", hear)
    for number in range(RECORDED):
        photos = [world.photo()[0] for _ in range(number % 4)]
        note = "catatan " * (number * 5)
        said = city.finding(photos=photos, note=note[:1900], sequence=number)
        finding_id, body = uuid4(), json.dumps(said).encode()
        answer = client.put(
            f"/api/findings/{finding_id}", data=body, content_type="application/json"
        )
        assert answer.status_code == 201, answer.text
        recording.writes.append(list(heard))
        recording.bodies.append((finding_id.hex, body))
        heard.clear()
    with app.app_context():
        engine.dispose()
    return recording


def open_database(file: Path, pragmas: tuple[str, ...], pages: int = 1000) -> apsw.Connection:
    """Open the database as the server does, on the disk whose power can be lost."""
    connection = apsw.Connection(str(file), vfs=Disk.NAME)
    connection.enable_load_extension(True)
    connection.load_extension("mod_spatialite")
    for pragma in (*SHIM, *pragmas, f"PRAGMA wal_autocheckpoint={pages}"):
        connection.execute(pragma)
    return connection


def check(connection: apsw.Connection, recording: Recording, acknowledged: int) -> Iterator[str]:
    """Yield what is wrong after a power loss: damage, or an acknowledged finding that is not whole."""
    if (state := connection.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
        yield f"damaged: {state[0][0]}"
        return
    if connection.execute("PRAGMA foreign_key_check").fetchall():
        yield "damaged: a row points to nothing"
    have = dict(connection.execute("SELECT id, body FROM findings").fetchall())
    for finding_id, body in recording.bodies[:acknowledged]:
        if have.get(finding_id) != body:
            yield "lost"
    chain = connection.execute(
        "SELECT count(*) FROM audit_entries AS a LEFT JOIN audit_entries AS b "
        "ON b.log_index = a.log_index - 1 WHERE a.log_index > 1 AND a.previous_hash IS NOT b.hash"
    ).fetchone()
    if chain != (0,):
        yield "damaged: the audit chain has a gap"


def run(
    folder: Path, recording: Recording, count: int, *, seed: int = 1, pragmas: Any = PRAGMAS
) -> Outcome:
    """Lose power `count` times; the outcome counts acknowledged and lost findings."""
    outcome, dice, begun = Outcome("A2 power loss"), random.Random(seed), time.perf_counter()  # noqa: S311
    disk = Disk()
    file = folder / "power.sqlite"
    done = len(recording.writes)
    for _ in range(count):
        if done >= len(recording.writes):
            for old in folder.glob("power.sqlite*"):
                old.unlink()
            shutil.copyfile(recording.empty, file)
            done = 0
        connection = open_database(file, pragmas, dice.choice(CHECKPOINT_PAGES))
        for _commit in range(dice.randrange(1, MOST_COMMITS)):
            if done < len(recording.writes):
                commit(connection, recording.writes[done])
                done += 1
                outcome.acknowledged += 1
        if dice.random() < 0.5 and done < len(recording.writes):  # power goes inside a transaction
            begin(connection, recording.writes[done], dice)
        frozen = disk.freeze()
        connection.close()
        disk.lose_power(frozen, folder, dice)
        outcome.tried += 1
        connection = open_database(file, pragmas)
        found = list(check(connection, recording, done))
        connection.close()
        disk.files.clear()
        outcome.lost += found.count("lost")
        outcome.faults += [one for one in found if one != "lost"]
        if found:
            done = len(recording.writes)  # begin anew: what follows stands on lost ground
    outcome.seconds = time.perf_counter() - begun
    disk.unregister()
    return outcome


def commit(connection: apsw.Connection, statements: list[Statement]) -> None:
    """Write one finding as the server does."""
    connection.execute("BEGIN IMMEDIATE")
    for sql, values in statements:
        connection.execute(sql, values)
    connection.execute("COMMIT")


def begin(connection: apsw.Connection, statements: list[Statement], dice: random.Random) -> None:
    """Write part of a finding and never commit it."""
    connection.execute("BEGIN IMMEDIATE")
    for sql, values in statements[: dice.randrange(1, len(statements) + 1)]:
        connection.execute(sql, values)
