"""The epoch of this database: it changes when an older state was restored, so that phones offer again."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key, db
from server.settings import Settings


class ServerState(Base):
    """The one row that says which life of the database this is."""

    __tablename__ = "server_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[UUID] = mapped_column(Key)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    demo: Mapped[bool] = mapped_column(default=False)


def state() -> ServerState:
    """Return the row; it is made by the first migration's caller, `begin`."""
    row = db.session.get(ServerState, 1)
    if row is None:
        raise RuntimeError("this database was never begun; run ./sidak up or ./sidak init")
    return row


def begin() -> ServerState:
    """Make the row when the database is new; call it inside a transaction."""
    row = db.session.get(ServerState, 1)
    if row is None:
        row = ServerState(id=1, epoch=uuid4(), since=now(), demo=False)
        db.session.add(row)
        db.session.flush()
    return row


def begin_again() -> ServerState:
    """Give a restored database a new epoch, so that phones offer what it lost; in a transaction."""
    row = state()
    row.epoch = uuid4()
    row.since = now()
    db.session.flush()
    return row


class DemoRefused(RuntimeError):  # noqa: N818 - a refusal, told to a person in one sentence
    """Demo and real records would mix; the text is for a person."""


def refuse_demo_data(settings: Settings) -> None:
    """Raise DemoRefused when a demo database would be served to real users.

    Its accounts have one published password; a real server never knows them.
    """
    if not settings.demo and state().demo:
        raise DemoRefused(
            "Basis data ini berisi Kota Contoh, data simulasi dengan sandi yang diketahui umum; "
            "jalankan dengan --demo, atau pakai basis data lain."
        )
