"""Papers about the sidak: the berita acara of a team, the report to the mayor."""

import io
from typing import Any
from uuid import uuid4

import pytest
import world
from flask import Flask
from paperwork import furnished
from pypdf import PdfReader
from sqlalchemy import select
from world import World

from server.core.audit import AuditEntry
from server.core.clock import iso
from server.core.db import db


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def read(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    return " ".join(text.split())


def test_a_team_gets_its_berita_acara_and_the_mayor_a_report_with_the_lists_figures(
    city: World,
) -> None:
    where = f"/api/operations/{city.operation}"
    path = f"{where}/teams/{city.teams[1]}/report.pdf"
    city.send(city.finding(place="Pasar Baru"))
    city.seen_at = world.workday(9, 40)
    city.send(city.finding(place="Kedai A"))  # the same person again: one row
    stranger = city.identity(basis="unknown", kind="unknown")
    city.send(city.finding(identity=stranger, conduct="left", place="pasar  baru"))
    visit = {"id": str(uuid4()), "team_id": str(city.teams[1]), "place": "Alun-alun", "nil": True,
             "at": iso(world.workday(8, 30))}  # fmt: skip
    assert city.client("officer1").post(f"{where}/visits", json=visit).status_code == 201
    other = city.finding(
        team_id=str(city.teams[2]),
        author_id=str(city.users["officer2"]),
        identity=city.identity("siti"),
    )
    city.send(other, by="officer2")
    with city.app.app_context():
        rows = select(AuditEntry).order_by(AuditEntry.log_index.desc())
        last = db.session.scalars(rows).first()
        assert last is not None
        checkpoint = f"{last.log_index}:{last.hash[:16]}"
    text = read(city.client("coordinator1").get(path))
    assert checkpoint in text
    for wanted in (
        "BERITA ACARA", "Tim 1", "800.1.11.1/1/BKPSDM/2026", "2 (dua) orang", "BUDI SANTOSO",
        "Tidak dikenal", "Meninggalkan lokasi", "Tidak ada", "Alun-alun 08.30 WIB nihil",
        "Pasar Baru 09.15 WIB 2 orang", "Coordinator1", "koordinator", "Officer1", "KONSEP",
    ):  # fmt: skip
        assert wanted in text, (wanted, text)
    assert "SITI" not in text
    closed = city.client("desk").post(
        f"{where}/teams/{city.teams[1]}/close", json={"reason": "ok ya"}
    )
    assert closed.status_code == 201, closed.text
    assert "KONSEP" not in read(city.client("sekda").get(path))
    # the report to the mayor: the figures of the list, and nobody's name
    found = city.client("desk").get(f"{where}/summons-list.json").json
    totals, not_listed = found["totals"], found["not_listed"]
    report = read(city.client("sekda").get(f"{where}/report.pdf"))
    for wanted in (
        "Yth. Wali Kota Contoh", "Laporan hasil sidak", "(sementara)", "KONSEP",
        f"Orang yang ditemukan {totals['people']}",
        f"Dipanggil untuk klarifikasi {totals['listed']}",
        f"Tidak dipanggil {totals['not_listed']}",
        f"Temuan belum dikonfirmasi {not_listed['unconfirmed']}",
        f"Selisih {totals['difference']}", "Tim 1 2 1 2", "Tim 2 1 0 1",
        f"{totals['findings']} temuan, 1 di antaranya",
    ):  # fmt: skip
        assert wanted in report, (wanted, report)
    for name in ("BUDI", "SITI", "1987"):
        assert name not in report
    assert city.client("coordinator1").get(f"{where}/report.pdf").status_code == 404
    empty = f"{where}/teams/{city.teams[2]}/report.pdf"
    assert "1 (satu) orang" in read(city.client("desk").get(empty))
    for who in ("officer1", "admin", "opd_disdik"):
        assert city.client(who).get(path).status_code == 404
    assert city.client("coordinator1").get(empty).status_code == 404
