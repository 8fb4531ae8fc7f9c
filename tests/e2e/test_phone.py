"""What a phone keeps and says when something is in the way."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import segno
from chromium import PHONE
from e2e.handset import sign_in, unlock
from e2e.people_at_work import Person
from gunicorn_server import LiveServer
from playwright.sync_api import expect

from server.demo.users import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FilePayload, Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
LATE = 60_000  # ms: nihil may be taken back for 10 s before it is sent

BROKEN_CAMERA = """() => { HTMLCanvasElement.prototype.toBlob = function (done) {
    done(new Blob(['this is no picture'], { type: 'image/jpeg' }))
} }"""

ARRIVED = """(screen) => performance.getEntriesByType('resource')
    .some((one) => one.name.includes(`/${screen}-`) && one.name.endsWith('.js') && one.responseEnd)"""

DENIED = "indexedDB.open = () => { throw new DOMException('denied', 'SecurityError') }"

Open = Callable[[LiveServer, str], "Page"]
SignedIn = Callable[[LiveServer, str], Person]


def record(page: "Page", name: str, *, photo: bool = False) -> None:
    """Write a finding about somebody who is not in the roster, and save it."""
    page.get_by_role("link", name="Catat temuan").click()
    page.get_by_role("button", name="Tidak ada di daftar").click()
    page.get_by_label("Nama", exact=True).fill(name)
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("button", name="Tidak ada Tidak membawa surat").click()
    if photo:
        page.get_by_role("button", name="Ambil foto orang").click()
        page.get_by_role("button", name="Hapus foto orang").wait_for()
    else:
        page.get_by_role("button", name="Tidak difoto").click()
        page.get_by_role("button", name="Tempat tidak layak difoto").click()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", name="Tersimpan di HP")).to_be_visible()
    page.get_by_role("button", name="Selesai").click()


def picture_of(text: str) -> "FilePayload":
    """Draw a QR as a camera would bring it."""
    kept = BytesIO()
    segno.make(text, error="l", micro=False).save(kept, kind="png", scale=4, border=4)
    return {"name": "kode.png", "mimeType": "image/png", "buffer": kept.getvalue()}


def scan(page: "Page") -> None:
    """Scan garbage, a link that pretends, and at last a card: its NIP stands in the search box.

    Debian's chromium has no reader of its own: it is ZXing from our own origin that reads.
    """
    page.get_by_role("button", name="Pindai kartu").click()
    photo = page.get_by_label("Foto kodenya")
    garbage = "".join(chr(48 + at * 7919 % 10) + chr(65 + at * 104729 % 26) for at in range(2048))
    photo.set_input_files(picture_of(garbage))
    expect(page.get_by_role("alert")).to_contain_text("terlalu panjang")
    page.get_by_role("button", name="Pindai lagi").click()
    photo.set_input_files(picture_of("https://bkn.go.id@contoh.example/kartu"))
    expect(page.get_by_text("contoh.example", exact=True)).to_be_visible()
    expect(page.get_by_text("Bukan alamat go.id")).to_be_visible()
    assert page.get_by_role("dialog").get_by_role("link").count() == 0
    page.get_by_role("button", name="Pindai lagi").click()
    photo.set_input_files(picture_of("NIP 19870312 201001 1 004"))
    expect(page.get_by_role("searchbox")).to_have_value("198703122010011004")


def leave_without_a_person(page: "Page") -> None:
    """Take a photo before anybody is chosen, remove it, bring it back, and leave."""
    expect(page.get_by_role("button", name="Buang isian ini")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Tempat .+ di .+ zona"))).to_be_visible()
    page.get_by_role("button", name="Foto").click()
    page.get_by_role("button", name="Ambil foto orang").click()
    expect(page.get_by_role("button", name="Ambil foto suasana")).to_be_visible()
    page.get_by_role("button", name="Hapus foto orang").click()
    expect(page.get_by_role("button", name="Ambil foto orang")).to_be_visible()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_role("img", name="Foto orang")).to_be_visible()
    expect(page.get_by_role("button", name="Buang isian ini")).to_be_visible()
    page.get_by_role("button", name="Kembali").click()
    expect(page.get_by_role("link", name="Lanjutkan temuan")).to_contain_text(
        "Belum ada orang · 1 foto"
    )


def leave_another(page: "Page") -> None:
    """Begin a second one: both are offered, the older is taken up, the newer thrown away."""
    page.get_by_role("link", name="Catat temuan").click()
    page.get_by_role("button", name="Meninggalkan lokasi").click()
    page.get_by_role("button", name="Kembali").click()
    drafts = page.get_by_role("region", name="Temuan yang belum disimpan")
    expect(drafts.get_by_role("listitem")).to_have_text([re.compile("Belum ada orang · 1 foto")])
    drafts.get_by_role("link", name="meninggalkan lokasi").click()
    page.get_by_role("button", name="Buang isian ini").click()
    page.get_by_role("button", name="Buang", exact=True).click()
    expect(drafts.get_by_role("listitem")).to_have_count(0)
    drafts.get_by_role("link", name="Lanjutkan temuan").click()


def search_beside_a_keyboard(page: "Page") -> None:
    """What a keyboard leaves belongs to the people found; a name that nobody has goes along."""
    tall = page.viewport_size
    assert tall
    page.set_viewport_size({"width": 360, "height": 420})
    box = page.get_by_role("searchbox")
    box.fill("dinas")
    people = page.get_by_role("list", name="Hasil pencarian").get_by_role("button")
    expect(people.nth(1)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Simpan")).not_to_be_in_viewport()
    expect(page.get_by_text("Masih ada lagi")).to_have_count(1)
    page.set_viewport_size(tall)
    box.fill("zzzz")
    expect(page.get_by_text("Tidak ada yang cocok")).to_be_visible()
    page.get_by_role("button", name="Tidak ada di daftar").click()
    expect(page.get_by_label("Nama", exact=True)).to_have_value("zzzz")
    page.get_by_label("Nama", exact=True).fill("")
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("button", name="Siapa? Nama belum diisi").click()
    page.get_by_role("button", name="Ganti orang").click()


def guess_wrong(page: "Page") -> None:
    """Wait after three wrong PINs: the right one is not called wrong, it is kept and opens by itself."""
    box, door = page.get_by_label("PIN", exact=True), page.get_by_role("button", name="Buka")
    for wrong in ("111222", "222333", "333444"):
        box.fill(wrong)
        expect(box).to_have_value("")
    page.clock.install()
    unlock(page)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"Tunggu \d+ detik lagi. PIN belum"))
    expect(door).to_be_disabled()
    page.get_by_role("button", name="Lupa PIN").click()
    expect(page.get_by_role("dialog")).to_contain_text(
        re.compile(r"[1-9] isian yang belum disimpan akan hilang")
    )
    page.get_by_role("button", name="Coba PIN lagi").click()
    page.get_by_role("link", name="Masuk sebagai petugas lain").click()
    expect(page.get_by_label("Nama pengguna")).to_have_value("")
    page.get_by_role("link", name="Kembali ke PIN").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile("PIN tidak cocok. Tunggu"))
    unlock(page)
    page.clock.fast_forward(31_000)


def sign(page: "Page") -> None:
    """Let the person draw a signature."""
    page.get_by_role("button", name="Tanda tangan bila perlu").click()
    page.get_by_role("button", name="Tanda tangani", exact=True).click()
    pad = page.get_by_role("img", name="Bidang tanda tangan, kosong").bounding_box()
    assert pad
    page.mouse.move(pad["x"] + 40, pad["y"] + 40)
    page.mouse.down()
    page.mouse.move(pad["x"] + 160, pad["y"] + 90, steps=4)
    page.mouse.up()
    expect(page.get_by_role("img", name="Bidang tanda tangan, 1 goresan")).to_be_visible()
    page.get_by_role("button", name="Pakai tanda tangan").click()
    expect(page.get_by_role("button", name="Hapus tanda tangan")).to_be_visible()


def leave_by_mistake(page: "Page") -> None:
    """Change a finding by taps alone: neither a tap outside nor a step back throws that away unasked."""
    page.get_by_role("button", name="Perbaiki").click()
    sheet = page.get_by_role("dialog", name="Perbaiki temuan")
    chosen = sheet.get_by_role("button", name="Menolak bekerja sama")
    sheet.get_by_role("button", name="Tutup").click()
    expect(sheet).to_have_count(0)
    page.get_by_role("button", name="Perbaiki").click()
    chosen.click()
    for leave in (lambda: page.mouse.click(10, 10), page.go_back):
        leave()
        expect(sheet.get_by_role("alert")).to_have_text("Isian ini belum disimpan.")
        sheet.get_by_role("button", name="Lanjut mengisi").click()
        expect(chosen).to_have_attribute("aria-pressed", "true")
    assert "/temuan/" in page.url
    page.go_back()
    sheet.get_by_role("button", name="Buang isian").click()
    expect(sheet).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("link", name="Catat temuan")).to_be_visible()
    page.go_forward()


def row(page: "Page", name: str) -> Any:
    return page.get_by_role("listitem").filter(has_text=name)


def test_nihil_said_without_a_network_is_sent_when_there_is_one(
    small_city: LiveServer, open_phone: Open, person: SignedIn
) -> None:
    page = open_phone(small_city, "petugas3")
    page.get_by_role("link", name="Nihil di sini").click()
    page.get_by_label("Tempat", exact=True).fill("Taman Baca Contoh")
    page.get_by_label("Catatan").fill("kios tutup semua")
    page.get_by_role("button", name="Kembali").click()
    page.get_by_role("link", name="Nihil di sini").click()
    expect(page.get_by_text("belum disimpan")).to_be_visible()
    expect(page.get_by_label("Catatan")).to_have_value("kios tutup semua")
    expect(page.get_by_label("Tempat", exact=True)).to_have_value("Taman Baca Contoh")
    page.context.set_offline(True)  # not before: this browser fetches no screen ahead of use
    page.get_by_role("button", name="Simpan nihil").click()
    expect(row(page, "Taman Baca Contoh")).to_contain_text("tersimpan di HP")
    undo = page.get_by_role("status").get_by_role("button").bounding_box()
    bar = page.get_by_role("navigation", name="Catat di sini").bounding_box()
    assert undo
    assert bar
    assert undo["y"] + undo["height"] <= bar["y"]  # "Nihil di sini" stays in reach
    page.get_by_role("button", name="1 menunggu").click()
    page.get_by_role("button", name="Kirim sekarang").click()
    told = page.get_by_role("dialog").get_by_text("Belum ada sinyal. Temuan tetap tersimpan;")
    expect(told).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Tutup").click()
    page.context.set_offline(False)
    expect(row(page, "Taman Baca Contoh")).to_contain_text("terkirim", timeout=LATE)
    # at once, not with the next masters: what this phone sent counts for the team
    expect(page.get_by_text(re.compile(r"Seluruh tim: \d+ temuan, 1 lokasi nihil"))).to_be_visible()
    desk = person(small_city, "bkpsdm")
    visits = desk.get(f"/api/operations/{desk.operation('open')['id']}/visits")["items"]
    assert [visit["nil"] for visit in visits if visit["place"] == "Taman Baca Contoh"] == [True]
    page.get_by_role("link", name="Nihil di sini").click()
    expect(page.get_by_label("Catatan")).to_have_value("")
    expect(page.get_by_text("belum disimpan")).to_have_count(0)


def test_a_screen_that_had_not_come_when_the_network_went_says_so_and_comes_by_itself(
    small_city: LiveServer, browser: "Browser"
) -> None:
    # without a worker: in the first moments of a phone it has not fetched anything ahead
    context = browser.new_context(base_url=small_city.url, service_workers="block", **PHONE)
    context.route(re.compile("/assets/(Nil|TeamScreen)-"), lambda route: route.abort())
    page = context.new_page()
    page.goto("/")
    sign_in(page, "petugas3")
    page.get_by_role("link", name="Nihil di sini").click()
    missing = page.get_by_role("alert").filter(has_text="Layar ini belum terambil")
    expect(missing).to_contain_text("Yang tersimpan di HP tetap aman.")
    context.set_offline(True)
    missing.get_by_role("button", name="Coba lagi").click()
    expect(missing).to_be_visible()
    context.unroute_all()
    context.set_offline(False)
    expect(page.get_by_label("Tempat", exact=True)).to_be_visible()
    expect(missing).to_have_count(0)
    context.close()


def test_a_refused_finding_stays_with_its_reason_and_the_next_one_is_sent(
    small_city: LiveServer, open_phone: Open, person: SignedIn
) -> None:
    page = open_phone(small_city, "petugas2")
    desk = person(small_city, "bkpsdm")
    operation = desk.operation("open")["id"]
    members = desk.team(operation, 2)["members"]
    walking = [{key: one[key] for key in ("user_id", "role")} for one in members]
    author = person(small_city, "petugas2").id
    others = [one for one in walking if one["user_id"] != author]
    assert len(others) < len(walking)

    desk.post(f"/api/operations/{operation}/teams", number=2, members=others)
    record(page, "ORANG PERTAMA")
    expect(row(page, "ORANG PERTAMA")).to_contain_text("perlu dilihat")
    desk.post(f"/api/operations/{operation}/teams", number=2, members=walking)
    record(page, "ORANG KEDUA")
    expect(row(page, "ORANG KEDUA")).to_contain_text("terkirim")
    expect(row(page, "ORANG PERTAMA")).to_contain_text("perlu dilihat")
    row(page, "ORANG PERTAMA").get_by_role("link").click()
    expect(page.get_by_text("Perlu dilihat petugas: Anda tidak tercatat dalam tim")).to_be_visible()
    expect(page.get_by_text("(Temuan tetap tersimpan)")).to_be_visible()
    leave_by_mistake(page)
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("Terkirim dan diterima server")).to_be_visible()


def test_a_photo_that_is_no_picture_is_kept_apart_and_its_finding_kept(
    small_city: LiveServer, open_phone: Open, open_desk: Callable[..., "Page"]
) -> None:
    page = open_phone(small_city, "petugas2")
    page.evaluate(BROKEN_CAMERA)
    record(page, "FOTO RUSAK", photo=True)
    expect(row(page, "FOTO RUSAK")).to_contain_text(re.compile("terkirim|perlu dilihat"))
    desk = open_desk(small_city, "bkpsdm", "/meja/temuan")
    desk.get_by_role("region", name="Antrean temuan").get_by_text("FOTO RUSAK").click()
    expect(desk.get_by_text("Orang: disimpan terpisah, perlu dilihat")).to_be_visible()


def test_a_finding_is_sent_although_its_session_ended(
    small_city: LiveServer, open_phone: Open
) -> None:
    page = open_phone(small_city, "petugas2")
    expect(page.get_by_role("button", name="Terkirim")).to_be_visible()
    assert page.request.delete(f"{small_city.url}/api/session").ok
    record(page, "SESI BERAKHIR", photo=True)
    place = row(page, "SESI BERAKHIR").inner_text().splitlines()
    page.get_by_role("link", name="Nihil di sini").click()
    page.get_by_label("Tempat", exact=True).fill(place[2])
    expect(page.get_by_text(re.compile(f"temuan di {place[2]}. Nihil tetap"))).to_be_visible()
    page.get_by_role("button", name="Kembali").click()
    expect(row(page, "SESI BERAKHIR")).to_contain_text("terkirim", timeout=LATE)
    expect(page.get_by_text("Masuk lagi untuk melihat daftar. Temuan tetap")).to_be_visible()
    page.get_by_role("link", name="Masuk").click()
    page.get_by_label("Kata sandi", exact=True).fill("demo-sidak-2026")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("link", name="Catat temuan")).to_be_visible()


def test_a_locked_phone_and_a_signed_out_one_send_for_their_author(
    small_city: LiveServer, open_phone: Open, person: SignedIn
) -> None:
    page = open_phone(small_city, "petugas2")
    expect(page.get_by_role("button", name="Terkirim")).to_be_visible()
    for screen in ("Capture", "TeamScreen"):  # fetched ahead, since there is no worker here
        page.wait_for_function(ARRIVED, arg=screen)
    page.context.set_offline(True)
    record(page, "DITINGGAL KELUAR")
    page.get_by_role("link", name="Tim dan HP ini").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_text("Masih ada 1 catatan yang belum terkirim")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Keluar").click()
    page.get_by_label("Nama pengguna").wait_for()
    page.context.set_offline(False)
    sign_in(page, "petugas3")
    expect(page.get_by_role("button", name="Terkirim")).to_be_visible()
    desk = person(small_city, "bkpsdm")
    found = desk.post("/api/findings/search", text="DITINGGAL KELUAR")["items"]
    author = person(small_city, "petugas2").id
    assert [desk.get(f"/api/findings/{one['id']}")["said"]["author_id"] for one in found] == [
        author
    ]
    # whoever signs in where another one forgot the PIN was not told of any loss: the own PIN stays
    page.goto(f"{small_city.url}/masuk?pin=baru")
    sign_in(page, "petugas2")
    expect(page.get_by_role("heading", name="Masukkan PIN")).to_be_visible()


def test_a_scanned_card_fills_the_search_and_the_draft_outlives_its_tab(
    small_city: LiveServer, open_phone: Open
) -> None:
    page = open_phone(small_city, "petugas2")
    page.get_by_role("link", name="Catat temuan").click()
    leave_without_a_person(page)
    leave_another(page)
    search_beside_a_keyboard(page)
    scan(page)
    page.get_by_role("button", name="Tidak ada di daftar").click()
    expect(page.get_by_label("NIP (bila disebut)")).to_have_value("198703122010011004")
    page.get_by_label("Nama", exact=True).fill("BELUM SELESAI")
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("button", name="Menolak Tidak bersedia menunjukkan").click()
    expect(page.get_by_role("button", name="Surat? Menolak")).to_be_visible()
    sign(page)
    page.close()
    again = page.context.new_page()
    again.goto(f"{small_city.url}/")
    guess_wrong(again)
    again.get_by_role("link", name="Lanjutkan temuan").click()
    expect(again.get_by_role("button", name="Siapa? BELUM SELESAI")).to_be_visible()
    expect(again.get_by_role("button", name="Surat? Menolak")).to_be_visible()
    expect(again.get_by_role("button", name="Tanda tangan Ditandatangani")).to_be_visible()
    again.get_by_role("button", name="Tanda tangan Ditandatangani").click()
    expect(again.get_by_role("img", name="Tanda tangan yang bersangkutan")).to_be_visible()


def test_a_phone_whose_storage_is_denied_says_so_instead_of_taking_what_it_cannot_keep(
    small_city: LiveServer, phone: "BrowserContext"
) -> None:
    page = phone.new_page()
    page.add_init_script(DENIED)
    page.goto(f"{small_city.url}/")
    page.get_by_label("Nama pengguna").fill("petugas3")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Penyimpanan HP tidak dapat dibuka")
    expect(page.get_by_role("link", name="Catat temuan")).to_have_count(0)
