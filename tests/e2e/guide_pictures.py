"""Renew the pictures of docs/panduan from a running demo city.

    ./sidak up --demo                                                          # in one terminal
    PYTHONPATH=.:tests .venv/bin/python -m e2e.guide_pictures http://127.0.0.1:8000   # in another

It records findings, drafts letters and reports something, as e2e.screenshots does: use a new city.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from chromium import CHROMIUM, CHROMIUM_ARGS, DESK, PHONE
from e2e.handset import SLOW, sign_in
from e2e.screenshots import save, scene
from PIL import Image
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "panduan" / "gambar"
MOST_BYTES = 60_000
WIDE, NARROW = 900, 320
STILL = 1500  # ms until a page has asked and drawn what it shows
DESKS = {
    "bkpsdm": {
        "meja-hari-ini": "/meja",
        "meja-temuan": "/meja/temuan",
        "meja-menyusul": "/meja/menyusul",
        "meja-daftar": "/meja/daftar",
        "meja-laporan": "/meja/laporan",
        "meja-operasi": "/meja/operasi",
        "meja-hp": "/meja/hp",
    },
    "sekda": {"papan": "/papan"},
    "opd-pendidikan": {"opd": "/meja"},
    "admin": {
        "admin-pengguna": "/meja/induk/pengguna",
        "admin-impor": "/meja/induk/impor",
        "admin-opd": "/meja/induk/opd",
        "admin-jam": "/meja/induk/jam-kerja",
        "admin-kalender": "/meja/induk/kalender",
        "admin-simpan": "/meja/induk/masa-simpan",
        "admin-kesiapan": "/meja/kesiapan",
    },
}


def keep(name: str, page: "Page", width: int) -> None:
    """Write what the page shows as a small WebP."""
    page.wait_for_timeout(STILL)
    page.wait_for_load_state("networkidle")
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    image = image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
    for quality in (80, 65, 50, 35):
        memory = BytesIO()
        image.save(memory, "WEBP", quality=quality, method=6)
        if memory.tell() <= MOST_BYTES:
            break
    (FOLDER / f"{name}.webp").write_bytes(memory.getvalue())
    sys.stdout.write(f"{name}.webp  {memory.tell() // 1000} kB\n")


def photograph_petugas(browser: "Browser", address: str) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Nama pengguna").wait_for()
    keep("hp-masuk", page, NARROW)
    sign_in(page, "petugas2")
    page.get_by_role("link", name="Catat temuan").click()
    page.get_by_label("Cari nama, NIP, atau OPD").fill("SLAMET")
    results = page.get_by_role("list", name="Hasil pencarian")
    results.get_by_role("button").first.wait_for()
    keep("hp-siapa", page, NARROW)
    results.get_by_role("button").first.click()
    page.get_by_role("button", name="Tidak ada Tidak membawa surat").wait_for()
    keep("hp-surat", page, NARROW)
    page.get_by_role("button", name="Tidak ada Tidak membawa surat").click()
    shutter = page.get_by_role("button", name="Ambil foto orang")
    expect(shutter).to_be_enabled()
    shutter.click()
    page.get_by_role("button", name="Hapus foto orang").wait_for()
    page.locator("#photo").scroll_into_view_if_needed()
    keep("hp-foto", page, NARROW)
    save(page)
    expect(page.get_by_role("listitem").filter(has_text="terkirim")).to_have_count(1)
    keep("hp-beranda", page, NARROW)
    page.get_by_role("link", name="Nihil di sini").click()
    page.get_by_role("heading").first.wait_for()
    keep("hp-nihil", page, NARROW)
    context.close()


def photograph_koordinator(browser: "Browser", address: str) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(address)
    sign_in(page, "koordinator2")
    page.get_by_role("link", name="Tim dan HP ini").click()
    page.get_by_role("link", name="Lihat laporan tim").click()
    page.get_by_role("heading", name="HP tim").wait_for()
    keep("koordinator-laporan", page, NARROW)
    page.get_by_role("button", name="QR masuk untuk petugas").click()
    page.get_by_role("dialog").wait_for()
    page.get_by_role("dialog").get_by_role("button").nth(1).click()
    keep("koordinator-qr", page, NARROW)
    context.close()


def photograph_citizen(browser: "Browser", address: str) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(f"{address}/lapor")
    page.get_by_label("Apa yang Anda lihat?").wait_for()
    keep("warga-lapor", page, NARROW)
    context.close()


def photograph_desks(browser: "Browser", address: str) -> None:
    for user, places in DESKS.items():
        context = browser.new_context(base_url=address, **DESK)
        page = context.new_page()
        page.goto(next(iter(places.values())))
        sign_in(page, user)
        page.get_by_role("main").filter(has_not=page.get_by_label("Kata sandi")).wait_for()
        page.get_by_label("Kata sandi", exact=True).wait_for(state="hidden")
        for name, place in places.items():
            page.goto(place)
            page.get_by_role("main").wait_for()
            if name == "meja-laporan":
                page.get_by_role("region", name="Laporan").get_by_role("link").first.click()
            if name == "papan":
                page.locator("canvas").wait_for()
            keep(name, page, WIDE)
        if user == "bkpsdm":
            photograph_letter(page)
        context.close()


def photograph_letter(page: "Page") -> None:
    page.goto("/meja/surat")
    page.get_by_role("button", name="Konsep surat A").click()
    letters = page.get_by_role("region", name="Daftar surat")
    letters.get_by_role("listitem").first.wait_for()
    letters.locator("ul").first.get_by_role("link").first.click()
    page.get_by_role("region", name="Fakta surat").wait_for()
    keep("meja-surat", page, WIDE)


def main(address: str) -> None:
    expect.set_options(timeout=SLOW)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        film = f"--use-file-for-fake-video-capture={scene(Path(place))}"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*CHROMIUM_ARGS, film], timeout=SLOW
        )
        for photograph in (
            photograph_petugas,
            photograph_koordinator,
            photograph_desks,
            photograph_citizen,
        ):
            photograph(browser, address)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
