"""The surat perintah tugas on paper: who is sent, when, under which number; secret until the opening."""

import io

import pytest
from flask import Flask
from paperwork import KEPALA, LETTERHEAD, furnished
from pypdf import PdfReader
from sqlalchemy import select
from world import World

from server.accounts.models import User
from server.core.audit import AuditEntry
from server.core.db import db
from server.operations.models import Operation, Team, TeamMember


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def words(city: World, by: str = "desk") -> str:
    answer = city.client(by).get(f"/api/operations/{city.operation}/order.pdf")
    assert answer.status_code == 200, answer.text
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_an_order_names_who_is_sent_and_is_secret_until_the_opening(city: World) -> None:
    with city.app.app_context():
        operation = db.session.get_one(Operation, city.operation)
        operation.status, operation.order_number = "planned", ""
        db.session.get_one(Team, city.teams[1]).places = ["Pasar Baru", "Alun-alun"]
        db.session.get_one(User, city.users["coordinator1"]).employee_id = city.employees["siti"]
        db.session.commit()
    said = words(city)
    for part in (
        "SURAT PERINTAH TUGAS", "MEMERINTAHKAN", "RAHASIA sampai operasi dibuka", "KONSEP",
        "Tim 1: Pasar Baru, Alun-alun", "SITI AMINAH", "19900521 201903 2 007", "koordinator",
        "Officer1", "petugas", "Nomor 94 Tahun 2021", KEPALA["name"], "Tidak mencatat di rumah",
        "menurut tim dan tempat di bawah ini",
    ):  # fmt: skip
        assert part in said, part
    desk = city.client("desk")
    head = {**LETTERHEAD, "matters": {"order": "Keputusan Wali Kota Nomor 7\nPerwali Nomor 8"}}
    assert desk.put("/api/letterhead", json=head).status_code == 200
    sekda = {**KEPALA, "letter_kind": "order", "title": "Sekretaris Daerah", "name": "Drs. HASAN"}
    assert desk.post("/api/signatories", json=sekda).status_code == 201
    with city.app.app_context():
        operation = db.session.get_one(Operation, city.operation)
        operation.status, operation.order_number = "open", "800.1.11.1/98/SETDA/2026"
        operation.kind = "office"
        db.session.commit()
    said = words(city, "sekda")
    for part in ("800.1.11.1/98/SETDA/2026", "Drs. HASAN", "Perwali Nomor 8", "Mencatat kehadiran"):
        assert part in said, part
    assert "RAHASIA" not in said
    assert "KONSEP" not in said
    assert "Tidak mencatat di rumah" not in said  # to offices they go for the attendance
    for who in ("officer1", "coordinator1", "opd_disdik", "inspector"):
        answer = city.client(who).get(f"/api/operations/{city.operation}/order.pdf")
        assert answer.status_code == 404, who
    with city.app.app_context():
        rows = select(AuditEntry).where(AuditEntry.action == "operation.print_order")
        assert len(db.session.scalars(rows).all()) == 2
        for member in db.session.scalars(select(TeamMember)):
            db.session.delete(member)
        db.session.commit()
    answer = desk.get(f"/api/operations/{city.operation}/order.pdf")
    assert (answer.status_code, answer.json["code"]) == (422, "bad-field")
