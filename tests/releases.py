"""What was released: of each version a populated database on both kinds and the phone as it was built.

They lie in `vectors/releases/VERSION` and are kept once, on the day of a release (docs/releases.md):

    PYTHONPATH=.:tests .venv/bin/python -m releases

The database is Kota Contoh (synthetic people) with photos of one colour, papers and audit chain, and
without the employees about whom nothing is written. Whatever is restored is read by plain SQL, never by
today's models: they may know less than the release did.
"""

import hashlib
import io
import json
import os
import re
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import databases
import released_day
from flask import Flask
from PIL import Image
from sqlalchemy import inspect, text

from server.app import create_app
from server.archive import dumps
from server.archive.backup import stored
from server.archive.evidence import evidence_faults
from server.archive.guards import guard_faults
from server.archive.service import faults
from server.cli.up import prepare_data
from server.core.app_state import blobs
from server.core.db import db
from server.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "vectors" / "releases"
BUILT = ROOT / "pwa" / "dist"
PRECACHED = re.compile(r"""["']?url["']?:\s*["'`]([\w./-]+)["'`]""")
Print = dict[str, dict[str, str]]  # of a database: per table, each column's hash and "rows"


def versions() -> list[str]:
    """Return the releases that are kept, the oldest first."""
    return sorted(
        (one.name for one in KEPT.iterdir()), key=lambda name: [*map(int, name.split("."))]
    )


# --- Taken out again -------------------------------------------------------------------------------


def unpack(version: str, what: str, folder: Path) -> Path:
    """Write what was kept of a release (`spatialite`, `postgis` or `phone`) into a folder."""
    with tarfile.open(KEPT / version / f"{what}.tar.xz") as tar:
        for member in tar:
            content = tar.extractfile(member)
            assert content, member.name
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())
    return folder


def restore(version: str, kind: str, all_databases: databases.Databases, instance: Path) -> Flask:
    """Open a release's database with today's code, its schema as it was; only `close` ends it."""
    unpack(version, kind, instance)
    url = f"sqlite:///{instance / 'database'}"
    if kind == "postgis":
        url = all_databases.empty(kind)
    settings = Settings(instance=instance, database_url=url, demo=True)
    app = create_app(settings)
    with app.app_context():
        dumps.put_back(settings, instance / "database")
    return app


def close(app: Flask) -> None:
    """Let go of a restored database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def rows_kept(instance: Path) -> dict[str, int]:
    """Return how many rows each table had when the release was kept."""
    found: dict[str, int] = json.loads((instance / "tables.json").read_text())
    return found


# --- Compared --------------------------------------------------------------------------------------


def fingerprint(app: Flask, known: Print | None = None) -> Print:
    """Return what stands in each column, by the key of its row; of `known` only those columns."""
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TIME ZONE 'UTC'")
        seen, found = inspect(connection), {}
        for table in sorted(known or rows_kept(app.extensions["sidak_settings"].instance)):
            if not seen.has_table(table):
                continue
            here = [column["name"] for column in seen.get_columns(table)]
            columns = [name for name in here if known is None or name in known[table]]
            keys = seen.get_pk_constraint(table)["constrained_columns"]
            found[table] = _hashes(connection, table, columns, [columns.index(key) for key in keys])
    return found


def _hashes(connection: Any, table: str, columns: list[str], keys: list[int]) -> dict[str, str]:
    """Hash each column of a table, row by row in an order that no database chooses."""
    names = ", ".join(f'"{name}"' for name in columns)
    rows = [tuple(row) for row in connection.exec_driver_sql(f'SELECT {names} FROM "{table}"')]  # noqa: S608
    rows.sort(key=lambda row: repr([row[at] for at in keys]))
    made = {name: hashlib.sha256() for name in columns}
    for row in rows:
        for name, value in zip(columns, row, strict=True):
            made[name].update(repr(value).encode() + b"\n")
    return {"rows": str(len(rows))} | {name: one.hexdigest() for name, one in made.items()}


def differences(before: Print, after: Print) -> list[str]:
    """Name each table and column that is gone, and each whose content is another one."""
    found = []
    for table, columns in before.items():
        if table not in after:
            found.append(f"{table} is gone")
        elif columns["rows"] != after[table]["rows"]:
            found.append(f"{table}: {after[table]['rows']} of {columns['rows']} rows")
        else:
            now = after[table]
            found += [f"{table}.{name} is gone" for name in columns if name not in now]
            found += [
                f"{table}.{name} was changed"
                for name, content in columns.items()
                if now.get(name, content) != content
            ]
    return sorted(found)


def altered(app: Flask) -> list[str]:
    """Return what `./sidak verify` says: audit chain, guards, findings, photos and letters."""
    with app.app_context():
        said = [f"audit row {index}: {what}" for index, what in faults()]
        said += [f"{name}: {what}" for name, what in [*guard_faults(), *evidence_faults(blobs())]]
        db.session.remove()
    return said


# --- Kept on the day of a release ------------------------------------------------------------------


def keep(version: str) -> None:
    """Keep today's code as a release: a new populated database of each kind, and the built phone."""
    place = KEPT / version
    place.mkdir(parents=True)
    keep_databases(place)
    pack(place / "phone.tar.xz", {name: (BUILT / name).read_bytes() for name in shell()})


def keep_databases(place: Path) -> None:
    """Make the city once on each kind of database and pack it."""
    run = databases.make_folder(Path(tempfile.gettempdir()))
    try:
        for kind in databases.KINDS:
            pack(place / f"{kind}.tar.xz", populated(databases.Databases(run, os.getpid()), kind))
    finally:
        databases.close(run)


def pack(target: Path, files: dict[str, bytes]) -> None:
    """Write files into a new archive, the same for the same files."""
    with tarfile.open(target, "x:xz", preset=9) as tar:
        for name, data in sorted(files.items()):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    sys.stdout.write(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} KB\n")


def shell() -> Iterator[str]:
    """Yield the files that a phone holds: its worker, and what that fetches ahead."""
    yield "sw.js"
    yield from sorted(set(PRECACHED.findall((BUILT / "sw.js").read_text())))


def populated(made: databases.Databases, kind: str) -> dict[str, bytes]:
    """Fill a database with the demo city and return it, the count of its rows, and its photos."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(instance=Path(folder), database_url=made.fresh(kind), demo=True)
        app = create_app(settings)
        with mock.patch("server.demo.load.draw_photo", one_colour):
            prepare_data(app)
        released_day.live(app)
        with app.app_context():
            counts = leave_the_unmentioned()
            dumps.dump(settings, Path(folder) / "database")
        close(app)
        assert not altered(app)
        close(app)
        files = {"database": (Path(folder) / "database").read_bytes()}
        files |= {str(one.relative_to(folder)): one.read_bytes() for one in stored(settings.blobs)}
    return files | {"tables.json": json.dumps(counts, indent=1).encode()}


def one_colour(photo: Any) -> bytes:
    """Return a picture of a few hundred bytes, another one for each photo of the demo city."""
    colour = hashlib.sha256(repr(photo).encode()).digest()[:3]
    out = io.BytesIO()
    Image.new("RGB", (64, 48), tuple(colour)).save(out, "JPEG", quality=40)
    return out.getvalue()


def leave_the_unmentioned() -> dict[str, int]:
    """Take away the employees whom no other row names, in rounds; return the rows of each table."""
    tables = db.metadata.tables
    named = defaultdict(set)
    for table in tables.values():
        for key in table.foreign_keys:
            named[key.column].add(key.parent)
    people = tables["employees"]
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":  # else what is deleted stays in its pages
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        gone = 1
        while gone:
            about = people.delete()
            for column in named[people.c.id]:
                about = about.where(
                    people.c.id.not_in(
                        column.table.select().with_only_columns(column).where(column.is_not(None))
                    )
                )
            gone = connection.execute(about).rowcount
        return {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"'))  # noqa: S608
            for name in sorted(tables)
        }


if __name__ == "__main__":
    keep(Settings.version)
