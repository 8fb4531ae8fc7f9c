"""A sent finding is corrected by its author: sealed, once, beside the first word, never over it."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
import sealed_phone
import tamper
import world
from flask import Flask
from sealed_phone import SEALED, SealedPhone, send
from sqlalchemy import select, update
from werkzeug.test import TestResponse
from world import World

from server.archive.evidence import evidence_faults
from server.core import app_state
from server.core.audit import AuditEntry, hash_at
from server.core.clock import iso
from server.core.db import db
from server.core.sealed import Purpose, signature_holds, statement
from server.findings.models import Amendment, Correction, Finding
from server.operations.models import Team


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


@pytest.fixture
def phone(city: World) -> SealedPhone:
    return SealedPhone.enrolled(city.client("officer1"))


def correction(
    city: World, finding: tuple[UUID, str], changes: dict[str, Any], **more: Any
) -> dict[str, Any]:
    at = iso(city.seen_at)
    return {
        "finding_id": str(finding[0]), "finding_sha256": finding[1],
        "author_id": str(city.users["officer1"]), "device_id": None, "sequence": 2,
        "previous_sha256": finding[1], "app_version": "test", "at": at,
        "clock": {"device_at": at, "gps_at": None, "monotonic_ms": 1, "server_offset_ms": 0},
        "reason": "salah pilih orang", "changes": changes, **more,
    }  # fmt: skip


def sent(city: World, phone: SealedPhone | None = None, **changes: Any) -> tuple[UUID, str]:
    """Send a finding; returns its id and the hash of its text."""
    if phone is None:
        finding_id, answer = city.send(city.finding(**changes))
    else:
        finding_id = uuid4()
        said = city.finding(**changes)
        answer = send(city.client(), finding_id, phone.finding(finding_id, said))
    assert answer.status_code == 201, answer.text
    return finding_id, answer.json["sha256"]


def bring(
    city: World, correction_id: UUID, said: dict[str, Any], by: str = "officer1"
) -> TestResponse:
    return city.client(by).put(f"/api/corrections/{correction_id}", json=said)


def read(city: World, finding_id: UUID) -> dict[str, Any]:
    told: dict[str, Any] = city.client("desk").get(f"/api/findings/{finding_id}").json
    return told


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_a_sealed_correction_arrives_without_a_session_once_and_the_desk_sees_both(
    city: World, phone: SealedPhone
) -> None:
    finding = sent(city, phone, place="Pasar Bru", note="dompet merah")
    siti = city.identity("siti")
    changes = {"place": "Pasar Baru", "identity": siti, "conduct": "left", "note": None}
    correction_id, said = uuid4(), correction(city, finding, changes)
    said["device_id"] = str(phone.device_id)
    place, envelope = f"/api/corrections/{correction_id}", phone.correction(correction_id, said)
    first = city.client().put(place, data=envelope, content_type=SEALED)
    again = city.client("sekda").put(place, data=envelope, content_type=SEALED)
    assert (first.status_code, again.status_code) == (201, 200), first.text
    assert first.json == again.json
    assert first.json["applied"] is True
    other = phone.correction(correction_id, {**said, "reason": "lain"})
    refused = city.client().put(place, data=other, content_type=SEALED)
    assert code(refused) == (409, "correction-exists")
    told = read(city, finding[0])
    assert (told["said"]["place"], told["place"]) == ("Pasar Bru", "Pasar Baru")
    assert told["said"]["identity"]["employee_id"] == str(city.employees["budi"])
    assert (told["person"]["employee_id"], told["conduct"]) == (siti["employee_id"], "left")
    assert {"corrected", "left"} <= set(told["flags"])
    (step,) = told["amendments"]
    assert (step["verb"], step["reason"], step["revision"]) == ("correct", said["reason"], 2)
    assert step["changes"]["note"] == {"before": "dompet merah", "after": None}
    assert step["changes"]["place"] == {"before": "Pasar Bru", "after": "Pasar Baru"}
    with city.app.app_context():
        (kept,) = db.session.scalars(select(Correction)).all()
        digest = hashlib.sha256(kept.body).digest()
        assert (kept.body, kept.sha256) == (json.dumps(said).encode(), digest.hex())
        assert first.json["log_hash"] == hash_at(kept.log_index)
        signed = statement(Purpose.CORRECTION, correction_id, phone.device_id, digest)
        signature = sealed_phone.unb64url(kept.device_signature or "")
        assert signature_holds(sealed_phone.jwk(phone.key), signature, signed)
        actions = [one.action for one in db.session.scalars(select(AuditEntry))]
        assert actions.count("finding.correct") == 1
        assert actions.count("finding.refuse_correction") == 1


def test_after_a_judgement_or_a_closed_report_it_is_kept_and_waits_for_the_desk(
    city: World,
) -> None:
    """The author's last word is never lost, and never changes what somebody else has judged."""
    judged, late = sent(city), sent(city)
    assert city.judge(judged[0], "confirm").status_code == 200
    with city.app.app_context():
        db.session.execute(update(Team).values(closed_at=city.seen_at))
        db.session.commit()
    for finding in (judged, late):
        answer = bring(city, uuid4(), correction(city, finding, {"place": "Mal"}))
        assert (answer.status_code, answer.json["applied"]) == (201, False)
        told = read(city, finding[0])
        assert told["place"] == "Pasar Baru"
        assert "correction_waits" in told["flags"]
        step = told["amendments"][-1]
        assert (step["verb"], step["changes"]["place"]["after"]) == ("correct_late", "Mal")
    # what the desk does next is its decision about it; who was quicker sees a stale page
    assert code(city.judge(late[0], "amend", place="Mal")) == (409, "stale-revision")
    assert city.judge(late[0], "amend", revision=2, place="Mal").json["place"] == "Mal"
    assert "correction_waits" not in read(city, late[0])["flags"]


def test_only_the_author_corrects_and_only_his_own(city: World) -> None:
    finding = sent(city)
    said = correction(city, finding, {"place": "Mal"})
    refused = {
        "coordinator1": (404, "not-found"), "desk": (404, "not-found"), "officer2": (404, "not-found")
    }  # fmt: skip
    for who, answer in refused.items():
        assert code(bring(city, uuid4(), said, by=who)) == answer, who
    for wrong, answer in (
        ({"author_id": str(city.users["officer2"])}, (403, "not-the-author")),
        ({"finding_id": str(uuid4())}, (404, "not-found")),
        ({"changes": {}}, (422, "bad-field")),
        ({"changes": {"document": {}}}, (422, "bad-field")),
        ({"reason": " "}, (422, "bad-field")),
    ):
        assert code(bring(city, uuid4(), {**said, **wrong})) == answer, wrong
    with city.app.app_context():
        assert db.session.scalars(select(Correction)).all() == []
        assert db.session.get_one(Finding, finding[0]).revision == 1
    plain = city.client("officer1").put(f"/api/corrections/{uuid4()}", data="{}")
    assert code(plain) == (415, "wrong-content-type")
    known = uuid4()
    assert bring(city, known, said).status_code == 201
    assert code(bring(city, known, said, by="coordinator1")) == (404, "not-found")


def test_a_second_correction_speaks_of_the_first_and_an_older_one_changes_nothing(
    city: World,
) -> None:
    finding = sent(city)
    later = iso(city.seen_at.replace(minute=50))
    said = correction(city, finding, {"note": "baju batik", "slip": "9999999"})
    assert bring(city, uuid4(), {**said, "at": later}).json["applied"] is True
    assert bring(city, uuid4(), {**said, "at": later, "changes": {"note": "topi"}}).json["applied"]
    assert bring(city, uuid4(), said).json["applied"] is False
    told = read(city, finding[0])
    assert "slip_unknown" in told["flags"]
    notes = [step["changes"]["note"] for step in told["amendments"]]
    assert notes[1] == {"before": "baju batik", "after": "topi"}
    other = correction(city, (finding[0], "ab" * 32), {"note": "x"}, at=later)
    assert bring(city, uuid4(), other).json["applied"] is False


def test_it_is_numbered_in_one_series_so_that_leaving_it_out_shows(
    city: World, phone: SealedPhone
) -> None:
    first = sent(city, phone)
    said = correction(city, first, {"place": "Mal"}, device_id=str(phone.device_id))
    correction_id, body = uuid4(), json.dumps(said).encode()
    before = hashlib.sha256(body).hexdigest()
    second = sent(city, phone, sequence=3, previous_sha256=before)
    assert read(city, second[0])["flags"] == ["earlier_missing"]
    place, envelope = f"/api/corrections/{correction_id}", phone.seal(b"C", correction_id, body)
    assert city.client().put(place, data=envelope, content_type=SEALED).status_code == 201
    assert read(city, second[0])["flags"] == []


def test_verify_names_a_correction_that_was_changed_or_taken_away(
    city: World, phone: SealedPhone
) -> None:
    finding, ids = sent(city, phone), [uuid4() for _ in range(3)]
    for number, one in enumerate(ids, start=2):
        said = correction(city, finding, {"place": f"Mal {number}"}, sequence=number)
        envelope = phone.correction(one, said)
        answer = city.client().put(f"/api/corrections/{one}", data=envelope, content_type=SEALED)
        assert answer.status_code == 201
    kept, signed, gone = ids
    with city.app.app_context():
        assert list(evidence_faults(app_state.blobs())) == []
        tamper.lift_guards(db.session.connection())
        for row in db.session.scalars(select(Correction).where(Correction.id.in_([kept, signed]))):
            row.body = row.body.replace(b"Mal", b"Pos")
        row = db.session.get_one(Correction, signed)
        row.sha256 = hashlib.sha256(row.body).hexdigest()
        for entry in db.session.scalars(select(AuditEntry).filter_by(action="finding.correct")):
            if entry.detail["correction"] == str(signed):
                entry.detail = {**entry.detail, "sha256": row.sha256}
        db.session.flush()
        db.session.delete(db.session.get_one(Correction, gone))
        db.session.flush()
        assert dict(evidence_faults(app_state.blobs())) == {
            str(kept): "this correction was changed, or has no audit row",
            str(signed): "the phone's signature of this correction does not hold",
            str(gone): "this correction is missing",
        }
        assert db.session.scalars(select(Amendment.verb)).all() == ["correct"] * 3
