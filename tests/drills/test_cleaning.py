"""A5: a clean-up deletes what was forgotten, and nothing else."""

import pytest
import world
from drills import cleaning
from drills.outcome import count, report
from flask import Flask
from sqlalchemy import false, select

from server.core.db import Base
from server.tips.models import TipPicture
from server.tips.service import forget

SCHEDULES = 12
# every column that holds a SHA-256: of a file in the store, or of something else
IN_THE_STORE = {
    "finding_photos.sha256", "late_letters.file_sha256", "letter_copies.sha256",
    "letters.pdf_sha256", "set_aside.sha256", "tip_pictures.sha256", "uploads.sha256",
}  # fmt: skip
ELSEWHERE = {
    "audit_entries.reason_sha256", "corrections.sha256", "enrolments.token_sha256",
    "examinations.sha256", "findings.sha256", "imports.sha256", "invitations.token_sha256",
    "letter_templates.sha256", "passkey_challenges.holder_sha256",
    "reply_slips.code_sha256", "sign_ins.token_sha256",
    "team_reports.sha256", "visits.previous_sha256", "visits.sha256",
}  # fmt: skip
pytestmark = pytest.mark.one_database


def test_a_clean_up_never_takes_a_file_that_a_living_row_speaks_of(app: Flask) -> None:
    outcome = cleaning.run(app, world.build(app), count(SCHEDULES))
    report(outcome, seeded="in its own test")
    assert outcome.clean, outcome
    assert outcome.acknowledged, "nothing was ever deleted"


def test_the_drill_catches_a_clean_up_that_forgets_the_pictures_of_reports(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, _kept = forget.files()
    monkeypatch.setattr(forget, "files", lambda: (gone, select(TipPicture.sha256).where(false())))
    assert cleaning.run(app, world.build(app), SCHEDULES // 2).lost


def test_a_new_column_that_names_a_file_is_looked_at() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "sha256" in column.name
    }
    assert found == IN_THE_STORE | ELSEWHERE, "say whether it is a file that the clean-up must keep"
