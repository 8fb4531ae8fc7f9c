"""A killed browser's profile folder holds nobody's name: drafts, roster and unsent findings are closed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from e2e.handset import SLOW, Handset
from e2e.people_at_work import Person
from gunicorn_server import LiveServer
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
NAME, NIP, NOTE = "KENARI MERDEKA", "198703122010011004", "dekat kios ikan nomor tujuh"
PLACE = "Kedai Kenari Kuning"


def found_in(profile: Path, words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return which words stand in which files, as UTF-8 or UTF-16."""
    found = set()
    for path in profile.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        data = path.read_bytes()
        for word in words:
            if word.encode() in data or word.encode("utf-16-le") in data:
                found.add((word, path.relative_to(profile).parts[1]))
    return found


def write_one(page: "Page") -> None:
    """Write a finding with all three canaries and save it without a network."""
    page.get_by_role("link", name="Catat temuan").click()
    page.get_by_role("button", name="Tidak ada di daftar").click()
    page.get_by_label("Nama", exact=True).fill(NAME)
    page.get_by_label("NIP (bila disebut)").fill(NIP)
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("button", name="Tidak ada Tidak membawa surat").click()
    page.get_by_role("button", name="Tidak difoto").click()
    page.get_by_role("button", name="Tempat tidak layak difoto").click()
    page.locator("#place").get_by_role("button").first.click()
    page.get_by_label("Catatan petugas").fill(NOTE)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", name="Tersimpan di HP")).to_be_visible()


def say_nihil(page: "Page") -> None:
    """Report a place where nobody was found, also without a network."""
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("link", name="Nihil di sini").click()
    page.get_by_label("Tempat").fill(PLACE)
    page.get_by_role("button", name="Simpan nihil").click()
    expect(page.get_by_text(PLACE, exact=True)).to_be_visible()


def saved_file(page: "Page", folder: Path) -> Path:
    """Save what waits into a file, as for a phone that cannot send."""
    page.get_by_role("button", name="2 menunggu").click()
    with page.expect_download() as told:
        page.get_by_role("button", name="Simpan berkas").click()
    kept = folder / told.value.suggested_filename
    told.value.save_as(kept)
    return kept


def bring(page: "Page", file: Path) -> None:
    """Import a phone's file at the desk."""
    page.get_by_role("button", name="Impor berkas HP").click()
    page.get_by_label("Berkas belum terkirim").set_input_files(file)
    page.get_by_role("button", name="Impor", exact=True).click()
    expect(page.get_by_text("Selesai. Berkas ini boleh dihapus")).to_be_visible()
    expect(page.get_by_text("diterima server, catatan nomor")).to_have_count(2)


def test_a_stolen_phone_tells_nothing_of_what_waits(
    small_city: LiveServer,
    new_handset: Callable[[LiveServer], Handset],
    person: Callable[[LiveServer, str], Person],
    open_desk: Callable[[LiveServer, str, str], "Page"],
    tmp_path: Path,
) -> None:
    """Neither does the file that it wrote, which the desk imports under the author's name.

    The author's id, which stands there readable, shows that the search reads every store.

    With sealing turned off (`/api/devices` refused, so that no key is enrolled) the same search
    finds all three; pwa/tests/outbox.test.ts keeps that bug.
    """
    phone = new_handset(small_city)
    phone.start()
    phone.sign_in("petugas2")
    expect(phone.page.get_by_text("Siap dipakai tanpa sinyal").first).to_be_visible(timeout=SLOW)
    phone.context.set_offline(True)
    write_one(phone.page)
    say_nihil(phone.page)
    file = saved_file(phone.page, tmp_path)
    desk = person(small_city, "bkpsdm")
    colleague = desk.get("/api/employees?size=1")["items"][0]
    author = person(small_city, "petugas2").id
    phone.kill()
    assert found_in(phone.profile, (NAME, NIP, NOTE, PLACE, colleague["nip"])) == set()
    stores = {store for _, store in found_in(phone.profile, (author,))}
    assert "IndexedDB" in stores
    assert not any(word in file.read_text() for word in (NAME, NIP, NOTE, PLACE))
    bring(open_desk(small_city, "bkpsdm", "/meja/hp"), file)
    (found,) = desk.post("/api/findings/search", text=NAME)["items"]
    assert desk.get(f"/api/findings/{found['id']}")["said"]["author_id"] == author
    visits = desk.get(f"/api/operations/{found['operation_id']}/visits")["items"]
    assert [one["author_id"] for one in visits if one["place"] == PLACE] == [author]
