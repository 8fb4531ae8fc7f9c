"""Sealed sending: the phone's key proves the author; neither session nor PIN is needed."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sealed_phone
import tamper
import world
from flask import Flask
from sealed_phone import SealedPhone, send, upload
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse
from world import World

from server.accounts.models import Device, User
from server.archive.evidence import evidence_faults
from server.core.audit import AuditEntry
from server.core.blobs import BlobStore
from server.core.clock import iso
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.sealed import OVERHEAD, Purpose
from server.findings.models import Finding, FindingPhoto, SetAside
from server.operations.models import TeamMember


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


@pytest.fixture
def phone(city: World) -> SealedPhone:
    return SealedPhone.enrolled(city.client("officer1"))


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def row(city: World, finding_id: UUID) -> Finding:
    with city.app.app_context():
        found = db.session.get_one(Finding, finding_id)
        assert found.body  # loaded before the session ends
        return found


def revoke(city: World, phone: SealedPhone, by: str = "desk") -> TestResponse:
    place = f"/api/devices/{phone.device_id}/revoke"
    return city.client(by).post(place, json={"reason": "HP hilang di pasar"})


def test_a_sealed_finding_arrives_without_a_session_under_its_author(
    city: World, phone: SealedPhone
) -> None:
    finding_id, said = uuid4(), {**city.finding(), "device_id": str(phone.device_id)}
    answer = send(city.client(), finding_id, phone.finding(finding_id, said))
    assert answer.status_code == 201, answer.text
    kept = row(city, finding_id)
    assert answer.json["sha256"] == hashlib.sha256(json.dumps(said).encode()).hexdigest()
    assert kept.body == json.dumps(said).encode()
    assert (kept.author_id, kept.sent_by) == (city.users["officer1"],) * 2
    assert kept.device_id == phone.device_id
    assert "device_unknown" not in kept.flags


def test_a_desk_that_brings_a_phones_file_stands_beside_the_author(
    city: World, phone: SealedPhone
) -> None:
    """What a phone wrote into a file is sent by the desk; author and phone stay who they are."""
    brought, own = uuid4(), uuid4()
    assert (
        send(city.client("desk"), brought, phone.finding(brought, city.finding())).status_code
        == 201
    )
    said = city.finding(sequence=2)
    assert send(city.client("officer1"), own, phone.finding(own, said)).status_code == 201
    assert row(city, brought).author_id == city.users["officer1"]
    with city.app.app_context():
        rows = select(AuditEntry).where(AuditEntry.action == "finding.send")
        details = {one.subject_id: one.detail for one in db.session.scalars(rows)}
    assert details[str(brought)]["brought_by"] == str(city.users["desk"])
    assert "brought_by" not in details[str(own)]


def test_sending_sealed_twice_is_one_finding_also_in_another_envelope(
    city: World, phone: SealedPhone
) -> None:
    finding_id = uuid4()
    said = city.finding()
    first = send(city.client(), finding_id, phone.finding(finding_id, said))
    again = send(city.client("sekda"), finding_id, phone.finding(finding_id, said))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    other = phone.finding(finding_id, {**said, "note": "lain"})
    assert code(send(city.client(), finding_id, other)) == (409, "finding-sealed")
    with city.app.app_context():
        assert len(db.session.scalars(select(Finding)).all()) == 1
        assert len(db.session.scalars(select(SetAside)).all()) == 1


def test_plain_and_sealed_are_the_same_finding(city: World, phone: SealedPhone) -> None:
    said = {**city.finding(), "device_id": str(phone.device_id)}
    finding_id, plain = city.send(said)
    sealed = send(city.client(), finding_id, phone.finding(finding_id, said))
    assert (plain.status_code, sealed.status_code) == (201, 200)
    assert plain.json["sha256"] == sealed.json["sha256"]


def test_the_phones_signature_stays_provable_beside_the_text(
    city: World, phone: SealedPhone
) -> None:
    finding_id = uuid4()
    send(city.client(), finding_id, phone.finding(finding_id, city.finding()))
    kept = row(city, finding_id)
    assert kept.device_signature is not None
    from server.core.sealed import signature_holds, statement  # noqa: PLC0415 - only this test proves

    with city.app.app_context():
        key = db.session.get_one(Device, phone.device_id).public_key
    digest = bytes.fromhex(kept.sha256)
    said = statement(Purpose.FINDING, finding_id, phone.device_id, digest)
    signature = sealed_phone.unb64url(kept.device_signature)
    assert signature_holds(key, signature, said)
    assert not signature_holds(key, signature, said + b"x")


def test_verify_names_a_finding_rewritten_with_everything_the_server_holds(
    city: World, phone: SealedPhone
) -> None:
    kept, changed = uuid4(), uuid4()
    for number, finding_id in enumerate((kept, changed), start=1):
        send(city.client(), finding_id, phone.finding(finding_id, city.finding(sequence=number)))
    with city.app.app_context():
        store = city.app.extensions["sidak_blobs"]
        assert list(evidence_faults(store)) == []
        tamper.lift_guards(db.session.connection())
        finding = db.session.get_one(Finding, changed)
        finding.body = finding.body.replace(b"Pasar Baru", b"Pasar Lama")
        finding.sha256 = hashlib.sha256(finding.body).hexdigest()
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.subject_id == str(changed))
        ).one()
        entry.detail = {**entry.detail, "sha256": finding.sha256}
        db.session.commit()
        faults = list(evidence_faults(store))
    assert faults == [(str(changed), "the phone's signature of this finding does not hold")]


@pytest.mark.parametrize("at", [0, 3, 12, 30, 95, -1])
def test_every_touched_byte_of_an_envelope_is_refused(
    city: World, phone: SealedPhone, at: int
) -> None:
    finding_id = uuid4()
    envelope = bytearray(phone.finding(finding_id, city.finding()))
    envelope[at] ^= 1
    answer = send(city.client(), finding_id, bytes(envelope))
    assert code(answer) in {(422, "sealed-unreadable"), (422, "sealing-key-unknown")}
    with city.app.app_context():
        assert db.session.scalars(select(Finding)).all() == []


def test_an_envelope_opens_only_for_its_own_finding_and_purpose(
    city: World, phone: SealedPhone
) -> None:
    finding_id, body = uuid4(), json.dumps(city.finding()).encode()
    stolen = phone.finding(uuid4(), city.finding())
    assert code(send(city.client(), finding_id, stolen)) == (422, "sealed-unreadable")
    as_photo = phone.seal(b"P", finding_id, body)
    assert code(send(city.client(), finding_id, as_photo)) == (422, "sealed-unreadable")
    for short in (b"", b"\x01", b"\x01" * (OVERHEAD - 1)):
        assert code(send(city.client(), finding_id, short)) == (422, "sealed-unreadable")


def test_only_the_enrolled_key_speaks_for_a_phone(city: World, phone: SealedPhone) -> None:
    finding_id = uuid4()
    thief = SealedPhone(phone.server, device_id=phone.device_id)
    stranger = SealedPhone(phone.server)
    answers = [
        send(city.client(), finding_id, one.finding(finding_id, city.finding()))
        for one in (thief, stranger)
    ]
    assert [code(one) for one in answers] == [(403, "device-signature"), (403, "device-unknown")]


def test_a_phone_speaks_for_nobody_but_its_owner(city: World, phone: SealedPhone) -> None:
    finding_id = uuid4()
    said = city.finding(author_id=str(city.users["coordinator1"]))
    answer = send(city.client("coordinator1"), finding_id, phone.finding(finding_id, said))
    assert code(answer) == (403, "not-the-author")
    other = {**city.finding(), "device_id": str(uuid4())}
    lying = phone.seal(b"F", finding_id, json.dumps(other).encode())
    assert code(send(city.client(), finding_id, lying)) == (403, "not-the-author")


def test_what_is_inside_is_read_as_strictly_as_plain_json(city: World, phone: SealedPhone) -> None:
    finding_id = uuid4()
    for inside, expected in ((b"{", "bad-json"), (b"[]", "bad-field"), (b"{}", "bad-field")):
        answer = send(city.client(), finding_id, phone.seal(b"F", finding_id, inside))
        assert answer.json["code"] == expected


def test_it_survives_a_disabled_account_and_a_receipt_survives_leaving_the_team(
    city: World, phone: SealedPhone
) -> None:
    finding_id = uuid4()
    envelope = phone.finding(finding_id, city.finding())
    officer = city.users["officer1"]
    with city.app.app_context():
        db.session.execute(update(User).where(User.id == officer).values(active=False))
        db.session.commit()
    assert send(city.client(), finding_id, envelope).status_code == 201
    with city.app.app_context():
        db.session.execute(delete(TeamMember).where(TeamMember.user_id == officer))
        db.session.commit()
    assert send(city.client(), finding_id, envelope).status_code == 200


def test_a_revoked_phone_is_told_so_and_heard_only_beside_its_owners_session(
    city: World, phone: SealedPhone
) -> None:
    finding_id = uuid4()
    envelope = phone.finding(finding_id, city.finding())
    before = city.client("officer1")
    assert revoke(city, phone).status_code == 200
    assert before.get("/api/session").status_code == 401
    city.tokens.clear()  # everybody signs in again
    assert code(send(city.client(), finding_id, envelope)) == (403, "device-revoked")
    assert code(send(city.client("desk"), finding_id, envelope)) == (403, "device-revoked")
    assert send(city.client("officer1"), finding_id, envelope).status_code == 201
    assert "device_revoked" in row(city, finding_id).flags
    assert code(phone.enrol(city.client("officer1"))) == (403, "device-revoked")


def test_a_revocation_is_audited_once_with_its_reason(city: World, phone: SealedPhone) -> None:
    first, again = revoke(city, phone), revoke(city, phone, by="admin")
    assert first.json["revoked_at"] == again.json["revoked_at"]
    assert first.json["user_name"] == "Officer1"
    with city.app.app_context():
        wanted = select(AuditEntry).where(AuditEntry.action == "device.revoke")
        (entry,) = db.session.scalars(wanted).all()
        assert (entry.reason, entry.actor_id) == ("HP hilang di pasar", city.users["desk"])


def test_the_desk_lists_phones_and_their_last_contact(city: World, phone: SealedPhone) -> None:
    listed = city.client("desk").get("/api/devices").json["items"]
    assert [(one["id"], one["last_contact_at"]) for one in listed] == [(str(phone.device_id), None)]
    finding_id = uuid4()
    send(city.client(), finding_id, phone.finding(finding_id, city.finding()))
    (listed,) = city.client("admin").get("/api/devices").json["items"]
    assert listed["last_contact_at"] is not None


def test_the_same_phone_enrolled_after_a_restore_is_the_same_phone(
    city: World, phone: SealedPhone
) -> None:
    finding_id = uuid4()
    envelope = phone.finding(finding_id, city.finding())
    with city.app.app_context():
        db.session.execute(delete(Device))
        db.session.commit()
    assert code(send(city.client(), finding_id, envelope)) == (403, "device-unknown")
    assert phone.enrol(city.client("officer1")).status_code == 201
    assert send(city.client(), finding_id, envelope).status_code == 201


def announced(city: World, phone: SealedPhone) -> tuple[UUID, dict[str, Any], bytes]:
    photo, data = world.photo()
    finding_id = uuid4()
    said = city.finding(photos=[photo], photos_skipped=None)
    assert send(city.client(), finding_id, phone.finding(finding_id, said)).status_code == 201
    return finding_id, photo, data


def test_a_sealed_photo_arrives_without_a_session_byte_for_byte(
    city: World, phone: SealedPhone
) -> None:
    finding_id, photo, data = announced(city, phone)
    answer = upload(city.client(), phone, finding_id, photo, data)
    assert answer.status_code == 201, answer.text
    with city.app.app_context():
        from server.core.app_state import blobs  # noqa: PLC0415 - the application's own store

        assert db.session.get_one(FindingPhoto, UUID(photo["id"])).state == "stored"
        assert blobs().get(photo["sha256"]) == data
    again = upload(city.client(), phone, finding_id, photo, data)
    assert again.headers["Upload-Offset"] == str(len(data) + OVERHEAD)


def test_a_sealed_photo_resumes_where_the_network_left_it(city: World, phone: SealedPhone) -> None:
    finding_id, photo, data = announced(city, phone)
    envelope = phone.photo(photo, data)
    signature = sealed_phone.b64url(phone.sign(b"P", UUID(photo["id"]), data))
    named = {
        "finding": str(finding_id), "photo": photo["id"], "sha256": photo["sha256"],
        "device": str(phone.device_id), "signature": signature,
    }  # fmt: skip
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in named.items())
    tus = {"Tus-Resumable": "1.0.0"}
    stream = "application/offset+octet-stream"
    client = city.client()
    begun = client.post(
        "/api/uploads", data=envelope[:100], content_type=stream,
        headers={**tus, "Upload-Length": str(len(envelope)), "Upload-Metadata": metadata},
    )  # fmt: skip
    place = begun.headers["Location"]
    assert client.head(place, headers=tus).headers["Upload-Offset"] == "100"
    rest = client.patch(
        place, data=envelope[100:], content_type=stream, headers={**tus, "Upload-Offset": "100"}
    )
    assert rest.status_code == 204
    with city.app.app_context():
        assert db.session.get_one(FindingPhoto, UUID(photo["id"])).state == "stored"


def test_a_crash_after_the_photo_entered_the_store_costs_nothing(
    city: World, phone: SealedPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding_id, photo, data = announced(city, phone)
    adopt = BlobStore.adopt

    def adopt_and_die(self: BlobStore, part: Path, sha256: str) -> None:
        adopt(self, part, sha256)
        raise Problem(Code.SERVER_BUSY)

    monkeypatch.setattr(BlobStore, "adopt", adopt_and_die)
    assert upload(city.client(), phone, finding_id, photo, data).status_code == 503
    monkeypatch.undo()
    assert upload(city.client(), phone, finding_id, photo, data).status_code == 201
    with city.app.app_context():
        assert db.session.get_one(FindingPhoto, UUID(photo["id"])).state == "stored"


def test_a_photo_that_is_not_the_announced_one_is_set_aside(
    city: World, phone: SealedPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding_id, photo, data = announced(city, phone)
    monkeypatch.setattr(SealedPhone, "photo", lambda *_: b"\x01" * (len(data) + OVERHEAD))
    answer = upload(city.client(), phone, finding_id, photo, data)
    assert code(answer) == (422, "photo-mismatch")
    with city.app.app_context():
        assert [one.kind for one in db.session.scalars(select(SetAside))] == ["photo"]


def test_a_photo_is_taken_only_with_its_phones_signature(city: World, phone: SealedPhone) -> None:
    finding_id, photo, data = announced(city, phone)
    thief = SealedPhone(phone.server, device_id=phone.device_id)
    answer = upload(city.client(), thief, finding_id, photo, data)
    assert code(answer) == (403, "device-signature")
    other = SealedPhone.enrolled(city.client("officer2"))
    answer = upload(city.client(), other, finding_id, photo, data)
    assert code(answer) == (422, "photo-not-announced")
    revoke(city, phone)
    assert code(upload(city.client(), phone, finding_id, photo, data)) == (403, "device-revoked")


def test_upload_parts_are_not_left_behind(city: World, phone: SealedPhone) -> None:
    finding_id, photo, data = announced(city, phone)
    folder = city.app.extensions["sidak_settings"].uploads
    before = {one.name for one in folder.iterdir()}
    assert upload(city.client(), phone, finding_id, photo, data).status_code == 201
    left = {one.name for one in folder.iterdir()} - before
    assert [one for one in left if not one.endswith(".lock")] == []


# --- An omission shows ------------------------------------------------------------------------------


def numbered(city: World, phone: SealedPhone, count: int) -> list[tuple[UUID, bytes]]:
    """Write findings as a phone does, each naming the one before."""
    made, before = [], None
    for sequence in range(1, count + 1):
        finding_id = uuid4()
        body = json.dumps(
            {
                **city.finding(sequence=sequence, previous_sha256=before, note=str(uuid4())),
                "device_id": str(phone.device_id),
            }
        ).encode()
        before = hashlib.sha256(body).hexdigest()
        made.append((finding_id, phone.seal(b"F", finding_id, body)))
    return made


def shown(city: World) -> tuple[dict[str, list[str]], int]:
    """Return the flags of the queue by finding, and how many the board misses of team 1."""
    desk = city.client("desk")
    queue = desk.get("/api/findings").json["items"]
    board = desk.get(f"/api/operations/{city.operation}/board").json
    (missing,) = [team["missing_findings"] for team in board["teams"] if team["number"] == 1]
    return {one["id"]: one["flags"] for one in queue}, missing


def test_a_finding_left_out_shows_on_desk_and_board_until_it_arrives(
    city: World, phone: SealedPhone
) -> None:
    first, second, third = numbered(city, phone, 3)
    for one in (first, third):
        assert send(city.client(), *one).status_code == 201
    flags, missing = shown(city)
    assert (flags[str(first[0])], flags[str(third[0])]) == ([], ["earlier_missing"])
    assert missing == 1
    whole = city.client("desk").get(f"/api/findings/{third[0]}").json
    assert whole["flags"] == ["earlier_missing"]
    send(city.client(), *second)
    flags, missing = shown(city)
    assert (set(map(tuple, flags.values())), missing) == ({()}, 0)


def test_what_a_phone_declares_as_unsent_is_not_missing(city: World, phone: SealedPhone) -> None:
    for one in numbered(city, phone, 2):
        send(city.client(), *one)
    beat = {"unsent_findings": 0, "unsent_photos": 0, "last_sequence": 4}
    place = f"/api/devices/{phone.device_id}/heartbeat"
    city.client("officer1").post(place, json=beat)
    assert shown(city)[1] == 2
    city.client("officer1").post(place, json={**beat, "unsent_findings": 2})
    assert shown(city)[1] == 0


def test_a_finding_that_hangs_on_another_is_seen(city: World, phone: SealedPhone) -> None:
    first, _ = numbered(city, phone, 2)
    send(city.client(), *first)
    _, other = numbered(city, phone, 2)  # the same numbers, another first finding
    send(city.client(), *other)
    flags, _ = shown(city)
    assert flags[str(other[0])] == ["chain_broken"]


def test_a_position_that_jumps_or_never_trembles_is_shown_with_its_reason(
    city: World, phone: SealedPhone
) -> None:
    """A typed-in position: an indication beside the finding, which is received as any other."""
    lon, lat = world.IN_MARKET
    told = []
    for minute, where in ((15, lon), (19, lon), (20, lon + 0.2)):
        at = iso(city.seen_at.replace(minute=minute))
        clock = {"device_at": at, "gps_at": at, "monotonic_ms": minute, "server_offset_ms": 0}
        fix = {"lon": where, "lat": lat, "accuracy_m": minute, "fixed_at": at}
        said = city.finding(sequence=minute - 14, captured_at=at, clock=clock, position=fix)
        finding_id = uuid4()
        assert send(city.client(), finding_id, phone.finding(finding_id, said)).status_code == 201
        told.append(city.client("desk").get(f"/api/findings/{finding_id}").json)
    odd = [one["verdicts"]["position"] for one in told]
    assert [one.get("hints") for one in odd] == [None, ["no_jitter"], ["speed"]]
    assert 1_200 < odd[2]["speed_kmh"] < 1_400
    assert ["position_odd" in one["flags"] for one in told] == [False, True, True]
