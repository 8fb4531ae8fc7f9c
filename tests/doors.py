"""Everybody of the permission matrix at the door: clients by principal, addresses by thing."""

import re
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from matrix_world import MatrixWorld
from permission_matrix import PRINCIPALS, Thing
from sqlalchemy import Connection

from server.core.db import db


def connection_of(app: Flask) -> Connection:
    with app.app_context():
        bound = db.engines[None]
    assert isinstance(bound, Connection)
    return bound


class Step:
    """What is done from here on is undone by `rollback`, and its savepoint let go of.

    SQLAlchemy's `begin_nested().rollback()` leaves the savepoint open (ROLLBACK TO keeps it). After
    thousands of them SQLite kept a map of changed pages for each, and each request took longer.
    """

    def __init__(self, bound: Connection) -> None:
        self._bound = bound
        bound.exec_driver_sql("SAVEPOINT one_step")

    def rollback(self) -> None:
        """Undo everything since."""
        self._bound.exec_driver_sql("ROLLBACK TO SAVEPOINT one_step")
        self._bound.exec_driver_sql("RELEASE SAVEPOINT one_step")


def clients(app: Flask, made: MatrixWorld) -> dict[str, FlaskClient]:
    found = {}
    for who in PRINCIPALS:
        # a header, not a cookie jar: signing out must not sign out the cells that follow
        found[who.name] = app.test_client(use_cookies=False)
        if who.name in made.cookies:
            found[who.name].environ_base["HTTP_COOKIE"] = f"sidak={made.cookies[who.name]}"
    return found


def address(rule: str, thing: Thing) -> str:
    """Put the thing's ids into the route."""
    ids = dict(thing.ids)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids.get(found[1]) or str(uuid4()), rule)
