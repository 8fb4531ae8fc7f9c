"""Tampering shows: the chain names the row that was changed, removed or added."""

from typing import Any

import pytest
import tamper
import world
from doors import connection_of
from flask import Flask
from sqlalchemy import delete, select, update
from world import World

from server.archive.evidence import evidence_faults
from server.archive.service import checkpoint_fault, faults
from server.core.app_state import blobs
from server.core.audit import AuditEntry, hash_at
from server.core.db import db
from server.findings.models import Finding


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


def test_what_is_no_checkpoint_is_refused(city: World) -> None:
    with city.app.app_context(), pytest.raises(ValueError, match="no checkpoint"):
        checkpoint_fault("1:abc")


def test_a_checkpoint_of_another_chain_is_named(city: World) -> None:
    with city.app.app_context():
        assert "another" in str(checkpoint_fault(f"2:{'0' * 16}"))


def test_a_signed_finding_whose_phone_is_gone_is_named(city: World) -> None:
    with city.app.app_context():
        row = db.session.scalars(select(Finding)).first()
        assert row is not None
        row.device_signature = "x"
        db.session.commit()
        named = dict(evidence_faults(blobs()))
        assert named[str(row.id)] == "the phone that signed this finding is missing"


def test_the_last_rows_hash_is_the_head_of_all(city: World) -> None:
    with city.app.app_context():
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.log_index)).all()
        assert len({row.hash for row in rows}) == len(rows) == 4


def test_who_has_verified_up_to_a_row_reads_only_what_came_after(city: World) -> None:
    with city.app.app_context():
        point = f"2:{hash_at(2)}"
        assert list(faults(point)) == []
        change = update(AuditEntry).where(AuditEntry.log_index == 3).values(action="x.y")
        db.session.execute(change)
        db.session.commit()
        assert [index for index, _ in faults(point)] == [3]
        assert [index for index, _ in faults(f"3:{hash_at(3)}")] == []
        other = f"2:{'0' * 64}"
        assert list(faults(other)) == [(2, "the chain is another one than at this checkpoint")]
        with pytest.raises(ValueError, match="no checkpoint"):
            list(faults("seb:elum"))
