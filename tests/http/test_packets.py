"""The packet of one person's case: its documents with an index, nobody else's names, every export audited."""

import csv
import hashlib
import io
import zipfile
from typing import Any

import pytest
import world
from flask import Flask
from paperwork import drafted, furnished, letter_for_budi, signed
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select
from world import World

from server.core.audit import AuditEntry
from server.core.db import db

PDF = b"%PDF-1.7 surat tugas"


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def asked(city: World, line: str, by: str = "desk") -> Any:
    return city.client(by).get(f"/api/operations/{city.operation}/lines/{line}/packet.zip")


def test_a_packet_holds_one_persons_documents_and_is_audited(city: World) -> None:
    letter_a = signed(city, letter_for_budi(city), "800/1/2026")
    letter_b = signed(city, drafted(city, "B")[0], "800/2/2026")
    desk = city.client("desk")
    (finding,) = desk.get(f"/api/findings?operation={city.operation}").json["items"]
    said = {"kind": "surat_tugas", "number": "=1+1", "note": "Baru ketemu suratnya."}
    late = desk.post(f"/api/findings/{finding['id']}/late-letters", json=said).json
    put = desk.put(f"/api/late-letters/{late['id']}/file", data=PDF, content_type="application/pdf")
    assert put.status_code == 200
    listed = desk.get(f"/api/operations/{city.operation}/summons-list.json").json
    line = listed["opds"][0]["lines"][0]["line_id"]
    answer = asked(city, line)
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packet:
        assert packet.testzip() is None
        files = {name: packet.read(name) for name in packet.namelist()}
    index = files.pop("00 indeks.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(index), delimiter=";"))
    kinds = ["Lembar perkara", "Surat", "Surat", "Penjelasan tertulis", "Surat menyusul"]
    kinds.append("Lembar isian I'DIS")
    assert [row["Jenis"] for row in rows] == kinds
    # letter A of this small list names BUDI alone; every enclosed file stands with its hash
    for row in rows:
        assert hashlib.sha256(files[row["Berkas"]]).hexdigest() == row["SHA-256"]
    assert {letter_a["pdf_sha256"], letter_b["pdf_sha256"]} <= {row["SHA-256"] for row in rows}
    assert PDF in files.values()
    assert "=1+1" in rows[4]["Keterangan"]
    assert not rows[4]["Keterangan"].startswith("=")
    text = PdfReader(io.BytesIO(files["01 lembar perkara.pdf"])).pages[0].extract_text()
    for word in ("BUDI SANTOSO", "19870312 201001 1 004", "Pasar Baru", "Surat ditandatangani"):
        assert word in text, word
    assert "officer1" not in text.lower()
    assert "Surat Panggilan I Nomor 800/2/2026" in " ".join(text.split())
    with city.app.app_context():
        row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "line.export")).one()
        assert row.detail["sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert asked(city, line, by="inspector").status_code == 200
    for who in ("officer1", "sekda", "admin", "opd_disdik"):
        assert asked(city, line, by=who).status_code == 404
    assert asked(city, finding["id"]).status_code == 404


@pytest.mark.one_database
def test_a_packet_holds_the_photos_without_their_exif(city: World) -> None:
    _, pixels = world.photo()
    exif = Image.Exif()
    exif[0x010E] = "rumah BUDI"
    out = io.BytesIO()
    Image.open(io.BytesIO(pixels)).save(out, "JPEG", exif=exif)
    told = world.announced(out.getvalue())
    finding_id = city.confirmed(city.finding(photos=[told], photos_skipped=None))
    sent = city.upload(city.client("officer1"), finding_id, told, out.getvalue())
    assert sent.status_code == 201
    listed = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.json").json
    line = listed["opds"][0]["lines"][0]["line_id"]
    with zipfile.ZipFile(io.BytesIO(asked(city, line).data)) as packet:
        index = packet.read("00 indeks.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(index), delimiter=";"))
        (row,) = (one for one in rows if one["Jenis"] == "Foto orang")
        shown = packet.read(row["Berkas"])
    assert hashlib.sha256(shown).hexdigest() == row["SHA-256"]
    assert told["sha256"] in row["Keterangan"]
    assert b"rumah BUDI" in out.getvalue()
    assert b"rumah BUDI" not in shown
    assert not Image.open(io.BytesIO(shown)).getexif()


@pytest.mark.one_database
def test_a_letter_that_names_others_is_listed_and_not_enclosed(city: World) -> None:
    for who in ("siti", "joko"):
        city.confirmed(city.finding(identity=city.identity(who)))
    (letter,) = drafted(city, "A")
    signed(city, letter, "800/3/2026")
    desk = city.client("desk")
    listed = desk.get(f"/api/operations/{city.operation}/summons-list.json").json
    lines = {one["name"]: one["line_id"] for one in listed["opds"][0]["lines"]}
    with zipfile.ZipFile(io.BytesIO(asked(city, lines["SITI AMINAH"]).data)) as packet:
        assert packet.namelist() == [
            "01 lembar perkara.pdf",
            "03 isian IDIS.csv",
            "00 indeks.csv",
        ]
        index = packet.read("00 indeks.csv").decode("utf-8-sig")
        sheet = PdfReader(io.BytesIO(packet.read("01 lembar perkara.pdf"))).pages[0].extract_text()
    assert "tidak disertakan: memuat nama orang lain" in index
    assert "JOKO" not in index + sheet
