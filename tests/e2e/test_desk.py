"""A letter at the desk, step by step in a real browser: sign, number, deliver, return, withdraw."""

import subprocess
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from e2e.people_at_work import Person
from gunicorn_server import LiveServer
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.server]
WIB = ZoneInfo("Asia/Jakarta")  # the day of the letters, also after midnight there


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


def slip_of(person: Person, operation: str) -> tuple[dict[str, Any], str]:
    """Return a finding whose person got a paper slip, and the code as it stands on that paper."""
    (batch,) = person.get(f"/api/operations/{operation}/slips")["items"]
    paper = person.http.get(f"{person.server.url}/api/slips/{batch['id']}.pdf", timeout=60).content
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=paper, capture_output=True, check=True
    )
    lines = [line.strip() for line in done.stdout.decode().splitlines()]
    told = {
        label: [after for before, after in pairwise(lines) if before == label]
        for label in ("Nomor slip", "Kode jawab")
    }
    codes = dict(zip(told["Nomor slip"], told["Kode jawab"], strict=True))
    found = person.get(f"/api/findings?operation={operation}&limit=200")["items"]
    finding = next(one for one in found if one["slip"] in codes)
    return finding, codes[finding["slip"]]


def answer_by_slip(browser: "Browser", server: LiveServer, code: str) -> str:
    """Answer on the public page as whoever holds the slip, and return the receipt shown there."""
    holder = browser.new_context(base_url=server.url, service_workers="block", locale="id-ID")
    page = holder.new_page()
    page.goto(f"/jawab#{code}")
    expect(page.get_by_role("heading", name="Catatan untuk slip ini")).to_be_visible()
    assert code not in page.url
    page.get_by_label("Tulis penjelasan").fill("Saya mengambil berkas di kantor pajak.")
    scan = {"name": "st.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 surat tugas"}
    page.get_by_label("Surat, bila ada").set_input_files(scan)
    # the network goes away between words and letter: nobody is told that both are there
    page.route("**/api/replies/*/file", lambda route: route.abort(), times=1)
    press(page, "Kirim ke BKPSDM")
    expect(page.get_by_role("heading", name="Penjelasan sudah diterima")).to_be_visible()
    press(page, "Kirim berkas lagi")
    expect(page.get_by_role("heading", name="Jawaban sudah diterima")).to_be_visible()
    receipt = page.locator(".receipt").inner_text()
    assert holder.cookies() == []
    holder.close()
    return receipt


def exclude(desk: "Page", row: "Locator") -> None:
    """Take a person off the list."""
    row.get_by_role("button", name="Langkah untuk").click()
    desk.get_by_role("dialog").get_by_role("button", name="Keluarkan dari daftar").first.click()
    say_why(desk, "Simpan")
    expect(row).not_to_be_visible()


def use_long_lists(desk: "Page") -> None:
    """A table of 1,500 people is drawn piece by piece, and is sorted, searched, walked and printed."""
    desk.goto("/meja/induk")
    office = desk.get_by_label("Atau lihat satu OPD")
    office.select_option(label="Dinas Pendidikan dan Kebudayaan")
    table = desk.get_by_role("region", name="Pegawai OPD")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(50)
    press(desk, "Tampilkan 50 lagi dari 150")
    expect(rows).to_have_count(100)
    first = rows.first.inner_text()
    for way in ("ascending", "descending"):
        table.get_by_role("button", name="Nama").click()
        heading = table.get_by_role("columnheader", name="Nama")
        expect(heading).to_have_attribute("aria-sort", way)
    expect(rows).to_have_count(50)
    assert rows.first.inner_text() != first
    desk.get_by_label("Cari di OPD ini").fill("tidak ada orang ini")
    expect(desk.get_by_text("0 dari 200 pegawai")).to_be_visible()
    expect(desk.get_by_text("berlaku untuk 200 pegawai yang sudah dimuat")).to_be_visible()
    press(desk, "Muat berikutnya")
    expect(desk.get_by_text("0 dari 400 pegawai")).to_be_visible()
    desk.get_by_label("Cari di OPD ini").fill("")
    rows.first.get_by_role("button", name="Lihat").focus()
    desk.keyboard.press("ArrowDown")
    expect(rows.nth(1).get_by_role("button", name="Lihat")).to_be_focused()
    desk.emulate_media(media="print")
    desk.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(rows).to_have_count(400)
    expect(desk.locator(".office .button:visible")).to_have_count(0)
    expect(desk.get_by_text("Di kertas ini 400 pegawai. Selengkapnya ada di")).to_be_visible()
    desk.evaluate("() => dispatchEvent(new Event('afterprint'))")
    desk.emulate_media(media="screen")
    expect(rows).to_have_count(50)
    read_a_refusal(desk)


def read_a_refusal(desk: "Page") -> None:
    """Somebody was faster with a superior: the sentence stays to be read, and so does what was typed."""

    def faster(route: "Route") -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        return route.fulfill(
            status=409, content_type="application/problem+json", body='{"code": "stale-revision"}'
        )

    desk.get_by_role("region", name="Pegawai OPD").get_by_role("button", name="Lihat").first.click()
    press(desk, "Ubah atasan langsung")
    form = desk.get_by_role("region", name="Data pegawai")
    form.get_by_role("searchbox").fill("siti")
    form.get_by_role("radio").last.check()
    form.get_by_label("Alasan", exact=True).fill("salah atasan")
    desk.route("**/api/employees/*", faster)
    press(desk, "Simpan atasan")
    expect(form.get_by_role("alert")).to_contain_text("baru saja diubah orang lain")
    expect(form.get_by_label("Alasan", exact=True)).to_have_value("salah atasan")
    desk.unroute("**/api/employees/*")


def order_the_queue(desk: "Page") -> None:
    """Search takes the desk anywhere by its keys; j goes through findings in the chosen order."""
    desk.keyboard.press("/")
    desk.keyboard.type("data induk: opd")
    answers = desk.get_by_role("listbox", name="Hasil pencarian")
    expect(answers.get_by_role("option")).to_have_count(1)
    desk.keyboard.press("Enter")
    desk.get_by_label("Cari OPD").wait_for()
    desk.get_by_role("link", name="Temuan", exact=True).click()
    items = desk.get_by_role("region", name="Antrean temuan").get_by_role("listitem")
    newest = items.first.inner_text()
    desk.get_by_label("Urutan").select_option("Terlama")
    expect(items.last).to_have_text(newest, use_inner_text=True)
    chosen = items.locator("[aria-current]")
    at = items.all_inner_texts().index(chosen.inner_text())
    desk.keyboard.press("k" if at else "j")
    expect(chosen).to_have_text(items.nth(at - 1 if at else 1).inner_text(), use_inner_text=True)
    assert "order=oldest" in desk.url


def call_to_the_past(desk: "Page", facts: "Locator") -> None:
    """A day that is over is told when it is saved, and stops the draft; put right, nothing is left."""
    at = facts.get_by_label("Menghadap", exact=True)
    usual = at.input_value()
    at.fill(f"{int(usual[:4]) - 1}{usual[4:]}")
    press(desk, "Simpan dan gambar ulang")
    expect(facts).to_contain_text("Waktu menghadap sudah lewat.")
    press(desk, "Ajukan")
    expect(facts.get_by_role("alert")).to_contain_text(
        "Perbaiki di atas lalu simpan, atau pilih Sudah benar bila tampil; sesudah itu ajukan lagi."
    )
    at.fill(usual)
    press(desk, "Simpan dan gambar ulang")
    expect(facts).not_to_contain_text("Waktu menghadap sudah lewat.")


def hand_over(desk: "Page") -> None:
    """What the sheet is refused stands in it, beside its field."""
    press(desk, "Catat penyampaian")
    handed = desk.get_by_label("Waktu diterima")
    now_is = handed.input_value()
    handed.fill(f"{int(now_is[:4]) + 1}{now_is[4:]}")
    sheet = desk.get_by_role("dialog")
    sheet.get_by_role("button", name="Diserahkan ke bagian kepegawaian OPD").click()
    sheet.get_by_role("button", name="Catat penyampaian", exact=True).click()
    expect(sheet).to_contain_text("tidak di masa depan")
    handed.fill(now_is)
    sheet.get_by_role("button", name="Catat penyampaian", exact=True).click()


def test_a_letter_is_returned_signed_delivered_and_withdrawn(
    small_city: LiveServer,
    browser: "Browser",
    open_desk: Callable[..., "Page"],
    person: Callable[[LiveServer, str], Person],
) -> None:
    clerk = person(small_city, "bkpsdm")
    finding, code = slip_of(clerk, clerk.operation("open")["id"])
    receipt = answer_by_slip(browser, small_city, code)
    (answer,) = clerk.get(f"/api/findings/{finding['id']}")["late_letters"]
    assert (answer["receipt"], answer["has_file"], answer["unread"]) == (receipt, True, True)
    operation = clerk.operation("closed")["id"]
    desk = open_desk(small_city, "bkpsdm", f"/meja/surat?operasi={operation}")
    press(desk, "Konsep surat A")
    facts = desk.get_by_role("region", name="Fakta surat")
    call_to_the_past(desk, facts)
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
    facts.get_by_label("Tanggal surat").fill(datetime.now(WIB).date().isoformat())
    press(desk, "Simpan dan gambar ulang")
    press(desk, "Catat tanda tangan")
    stands(desk, "Ditandatangani")
    hand_over(desk)
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
    expect(row).to_contain_text("A disampaikan · 800.1.6.2/7/BKPSDM/2026")

    head.reload()
    press(head, "Cabut surat")
    say_why(head, "Cabut surat")
    stands(head, "Dicabut")
    desk.reload()
    expect(row).to_contain_text("Dalam daftar")

    exclude(desk, row)
    use_long_lists(desk)
    order_the_queue(desk)
