"""E: the database itself refuses to change or delete evidence, whoever asks past the application."""

from uuid import uuid4

import pytest
import tamper
import world
from doors import connection_of
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from server.archive.guards import KEPT, guard_faults
from server.core import audit
from server.core.clock import now
from server.core.db import db
from server.findings.models import Correction, LateLetter
from server.operations.models import Roll, RollMark, RollPerson, Visit
from server.summons.models import (
    CaseRecord,
    Examination,
    Letter,
    LetterCopy,
    Line,
    LineStep,
)
from server.tips.models import Tip, TipPicture, TipReporter, TipStep

REFUSED = "is refused, evidence is kept"
CHANGES = {
    "audit_entries": (
        "reason = 'lain'",
        "log_index = log_index + 1000",
        "detail = '{}'",
        "at = NULL",
    ),
    "examinations": ("content = '[]'", "status = 'draft'", "ended_at = NULL", "sha256 = 'x'"),
    "findings": ("body = '{}'", "said = '[]'", "sha256 = 'x'", "log_index = 9", "source = 'paper'"),
    "finding_photos": ("sha256 = 'x'", "state = 'missing'", "kind = 'scene'"),
    "corrections": ("body = 'x'", "said = '[]'", "applied = NULL", "at = NULL", "sequence = 9"),
    "amendments": ("reason = 'lain'", "changes = '[]'", "verb = 'x'"),
    "late_letters": ("note = 'lain'", "file_sha256 = 'y'", "dated = '2026-01-01'"),
    "set_aside": ("body = 'x'", "why = 'x'"),
    "visits": (
        "nil = NULL",
        "note = 'lain'",
        "place = 'x'",
        "body = 'x'",
        "sequence = 9",
        "clock = '{}'",
        "previous_sha256 = 'x'",
    ),
    "case_records": ("result = 'x'", "note = 'lain'", "next_on = NULL", "held_on = NULL"),
    "letter_copies": ("sha256 = 'x'", "signatures = '[]'", "letter_id = NULL"),
    "line_steps": ("reason = 'lain'", "after = 'x'"),
    "tips": ("what = 'lain'", "received_at = NULL", "receipt_hash = 'x'"),
    "tip_pictures": ("sha256 = 'x'", "number = 3"),
    "tip_reporters": ("sealed = 'y'",),
    "tip_steps": ("reason = 'lain'", "verb = 'x'"),
    "rolls": ("staff = 9", "begun_at = NULL"),
    "roll_people": ("position = 9", "proposed = 'duty'"),
    "roll_marks": ("code = 'present'", "note = 'lain'", "reason = 'lain'", "number = 9"),
    "letters": ("content = '{}'", "number = 'x'", "pdf_sha256 = NULL"),
}


@pytest.fixture
def bound(app: Flask) -> Connection:
    """A world with at least one row in each kept table."""
    city = world.build(app)
    photo, data = world.photo()
    finding_id, _ = city.send(city.finding(photos=[photo], photos_skipped=None))
    city.upload(city.client("officer1"), finding_id, photo, data)
    city.send(city.finding(sequence=77), finding_id)
    city.judge(finding_id, "confirm")
    by = city.users["desk"]
    with app.app_context():
        letter = Letter(id=uuid4(), operation_id=city.operation, kind="a", hearing_at=now(),
                        hearing_place="Aula", content={"persons": [1]}, pdf_sha256="0" * 64,
                        drafted_by=by)  # fmt: skip
        line = Line(id=uuid4(), operation_id=city.operation, person_key="x", status="called")
        tip = Tip(id=uuid4(), state="received", what="Tiga orang", place="Mal", who="", link="",
                  seen_time="")  # fmt: skip
        db.session.add_all([
            LateLetter(finding_id=finding_id, source="desk", kind="spt", received_by=by,
                       file_sha256="0" * 64),
            tip,
            TipPicture(tip_id=tip.id, number=1, sha256="0" * 64),
            TipReporter(tip_id=tip.id, sealed=b"x"),
            TipStep(tip_id=tip.id, revision=2, verb="take", after="looking", actor_id=by,
                    reason="telaah"),
            Visit(id=uuid4(), operation_id=city.operation, team_id=city.teams[1], author_id=by,
                  place="Mal", nil=True, at=now(), sha256="0" * 64, body=b"{}"),
            Correction(id=uuid4(), finding_id=finding_id, operation_id=city.operation,
                       team_id=city.teams[1], author_id=by, body=b"{}", sha256="0" * 64,
                       said={}, at=now(), applied=True, log_index=1),
            line,
            LineStep(line_id=line.id, revision=1, verb="call", before="listed", after="called",
                     actor_id=by, reason="surat"),
            letter,
        ])  # fmt: skip
        db.session.flush()
        roll = Roll(id=uuid4(), operation_id=city.operation, team_id=city.teams[1], staff=1,
                    opd_id=city.opds["Disdik"], begun_by=by)  # fmt: skip
        listed = RollPerson(id=uuid4(), roll_id=roll.id, position=1,
                            employee_id=city.employees["siti"])  # fmt: skip
        for row in (roll, listed, RollMark(person_id=listed.id, number=1, code="sick", note="tifus",
                                           by_id=by)):  # fmt: skip
            db.session.add(row)
            db.session.flush()
        db.session.add(
            Examination(operation_id=city.operation, line_id=line.id, letter_id=letter.id, number=1,
                        status="closed", content={"questions": []}, opened_by=by, ended_at=now(),
                        sha256="0" * 64)
        )  # fmt: skip
        db.session.add_all([
            LetterCopy(letter_id=letter.id, sha256="0" * 64, size=1, signatures={}, added_by=by,
                       issued_bytes=True),
            CaseRecord(operation_id=city.operation, line_id=line.id, number=1, kind="visit",
                       held_on=now().date(), next_on=now().date(), note="x", recorded_by=by),
        ])  # fmt: skip
        db.session.commit()
    return connection_of(app)


def refusal(bound: Connection, statement: str) -> str:
    """Run a statement behind the application's back, take it back, and return what was said."""
    step = bound.begin_nested()
    try:
        bound.execute(text(statement))
    except IntegrityError as error:
        return str(error.orig)
    finally:
        step.rollback()
    return "done"


def test_every_change_and_every_deletion_is_refused_by_the_database(bound: Connection) -> None:
    assert set(CHANGES) == set(KEPT)
    for table, changes in CHANGES.items():
        assert bound.execute(text(f"SELECT count(*) FROM {table}")).scalar_one(), table  # noqa: S608
        for change in changes:
            assert REFUSED in refusal(bound, f"UPDATE {table} SET {change}"), (table, change)  # noqa: S608
        assert REFUSED in refusal(bound, f"DELETE FROM {table}"), table  # noqa: S608


def test_nothing_is_replaced_or_emptied_as_a_whole(bound: Connection) -> None:
    for table in KEPT:
        if bound.dialect.name == "postgresql":
            asked = f"TRUNCATE {table} CASCADE"
        else:
            asked = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608
        assert REFUSED in refusal(bound, asked), table


def test_a_draft_letter_may_change_and_evidence_may_only_be_forgotten(bound: Connection) -> None:
    assert refusal(bound, "UPDATE letters SET status = 'delivered'") == "done"
    for allowed in (
        "UPDATE audit_entries SET reason = NULL, reason_salt = NULL",
        "UPDATE findings SET said = '{}', status = 'dismissed', name = NULL",
        "UPDATE amendments SET reason = '', changes = '{}'",
        "UPDATE corrections SET body = '', said = '{}'",
        "UPDATE late_letters SET note = '', number = '', signer = ''",
        "UPDATE set_aside SET body = NULL",
        "UPDATE finding_photos SET state = 'erased'",
        "UPDATE case_records SET note = '', by_whom = '', employee_id = NULL",
        "UPDATE tip_steps SET reason = ''",
        "UPDATE roll_people SET employee_id = NULL",
        "UPDATE roll_marks SET note = '', reason = ''",
        "UPDATE tips SET what = '', place = '', receipt_hash = NULL, state = 'ended'",
    ):
        assert refusal(bound, allowed) == "done", allowed


def test_who_reported_goes_with_the_report_and_not_before(bound: Connection) -> None:
    assert REFUSED in refusal(bound, "DELETE FROM tip_reporters")
    bound.execute(text("UPDATE tips SET what = '', erased_at = CURRENT_TIMESTAMP"))
    assert refusal(bound, "DELETE FROM tip_reporters") == "done"
    assert REFUSED in refusal(bound, "UPDATE tips SET erased_at = NULL")


def test_the_tests_above_see_a_database_without_guards(app: Flask, bound: Connection) -> None:
    with app.app_context():
        assert list(guard_faults()) == []
    tamper.lift_guards(bound)
    assert refusal(bound, "UPDATE audit_entries SET reason = 'lain'") == "done"
    assert refusal(bound, "DELETE FROM amendments") == "done"
    with app.app_context():
        assert len(list(guard_faults())) == 3 * len(KEPT)


def test_a_guard_that_is_switched_off_is_named(app: Flask, bound: Connection) -> None:
    if bound.dialect.name == "postgresql":
        bound.execute(text("ALTER TABLE findings DISABLE TRIGGER kept__findings__update"))
    else:
        bound.execute(text("DROP TRIGGER kept__findings__update"))
    with app.app_context():
        assert [name for name, _ in guard_faults()] == ["kept__findings__update"]


def test_a_user_that_owns_no_table_cannot_take_a_guard_away(bound: Connection) -> None:
    """As docs/production.md advises for PostgreSQL; a file of SQLite belongs to who opens it."""
    if bound.dialect.name != "postgresql":
        return
    role = f"app_{uuid4().hex}"
    bound.execute(text(f"CREATE ROLE {role}"))
    bound.execute(
        text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    )
    for asked in (
        "ALTER TABLE findings DISABLE TRIGGER USER",
        "DROP TRIGGER kept__audit_entries__delete ON audit_entries",
        "DROP FUNCTION sidak_refuse CASCADE",
        "SET session_replication_role = replica",
    ):
        step = bound.begin_nested()
        bound.execute(text(f"SET LOCAL ROLE {role}"))
        with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
            bound.execute(text(asked))
        step.rollback()


def test_a_reason_is_committed_to_with_salt_and_the_chain_holds_without_it(app: Flask) -> None:
    from server.archive.service import faults  # noqa: PLC0415 - beside what it proves

    with app.app_context():
        one = audit.record("finding.dismiss", actor_id=None, reason="Budi Contoh, tetangga saya")
        two = audit.record("finding.dismiss", actor_id=None, reason="Budi Contoh, tetangga saya")
        assert one.reason_sha256 != two.reason_sha256
        assert "Budi" not in str(audit.hashed_form(one))
        db.session.commit()
        assert list(faults()) == []
        db.session.execute(text("UPDATE audit_entries SET reason = NULL, reason_salt = NULL"))
        db.session.commit()
        db.session.expire_all()
        assert all(audit.hash_of(row) == row.hash for row in (one, two))
        # the hashes hold, but no retention run says that these were to be forgotten
        assert [what for _, what in faults()] == ["this row was changed"] * 2
