"""Papers about the sidak: the berita acara of a team."""

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


def test_a_team_gets_its_berita_acara_with_the_end_of_the_audit_chain(city: World) -> None:
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
    assert closed.status_code == 200, closed.text
    assert "KONSEP" not in read(city.client("sekda").get(path))
    empty = f"{where}/teams/{city.teams[2]}/report.pdf"
    assert "1 (satu) orang" in read(city.client("desk").get(empty))
    for who in ("officer1", "admin", "opd_disdik"):
        assert city.client(who).get(path).status_code == 404
    assert city.client("coordinator1").get(empty).status_code == 404
