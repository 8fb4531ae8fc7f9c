"""A letter at the desk, step by step in a real browser: sign, number, deliver, return, withdraw."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from e2e.people_at_work import Person
from gunicorn_server import LiveServer
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server]


def say_why(page: "Page", button: str) -> None:
    """Choose the first usual reason in the sheet and send it."""
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("group", name="Alasan yang biasa").get_by_role("button").first.click()
    sheet.get_by_role("button", name=button, exact=True).click()
    expect(sheet).not_to_be_visible()


def stands(page: "Page", state: str) -> None:
    """The open letter stands in this state, by its row in the list."""
    row = page.get_by_role("region", name="Daftar surat").locator("[aria-current]")
    expect(row).to_contain_text(state)


def press(page: "Page", button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_a_letter_is_returned_signed_delivered_and_withdrawn(
    small_city: LiveServer,
    open_desk: Callable[..., "Page"],
    person: Callable[[LiveServer, str], Person],
) -> None:
    operation = person(small_city, "bkpsdm").operation("closed")["id"]
    desk = open_desk(small_city, "bkpsdm", f"/meja/surat?operasi={operation}")
    press(desk, "Konsep surat A")
    facts = desk.get_by_role("region", name="Fakta surat")
    press(desk, "Ajukan")
    stands(desk, "Diajukan")
    letter = desk.url.rsplit("/", 1)[1]

    head = open_desk(small_city, "kepala-bkpsdm", f"/meja/surat/{letter}?operasi={operation}")
    press(head, "Kembalikan")
    say_why(head, "Kembalikan")
    stands(head, "Dikembalikan")

    desk.reload()
    press(desk, "Ajukan")
    stands(desk, "Diajukan")
    head.reload()
    press(head, "Paraf")
    stands(head, "Paraf")

    desk.reload()
    facts.get_by_label("Nomor surat").fill("800.1.6.2/7/BKPSDM/2026")
    facts.get_by_label("Tanggal surat").fill(datetime.now(UTC).date().isoformat())
    press(desk, "Simpan dan gambar ulang")
    press(desk, "Catat tanda tangan")
    stands(desk, "Ditandatangani")
    press(desk, "Catat penyampaian")
    say_why(desk, "Catat penyampaian")
    stands(desk, "Disampaikan")

    files = desk.request.get(f"/api/operations/{operation}/letters.zip")
    assert files.ok, files.text()
    names = ZipFile(BytesIO(files.body())).namelist()
    assert all("/" in name for name in names)
    assert any("800.1.6.2 7 BKPSDM 2026" in name for name in names)

    name = facts.get_by_role("listitem").last.locator("strong").inner_text()
    desk.get_by_role("link", name="Daftar panggilan").click()
    row = desk.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Dipanggil")

    head.reload()
    press(head, "Cabut surat")
    say_why(head, "Cabut surat")
    stands(head, "Dicabut")
    desk.reload()
    expect(row).to_contain_text("Dalam daftar")

    row.get_by_role("button", name="Langkah untuk").click()
    desk.get_by_role("dialog").get_by_role("button", name="Keluarkan dari daftar").first.click()
    say_why(desk, "Simpan")
    expect(row).not_to_be_visible()
