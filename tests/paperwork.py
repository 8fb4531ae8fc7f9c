"""The steps of letters and lines as people at the desk take them, over HTTP; for tests of the desk."""

import io
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import world
from flask import Flask
from pypdf import PdfReader
from standing import standing
from world import World

from server.summons.service import lines as lines_of_the_house

LETTERHEAD = {
    "government": "Pemerintah Kota Contoh",
    "agency": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    "address": "Jalan Alun-alun Utara Nomor 1, Kota Contoh 67200",
    "city": "Kota Contoh",
    "hearing_place": "Ruang Rapat BKPSDM",
    "copies_to": ["Sekretaris Daerah Kota Contoh", "Inspektur Kota Contoh"],
}
KEPALA = {
    "letter_kind": "A",
    "title": "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    "name": "Rahmawati Noor, S.Sos., M.Si.",
    "rank": "Pembina Utama Muda (IV/c)",
    "nip": "197105121995032001",
}
WIB = ZoneInfo("Asia/Jakarta")


@standing
def furnished(app: Flask) -> World:
    """Build the small world with a kop and somebody who signs."""
    city = world.build(app)
    desk = city.client("desk")
    assert desk.put("/api/letterhead", json=LETTERHEAD).status_code == 200
    assert desk.post("/api/signatories", json=KEPALA).status_code == 201
    return city


def draft(city: World, kind: str = "A", by: str = "desk", **more: Any) -> Any:
    path = f"/api/operations/{city.operation}/letters"
    return city.client(by).post(path, json={"kind": kind, **more})


def drafted(city: World, kind: str = "A", **more: Any) -> list[dict[str, Any]]:
    answer = draft(city, kind, **more)
    assert answer.status_code == 201, answer.text
    return answer.json["items"]


def letter_for_budi(city: World, kind: str = "A") -> dict[str, Any]:
    city.confirmed(city.finding())
    (letter,) = drafted(city, kind)
    return letter


def step(
    city: World, letter: dict[str, Any], verb: str, by: str = "desk", status: int = 200, **more: Any
) -> dict[str, Any]:
    body = {"revision": letter["revision"], "reason": "", **more}
    answer = city.client(by).post(f"/api/letters/{letter['id']}/{verb}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json


def change(
    city: World, letter: dict[str, Any], by: str = "desk", status: int = 200, **changes: Any
) -> dict[str, Any]:
    body = {"revision": letter["revision"], **changes}
    answer = city.client(by).patch(f"/api/letters/{letter['id']}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json


def approved(city: World, letter: dict[str, Any]) -> dict[str, Any]:
    return step(city, step(city, letter, "submit"), "approve", by="approver")


def signed(
    city: World, letter: dict[str, Any], number: str = "800.1.6.2/123/BKPSDM/2026"
) -> dict[str, Any]:
    letter = approved(city, letter)
    return step(city, letter, "sign", number=number, dated=today().isoformat())


def today() -> date:
    return datetime.now(WIB).date()


def text_of(city: World, letter: dict[str, Any]) -> str:
    answer = city.client("desk").get(f"/api/letters/{letter['id']}.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    return " ".join(text.split())


def lines_of(city: World) -> dict[str, dict[str, Any]]:
    found = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.json").json
    return {line["name"]: line for opd in found["opds"] for line in opd["lines"]}


def take(
    city: World, line: dict[str, Any], verb: str, by: str = "desk", status: int = 200, **more: Any
) -> dict[str, Any]:
    body = {
        "reason": "sesuai bukti",
        "revision": line["revision"],
        "operation_id": str(city.operation),
        **more,
    }
    answer = city.client(by).post(f"/api/lines/{line['line_id']}/{verb}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json


def missed(city: World, line: dict[str, Any], status: int = 200, **more: Any) -> dict[str, Any]:
    """Call somebody absent a minute after the hour to appear."""
    after = datetime.fromisoformat(line["hearing_at"]) + timedelta(minutes=1)
    with patch.object(lines_of_the_house, "now", lambda: after):
        return take(city, line, "absent", status=status, **more)
