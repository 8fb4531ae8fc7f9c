"""From a phone without a network in the market to the letter on the desk of BKPSDM."""

import re
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from e2e.handset import SLOW, Handset
from e2e.people_at_work import Person
from gunicorn_server import LiveServer
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
LATE = 60_000  # ms: the phone tries again by itself after some seconds


def somebody(person: Person) -> dict[str, Any]:
    """Return a PNS with a known superior, no head of anything, whom nobody has found yet."""
    operation = person.operation("open")["id"]
    findings = person.get(f"/api/findings?operation={operation}")["items"]
    found = {finding["person"]["nip"] for finding in findings}
    return next(
        who
        for who in person.post("/api/employees/search", text="KURNIAWAN")["items"]
        if who["kind"] == "pns" and who["superior_id"] and who["nip"] not in found
        if not who["job"].startswith(("Kepala", "Asisten", "Sekretaris"))
    )


def find_somebody(phone: Handset, who: dict[str, Any]) -> None:
    """Write a finding as in the common case, without a network."""
    page = phone.page
    phone.taps = 0
    phone.tap(page.get_by_role("link", name="Catat temuan"))
    search = page.get_by_label("Cari nama, NIP, atau OPD")
    expect(search).to_be_focused()
    page.keyboard.type(who["name"].split(",")[0])
    result = page.get_by_role("list", name="Hasil pencarian").get_by_role("button")
    phone.tap(result.filter(has_text=f"…{who['nip'][-4:]}"))
    phone.tap(page.get_by_role("button", name="Tidak ada Tidak membawa surat"))
    shutter = page.get_by_role("button", name="Ambil foto orang")
    expect(shutter).to_be_enabled()
    phone.tap(shutter)
    expect(page.get_by_role("img", name="Foto orang")).to_be_visible()
    expect(page.get_by_text("±9 m")).to_be_visible()
    phone.tap(page.get_by_role("button", name="Simpan", exact=True))
    expect(page.get_by_role("heading", name="Tersimpan di HP")).to_be_visible()


def read_paper(answer: Any, folder: Path) -> str:
    assert answer.ok, answer.text()
    paper = folder / "letter.pdf"
    paper.write_bytes(answer.body())
    done = subprocess.run(["pdftotext", paper, "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def read_docx(answer: Any) -> str:
    assert answer.ok, answer.text()
    with zipfile.ZipFile(BytesIO(answer.body())) as file:
        words = re.findall(r"<w:t[ >][^<]*|<w:t>[^<]*", file.read("word/document.xml").decode())
    return " ".join("".join(word.split(">", 1)[1] for word in words).split())


def confirm(desk: "Page", who: dict[str, Any]) -> None:
    queue = desk.get_by_role("region", name="Antrean temuan")
    queue.get_by_role("button", name=who["name"]).click()
    facts = desk.get_by_role("region", name="Fakta temuan")
    expect(facts).to_contain_text(who["name"])
    photo = desk.get_by_role("region", name="Foto dan peta").get_by_role("img", name="Foto orang")
    expect(photo).to_be_visible()
    photo.scroll_into_view_if_needed()
    desk.wait_for_function("image => image.naturalWidth > 0", arg=photo.element_handle())
    desk.get_by_role("toolbar").get_by_role("button", name="Konfirmasi").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_role("group", name="Alasan yang biasa").get_by_role("button").first.click()
    sheet.get_by_role("button", name="Konfirmasi", exact=True).click()
    expect(queue.get_by_role("button", name=who["name"])).to_contain_text("Dikonfirmasi")


def check_sum(desk: "Page") -> None:
    """The bar above the list adds up, by the figures on screen."""
    bar = desk.get_by_role("region", name="Perhitungan daftar")
    expect(bar).to_contain_text("selisih 0")
    text = bar.inner_text()
    people, listed, others = (
        int(re.search(rf"(\d+) (?:akan )?{word}", text)[1])  # type: ignore[index]
        for word in ("orang", "dipanggil", "tidak")
    )
    groups = re.search(r"tidak\s*\(([^)]*)\)", text)
    assert groups is not None
    assert people == listed + others
    assert others == sum(map(int, re.findall(r"\d+", groups[1])))


def test_a_finding_walks_from_a_dead_phone_to_the_letter(
    city: LiveServer,
    new_handset: Callable[[LiveServer], Handset],
    open_desk: Callable[..., "Page"],
    person: Callable[[LiveServer, str], Person],
    tmp_path: Path,
) -> None:
    who = somebody(person(city, "bkpsdm"))
    phone = new_handset(city)
    phone.start()
    phone.sign_in("petugas2")
    expect(phone.page.get_by_role("heading", name="Tim 2")).to_be_visible()
    # the second start of the app needs no network any more
    expect(phone.page.get_by_role("button", name="Terkirim")).to_be_visible()
    expect(phone.page.get_by_text("Siap dipakai tanpa sinyal").first).to_be_visible()
    phone.close()

    phone.start(offline=True)
    phone.unlock()
    expect(phone.page.get_by_text("Tanpa sinyal.")).to_be_visible()
    find_somebody(phone, who)
    assert phone.taps <= 6

    phone.kill()
    phone.start(offline=True)
    phone.unlock()
    found = phone.page.get_by_role("link").filter(has_text=who["name"])
    expect(found).to_contain_text("tersimpan di HP")
    expect(phone.page.get_by_role("button", name="1 menunggu")).to_be_visible()

    phone.context.set_offline(False)
    expect(found).to_contain_text("terkirim", timeout=LATE)
    phone.tap(found)
    expect(phone.page.get_by_text("Terkirim dan diterima server")).to_be_visible()
    expect(phone.page.get_by_text("tanda terima no.")).to_be_visible()

    desk = open_desk(city, "bkpsdm", "/meja/temuan")
    confirm(desk, who)
    desk.get_by_role("link", name="Daftar panggilan").click()
    office = desk.get_by_role("group").filter(has_text=who["name"])
    expect(office).to_be_visible(timeout=SLOW)
    check_sum(desk)
    opd = office.locator("summary .name").inner_text()

    desk.get_by_role("link", name="Surat", exact=True).first.click()
    desk.get_by_role("button", name="Konsep surat A").click()
    letters = desk.get_by_role("region", name="Daftar surat")
    letters.get_by_role("link", name=opd).first.click()
    expect(desk.get_by_role("region", name="Fakta surat")).to_contain_text(who["name"])
    if city.embedded:  # a viewer of PDF is the same on any database
        expect_paper(open_desk(city, "bkpsdm", urlsplit(desk.url).path, papers=True))
    printed_nip = re.sub(r"^(\d{8})(\d{6})(\d)(\d{3})$", r"\1 \2 \3 \4", who["nip"])
    for wanted in ("klarifikasi", who["name"], printed_nip):
        assert wanted in letter_text(desk, tmp_path)
        assert wanted in letter_words(desk)

    desk.get_by_role("button", name="Surat B…").click()
    desk.get_by_role("dialog").get_by_label(who["name"]).check()
    desk.get_by_role("button", name="Buat 1 konsep surat B").click()
    expect(desk.get_by_role("region", name="Fakta surat")).to_contain_text(who["name"])
    expect(letters.get_by_role("link", name=who["name"])).to_be_visible()
    for wanted in ("SURAT PANGGILAN I", who["name"], printed_nip):
        assert wanted in letter_text(desk, tmp_path)
        assert wanted in letter_words(desk)


def expect_paper(desk: "Page") -> None:
    """The letter itself stands on screen, in the viewer of the browser."""
    frame = desk.locator("iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_url(re.compile(rf"/api/letters/{letter_id(desk)}\.pdf"))
    assert frame.evaluate("() => document.contentType") == "application/pdf"


def letter_id(desk: "Page") -> str:
    return desk.url.rsplit("/", 1)[1]


def letter_text(desk: "Page", folder: Path) -> str:
    """Return the words of the PDF of the letter on screen."""
    return read_paper(desk.request.get(f"/api/letters/{letter_id(desk)}.pdf"), folder)


def letter_words(desk: "Page") -> str:
    """Return the words of its DOCX."""
    return read_docx(desk.request.get(f"/api/letters/{letter_id(desk)}.docx"))
