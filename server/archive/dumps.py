"""A copy of the whole database in one file, taken while others write, and put back.

SQLite's own backup interface copies one snapshot through the driver that the server uses;
PostgreSQL is asked by `pg_dump` (custom format, our schema only: PostGIS is put there by the
extension, never from a backup).
"""

import os
import shutil
import subprocess
from pathlib import Path

import pysqlite3.dbapi2
from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from server.archive.envelope import BackupRefused
from server.core.db import db, prepare_spatial
from server.settings import Settings

DEBIAN = Path("/usr/lib/postgresql")


def dump(settings: Settings, target: Path) -> None:
    """Write the database as it is at this moment into a new file; raises BackupRefused."""
    if not settings.embedded:
        command = ["--format=custom", "--schema=public", "--no-owner", "--no-privileges"]
        _postgres(settings, "pg_dump", *command, f"--file={target}")
        return
    connection = db.engine.raw_connection()
    copy = pysqlite3.dbapi2.connect(str(target))
    try:
        connection.driver_connection.backup(copy)  # type: ignore[union-attr]
    finally:
        copy.close()
        connection.close()


def is_empty(settings: Settings) -> bool:
    """Whether the configured database holds nothing of ours."""
    if settings.embedded:
        return not settings.database_file.exists()
    with db.engine.connect() as connection:
        return not inspect(connection).has_table("alembic_version")


def clear() -> None:
    """Take away what `put_back` filled; of a database whose check failed nothing may stay."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
        db.metadata.drop_all(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP FUNCTION IF EXISTS sidak_refuse()")


def put_back(settings: Settings, source: Path) -> None:
    """Fill the empty database from a dump; raises BackupRefused and leaves it empty."""
    if settings.embedded:
        return  # the file is the database already, where it was unpacked
    with db.engine.connect() as connection:
        prepare_spatial(connection)
        connection.commit()
    command = ["--schema=public", "--no-owner", "--no-privileges", "--single-transaction"]
    _postgres(settings, "pg_restore", *command, "--exit-on-error", str(source))


def _postgres(settings: Settings, program: str, *words: str) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, where `ps` shows none."""
    url = make_url(settings.database_url).set(drivername="postgresql")
    secret = {"PGPASSWORD": url.password} if url.password else {}
    plain = url.set(password=None).render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603 - a fixed program with words of our own settings
        [_program(program), f"--dbname={plain}", *words],
        env=os.environ | secret,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["tanpa pesan"])[-1]
        raise BackupRefused(f"{program} gagal: {last}")


def _program(name: str) -> str:
    found = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parent.parent.name))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise BackupRefused(f"{name} tidak ada: pasang postgresql-client versi server Anda.")
    return program
