"""Laporan masyarakat: anybody may report, nobody learns who did, and every report ends."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import world
from flask import Flask
from PIL import Image
from sqlalchemy import select, update
from werkzeug.test import TestResponse
from world import World

from server.accounts.models import User
from server.archive import retention, subject
from server.archive.evidence import evidence_faults
from server.archive.rules import Rule
from server.archive.service import faults
from server.core.app_state import blobs
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db, transaction
from server.core.pace import Pace
from server.operations.models import Operation, Team
from server.tips import queries
from server.tips.models import SpentChallenge, Tip, TipPicture, TipReporter
from server.tips.rules import work_done
from server.tips.service import work

SAID = {"what": "Tiga pegawai duduk di kedai", "place": "Kedai Kenari", "who": "berseragam",
        "link": "https://contoh.id/video", "seen_time": "sekitar 10.00"}  # fmt: skip
PERSON = {"name": "Bu Pelapor", "contact": "0812-0000-0000"}
WHY = "sudah ditelaah"


@pytest.fixture
def city(app: Flask) -> Iterator[World]:
    """A world whose browsers work little for a report."""
    settings = app.extensions["sidak_settings"]
    app.extensions["sidak_settings"] = replace(settings, tip_work_bits=8)
    for name in ("citizens", "strangers"):
        app.extensions[f"sidak_{name}"] = Pace(100)
    yield world.build(app)
    app.extensions["sidak_settings"] = settings


def solved(city: World) -> dict[str, Any]:
    """Ask for work and do it."""
    given = city.client().get("/api/tips/challenge").json or {}
    challenge, bits = given["challenge"], given["bits"]
    done = next(number for number in count() if work_done(challenge, number, bits))
    return {"challenge": challenge, "solution": done}


def report(city: World, **more: Any) -> TestResponse:
    """Report as a citizen."""
    said = {**SAID, "reporter": PERSON, **solved(city), **more}
    return city.client().post("/api/tips", json=said)


def reported(city: World, **more: Any) -> tuple[str, UUID]:
    """Report and return the receipt and the id of the tip."""
    answer = report(city, **more)
    assert answer.status_code == 201, answer.text
    newest = city.client("desk").get("/api/tips").json["items"][0]
    return answer.json["receipt"], UUID(newest["id"])


def attach(city: World, receipt: str, data: bytes) -> TestResponse:
    """Send a picture to a report."""
    headers = {"Sidak-Receipt": receipt}
    return city.client().post("/api/tips/evidence", data=data, headers=headers)


def step(city: World, tip: UUID, verb: str, by: str = "desk", **more: Any) -> TestResponse:
    """Take a step on the newest revision."""
    with city.app.app_context():
        revision = db.session.get_one(Tip, tip).revision
    body = {"reason": WHY, "revision": revision, **more}
    return city.client(by).post(f"/api/tips/{tip}/{verb}", json=body)


def ask(city: World, receipt: str) -> TestResponse:
    return city.client().post("/api/tips/status", json={"receipt": receipt})


def photo_with_exif() -> bytes:
    """A JPEG that tells whose phone made it."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010F], exif[0x0132] = "HP-PELAPOR", "2026:11:23 09:00:00"
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def rows_as_text() -> str:
    return "\n".join(
        str([bytes(one) if isinstance(one, memoryview) else one for one in row])
        for table in db.metadata.sorted_tables
        for row in db.session.execute(select(table))
    )


def test_a_report_gives_a_receipt_that_is_kept_as_a_hash_only(city: World) -> None:
    receipt, tip = reported(city)
    digits = receipt.replace(" ", "")
    assert len(digits) == 16
    assert digits.isdigit()
    with city.app.app_context():
        assert digits not in rows_as_text()
        kept = db.session.get_one(Tip, tip)
        assert (kept.state, kept.what, kept.place) == ("received", SAID["what"], SAID["place"])
    for typed in (receipt, digits, f" {digits[:8]}-{digits[8:]} "):
        answer = ask(city, typed)
        assert (answer.status_code, answer.json["state"]) == (200, "received")
    for wrong in ("0" * 16, "1234", "enam belas"):
        assert ask(city, wrong).json["code"] == "receipt-unknown"


def test_nothing_of_the_connection_is_kept(city: World) -> None:
    client = city.client("officer1")  # a signed-in browser is a stranger here too
    headers = {"User-Agent": "HP-KENARI", "X-Forwarded-For": "203.0.113.77"}
    said = {**SAID, **solved(city)}
    assert client.post("/api/tips", json=said, headers=headers).status_code == 201
    with city.app.app_context():
        text = rows_as_text()
        assert "HP-KENARI" not in text
        assert "203.0.113.77" not in text
        row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "tip.send")).one()
        assert (row.actor_id, row.reason, row.detail) == (None, None, {})


def test_work_is_asked_for_and_serves_once(city: World) -> None:
    given = solved(city)
    assert report(city, **given).status_code == 201
    again = report(city, **given)
    assert (again.status_code, again.json["code"]) == (422, "tip-work")
    lazy = next(n for n in count() if not work_done(given["challenge"], n, 8))
    fresh = solved(city)["challenge"]
    version, until, _bits, nonce, mac = fresh.split(".")
    easier = f"{version}.{until}.0.{nonce}.{mac}"
    for challenge, solution in ((fresh, lazy), (easier, 1), ("v1", 1), ("v1.é.8.a.b", 1)):
        answer = report(city, challenge=challenge, solution=solution)
        assert answer.json["code"] == "tip-work", challenge


def test_an_old_challenge_is_refused_and_forgotten(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = solved(city)
    assert report(city, **solved(city)).status_code == 201
    later = now() + timedelta(hours=1)
    monkeypatch.setattr(work, "now", lambda: later)
    assert report(city, **old).json["code"] == "tip-work"
    assert report(city).status_code == 201
    with city.app.app_context():
        assert len(db.session.scalars(select(SpentChallenge)).all()) == 1


@pytest.mark.one_database
def test_many_reports_and_guesses_in_a_minute_are_slowed(city: World) -> None:
    city.app.extensions["sidak_citizens"] = Pace(1)
    city.app.extensions["sidak_strangers"] = Pace(1)
    receipt = report(city).json["receipt"]
    slowed = report(city)
    assert (slowed.status_code, slowed.json["code"]) == (429, "too-many-tips")
    assert int(slowed.headers["Retry-After"]) > 0
    assert attach(city, receipt, b"no picture").json["code"] == "too-many-tips"
    assert ask(city, "0" * 16).status_code == 404
    assert ask(city, "0" * 16).json["code"] == "too-many-checks"
    assert ask(city, receipt).status_code == 200  # who holds a receipt is not slowed by others


def test_pictures_are_kept_without_exif_and_at_most_three(city: World) -> None:
    receipt, tip = reported(city)
    data = photo_with_exif()
    for number in (1, 2, 3):
        answer = attach(city, receipt, data)
        assert (answer.status_code, answer.json["pictures"]) == (201, number)
    assert attach(city, receipt, data).json["code"] == "evidence-over"
    assert attach(city, "0" * 16, data).json["code"] == "receipt-unknown"
    shown = city.client("desk").get(f"/api/tips/{tip}").json
    served = city.client("inspector").get(f"/api/tip-pictures/{shown['picture_ids'][0]}")
    assert (served.status_code, served.mimetype) == (200, "image/jpeg")
    assert b"HP-PELAPOR" in data
    assert b"HP-PELAPOR" not in served.data
    with city.app.app_context():
        kept = blobs().get(db.session.scalars(select(TipPicture.sha256)).first() or "")
        assert b"HP-PELAPOR" not in kept  # the original was never written
        assert list(evidence_faults(blobs())) == []


def test_what_is_no_picture_or_too_late_is_refused(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt, _tip = reported(city)
    assert attach(city, receipt, b"%PDF-1.7").json["code"] == "evidence-unreadable"
    assert attach(city, receipt, b"x" * 8_000_001).json["code"] == "too-large"
    later = now() + timedelta(hours=2)
    monkeypatch.setattr("server.tips.service.public.now", lambda: later)
    assert attach(city, receipt, photo_with_exif()).json["code"] == "evidence-over"


def test_who_reported_is_sealed_and_only_the_inspektorat_may_open_it(city: World) -> None:
    _receipt, tip = reported(city)
    with city.app.app_context():
        sealed = db.session.get_one(TipReporter, tip).sealed
        for word in (*PERSON.values(), "Pelapor"):
            assert word.encode() not in sealed
            assert word not in rows_as_text()
    where = f"/api/tips/{tip}/reporter"
    for who in ("sekda", "desk", "approver", "admin", "opd_disdik", "officer1"):
        assert city.client(who).post(where, json={"reason": WHY}).status_code == 404, who
    opened = city.client("inspector").post(where, json={"reason": "perlu keterangan tambahan"})
    assert opened.json == PERSON
    with city.app.app_context():
        word = AuditEntry.action == "tip.read_reporter"
        row = db.session.scalars(select(AuditEntry).where(word)).one()
        assert (row.subject_id, row.reason) == (str(tip), "perlu keterangan tambahan")
        assert PERSON["name"] not in str(row.detail)


def test_a_report_without_a_name_has_nothing_to_open(city: World) -> None:
    for reporter in (None, {"name": "", "contact": " "}):
        _receipt, tip = reported(city, reporter=reporter)
        inspector = city.client("inspector")
        assert inspector.get(f"/api/tips/{tip}").json["has_reporter"] is False
        where = f"/api/tips/{tip}/reporter"
        assert inspector.post(where, json={"reason": WHY}).status_code == 404


def test_a_report_becomes_a_place_of_a_coming_sidak_and_ends(city: World) -> None:
    receipt, tip = reported(city)
    place = {"operation_id": str(city.operation), "place": "Kedai Kenari, jam 10"}
    answer = step(city, tip, "target", **place, team_id=str(city.teams[1]))
    assert answer.status_code == 200, answer.text
    assert answer.json["target"]["operation"] == "Sidak pasar"
    with city.app.app_context():
        assert db.session.get_one(Team, city.teams[1]).places == ["Kedai Kenari, jam 10"]
    told = ask(city, receipt).json
    assert told["state"] == "looked_at"
    assert told["ended_on"] is None
    assert "sidak" not in told["sentence"].lower()  # a planned sidak is a secret
    assert step(city, tip, "end", outcome="unidentified").status_code == 409
    assert step(city, tip, "end", outcome="not_found").json["state"] == "ended"
    assert "didatangi" in ask(city, receipt).json["sentence"]


def test_only_who_may_plan_sends_a_team_there(city: World) -> None:
    _receipt, tip = reported(city)
    place = {"operation_id": str(city.operation), "place": "Kedai Kenari"}
    sent = step(city, tip, "target", "inspector", **place, team_id=str(city.teams[1]))
    assert sent.status_code == 404
    assert step(city, tip, "target", "inspector", **place).status_code == 200


@pytest.mark.one_database
def test_what_is_not_there_or_over_cannot_be_chosen(city: World) -> None:
    _receipt, tip = reported(city)
    place = {"operation_id": str(uuid4()), "place": "Kedai Kenari"}
    assert step(city, tip, "target", **place).json["code"] == "unknown-operation"
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()
    place["operation_id"] = str(city.operation)
    assert step(city, tip, "target", **place).json["code"] == "step-not-allowed"
    assert step(city, tip, "case").status_code == 200
    nobody = step(city, tip, "identify", employee_id=str(uuid4()))
    assert nobody.json["code"] == "unknown-employee"
    tomorrow, later = (str(now().date() + timedelta(days=days)) for days in (1, 2))
    assert report(city, seen_on=later).json["code"] == "bad-field"
    assert report(city, seen_on=tomorrow).status_code == 201


@pytest.mark.one_database
def test_who_triages_nothing_finds_no_report_by_any_way(city: World) -> None:
    reported(city)
    with city.app.app_context():
        for who, seen in (("officer1", 0), ("opd_disdik", 0), ("sekda", 0), ("inspector", 1)):
            user = db.session.get_one(User, city.users[who])
            assert len(db.session.scalars(queries.visible_to(user)).all()) == seen, who


def test_a_case_ends_properly_when_nobody_was_recognised(city: World) -> None:
    receipt, tip = reported(city)
    assert step(city, tip, "take").json["state"] == "looking"
    assert step(city, tip, "case").json["person"] is None
    ended = step(city, tip, "end", outcome="unidentified").json
    assert (ended["state"], ended["verbs"]) == ("ended", [])
    told = ask(city, receipt).json
    assert told["state"] == "ended"
    assert told["ended_on"]
    assert "tidak dapat dikenali" in told["sentence"]
    assert step(city, tip, "take").status_code == 409
    assert step(city, tip, "reopen").status_code == 404  # a second pair of eyes
    assert step(city, tip, "reopen", "approver").json["state"] == "looking"
    assert [one["verb"] for one in step(city, tip, "case").json["steps"]] == [
        "take", "case", "end", "reopen", "case",
    ]  # fmt: skip


def test_whom_a_case_names_neither_sees_it_nor_stands_in_the_answer(city: World) -> None:
    receipt, tip = reported(city)
    step(city, tip, "case")
    budi = str(city.employees["budi"])
    named = step(city, tip, "identify", employee_id=budi).json
    assert named["person"]["name"] == "BUDI SANTOSO, S.T."
    assert "unidentified" not in named["outcomes"]
    with city.app.app_context():
        from server.accounts.models import User  # noqa: PLC0415 - only this test changes a user

        db.session.get_one(User, city.users["desk2"]).employee_id = UUID(budi)
        db.session.commit()
    client = city.client("desk2")
    assert client.get(f"/api/tips/{tip}").status_code == 404
    assert client.get("/api/tips").json["items"] == []
    assert step(city, tip, "end", "desk2", outcome="handed_over").status_code == 404
    assert step(city, tip, "end", outcome="handed_over").status_code == 200
    assert "BUDI" not in ask(city, receipt).text


def test_who_is_named_learns_that_and_how_it_ended_and_not_who_wrote(
    city: World, tmp_path: Path
) -> None:
    _receipt, tip = reported(city)
    step(city, tip, "case")
    step(city, tip, "identify", employee_id=str(city.employees["budi"]))
    step(city, tip, "end", outcome="handed_over")
    with city.app.app_context(), transaction():
        subject.export(tmp_path / "a.zip", "198703122010011004", "12/PPID/2026", blobs())
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        text = file.read("data.json").decode()
    assert [one["outcome"] for one in json.loads(text)["reports"]] == ["handed_over"]
    for word in (*SAID.values(), *PERSON.values()):
        assert word not in text


def test_two_at_the_desk_do_not_overwrite_each_other(city: World) -> None:
    _receipt, tip = reported(city)
    body = {"reason": WHY, "revision": 1}
    first, second = (
        city.client(who).post(f"/api/tips/{tip}/take", json=body) for who in ("desk", "desk2")
    )
    assert (first.status_code, second.json["code"]) == (200, "stale-revision")


def test_a_report_that_is_held_back_stays_until_the_hold_is_lifted(city: World) -> None:
    _receipt, tip = reported(city)
    step(city, tip, "case")
    step(city, tip, "identify", employee_id=str(city.employees["budi"]))
    step(city, tip, "end", outcome="handed_over")
    hold = {"subject": "tip", "subject_id": str(tip), "reason": "Perkara 12/G/2026"}
    assert city.client("officer1").post("/api/holds", json=hold).status_code == 404
    placed = city.client("inspector").post("/api/holds", json=hold).json
    assert placed["operation"].startswith("Laporan masyarakat ")
    with city.app.app_context():
        later = now() + timedelta(days=366)
        due = [one for one in retention.preview(later) if one.rule is Rule.TIP]
        assert [dict(one.counts) for one in due] == [{"tips": 0, "photos": 0, "held": 1}]
        retention.run(blobs(), at=later)
        assert db.session.get_one(Tip, tip).what == SAID["what"]
        db.session.execute(
            update(User).where(User.username == "desk2").values(employee_id=city.employees["budi"])
        )
        db.session.commit()
    # whom it names neither sees the hold nor can place one
    assert city.client("desk2").get("/api/retention").json["holds"] == []
    assert city.client("desk2").post("/api/holds", json=hold).status_code == 404
    assert len(city.client("desk").get("/api/retention").json["holds"]) == 1
    body = {"reason": "perkara selesai"}
    assert city.client("approver").post(f"/api/holds/{placed['id']}/lift", json=body).json
    with city.app.app_context():
        retention.run(blobs(), at=later)
        assert db.session.get_one(Tip, tip).what == ""


def test_an_old_report_is_forgotten_and_everything_still_verifies(city: World) -> None:
    receipt, tip = reported(city)
    attach(city, receipt, photo_with_exif())
    step(city, tip, "end", outcome="dismissed", reason="Tiga pegawai itu sedang bertugas")
    with city.app.app_context():
        later = now() + timedelta(days=366)
        sha256 = db.session.scalars(select(TipPicture.sha256)).one()
        due = [one for one in retention.preview(later) if one.rule is Rule.TIP]
        assert [dict(one.counts) for one in due] == [{"tips": 1, "photos": 1}]
        retention.run(blobs(), at=later)
        text = rows_as_text()
        for word in (SAID["what"], SAID["place"], "berseragam", "sedang bertugas"):
            assert word not in text
        kept = db.session.get_one(Tip, tip)
        assert (kept.state, kept.outcome, kept.receipt_hash) == ("ended", "dismissed", None)
        assert not blobs().holds(sha256)
        assert db.session.get(TipReporter, tip) is None
        assert [*faults(), *evidence_faults(blobs())] == []
        assert not [one for one in retention.preview(later) if one.rule is Rule.TIP]
    assert ask(city, receipt).status_code == 404
    shown = city.client("desk").get(f"/api/tips/{tip}").json
    assert (shown["erased"], shown["verbs"], shown["what"]) == (True, [], "")
