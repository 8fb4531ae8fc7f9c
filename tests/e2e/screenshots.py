"""Renew the pictures of README.md from a running demo city.

    ./sidak up --demo                                                       # in one terminal
    PYTHONPATH=.:tests .venv/bin/python -m e2e.screenshots http://127.0.0.1:8000   # in another

It records findings and drafts letters, so the demo city is another one afterwards (delete
`instance/demo` for a new one).
"""

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from chromium import CHROMIUM, CHROMIUM_ARGS, DESK, PHONE
from e2e.handset import SLOW, sign_in
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from server.demo.photos import draw_photo
from server.demo.plan import PlannedPhoto

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
MOST_BYTES = 150_000
PEOPLE = ("SLAMET KURNIAWAN", "AHMAD KURNIAWAN", "SRI WAHYUNI", "DIDIK KURNIAWAN")


def keep(name: str, picture: bytes, width: int | None = None) -> None:
    """Write a picture with as many colours as fit into the size of the house."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    if width:
        image = image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
    for colours in (256, 128, 64, 32):
        memory = BytesIO()
        image.quantize(colours).save(memory, "PNG", optimize=True)
        if memory.tell() <= MOST_BYTES:
            break
    (FOLDER / f"{name}.png").write_bytes(memory.getvalue())
    sys.stdout.write(f"{name}.png  {memory.tell() // 1000} kB\n")


def scene(folder: Path) -> Path:
    """Return what the camera sees: a drawn market, nobody's face."""
    film = folder / "market.mjpeg"
    film.write_bytes(draw_photo(PlannedPhoto(uuid4(), "person", "market", "Pasar Baru", "")))
    return film


def record(page: "Page", name: str) -> None:
    page.get_by_role("link", name="Catat temuan").click()
    page.get_by_label("Cari nama, NIP, atau OPD").fill(name)
    page.get_by_role("list", name="Hasil pencarian").get_by_role("button").first.click()
    page.get_by_role("button", name="Tidak ada Tidak membawa surat").click()
    shutter = page.get_by_role("button", name="Ambil foto orang")
    expect(shutter).to_be_enabled()
    shutter.click()
    page.get_by_role("button", name="Hapus foto orang").wait_for()


def save(page: "Page") -> None:
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("heading", name="Tersimpan di HP").wait_for()
    page.get_by_role("button", name="Selesai").click()


def photograph_phone(browser: "Browser", address: str) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(address)
    sign_in(page, "petugas2")
    for name in PEOPLE[:-1]:
        record(page, name)
        save(page)
    sent = page.get_by_role("listitem").filter(has_text="terkirim")
    expect(sent).to_have_count(len(PEOPLE) - 1)
    context.set_offline(True)
    record(page, PEOPLE[-1])
    page.get_by_role("button", name="Foto 1 foto").or_(page.locator("#photo")).first.wait_for()
    page.locator("#photo").scroll_into_view_if_needed()
    keep("hp-catat", page.screenshot())
    save(page)
    page.get_by_text("Tanpa sinyal.").wait_for()
    keep("hp-beranda", page.screenshot())
    context.set_offline(False)
    expect(sent).to_have_count(len(PEOPLE))
    context.close()


def paper(page: "Page", name: str, folder: Path) -> None:
    """Keep the first page of the letter on screen."""
    letter = page.url.rsplit("/", 1)[1]
    pdf = folder / "letter.pdf"
    pdf.write_bytes(page.request.get(f"/api/letters/{letter}.pdf").body())
    drawn = folder / "page"
    subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", pdf, drawn], check=True)
    keep(name, drawn.with_suffix(".png").read_bytes())


def photograph_desk(browser: "Browser", address: str, folder: Path) -> None:
    page = browser.new_context(base_url=address, **DESK).new_page()
    page.goto("/meja/temuan")
    sign_in(page, "bkpsdm")
    queue = page.get_by_role("region", name="Antrean temuan")
    queue.get_by_role("listitem").filter(has_text="belum sesuai").first.click()
    page.wait_for_function(
        "() => { const all = [...document.querySelectorAll('.photos img')];"
        " return all.length && all.every((one) => one.naturalWidth) }"
    )
    keep("meja-temuan", page.screenshot())
    page.get_by_role("link", name="Daftar panggilan").click()
    page.get_by_text("selisih 0").wait_for()
    keep("daftar-panggilan", page.screenshot())
    page.get_by_role("link", name="Surat", exact=True).first.click()
    page.get_by_role("button", name="Konsep surat A").click()
    letters = page.get_by_role("region", name="Daftar surat")
    letters.get_by_role("listitem").first.wait_for()
    letters.locator("ul").first.get_by_role("link").first.click()
    page.locator('.list ul:first-of-type a[aria-current="true"]').wait_for()
    paper(page, "surat-a", folder)
    page.get_by_role("button", name="Surat B…").click()
    page.get_by_role("dialog").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Buat 1 konsep surat B").click()
    letters.get_by_text("Surat B perorangan").wait_for()
    letters.locator("ul").last.get_by_role("link").first.click()
    page.get_by_role("region", name="Fakta surat").wait_for()
    paper(page, "surat-b", folder)


def photograph_board(browser: "Browser", address: str) -> None:
    context = browser.new_context(base_url=address, **DESK)
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 1050})
    page.goto("/papan")
    sign_in(page, "sekda")
    page.get_by_role("list", name="Tim").wait_for()
    page.wait_for_load_state("load")
    page.locator("canvas").wait_for()
    keep("papan", page.screenshot())


def main(address: str) -> None:
    expect.set_options(timeout=SLOW)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        film = f"--use-file-for-fake-video-capture={scene(folder)}"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*CHROMIUM_ARGS, film], timeout=SLOW
        )
        photograph_phone(browser, address)
        photograph_desk(browser, address, folder)
        photograph_board(browser, address)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
