"""Where benches run: fresh databases of both kinds, and applications upon them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import databases
import world
from flask import Flask
from sqlalchemy import insert, select, text

from server.app import create_app
from server.core.db import db
from server.findings.models import Finding
from server.operations.models import Operation
from server.settings import Settings

BATCH = 5_000
STATUSES = ("received", "confirmed", "confirmed", "dismissed", "referred")


class Yard:
    """A folder with both kinds of databases; everything in it goes when the bench ends."""

    def __init__(self, folder: Path, owner: int) -> None:
        self.folder = folder
        self.databases = databases.Databases(folder, owner)

    @contextmanager
    def city(self, kind: str) -> Iterator[world.World]:
        """Give a small world in a new database of a kind, and close its connections afterwards."""
        instance = self.folder / f"bench-{uuid4().hex}"
        app = create_app(Settings(instance=instance, database_url=self.databases.fresh(kind)))
        try:
            yield world.build(app)
        finally:
            close(app)


def close(app: Flask) -> None:
    """Let go of every connection of an application."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _closed(city: world.World) -> UUID:
    """Make an operation that is over, and return its id."""
    row = db.session.execute(
        select(Operation.__table__).where(Operation.id == city.operation)
    ).mappings()
    over = {**row.one(), "id": uuid4(), "status": "closed"}
    db.session.execute(insert(Operation), [over])
    return over["id"]


def multiply(city: world.World, wanted: int, *, beside: bool = False) -> UUID:
    """Fill the operation with copies of one received finding, people and states by turns.

    `beside` puts them into another, closed operation of the same teams.
    """
    first, answer = city.send(city.finding())
    assert answer.status_code == 201, answer.json
    with city.app.app_context():
        row = (
            db.session.execute(select(Finding.__table__).where(Finding.id == first))
            .mappings()
            .one()
        )
        people = list(city.employees.values())
        where = _closed(city) if beside else city.operation
        for start in range(0, wanted, BATCH):
            db.session.execute(
                insert(Finding),
                [
                    {
                        **row,
                        "id": uuid4(),
                        "operation_id": where,
                        "sha256": f"{number:064x}",
                        "status": STATUSES[number % len(STATUSES)],
                        "employee_id": people[number % len(people)],
                        "seen_at": row["seen_at"] - timedelta(seconds=number % 20_000),
                    }
                    for number in range(start, min(start + BATCH, wanted))
                ],
            )
        db.session.commit()
        if db.engine.dialect.name == "postgresql":  # as autovacuum does within a minute
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
                line.execute(text("ANALYZE"))
    return first
