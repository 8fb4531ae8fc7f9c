"""Letters that come late: received with the server's time, flagged, judged by the desk alone."""

import hashlib
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import tamper
import world
from flask import Flask
from sqlalchemy import select
from world import World

from server.archive.evidence import evidence_faults
from server.core.app_state import blobs
from server.core.audit import AuditEntry
from server.core.clock import iso, now
from server.core.db import db
from server.findings.models import Finding, LateLetter
from server.findings.rules.late import EXPLANATION, Late, LateFlag, late_flags

PDF = b"%PDF-1.7 made up"


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def promised(city: World) -> UUID:
    """A confirmed finding whose letter is waited for until tomorrow (revision 3)."""
    finding = city.confirmed(city.finding(document=world.document("promised")))
    due = iso(now() + timedelta(days=1))
    answer = city.judge(finding, "assess-document", revision=2, state="pending", due_at=due)
    assert answer.status_code == 200, answer.text
    return finding


def receive(city: World, finding: UUID, by: str = "desk", **said: Any) -> Any:
    body = {"kind": "surat_tugas", "number": "12/ST", **said}
    return city.client(by).post(f"/api/findings/{finding}/late-letters", json=body)


def owed(city: World, by: str = "desk") -> Any:
    return city.client(by).get(f"/api/operations/{city.operation}/late-letters")


def listed(city: World) -> dict[str, int]:
    answer = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.json").json
    kept = {name: count for name, count in answer["not_listed"].items() if count}
    return {"listed": answer["totals"]["listed"], **kept}


def test_a_late_letter_is_received_and_only_the_judgement_moves_the_person(city: World) -> None:
    finding = promised(city)
    (waiting,) = owed(city).json["items"]
    assert (waiting["state"], waiting["letters"]) == ("pending", [])
    dated = city.seen_at.date().isoformat()
    answer = receive(city, finding, dated=dated, signer="Kepala Dinas")
    assert answer.status_code == 201, answer.text
    late = answer.json
    assert (late["flags"], late["source"], late["received_by_name"]) == (
        ["no_file"],
        "desk",
        "Desk",
    )
    assert listed(city) == {"listed": 0, "pending_document": 1}
    path = f"/api/late-letters/{late['id']}/file"
    put = city.client("desk").put(path, data=PDF, content_type="application/pdf")
    assert (put.status_code, put.json["flags"]) == (200, [])
    got = city.client("inspector").get(path)
    assert (got.data, got.content_type) == (PDF, "application/pdf")
    assert "attachment" in got.headers["Content-Disposition"]
    # whoever decided on the finding without this paper has to look again
    stale = city.judge(finding, "assess-document", revision=3, state="mismatch")
    assert stale.json["code"] == "stale-revision"
    answer = city.judge(finding, "assess-document", revision=4, state="accepted")
    assert answer.status_code == 200, answer.text
    assert [step["verb"] for step in answer.json["amendments"]][-2:] == [
        "receive_letter",
        "assess_document",
    ]
    assert len(answer.json["late_letters"]) == 1
    assert listed(city) == {"listed": 0, "document_accepted": 1}
    with city.app.app_context():
        words = db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_id == str(finding))
        ).all()
        assert words.count("finding.receive_letter") == 2
        assert "finding.read_late_letter" in words


def test_a_letter_dated_after_the_finding_is_flagged(city: World) -> None:
    finding = promised(city)
    later = (city.seen_at.date() + timedelta(days=1)).isoformat()
    assert "dated_after_finding" in receive(city, finding, dated=later).json["flags"]
    whole = city.client("desk").get(f"/api/findings/{finding}").json
    assert "letter_after_finding" in whole["flags"]
    with city.app.app_context():
        row = db.session.get_one(Finding, finding)
        row.assessment_due_at = now() - timedelta(minutes=1)
        db.session.commit()
    flags = receive(city, finding, signed_at=iso(now())).json["flags"]
    assert {"signed_after_finding", "after_deadline", "undated"} <= set(flags)
    assert owed(city).json["items"][0]["state"] == "expired"


def test_what_is_no_scan_is_refused_and_a_scan_stays(city: World) -> None:
    late = receive(city, promised(city)).json
    path = f"/api/late-letters/{late['id']}/file"
    desk = city.client("desk")
    bad = desk.put(path, data=b"<html>", content_type="application/pdf")
    assert (bad.status_code, bad.json["code"]) == (422, "bad-field")
    assert desk.get(path).status_code == 404
    assert desk.put(path, data=PDF, content_type="image/png").status_code == 200
    again = desk.put(path, data=PDF + b"2", content_type="application/pdf")
    assert again.json["code"] == "step-not-allowed"
    assert desk.put(path, data=b"x" * 5_000_001).status_code == 413


def test_a_changed_or_missing_scan_is_named_by_the_verification(city: World) -> None:
    late = receive(city, promised(city)).json
    path = f"/api/late-letters/{late['id']}/file"
    assert city.client("desk").put(path, data=PDF, content_type="application/pdf").json
    with city.app.app_context():
        store = blobs()
        file = store.path(hashlib.sha256(PDF).hexdigest())

        def named() -> list[tuple[str, str]]:
            return list(evidence_faults(store))

        assert named() == []
        file.write_bytes(PDF + b"!")
        assert named() == [(late["id"], "the scan of this late letter was changed")]
        file.unlink()
        assert named() == [(late["id"], "the scan of this late letter is missing")]
        store.put(PDF)
        assert named() == []
        tamper.lift_guards(db.session.connection())
        db.session.get_one(LateLetter, UUID(late["id"])).file_sha256 = store.put(b"%PDF-other")
        db.session.commit()
        assert named() == [(late["id"], "this late letter's scan is not the one that came in")]


@pytest.mark.parametrize("who", ["officer1", "admin", "opd_disdik"])
def test_late_letters_are_for_the_desk_and_readers(city: World, who: str) -> None:
    finding = promised(city)
    late = receive(city, finding).json
    assert owed(city, who).status_code == 404
    assert receive(city, finding, by=who).status_code == 404
    assert city.client(who).get(f"/api/late-letters/{late['id']}/file").status_code == 404
    seen = city.client(who).get(f"/api/findings/{finding}")
    assert seen.status_code == 404 or seen.json["late_letters"] == []


def test_the_deadline_of_a_closed_operation_still_moves_and_nothing_else(city: World) -> None:
    desk = city.client("desk")
    path = f"/api/operations/{city.operation}"
    desk.post(f"{path}/close", json={"reason": "selesai"})
    revision = desk.get(path).json["revision"]
    until = {"promised_until": iso(now() + timedelta(days=3)), "revision": revision}
    assert desk.patch(path, json=until).json["code"] == "reason-needed"
    named = {"name": "Lain", "reason": "salah", "revision": revision}
    assert desk.patch(path, json=named).json["code"] == "step-not-allowed"
    answer = desk.patch(path, json={**until, "reason": "hari libur"})
    assert answer.status_code == 200, answer.text
    assert owed(city).json["promised_until"] == answer.json["promised_until"]


def test_an_explanation_has_no_date_to_doubt() -> None:
    at = world.workday(9)
    late = Late(EXPLANATION, None, None, at, None, at, date(2026, 11, 25), has_file=False)
    assert late_flags(late) == ()
    assert LateFlag.UNDATED in late_flags(
        Late("surat_tugas", None, None, at, None, at, date(2026, 11, 25), has_file=False)
    )
