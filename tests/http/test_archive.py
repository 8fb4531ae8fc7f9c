"""Tampering shows: the chain names the row that was changed, removed or added."""

from typing import Any

import pytest
import tamper
import world
from doors import connection_of
from flask import Flask
from sqlalchemy import delete, select, update
from world import World

from server.archive.service import faults
from server.core.audit import AuditEntry
from server.core.db import db


@pytest.fixture
def city(app: Flask) -> World:
    city = world.build(app)
    for number in range(4):
        city.send(city.finding(sequence=number))
    tamper.lift_guards(connection_of(app))
    return city


def found(city: World) -> list[tuple[int, str]]:
    with city.app.app_context():
        db.session.commit()
        return list(faults())


def test_an_untouched_chain_has_no_fault(city: World) -> None:
    assert found(city) == []


@pytest.mark.parametrize(
    "change",
    [{"action": "finding.dismiss"}, {"reason": "lain"}, {"detail": {}}, {"hash": "0" * 64}],
)
def test_a_changed_row_is_named(city: World, change: dict[str, Any]) -> None:
    with city.app.app_context():
        db.session.execute(update(AuditEntry).where(AuditEntry.log_index == 2).values(**change))
        db.session.commit()
    assert 2 in [index for index, _ in found(city)]


def test_a_removed_row_is_named_by_its_follower(city: World) -> None:
    with city.app.app_context():
        db.session.execute(delete(AuditEntry).where(AuditEntry.log_index == 2))
        db.session.commit()
    assert [index for index, _ in found(city)] == [3]


def test_the_last_rows_hash_is_the_head_of_all(city: World) -> None:
    with city.app.app_context():
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.log_index)).all()
        assert len({row.hash for row in rows}) == len(rows) == 4
