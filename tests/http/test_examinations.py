"""The berita acara pemeriksaan (BAP): written by the desk, closed for good, read by few."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from paperwork import furnished, letter_for_budi, lines_of, signed, take, today
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
from server.summons.models import Examination

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


def test_an_addition_to_a_closed_bap_is_another_one(city: World) -> None:
    first = closed(city, written(city, begun(city)))
    second = begun(city)
    assert (second["number"], second["questions"]) == (2, [])
    asked = [{"question": "Ada tambahan?", "answer": "Ada."}]
    done = closed(city, written(city, second, questions=asked, lost=[]))
    told = paper(city, done)
    assert "PEMERIKSAAN TAMBAHAN" in told
    assert "melengkapi Berita Acara Pemeriksaan tanggal" in told
    found = city.client("desk").get(address(city, line_of(city))).json
    assert [one["id"] for one in found["items"]] == [first["id"], done["id"]]
    assert found["may_begin"] is True


@pytest.mark.one_database
def test_refusing_to_sign_needs_a_witness_and_leaves_the_record_valid(city: World) -> None:
    bap = begun(city)
    refused = {"state": "refused", "declared": "Saya keberatan."}
    assert written(city, bap, signature=refused)["missing"] == ["witness"]
    bap = {**bap, "revision": 2}
    refused |= {"witness": "RINI ASTUTI", "witness_job": "Staf"}
    done = closed(city, written(city, bap, signature=refused))
    told = paper(city, done)
    for word in ("menolak menandatangani", "tidak membatalkan", "RINI ASTUTI", "Saya keberatan"):
        assert word in told, word


@pytest.mark.one_database
def test_what_was_answered_about_health_is_read_by_the_desk_alone(city: World) -> None:
    done = closed(city, written(city, begun(city)))
    seen = city.client("inspector").get(f"/api/examinations/{done['id']}").json
    assert [one["masked"] for one in seen["questions"]] == [False, True]
    assert "Asma" not in str(seen)
    told = paper(city, done, by="inspector")
    assert "Asma" not in told
    assert "menyangkut kesehatan, hanya dibaca pemeriksa" in told
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
    for who in ("officer1", "sekda", "admin", "opd_disdik"):
        assert city.client(who).get(f"/api/examinations/{done['id']}").status_code == 404
        assert city.client(who).get(address(city, line_of(city))).status_code == 404


@pytest.mark.one_database
def test_nobody_examines_himself_or_whom_he_found(city: World) -> None:
    bap = begun(city)
    (superior,) = bap["examiners"]
    budi = {**superior, "employee_id": None, "nip": "198703122010011004", "name": "BUDI"}
    assert written(city, bap, status=422, examiners=[budi])["code"] == "examiner-involved"
    with city.app.app_context():
        finder = db.session.get_one(User, city.users["officer1"])
        finder.employee_id = city.employees["head"]
        db.session.commit()
    assert written(city, bap, status=422)["code"] == "examiner-involved"


@pytest.mark.one_database
def test_a_bap_needs_a_letter_b_and_somebody_who_came(app: Flask) -> None:
    city = furnished(app)
    signed(city, letter_for_budi(city, "A"), "800/1/2026")
    line = take(city, lines_of(city)["BUDI SANTOSO, S.T."], "attend")
    assert line["examination"] is None
    answer = city.client("desk").post(address(city, line["line_id"]))
    assert (answer.status_code, answer.json["code"]) == (409, "examination-not-ready")


@pytest.mark.one_database
def test_a_bap_that_was_changed_behind_the_application_is_named(city: World) -> None:
    done = closed(city, written(city, begun(city)))
    with city.app.app_context():
        db.session.execute(text("DROP TRIGGER kept__examinations__update"))
        row = db.session.get_one(Examination, UUID(done["id"]))
        row.content = {**row.content, "lost": []}
        db.session.commit()
        assert (done["id"], "this BAP was changed") in list(evidence_faults(blobs()))
        row.content = {}
        db.session.commit()
        assert [why for _, why in evidence_faults(blobs())] == [
            "this BAP was emptied, and no retention run says so"
        ]
