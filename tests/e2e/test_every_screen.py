"""Every screen of phone and desk: without a fault that axe-core knows, by day and in the dark.

And every screen of the demo city says that it is one.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from e2e.handset import SLOW, listen, sign_in
from gunicorn_server import LiveServer
from playwright.sync_api import Error, expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
AXE = Path(__file__).resolve().parents[2] / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
# in the dark the same page has other colours and nothing else
RUN = """async (only) => {
    const rules = only ? { runOnly: ['color-contrast'] } : {}
    const found = await axe.run(document, { resultTypes: ['violations'], preload: false, ...rules })
    return found.violations.flatMap((one) => one.nodes.map((node) => [one.id, node.target.join(' '),
        node.failureSummary.split('\\n').slice(1).join(' ').trim()]))
}"""
# what reaches over the right edge, unless a part that scrolls or cuts by itself holds it
OVER = """() => [...document.querySelectorAll('body *')].filter((one) => {
    const box = one.getBoundingClientRect()
    if (!box.width || box.right <= document.documentElement.clientWidth + 1) return false
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
        if (getComputedStyle(up).overflowX !== 'visible') return false
    return true
}).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`).slice(0, 5)"""
DESK = (
    "/meja",
    "/meja/temuan",
    "/meja/menyusul",
    "/meja/daftar",
    "/meja/surat",
    "/meja/kop",
    "/meja/laporan",
    "/meja/operasi",
    "/meja/induk",
    "/meja/induk/opd",
    "/meja/induk/izin",
    "/meja/induk/impor",
    "/meja/induk/pengguna",
    "/meja/induk/jam-kerja",
    "/meja/induk/kalender",
    "/meja/hp",
    "/meja/kesiapan",
    "/papan",
)
SHEETS = {
    "/meja/operasi": ("Rencanakan sidak", "Lembar QR", "Tutup operasi"),
    "/meja/hp": ("Impor berkas HP",),
}


MARK = "SIMULASI — data contoh"


def faults(page: "Page", where: str) -> list[tuple[str, Any]]:
    """Run axe by day and in the dark; a page brings its own copy after each load."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = [] if marked(page) else [(where, [MARK])]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [(f"{where} {scheme}", one) for one in page.evaluate(RUN, scheme == "dark")]
    page.emulate_media(color_scheme="light")
    return found


def marked(page: "Page") -> bool:
    """Whether what is on screen says that this is a demo."""
    height = page.evaluate("() => innerHeight")
    boxes = [mark.bounding_box() for mark in page.get_by_text(MARK).all()]
    return any(box and box["height"] and 0 <= box["y"] < height for box in boxes)


def too_wide(page: "Page", where: str) -> list[tuple[str, Any]]:
    """Say whether a page of the desk spills over the edge of a phone of 360 px."""
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 740})
    spilled = page.evaluate(
        "() => [document.documentElement, document.querySelector('main')]"
        ".some((one) => one.scrollWidth > one.clientWidth)"
    )
    page.set_viewport_size(size)
    return [(where, ["wider than 360 px"])] if spilled else []


def cut_off(page: "Page", where: str) -> list[tuple[str, Any]]:
    """Say what of the phone lies beyond the edge at 320 px, and with letters twice as large."""
    size, found = page.viewport_size, []
    for width, letters in ((320, "100%"), (360, "200%")):
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate("(size) => { document.documentElement.style.fontSize = size }", letters)
        if over := page.evaluate(OVER):
            found.append((f"{where} {width} px {letters}", over))
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    page.set_viewport_size(size)
    return found


def doors(page: "Page", address: str) -> Iterator[str]:
    """Come to each page before the app, report as a citizen, and sign in by the last."""
    page.goto(f"{address}/lapor")
    page.get_by_label("Apa yang Anda lihat?").fill("Tiga orang berseragam di kedai")
    page.get_by_label("Di mana?").fill("Kedai Contoh")
    yield "lapor"
    page.get_by_role("button", name="Kirim laporan").click()
    receipt = page.get_by_test_id("receipt").inner_text()
    page.get_by_role("button", name="Salin nomor").click()  # which this browser refuses
    expect(page.get_by_role("alert")).to_contain_text("Salin sendiri: tekan lama nomornya")
    assert page.evaluate("() => getSelection().toString()") == receipt
    yield "tanda terima"
    page.get_by_role("link", name="Cek laporan").click()
    expect(page.get_by_label("Nomor tanda terima")).to_have_value(receipt)
    page.get_by_role("link", name="Tulis laporan").click()
    expect(page.get_by_test_id("receipt")).to_have_text(receipt)
    with page.expect_event("dialog") as asked:  # nobody has said yet that the number is kept
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("() => location.assign('/lapor')")
    assert asked.value.type == "beforeunload"
    page.get_by_role("button", name="Sudah saya catat").click()
    page.get_by_role("link", name="Cek laporan").click()
    page.get_by_role("button", name="Lihat").click()
    page.get_by_role("heading", name="Menunggu ditelaah").wait_for()
    yield "cek laporan"
    page.goto(f"{address}/periksa")
    page.get_by_label("Atau ketik alamat di dekat kode QR").fill("https://contoh.go.id/periksa/7")
    expect(page.get_by_role("button", name="Periksa")).to_be_disabled()
    yield "periksa tanpa kode"
    page.get_by_label("Atau ketik").fill(f"contoh.go.id/periksa/{'7' * 26}")
    page.get_by_role("button", name="Periksa").click()
    page.get_by_role("heading", name="Surat tidak dikenal").wait_for()
    page.goto(f"{address}/hasil")
    page.get_by_role("table", name="Diminta klarifikasi, per OPD").first.wait_for()
    yield "hasil untuk umum"
    page.goto(f"{address}/sandi#AAAA-BBBB-CCCC")
    page.get_by_role("heading", name="Pilih kata sandi").wait_for()
    yield "sandi"
    page.goto(f"{address}/masuk#AAAA-BBBB-CCCC")
    page.get_by_role("alert").wait_for()
    yield "kode masuk"
    page.get_by_role("button", name="Masuk dengan kata sandi").click()
    page.get_by_label("Nama pengguna").wait_for()
    yield "masuk"
    sign_in(page, "koordinator2")


def phone_screens(page: "Page") -> Iterator[str]:
    """Walk through the phone as a coordinator; each name stands for the screen that is open."""
    page.get_by_role("link", name="Catat temuan").wait_for()
    yield "beranda"
    page.get_by_role("button", name="Terkirim").click()
    page.get_by_role("dialog").wait_for()
    yield "hitungan"
    page.get_by_role("dialog").get_by_role("button", name="Tutup").click()
    page.get_by_role("link", name="Nihil di sini").click()
    page.get_by_role("button", name="Simpan nihil").wait_for()
    yield "nihil"
    page.get_by_role("button", name="Kembali").click()
    page.get_by_role("link", name="Catat temuan").click()
    page.get_by_label("Cari nama, NIP, atau OPD").fill("kurniawan")
    page.get_by_role("list", name="Hasil pencarian").get_by_role("button").first.wait_for()
    yield "cari orang"
    page.get_by_role("list", name="Hasil pencarian").get_by_role("button").first.click()
    page.get_by_role("button", name="Sesuai Surat mencakup").click()
    page.get_by_text("Lima pertanyaan untuk surat ini").wait_for()
    yield "lima pertanyaan"
    page.get_by_role("button", name="Tidak ada Tidak membawa surat").click()
    page.get_by_role("button", name="Tidak difoto").click()
    page.get_by_role("button", name="Tempat tidak layak difoto").click()
    yield "catat"
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("heading", name="Tersimpan di HP").wait_for()
    yield "tersimpan"
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("listitem").get_by_role("link").first.click()
    page.get_by_role("heading", name="Foto").or_(
        page.get_by_role("button", name="Kembali")
    ).first.wait_for()
    yield "temuan"
    page.get_by_role("button", name="Kembali").click()
    page.get_by_role("link", name="Tim dan HP ini").click()
    page.get_by_role("link", name="Lihat laporan tim").wait_for()
    yield "tim"
    page.get_by_role("link", name="Lihat laporan tim").click()
    page.get_by_role("button", name="Tutup laporan tim").click()
    page.get_by_role("button", name="Nyatakan dan tutup").wait_for()
    yield "tutup laporan"
    page.get_by_role("dialog").get_by_role("button", name="Batal").click()
    page.get_by_role("button", name="QR masuk untuk petugas").click()
    page.get_by_role("dialog").get_by_role("button").filter(has_text=",").last.click()
    page.get_by_role("img").wait_for()
    yield "kode petugas"
    page.reload()
    page.get_by_label("PIN", exact=True).wait_for()
    yield "pin"


def desk_screens(page: "Page") -> Iterator[str]:
    """Open each main screen of the desk, and sheets of it."""
    for path in DESK:
        page.goto(path)
        page.locator(".office h1").first.wait_for()
        expect(page.get_by_text("Memuat…")).to_have_count(0)
        yield path
        for button in SHEETS.get(path, ()):
            page.get_by_role("button", name=button).first.click()
            page.get_by_role("dialog").wait_for()
            yield f"{path} {button}"
            page.keyboard.press("Escape")
    page.goto("/meja/temuan")
    page.get_by_role("region", name="Antrean temuan").get_by_role("listitem").first.click()
    page.get_by_role("button", name="Konfirmasi").first.wait_for()
    yield "satu temuan"
    page.keyboard.press("/")
    page.keyboard.type("dinas")
    page.get_by_role("listbox", name="Hasil pencarian").get_by_role("option").first.wait_for()
    yield "cari di mana saja"
    page.keyboard.press("Escape")


def opd_screens(page: "Page") -> Iterator[str]:
    """See the own people, and register a letter before somebody goes."""
    page.get_by_role("heading", name="Pegawai kami").wait_for()
    yield "opd"
    page.get_by_role("link", name="Surat dan cuti").click()
    page.get_by_label("Pegawai", exact=True).fill("an")
    page.get_by_role("list", name="Hasil pencarian pegawai").get_by_role("radio").first.check()
    page.get_by_label("Nomor", exact=True).fill("800.1.11.1/7/ST")
    page.get_by_label("Berlaku mulai").fill("2026-11-23T08:00")
    page.get_by_label("Sampai", exact=True).fill("2026-11-23T12:00")
    page.get_by_label("Berlaku pada").fill("2026-11-23")
    page.get_by_role("button", name="Daftarkan").click()
    shown = page.get_by_role("region", name="Surat dan cuti pada satu hari")
    shown.get_by_text("800.1.11.1/7/ST").wait_for()
    yield "surat dan cuti dari opd"


def test_no_screen_has_a_fault_that_axe_knows_and_each_of_the_demo_says_so(
    small_city: LiveServer,
    phone: "BrowserContext",
    open_desk: Callable[..., "Page"],
    refused: list[str],
) -> None:
    phone.set_default_timeout(SLOW)
    listen(phone, refused)
    page, found = phone.new_page(), []
    for name in doors(page, small_city.url):
        found += faults(page, name) + cut_off(page, name)
    for name in phone_screens(page):
        found += faults(page, name) + cut_off(page, name)
    page.goto(f"{small_city.url}/temuan/tidak-ada")
    page.get_by_text(MARK).wait_for()
    desk = open_desk(small_city, "bkpsdm")
    desk.get_by_role("navigation", name="Bagian meja kerja").wait_for()
    for name in desk_screens(desk):
        found += faults(desk, name) + (too_wide(desk, name) if " " not in name else [])
    desk = open_desk(small_city, "opd-pendidikan")
    for name in opd_screens(desk):
        found += faults(desk, name) + too_wide(desk, name)
    assert found == []
    # all would have told: something too wide, a picture without words, a screen without the mark
    page.evaluate(
        "() => { document.body.append(document.createElement('hr'));"
        " document.body.lastChild.style.width = '350px' }"
    )
    assert cut_off(page, "seeded")
    desk.evaluate("() => document.body.append(new Image())")
    desk.get_by_text(MARK).first.evaluate("(mark) => mark.remove()")
    told = [one for _, one in faults(desk, "seeded")]
    assert {one[0] for one in told} >= {"image-alt", MARK}
    # and a page that needs what the policy refuses: text that becomes markup
    assert refused == []
    with pytest.raises(Error, match="TrustedHTML"):
        desk.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<img src=x>')")
    assert refused.pop()
