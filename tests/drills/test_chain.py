"""E1: whatever is changed behind the server's back is noticed, and nothing else is."""

import pytest
from drills import chain
from drills.outcome import count, report
from flask import Flask
from sqlalchemy import select

from server.archive import evidence
from server.core.app_state import blobs
from server.core.db import db
from server.findings.models import FindingPhoto

# the same code reads both; what the embedded one is asked in one second takes PostgreSQL two
MUTATIONS = {"spatialite": 150, "postgis": 54}


def test_every_change_of_audit_finding_or_photo_is_noticed(app: Flask, database: str) -> None:
    outcome = chain.run(app, count(MUTATIONS[database]))
    report(outcome, database)
    assert outcome.clean, outcome


def test_a_changed_or_missing_photo_file_is_named(app: Flask) -> None:
    chain.furnish(app)
    with app.app_context():
        stored = db.session.scalars(select(FindingPhoto.sha256)).all()
        file = blobs().path(stored[0])
        assert list(evidence.evidence_faults(blobs())) == []
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert chain.found(app) == 1
    file.unlink()
    assert chain.found(app) == 1
    file.write_bytes(whole)
    assert chain.found(app) == 0


def test_the_drill_catches_a_verification_that_looks_at_audit_rows_only(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "evidence_faults", lambda _store: [])
    outcome = chain.run(app, 9)
    assert "unnoticed: finding body" in outcome.faults
