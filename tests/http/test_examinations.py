"""The berita acara pemeriksaan (BAP): written by the desk, closed for good, read by few."""

import csv
import io
import zipfile
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import tamper
import world
from flask import Flask
from paperwork import (
    LETTERHEAD,
    drafted,
    furnished,
    letter_for_budi,
    lines_of,
    signed,
    take,
    today,
)
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from world import World

from server.accounts.models import User
from server.archive.evidence import evidence_faults
from server.core.app_state import blobs
from server.core.audit import AuditEntry
from server.core.clock import iso, now
from server.core.db import db
from server.people.models import Import
from server.permits.models import AttendanceDay
from server.summons.models import Examination, Line

SAID = "Saya membeli obat.\nLalu kembali ke kantor."


@pytest.fixture
def city(app: Flask) -> World:
    """BUDI came to a signed letter B."""
    made = furnished(app)
    signed(made, letter_for_budi(made, "B"), "800/1/2026")
    take(made, lines_of(made)["BUDI SANTOSO, S.T."], "attend")
    return made


def line_of(city: World) -> str:
    found: str = lines_of(city)["BUDI SANTOSO, S.T."]["line_id"]
    return found


def address(city: World, line: str) -> str:
    return f"/api/operations/{city.operation}/lines/{line}/examinations"


def begun(city: World, by: str = "desk") -> dict[str, Any]:
    answer = city.client(by).post(address(city, line_of(city)))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


def filled(bap: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a complete BAP as the desk would send it."""
    ended = now() - timedelta(minutes=5)
    return {
        "revision": bap["revision"],
        "place": bap["place"],
        "started_at": iso(ended - timedelta(minutes=45)),
        "ended_at": iso(ended),
        "examiners": bap["examiners"],
        "questions": [
            {"question": "Di mana Saudara saat itu?", "answer": SAID},
            {"question": "Mengapa?", "answer": "Asma saya kambuh.", "health": True},
        ],
        "lost": [{"day": today().isoformat(), "minutes": 135}],
        "signature": {"state": "signed"},
        **changes,
    }


def written(
    city: World, bap: dict[str, Any], status: int = 200, by: str = "desk", **changes: Any
) -> dict[str, Any]:
    body = filled(bap, **changes)
    answer = city.client(by).put(f"/api/examinations/{bap['id']}", json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json
    return found


def closed(city: World, bap: dict[str, Any], status: int = 200) -> dict[str, Any]:
    body = {"revision": bap["revision"]}
    answer = city.client("desk").post(f"/api/examinations/{bap['id']}/close", json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json
    return found


def paper(city: World, bap: dict[str, Any], by: str = "desk") -> str:
    answer = city.client(by).get(f"/api/examinations/{bap['id']}.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf"), answer.text
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_bap_is_written_closed_and_then_never_changed(city: World) -> None:
    bap = begun(city)
    assert (bap["status"], bap["number"], bap["may_write"]) == ("draft", 1, True)
    assert [one["name"] for one in bap["examiners"]] == ["Drs. SUTRISNO, M.Si."]
    assert len(bap["questions"]) > 4
    assert set(bap["missing"]) == {"times", "answers", "signature"}
    assert begun(city)["id"] == bap["id"]
    assert closed(city, bap, status=422)["missing"] == bap["missing"]
    draft = written(city, bap)
    assert draft["missing"] == []
    assert "KONSEP" in paper(city, draft)
    stale = written(city, bap, status=409, place="Aula")
    assert (stale["code"], stale["current"]["revision"]) == ("stale-revision", 2)
    done = closed(city, draft)
    assert (done["status"], done["missing"], done["may_write"]) == ("closed", [], False)
    assert lines_of(city)["BUDI SANTOSO, S.T."]["examination"] == "closed"
    assert written(city, done, status=409)["code"] == "examination-closed"
    assert closed(city, done, status=409)["code"] == "examination-closed"
    told = paper(city, done)
    for word in (
        "BERITA ACARA PEMERIKSAAN", "Saya membeli obat. Lalu kembali", "Asma saya kambuh", "800/1/2026",
        "2 jam 15 menit (135 menit)", "lalu menandatanganinya", done["checkpoint"],
    ):  # fmt: skip
        assert word in told, word
    assert "KONSEP" not in told
    with city.app.app_context():
        row = db.session.get_one(Examination, UUID(done["id"]))
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "examination.close")
        ).one()
        assert (entry.log_index, entry.detail["sha256"]) == (row.log_index, row.sha256)
        assert done["checkpoint"].startswith(f"{entry.log_index}:{entry.hash[:16]}")
        assert "Asma" not in str(entry.detail)
        assert list(evidence_faults(blobs())) == []
        with pytest.raises(Exception, match="is refused, evidence is kept") as refused:
            db.session.execute(text("UPDATE examinations SET content = '[]'"))
        assert isinstance(refused.value, IntegrityError) or "kept" in str(refused.value)


@pytest.mark.one_database
def test_a_refusal_health_and_an_addition(city: World) -> None:
    """Refusing to sign needs a witness; answers about health stay with the desk; more is another BAP."""
    bap = begun(city)
    refused = {"state": "refused", "declared": "Saya keberatan."}
    assert written(city, bap, signature=refused)["missing"] == ["witness"]
    refused |= {"witness": "RINI ASTUTI", "witness_job": "Staf"}
    done = closed(city, written(city, {**bap, "revision": 2}, signature=refused))
    told = paper(city, done)
    for word in ("menolak menandatangani", "tidak membatalkan", "RINI ASTUTI", "Saya keberatan"):
        assert word in told, word
    seen = city.client("inspector").get(f"/api/examinations/{done['id']}").json
    assert [one["masked"] for one in seen["questions"]] == [False, True]
    assert "Asma" not in str(seen)
    told = paper(city, done, by="inspector")
    assert "Asma" not in told
    assert "menyangkut kesehatan, hanya dibaca pemeriksa" in told
    _the_packet_leaves_health_out(city)
    for who in ("officer1", "sekda", "admin", "opd_disdik"):
        assert city.client(who).get(f"/api/examinations/{done['id']}").status_code == 404
        assert city.client(who).get(address(city, line_of(city))).status_code == 404
    second = begun(city)
    assert (second["number"], second["questions"]) == (2, [])
    asked = [{"question": "Ada tambahan?", "answer": "Ada."}]
    more = closed(city, written(city, second, questions=asked, lost=[]))
    told = paper(city, more)
    assert "PEMERIKSAAN TAMBAHAN" in told
    assert "melengkapi Berita Acara Pemeriksaan tanggal" in told
    found = city.client("desk").get(address(city, line_of(city))).json
    assert [one["id"] for one in found["items"]] == [done["id"], more["id"]]
    assert found["may_begin"] is True
    assert found["person"] == found["items"][0]["person"], "and so before there is a BAP"
    _a_change_behind_the_application_is_named(city, more)


def _the_packet_leaves_health_out(city: World) -> None:
    url = f"/api/operations/{city.operation}/lines/{line_of(city)}/packet.zip"
    with zipfile.ZipFile(io.BytesIO(city.client("desk").get(url).data)) as packet:
        index = packet.read("00 indeks.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(index), delimiter=";"))
        (row,) = (one for one in rows if one["Jenis"] == "Berita acara pemeriksaan")
        inside = PdfReader(io.BytesIO(packet.read(row["Berkas"]))).pages[0].extract_text()
        sheet = PdfReader(io.BytesIO(packet.read("01 lembar perkara.pdf"))).pages[0].extract_text()
    assert "Saya membeli obat" in inside
    assert "Asma" not in inside
    assert "tidak dicetak" in row["Keterangan"]
    assert "Diperiksa (BAP)" in sheet


def _a_change_behind_the_application_is_named(city: World, done: dict[str, Any]) -> None:
    with city.app.app_context():
        tamper.lift_guards(db.session.connection())
        row = db.session.get_one(Examination, UUID(done["id"]))
        row.content = {**row.content, "lost": [1]}
        db.session.commit()
        assert (done["id"], "this BAP was changed") in list(evidence_faults(blobs()))
        row.content = {}
        db.session.commit()
        emptied = (done["id"], "this BAP was emptied, and no retention run says so")
        assert emptied in list(evidence_faults(blobs()))


@pytest.mark.one_database
def test_who_may_examine_when_and_what_was_lost(app: Flask) -> None:
    """A BAP needs a letter B and uninvolved examiners; its time adds to that of the attendance."""
    city = furnished(app)
    signed(city, letter_for_budi(city, "A"), "800/1/2026")
    signed(city, drafted(city, "B")[0], "800/2/2026")
    line = line_of(city)
    answer = city.client("desk").post(address(city, line))
    assert (answer.status_code, answer.json["code"]) == (409, "examination-not-ready")
    take(city, lines_of(city)["BUDI SANTOSO, S.T."], "attend")
    bap = begun(city)
    (superior,) = bap["examiners"]
    budi = {**superior, "employee_id": None, "nip": "198703122010011004", "name": "BUDI"}
    assert written(city, bap, status=422, examiners=[budi])["code"] == "examiner-involved"
    finder(city, city.employees["head"])
    assert written(city, bap, status=422)["code"] == "examiner-involved"
    finder(city, None)
    assert lost_time(city, line)["items"] == []  # the sighting alone costs nobody a minute
    day = world.workday(9).date()
    lost = [{"day": day.isoformat(), "minutes": 135}]
    closed(city, written(city, bap, lost=lost))
    punched(city, "budi", [day, *(day - timedelta(days=7 * number) for number in (1, 2, 3))])
    found = lost_time(city, line, year=day.year)
    this_year = [one for one in found["items"] if one["source"] == "attendance"]
    assert {"day": day.isoformat(), "minutes": 135, "source": "examination"} in found["items"]
    assert (found["days"], found["remainder"]) == (len(this_year), 135)
    for who in ("sekda", "officer1", "opd_disdik"):
        path = f"/api/operations/{city.operation}/lines/{line}/lost-time"
        assert city.client(who).get(path).status_code == 404
    _the_ladder_is_the_offices_own(city, line, day.year)
    with city.app.app_context():
        row = db.session.get_one(Line, UUID(line))
        row.hearing_at = now() - timedelta(days=4)
        db.session.commit()
    (superior,) = city.client("sekda").get("/api/overdue").json["items"]
    assert superior["name"] == "Drs. SUTRISNO, M.Si."
    assert [(one["name"], one["why"], one["days"]) for one in superior["lines"]] == [
        ("BUDI SANTOSO, S.T.", "outcome", 4)
    ]
    take(city, lines_of(city)["BUDI SANTOSO, S.T."], "outcome", outcome="coached")
    assert city.client("sekda").get("/api/overdue").json["items"] == []


def _the_ladder_is_the_offices_own(city: World, line: str, year: int) -> None:
    desk = city.client("desk")
    matters = {"ladder": "1+ | awal | pembinaan oleh atasan"}
    assert desk.put("/api/letterhead", json={**LETTERHEAD, "matters": matters}).status_code == 200
    found = lost_time(city, line, year=year)
    if found["days"]:
        assert found["estimate"]["punishment"] == "pembinaan oleh atasan"
    wrong = {"ladder": "satu | awal | pembinaan"}
    answer = desk.put("/api/letterhead", json={**LETTERHEAD, "matters": wrong})
    assert (answer.status_code, answer.json["code"]) == (422, "bad-field")


def lost_time(city: World, line: str, **query: Any) -> dict[str, Any]:
    path = f"/api/operations/{city.operation}/lines/{line}/lost-time"
    answer = city.client("desk").get(path, query_string=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def finder(city: World, employee_id: UUID | None) -> None:
    """Say who in the roster the officer is that found BUDI."""
    with city.app.app_context():
        db.session.get_one(User, city.users["officer1"]).employee_id = employee_id
        db.session.commit()


def punched(city: World, who: str, days: list[date]) -> None:
    """Put whole days without a word into an applied attendance file."""
    with city.app.app_context():
        brought = Import(
            kind="attendance", status="applied", form="csv", size=1, sha256="ab" * 32, columns={},
            effective_on=days[0], dropped=[], decisions={}, offices={}, figures={}, applied_at=now(),
        )  # fmt: skip
        db.session.add(brought)
        db.session.flush()
        db.session.add_all(
            AttendanceDay(import_id=brought.id, employee_id=city.employees[who], day=day,
                          code="tanpa keterangan")
            for day in days
        )  # fmt: skip
        db.session.commit()
