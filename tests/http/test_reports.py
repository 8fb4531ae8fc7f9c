"""The report on a sidak to the mayor."""

import io
from typing import Any
from uuid import uuid4

import pytest
import world
from docx import Document
from flask import Flask
from paperwork import furnished
from pypdf import PdfReader
from world import World

from server.core.clock import iso


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def read(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    return " ".join(text.split())


def test_the_mayor_gets_a_report_with_the_figures_of_the_list_and_nobodys_name(
    city: World,
) -> None:
    where = f"/api/operations/{city.operation}"
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
    assert "Zona dan tempat temuan" in report
    assert "09.00 " in report, "a column for the hour in which somebody was found first"
    word = city.client("sekda").get(f"{where}/report.docx")
    assert (word.status_code, word.data[:2]) == (200, b"PK"), word.text
    letters = Document(io.BytesIO(word.data))
    cells = " ".join(one.text for table in letters.tables for one in table._cells)  # noqa: SLF001 - one walk
    assert f"Orang yang ditemukan {totals['people']}" in cells
    for name in ("BUDI", "SITI", "1987"):
        assert name not in report
        assert name not in cells
    assert city.client("coordinator1").get(f"{where}/report.pdf").status_code == 404
