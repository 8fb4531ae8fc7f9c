"""A finding arrives once, whole, and is acknowledged by a receipt that verifies."""

import base64
import json
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
import rfc8785
import world
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from sqlalchemy import delete, func, select
from world import World

from server.accounts.models import Device
from server.core.audit import AuditEntry, hash_of
from server.core.clock import iso
from server.core.db import db
from server.findings.models import Finding, SetAside
from server.operations.models import Operation, Zone


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def count(city: World, table: Any) -> int:
    with city.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def read(city: World, finding_id: object, by: str = "desk") -> Any:
    answer = city.client(by).get(f"/api/findings/{finding_id}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_finding_is_received_with_a_receipt_that_verifies(city: World) -> None:
    _, answer = city.send(city.finding())
    assert answer.status_code == 201
    receipt = answer.json
    key = city.client().get("/api/keys").json["receipts"]
    assert key["kid"] == receipt["key_id"]
    signature = base64.urlsafe_b64decode(receipt.pop("signature") + "==")
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "="))
    public.verify(signature, rfc8785.dumps(receipt))
    with pytest.raises(InvalidSignature):
        public.verify(signature, rfc8785.dumps({**receipt, "log_index": 0}))


def test_sending_twice_is_one_finding(city: World) -> None:
    said = city.finding()
    finding_id, first = city.send(said)
    _, second = city.send(said, finding_id)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["log_index"] == second.json["log_index"]
    assert count(city, Finding) == 1


def test_other_bytes_under_the_same_id_are_set_aside_and_told(city: World) -> None:
    said = city.finding()
    finding_id, _ = city.send(said)
    for _ in range(2):
        _, answer = city.send({**said, "note": "lain"}, finding_id)
        assert answer.status_code == 409
        assert answer.json["code"] == "finding-sealed"
    assert count(city, SetAside) == 1
    found = read(city, finding_id)
    assert found["said"]["note"] is None
    assert found["set_aside"] == 1


def test_what_the_phone_said_is_kept_byte_for_byte(city: World) -> None:
    finding_id = uuid4()
    body = json.dumps(city.finding(), indent=3).encode() + b"\n"
    answer = city.client("officer1").put(
        f"/api/findings/{finding_id}", data=body, content_type="application/json"
    )
    assert answer.status_code == 201
    with city.app.app_context():
        assert db.session.get_one(Finding, finding_id).body == body


def test_the_server_judges_work_time_zone_and_office_beside_what_was_said(city: World) -> None:
    finding_id, _ = city.send(city.finding())
    found = read(city, finding_id)
    assert found["verdicts"]["work_time"]["state"] == "inside"
    assert found["verdicts"]["zone"]["state"] == "inside"
    assert found["verdicts"]["zone"]["zone_name"] == "Pasar Baru"
    assert found["verdicts"]["office_distance_m"] == pytest.approx(639, abs=3)
    assert found["person"]["rank"] == "Penata, III/c"
    assert found["person"]["opd_name"] == "Dinas Perhubungan"
    assert found["flags"] == []


@pytest.mark.parametrize(
    ("accuracy", "state"), [(5.0, "outside"), (100.0, "near"), (5000.0, "unknown")]
)
def test_the_accuracy_of_a_fix_is_the_buffer_of_a_zone(
    city: World, accuracy: float, state: str
) -> None:
    beside = {**city.finding()["position"], "lon": world.MARKET[2] + 0.0005}
    finding_id, _ = city.send(city.finding(position={**beside, "accuracy_m": accuracy}))
    found = read(city, finding_id)
    assert found["verdicts"]["zone"]["state"] == state
    assert ("outside_zone" in found["flags"]) is (state == "outside")


def test_the_break_is_seen(city: World) -> None:
    city.seen_at = world.workday(12, 30)
    finding_id, _ = city.send(city.finding())
    assert read(city, finding_id)["flags"] == ["in_break"]


def test_a_wrong_nip_is_kept_and_flagged(city: World) -> None:
    identity = city.identity(nip="198713122010011004", name="BUDI", kind="pns")
    finding_id, answer = city.send(city.finding(identity=identity))
    assert answer.status_code == 201
    found = read(city, finding_id)
    assert "nip_invalid" in found["flags"]
    assert found["person"]["employee_id"] is None


def test_an_exact_nip_finds_the_person(city: World) -> None:
    identity = city.identity(nip="19870312 201001 1 004", name="Budi Santoso", kind="pns")
    finding_id, _ = city.send(city.finding(identity=identity))
    assert read(city, finding_id)["person"]["employee_id"] == str(city.employees["budi"])


def test_a_number_with_another_name_is_not_accepted_silently(city: World) -> None:
    identity = city.identity(nip="198703122010011004", name="Slamet Riyadi", kind="pns")
    finding_id, _ = city.send(city.finding(identity=identity))
    found = read(city, finding_id)
    assert "nip_name_mismatch" in found["flags"]
    assert found["person"]["employee_id"] is None


def test_a_finding_without_a_position_is_kept_with_the_reason(city: World) -> None:
    said = city.finding(position=None, position_missing="no_fix")
    finding_id, answer = city.send(said)
    assert answer.status_code == 201
    found = read(city, finding_id)
    assert found["position"] is None
    assert found["said"]["position_missing"] == "no_fix"
    assert found["verdicts"]["zone"]["state"] == "unknown"


@pytest.mark.parametrize("owner", ["officer2", None])
def test_a_phone_of_somebody_else_is_flagged_and_not_believed(
    city: World, owner: str | None
) -> None:
    phone = uuid4()
    if owner is not None:
        with city.app.app_context():
            row = Device(id=phone, user_id=city.users[owner], name="HP", public_key={})
            db.session.add(row)
            db.session.commit()
    finding_id, answer = city.send(city.finding(device_id=str(phone)))
    assert answer.status_code == 201
    assert "device_unknown" in read(city, finding_id)["flags"]
    with city.app.app_context():
        assert db.session.get_one(Finding, finding_id).device_id is None


@pytest.mark.parametrize("year", [1970, 2016, 2036])
def test_a_wrong_clock_is_flagged_and_never_refused(city: World, year: int) -> None:
    wrong = f"{year}-01-01T00:00:00Z"
    said = city.finding(captured_at=wrong)
    said["clock"] = {**said["clock"], "device_at": wrong}
    finding_id, answer = city.send(said)
    assert answer.status_code == 201
    assert "clock_doubtful" in read(city, finding_id)["flags"]


def test_a_clock_that_jumps_in_the_middle_of_a_day_is_flagged_and_every_finding_kept(
    city: World,
) -> None:
    """Set back three hours between two findings: GPS has the time; set forward: the offset is stale."""
    phone = uuid4()
    with city.app.app_context():
        db.session.add(Device(id=phone, user_id=city.users["officer1"], name="HP", public_key={}))
        db.session.commit()

    def found(number: int, off: timedelta, *, gps: bool = True, page: int = 0) -> tuple[str, Any]:
        at = city.seen_at + timedelta(minutes=10 * number)
        shown = iso(at + off)
        clock = {"device_at": shown, "gps_at": iso(at) if gps else None, "server_offset_ms": 0,
                 "monotonic_ms": 600_000 * (number - page)}  # fmt: skip
        said = city.finding(device_id=str(phone), sequence=number, clock=clock, captured_at=shown)
        finding_id, answer = city.send(said)
        assert answer.status_code == 201
        told = read(city, finding_id)
        assert told["said"]["clock"] == clock  # all four as the phone said them
        right = told["seen_at"] == iso(at)
        return "right" if right else "off", "clock_doubtful" in told["flags"]

    back, ahead, sound = timedelta(hours=-3), timedelta(days=400), timedelta(0)
    assert found(2, sound) == ("right", False)
    assert found(3, back) == ("right", True)
    assert found(4, back, gps=False) == ("off", False)  # nothing new happened to its clock
    assert found(5, sound, page=4) == ("right", False)  # put right, and the app started again
    assert found(6, back, gps=False, page=4) == ("off", True)
    assert found(7, ahead, page=4) == ("right", True)


def test_a_closed_operation_still_receives_and_flags_it_late(city: World) -> None:
    from server.operations.models import Operation  # noqa: PLC0415 - only this test changes it

    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()
    finding_id, answer = city.send(city.finding())
    assert answer.status_code == 201
    assert "late_after_close" in read(city, finding_id)["flags"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"operation_id": str(uuid4())}, 422, "unknown-operation"),
        ({"team_id": "2"}, 422, "bad-field"),
        ({"status": "confirmed"}, 422, "bad-field"),
        ({"conduct": "angry"}, 422, "bad-field"),
        ({"captured_at": "2026-11-23 09:00"}, 422, "bad-field"),
        ({"place": "Pasar\x00Baru"}, 422, "bad-field"),
    ],
)
def test_a_body_that_cannot_belong_anywhere_is_told_why(
    city: World, changes: dict[str, Any], status: int, code: str
) -> None:
    _, answer = city.send(city.finding(**changes))
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert answer.json["title"]
    assert count(city, Finding) == 0


def test_a_photo_id_of_another_finding_is_told_and_crashes_nothing(city: World) -> None:
    photo, _ = world.photo()
    assert city.send(city.finding(photos=[photo]))[1].status_code == 201
    _, answer = city.send(city.finding(photos=[photo]))
    assert (answer.status_code, list(answer.json["invalid"])) == (422, ["photos"])
    assert count(city, Finding) == 1


def test_a_photo_named_twice_and_a_body_of_another_kind_are_refused(city: World) -> None:
    photo, _ = world.photo()
    _, answer = city.send(city.finding(photos=[photo, {**photo, "kind": "scene"}]))
    assert answer.json["invalid"] == {"photos": ["Satu foto disebut dua kali."]}
    answer = city.client("officer1").put(
        f"/api/findings/{uuid4()}", data=json.dumps(city.finding()), content_type="text/plain"
    )
    assert (answer.status_code, answer.json["code"]) == (415, "wrong-content-type")
    assert count(city, Finding) == 0


def test_a_chosen_person_with_the_number_of_another_is_nobody_yet_and_flagged(city: World) -> None:
    """The number on the card is siti's, or nobody's; rina has none, and is not siti either."""
    siti, nobody = "199005212019032007", "198703122010011012"
    odd = (("budi", siti, "nip_name_mismatch"), ("rina", siti, "nip_name_mismatch"),
           ("budi", nobody, "nip_not_in_roster"))  # fmt: skip
    for tapped, nip, flag in odd:
        finding_id, answer = city.send(city.finding(identity=city.identity(tapped, nip=nip)))
        assert answer.status_code == 201
        found = read(city, finding_id)
        assert flag in found["flags"]
        assert found["person"]["employee_id"] is None


def test_without_any_zone_no_position_is_called_outside(city: World) -> None:
    with city.app.app_context():
        db.session.execute(delete(Zone))
        db.session.commit()
    finding_id, _ = city.send(city.finding())
    found = read(city, finding_id)
    assert found["verdicts"]["zone"]["state"] == "unknown"
    assert found["verdicts"]["office_distance_m"] == pytest.approx(639, abs=3)
    assert "outside_zone" not in found["flags"]


@pytest.mark.one_database
def test_a_cursor_without_a_zone_of_time_is_none(city: World) -> None:
    for cursor in (f"2026-11-18T02:15:00~{uuid4()}", "2026-11-18T02:15:00Z~x", "~"):
        answer = city.client("desk").get("/api/findings", query_string={"cursor": cursor})
        assert (answer.status_code, answer.json["code"]) == (422, "bad-cursor"), cursor


@pytest.mark.parametrize(
    "body",
    [
        b'{"place": 1, "place": 2}', b'{"place": NaN}', b"[" * 100_000, b'{"n": ' + b"9" * 5000 + b"}",
        b'{"\\ud800": 1}', b"\xff",
    ],
)  # fmt: skip
def test_json_that_readers_disagree_about_is_refused(city: World, body: bytes) -> None:
    answer = city.client("officer1").put(
        f"/api/findings/{uuid4()}", data=body, content_type="application/json"
    )
    assert (answer.status_code, answer.json["code"]) == (400, "bad-json")


def test_malformed_json_is_told_as_such(city: World) -> None:
    answer = city.client("officer1").put(
        f"/api/findings/{uuid4()}", data="{", content_type="application/json"
    )
    assert (answer.status_code, answer.json["code"]) == (400, "bad-json")


def test_an_over_large_body_is_refused(city: World) -> None:
    said = city.finding(note="x" * 1_000_001)
    _, answer = city.send(said)
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_a_stranger_to_the_team_cannot_send(city: World) -> None:
    said = city.finding(author_id=str(city.users["officer2"]))
    _, answer = city.send(said, by="officer2")
    assert (answer.status_code, answer.json["code"]) == (403, "not-team-member")


def test_nobody_sends_in_the_name_of_another(city: World) -> None:
    _, answer = city.send(city.finding(), by="coordinator1")
    assert (answer.status_code, answer.json["code"]) == (403, "not-the-author")


def test_without_a_session_nothing_is_received(city: World) -> None:
    answer = city.client().put(f"/api/findings/{uuid4()}", json=city.finding())
    assert (answer.status_code, answer.json["code"]) == (401, "sign-in-needed")


def test_another_team_and_admin_cannot_even_know_of_a_finding(city: World) -> None:
    finding_id, _ = city.send(city.finding())
    for stranger in ("officer2", "admin", "opd_disdik"):
        answer = city.client(stranger).get(f"/api/findings/{finding_id}")
        assert (answer.status_code, answer.json["code"]) == (404, "not-found")
        assert city.client(stranger).get("/api/findings").json["items"] == []


def test_another_sites_page_cannot_write_with_the_users_cookie(city: World) -> None:
    answer = city.client("officer1").put(
        f"/api/findings/{uuid4()}", json=city.finding(), headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, answer.json["code"]) == (403, "cross-site")


def test_every_step_extends_the_audit_chain_without_a_gap(city: World) -> None:
    finding_id, _ = city.send(city.finding())
    city.judge(finding_id, "confirm")
    read(city, finding_id)
    with city.app.app_context():
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.log_index)).all()
        actions = [row.action for row in rows]
        assert actions == ["finding.send", "finding.confirm", "finding.read"]
        for before, row in pairwise(rows):
            assert row.previous_hash == before.hash
            assert row.log_index == before.log_index + 1
        assert all(row.hash == hash_of(row) for row in rows)


def test_the_queue_pages_without_losing_or_doubling_anyone(city: World) -> None:
    sent = {str(city.send(city.finding(sequence=number))[0]) for number in range(7)}
    client = city.client("desk")
    seen: list[str] = []
    cursor = None
    for _ in range(10):
        query = {
            "operation": str(city.operation),
            "limit": 3,
            **({"cursor": cursor} if cursor else {}),
        }
        page = client.get("/api/findings", query_string=query).json
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(sent)


def test_search_finds_by_name_and_number_in_the_body(city: World) -> None:
    finding_id, _ = city.send(city.finding())
    for text in ("santoso", "031220100"):
        found = city.client("desk").post("/api/findings/search", json={"text": text}).json
        assert [item["id"] for item in found["items"]] == [str(finding_id)]
    assert (
        city.client("desk").post("/api/findings/search", json={"text": "100%"}).json["items"] == []
    )


def test_a_stranger_learns_nothing_about_a_planned_operation(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "planned"
        db.session.commit()
    stranger = str(city.users["opd_disdik"])
    _, planned = city.send(city.finding(author_id=stranger), by="opd_disdik")
    unknown = city.finding(author_id=stranger, operation_id=str(uuid4()))
    _, absent = city.send(unknown, by="opd_disdik")
    assert (planned.status_code, planned.data) == (absent.status_code, absent.data)
    assert planned.json["code"] == "unknown-operation"
    _, member = city.send(city.finding())
    assert member.json["code"] == "operation-not-open"


def test_a_signature_comes_as_a_photo_of_its_own_kind_and_the_desk_reads_it(city: World) -> None:
    """A phone of before says nothing of how it was made; a refusal has a witness and no picture."""
    photo, data = world.photo()
    ink = {**photo, "kind": "signature"}
    signed = {"state": "signed", "photo_id": photo["id"], "witness": None, "method": "drawn"}
    finding_id, answer = city.send(city.finding(photos=[ink], signature=signed))
    assert answer.status_code == 201, answer.text
    assert city.upload(city.client("officer1"), finding_id, ink, data).status_code == 201
    read = city.client("desk").get(f"/api/findings/{finding_id}").json
    assert read["said"]["signature"] == signed
    assert [(one["kind"], one["state"]) for one in read["photos"]] == [("signature", "stored")]
    refused = {"state": "refused", "photo_id": None, "witness": "Petugas Dua"}
    assert city.send(city.finding(signature=refused, sequence=2))[1].status_code == 201
    wrong = {**refused, "method": "stamped"}
    assert city.send(city.finding(signature=wrong, sequence=3))[1].status_code == 422
