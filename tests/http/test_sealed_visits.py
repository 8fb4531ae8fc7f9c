"""Visits come sealed as findings do: without a session, under their author, once, with a receipt."""

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
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse
from world import World

from server.accounts.models import User
from server.archive.evidence import evidence_faults
from server.core import app_state
from server.core.audit import AuditEntry, hash_at
from server.core.clock import iso
from server.core.db import db
from server.core.sealed import Purpose, signature_holds, statement
from server.operations.models import TeamMember, Visit

LAST_OF_CHAIN = "ORDER BY audit_entries.log_index DESC"


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


@pytest.fixture
def phone(city: World) -> SealedPhone:
    return SealedPhone.enrolled(city.client("officer1"))


def visit(city: World, **changes: Any) -> dict[str, Any]:
    lon, lat = world.IN_MARKET
    at = iso(city.seen_at)
    return {
        "operation_id": str(city.operation), "team_id": str(city.teams[1]),
        "author_id": str(city.users["officer1"]), "device_id": None, "sequence": 1,
        "previous_sha256": None, "app_version": "test", "place": "Pasar Baru", "nil": True,
        "at": at, "position": {"lon": lon, "lat": lat, "accuracy_m": 9, "fixed_at": at},
        "note": "", **changes,
    }  # fmt: skip


def bring(city: World, visit_id: UUID, envelope: bytes, by: str | None = None) -> TestResponse:
    place = f"/api/visits/{visit_id}"
    return city.client(by).put(place, data=envelope, content_type=SEALED)


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_a_sealed_visit_arrives_without_a_session_once_and_with_a_receipt(
    city: World, phone: SealedPhone
) -> None:
    visit_id, said = uuid4(), {**visit(city), "device_id": str(phone.device_id)}
    first = bring(city, visit_id, phone.visit(visit_id, said))
    again = bring(city, visit_id, phone.visit(visit_id, said), by="sekda")
    assert (first.status_code, again.status_code) == (201, 200), first.text
    assert first.json == again.json
    other = phone.visit(visit_id, {**said, "nil": False})
    assert code(bring(city, visit_id, other)) == (409, "visit-exists")
    with city.app.app_context():
        (kept,) = db.session.scalars(select(Visit)).all()
        assert (kept.author_id, kept.device_id) == (city.users["officer1"], phone.device_id)
        assert (kept.body, kept.place, kept.zone) == (
            json.dumps(said).encode(),
            "Pasar Baru",
            "inside",
        )
        digest = hashlib.sha256(kept.body).digest()
        assert first.json["sha256"] == kept.sha256 == digest.hex()
        assert first.json["log_hash"] == hash_at(kept.log_index or 0)
        signed = statement(Purpose.VISIT, visit_id, phone.device_id, digest)
        signature = sealed_phone.unb64url(kept.device_signature or "")
        assert signature_holds(sealed_phone.jwk(phone.key), signature, signed)
        actions = [one.action for one in db.session.scalars(select(AuditEntry))]
        assert (actions.count("visit.report"), actions.count("visit.refuse")) == (1, 1)


def test_it_survives_a_disabled_account_and_its_receipt_survives_leaving_the_team(
    city: World, phone: SealedPhone
) -> None:
    visit_id, late = uuid4(), uuid4()
    officer = city.users["officer1"]
    with city.app.app_context():
        db.session.execute(update(User).where(User.id == officer).values(active=False))
        db.session.commit()
    envelope = phone.visit(visit_id, visit(city))
    assert bring(city, visit_id, envelope).status_code == 201
    with city.app.app_context():
        db.session.execute(delete(TeamMember).where(TeamMember.user_id == officer))
        db.session.commit()
    assert bring(city, visit_id, envelope).status_code == 200
    assert code(bring(city, late, phone.visit(late, visit(city)))) == (403, "not-team-member")


def test_a_visit_opens_only_as_itself_and_only_by_its_own_phone(
    city: World, phone: SealedPhone
) -> None:
    visit_id, said = uuid4(), visit(city)
    body = json.dumps({**said, "device_id": str(phone.device_id)}).encode()
    stranger = SealedPhone(phone.server)
    thief = SealedPhone(phone.server, device_id=phone.device_id)
    other = str(city.users["coordinator1"])
    for envelope, refused in (
        (phone.seal(b"F", visit_id, body), (422, "sealed-unreadable")),
        (phone.visit(uuid4(), said), (422, "sealed-unreadable")),
        (b"\x01", (422, "sealed-unreadable")),
        (stranger.visit(visit_id, said), (403, "device-unknown")),
        (thief.visit(visit_id, said), (403, "device-signature")),
        (phone.visit(visit_id, {**said, "author_id": other}), (403, "not-the-author")),
        (phone.visit(visit_id, {**said, "operation_id": str(uuid4())}), (422, "unknown-operation")),
        (phone.visit(visit_id, {**said, "team_id": str(city.teams[2])}), (403, "not-team-member")),
        (phone.seal(b"V", visit_id, b"{"), (400, "bad-json")),
        (phone.seal(b"V", visit_id, b"{}"), (422, "bad-field")),
    ):
        assert code(bring(city, visit_id, envelope, by="coordinator1")) == refused
    with city.app.app_context():
        assert db.session.scalars(select(Visit)).all() == []


def test_written_before_the_phone_was_enrolled_it_needs_its_authors_session(city: World) -> None:
    place, said = f"/api/visits/{uuid4()}", visit(city, sequence=None)
    assert city.client().put(place, json=said).status_code == 401
    assert code(city.client("coordinator1").put(place, json=said)) == (403, "not-the-author")
    assert city.client("officer1").put(place, json=said).status_code == 201
    assert city.client("officer1").put(place, data=b"{}").json["code"] == "wrong-content-type"


def test_findings_and_visits_are_one_series_and_an_omission_shows(
    city: World, phone: SealedPhone
) -> None:
    """A nihil that somebody leaves out is missed as a finding is; what is declared unsent is not."""

    def shown() -> tuple[list[str], int]:
        desk = city.client("desk")
        (finding,) = desk.get("/api/findings").json["items"]
        teams = desk.get(f"/api/operations/{city.operation}/board").json["teams"]
        (missing,) = [team["missing_findings"] for team in teams if team["number"] == 1]
        return finding["flags"], missing

    first, second = uuid4(), uuid4()
    body = json.dumps({**visit(city), "device_id": str(phone.device_id)}).encode()
    before = hashlib.sha256(body).hexdigest()
    said = city.finding(sequence=2, previous_sha256=before)
    assert send(city.client(), second, phone.finding(second, said)).status_code == 201
    assert shown() == (["earlier_missing"], 1)
    beat = {"unsent_findings": 0, "unsent_photos": 0, "unsent_visits": 1, "last_sequence": 2}
    place = f"/api/devices/{phone.device_id}/heartbeat"
    assert city.client("officer1").post(place, json=beat).status_code == 204
    assert shown() == (["earlier_missing"], 0)
    (listed,) = city.client("desk").get("/api/devices").json["items"]
    assert listed["unsent_visits"] == 1
    city.client("officer1").post(place, json={**beat, "unsent_visits": 0})
    assert bring(city, first, phone.seal(b"V", first, body)).status_code == 201
    assert shown() == ([], 0)


def test_a_visit_shows_on_the_desk_what_its_clocks_and_its_number_leave_open(
    city: World, phone: SealedPhone
) -> None:
    """A phone ten years off is not refused; a nihil that hangs on another one is seen."""
    at = iso(city.seen_at.replace(year=2016))
    clock = {
        "device_at": at,
        "gps_at": iso(city.seen_at),
        "monotonic_ms": 9,
        "server_offset_ms": None,
    }
    lost, broken = [uuid4() for _ in range(3)], uuid4()
    for number, one in zip((1, 3, 5), lost, strict=True):
        said = visit(city, sequence=number, at=at, clock=clock, previous_sha256="ab" * 32)
        assert bring(city, one, phone.visit(one, said)).status_code == 201
    said = visit(city, sequence=6, clock={**clock, "device_at": iso(city.seen_at)})
    bring(city, broken, phone.visit(broken, {**said, "previous_sha256": "cd" * 32}))
    place = f"/api/operations/{city.operation}/teams/{city.teams[1]}/day"
    told = {one["id"]: one for one in city.client("desk").get(place).json["visits"]}
    assert [told[str(one)]["flags"] for one in (*lost, broken)] == [
        ["clock_doubtful"],
        ["clock_doubtful", "earlier_missing"],
        ["clock_doubtful", "earlier_missing"],
        ["chain_broken"],
    ]
    assert {one["seen_at"] for one in told.values()} == {iso(city.seen_at)}


def test_a_phones_counters_are_written_before_the_chain_is_held(
    city: World, phone: SealedPhone, statements: list[str]
) -> None:
    """Who revokes a phone holds its row and waits for the chain: the other way round is a deadlock."""
    beat = {"unsent_findings": 1, "unsent_photos": 1, "unsent_visits": 2, "last_sequence": 3}
    city.client("officer1").post(f"/api/devices/{phone.device_id}/heartbeat", json=beat)
    photo, data = world.photo()
    nihil, finding_id = uuid4(), uuid4()
    said = city.finding(sequence=2, photos=[photo], photos_skipped=None)
    statements.clear()
    bring(city, nihil, phone.visit(nihil, visit(city)))
    send(city.client(), finding_id, phone.finding(finding_id, said))
    sealed_phone.upload(city.client(), phone, finding_id, photo, data)
    counted = [
        at for at, one in enumerate(statements) if one.startswith("UPDATE devices SET unsent")
    ]
    chained = [at for at, one in enumerate(statements) if LAST_OF_CHAIN in one]
    assert len(counted) == len(chained) == 3
    assert all(count < chain for count, chain in zip(counted, chained, strict=True))


def test_what_arrives_is_no_longer_counted_as_unsent_also_without_another_heartbeat(
    city: World, phone: SealedPhone
) -> None:
    """The last word of a phone whose session ended must not stand on the board for ever."""
    beat = {"unsent_findings": 1, "unsent_photos": 1, "unsent_visits": 1, "last_sequence": 2}
    place = f"/api/devices/{phone.device_id}/heartbeat"
    assert city.client("officer1").post(place, json=beat).status_code == 204

    def waits() -> tuple[int, ...]:
        teams = city.client("desk").get(f"/api/operations/{city.operation}/board").json["teams"]
        (team,) = [one for one in teams if one["number"] == 1]
        return tuple(team[f"unsent_{what}"] for what in ("findings", "photos", "visits"))

    assert waits() == (1, 1, 1)
    close = f"/api/operations/{city.operation}/teams/{city.teams[1]}/close"
    refused = city.client("coordinator1").post(close, json={})
    assert (code(refused), refused.json["unsent"][0]["unsent_visits"]) == ((409, "unsent-work"), 1)
    photo, data = world.photo()
    nihil, finding_id = uuid4(), uuid4()
    said = city.finding(sequence=2, photos=[photo], photos_skipped=None)
    for _ in range(2):  # a repeat counts nothing twice
        assert bring(city, nihil, phone.visit(nihil, visit(city))).status_code < 300
        assert send(city.client(), finding_id, phone.finding(finding_id, said)).status_code < 300
    assert waits() == (0, 1, 0)
    sealed_phone.upload(city.client(), phone, finding_id, photo, data)
    assert waits() == (0, 0, 0)
    new = uuid4()  # numbered after the heartbeat: it was never declared
    city.client("officer1").post(place, json={**beat, "unsent_visits": 0})
    said = city.finding(sequence=9)
    send(city.client(), new, phone.finding(new, said))
    assert waits() == (1, 1, 0)


def test_verify_names_a_visit_that_was_changed_or_taken_away(
    city: World, phone: SealedPhone
) -> None:
    kept, changed, gone, plain = uuid4(), uuid4(), uuid4(), uuid4()
    for number, visit_id in enumerate((kept, changed, gone), start=1):
        bring(city, visit_id, phone.visit(visit_id, visit(city, sequence=number)))
    city.client("officer1").put(f"/api/visits/{plain}", json=visit(city))
    with city.app.app_context():
        assert list(evidence_faults(app_state.blobs())) == []
        tamper.lift_guards(db.session.connection())
        row = db.session.get_one(Visit, changed)
        row.body = (row.body or b"").replace(b"Pasar Baru", b"Pasar Lama")
        row.sha256 = hashlib.sha256(row.body).hexdigest()
        for entry in db.session.scalars(select(AuditEntry).filter_by(subject_id=str(changed))):
            entry.detail = {**entry.detail, "sha256": row.sha256}
        db.session.get_one(Visit, plain).body = b"{}"
        db.session.flush()
        db.session.execute(delete(Visit).where(Visit.id == gone))
        assert dict(evidence_faults(app_state.blobs())) == {
            str(changed): "the phone's signature of this visit does not hold",
            str(plain): "this visit was changed, or has no audit row of its arrival",
            str(gone): "this visit is missing",
        }
