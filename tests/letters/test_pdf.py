import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import segno
from letter_samples import (
    BUDI,
    CHECKED,
    PEOPLE,
    letter_a,
    letter_b,
    operation_report,
    summons_list,
    team_report,
)
from PIL import Image
from pypdf import PageObject, PdfReader

from server.summons.letters import (
    Imprint,
    Signatory,
    TeamFigures,
    TypesettingError,
    render_letter_a,
    render_letter_b,
    render_letters,
    render_summons_list,
    render_team_report,
    typesetting,
)
from server.summons.letters.glyphs import covered, printable
from server.summons.letters.operation_report import operation_report_facts

ODD = 'BUDI #[]$*_\\"`<a>@b//=- 😀中 \u202e\ue000\ud800 O\u2019NEIL'


def rows(pages: Iterable[PageObject]) -> list[str]:
    return [page.extract_text() for page in pages]


def in_order(text: str, *parts: str) -> None:
    at = -1
    for part in parts:
        at = text.find(part, at + 1)
        assert at >= 0, f"{part!r} is missing or out of order"


def test_letter_a_holds_its_parts_in_order(text_of: Callable[..., str]) -> None:
    text = text_of(render_letter_a(letter_a()), layout=True)
    in_order(
        re.sub(r"\s+", " ", text),
        "PEMERINTAH KOTA CONTOH",
        "Kota Contoh, 24 November 2026",
        "Nomor : 800.1.6.2/123/BKPSDM/2026",
        "Sifat",
        "Lampiran : 1 (satu) berkas",
        "Hal : Pemanggilan untuk klarifikasi dan pembinaan",
        "Yth. Kepala Dinas Perhubungan",
        "di Kota Contoh",
        "pada hari Senin, 23 November 2026",
        "3 (tiga) orang pegawai",
        "Jumat, 27 November 2026",
        "pukul 09.00 WIB s.d. selesai",
        "membawa surat tugas, surat izin",
        "Kamis, 26 November 2026 pukul 16.00 WIB",
        "Rahmawati Noor, S.Sos., M.Si.",
        "NIP 19710512 199503 2 001",
        "Tembusan:",
        "Sekretaris Daerah Kota Contoh",
        "Lampiran Surat Kepala Badan",
        "DAFTAR NAMA PEGAWAI",
        "BUDI SANTOSO, S.H.",
        "Rahmawati Noor, S.Sos., M.Si.",
    )


def test_letter_b_holds_its_ten_fields_in_order(text_of: Callable[..., str]) -> None:
    text = re.sub(r"\s+", " ", text_of(render_letter_b(letter_b()), layout=True))
    in_order(
        text,
        "RAHASIA",
        "SURAT PANGGILAN I",
        "Nomor 800.1.6.2/124/DISHUB/2026",
        "Bersama ini diminta dengan hormat kehadiran Saudara:",
        "Nama : BUDI SANTOSO, S.H.",
        "NIP : 19870312 201001 1 004",
        "Pangkat/Gol. : Penata Muda Tk. I (III/b)",
        "Jabatan",
        "Unit Kerja",
        "Untuk menghadap kepada:",
        "Nama : Agus Wijaya, S.T.",
        "Hari : Kamis",
        "Tanggal : 3 Desember 2026",
        "Jam : pukul 09.00 WIB",
        "Tempat",
        "Pasal 4 huruf f Peraturan Pemerintah Nomor 94 Tahun 2021",
        "Demikian untuk dilaksanakan.",
        "Kota Contoh, 23 November 2026",
        "Atasan Langsung,",
        "Tembusan:",
    )


def test_the_second_call_says_so(text_of: Callable[..., str]) -> None:
    assert "SURAT PANGGILAN II" in text_of(render_letter_b(letter_b(call=2, head=None)))


def test_a_pppk_gets_the_text_of_the_agreement_and_no_rank(text_of: Callable[..., str]) -> None:
    letter = letter_b(person=PEOPLE[1], matter="Sesuai perjanjian kerja.")
    text = text_of(render_letter_b(letter), layout=True)
    assert "NI PPPK" in text
    assert "Sesuai perjanjian kerja." in text
    assert "Pasal 4 huruf f" not in text
    assert re.search(r"Pangkat/Gol\. +: +-\n", text)


def test_letter_a_never_says_pemeriksaan(text_of: Callable[..., str]) -> None:
    assert "pemeriksaan" not in text_of(render_letter_a(letter_a())).lower()


@pytest.mark.parametrize("paper", [("a4", 595, 842), ("f4", 609, 935)])
def test_the_page_has_the_chosen_size(paper: tuple[str, int, int]) -> None:
    size, width, height = paper
    box = PdfReader(io.BytesIO(render_letter_b(letter_b(), paper=size))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (width, height)


def test_a_paper_is_tagged_pdf_a_2a_with_embedded_fonts() -> None:
    for pdf in (
        render_letter_a(letter_a(imprint=CHECKED)),
        render_letter_b(letter_b()),
        render_summons_list(summons_list()),
    ):
        reader = PdfReader(io.BytesIO(pdf))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
        assert "<pdfaid:part>2</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
        fonts = reader.pages[0]["/Resources"]["/Font"].values()
        for font in fonts:
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "Arimo" in descriptor["/FontName"]
            assert any(key.startswith("/FontFile") for key in descriptor)


def test_the_same_dated_letter_gives_the_same_bytes() -> None:
    assert render_letter_b(letter_b()) == render_letter_b(letter_b())


def test_120_persons_run_over_pages_under_a_repeated_head(text_of: Callable[..., str]) -> None:
    people = tuple(replace(BUDI, name=f"PEGAWAI {number:03}") for number in range(1, 121))
    pdf = render_letter_a(letter_a(persons=people))
    pages = rows(PdfReader(io.BytesIO(pdf)).pages)
    assert len(pages) > 5
    for page in pages[1:]:
        assert "Pangkat/Gol." in page
    text = text_of(pdf)
    assert [f"PEGAWAI {number:03}" in text for number in range(1, 121)] == [True] * 120
    assert "120 (seratus dua puluh) orang" in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("count", range(1, 31))
def test_a_signature_never_stands_alone(count: int) -> None:
    people = tuple(replace(BUDI, name=f"PEGAWAI {number:03}") for number in range(1, count + 1))
    last = rows(PdfReader(io.BytesIO(render_letter_a(letter_a(persons=people)))).pages)[-1]
    assert f"PEGAWAI {count:03}" in last
    assert "Rahmawati Noor" in last
    assert "Pangkat/Gol." in last


def test_a_draft_has_dots_for_number_and_date_and_the_watermark(
    text_of: Callable[..., str],
) -> None:
    draft = Imprint(draft=True, simulation=True)
    pdf = render_letter_a(letter_a(number=None, dated=None, imprint=draft))
    for page in rows(PdfReader(io.BytesIO(pdf)).pages):
        assert page.split()[:2] == ["KONSEP", "SIMULASI"]
    text = text_of(pdf)
    assert "belum berlaku sebelum ditandatangani" in text
    assert "bukan surat resmi" in text
    assert "........" in text


def test_an_issued_letter_has_no_watermark() -> None:
    text = "".join(rows(PdfReader(io.BytesIO(render_letter_b(letter_b()))).pages))
    assert "KONSEP" not in text
    assert "SIMULASI" not in text


@pytest.mark.parametrize("form", ["a.n.", "Plt.", "Plh."])
def test_the_form_of_authority_stands_before_the_title(
    text_of: Callable[..., str], form: str
) -> None:
    signer = Signatory(form=form, titles=("Wali Kota Contoh", "Sekretaris Daerah"), name="Ahmad")
    text = text_of(render_letter_b(letter_b(signatory=signer)), layout=True)
    assert f"{form} Wali Kota Contoh" in re.sub(r" +", " ", text)
    assert "Sekretaris Daerah," in text


def test_untrusted_text_is_printed_and_never_interpreted(text_of: Callable[..., str]) -> None:
    text = text_of(render_letter_b(letter_b(person=replace(BUDI, name=ODD))))
    assert 'BUDI #[]$*_\\"`<a>@b//=- \ufffd\ufffd \ufffd\ufffd O\u2019NEIL' in text
    assert printable({"rows": [("中\u202e", 3), None]}) == {"rows": [["\ufffd", 3], None]}


@pytest.mark.parametrize("text", ["#panic()", '#import "x"', "*a*", "= H", "$x$", "#sys.inputs"])
def test_markup_in_any_field_stays_text(text_of: Callable[..., str], text: str) -> None:
    odd = replace(BUDI, name=text, job=text, unit=text, rank=text, remark=text, seen_where=text)
    letter = letter_a(persons=(odd,), addressee=(text,), opd=text, copies=(text,), contact=text)
    assert text in text_of(render_letter_a(letter))


def test_the_foot_says_where_to_check_the_letter(text_of: Callable[..., str]) -> None:
    text = text_of(render_letter_b(letter_b(imprint=CHECKED)))
    assert CHECKED.verify_url in text
    assert CHECKED.verify_code in text
    assert CHECKED.fingerprint in text
    assert "bukan tanda tangan elektronik" in text


def test_a_warning_of_the_typesetter_stops_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "letter_b.typ"
    template.write_text('#set document(title: "x")\n#text(font: "Nowhere")[x]')
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    monkeypatch.setattr(typesetting, "_desk", typesetting.local())
    with pytest.raises(TypesettingError, match="letter_b"):
        render_letter_b(letter_b())


def test_many_letters_come_in_their_order(text_of: Callable[..., str]) -> None:
    letters = [letter_b(person=replace(BUDI, name=f"PEGAWAI {number}")) for number in range(4)]
    for number, pdf in enumerate(render_letters([*letters, letter_a()])):
        assert ("DAFTAR NAMA" if number == 4 else f"PEGAWAI {number}") in text_of(pdf)


def test_the_list_accounts_for_every_person(text_of: Callable[..., str]) -> None:
    text = re.sub(r"\s+", " ", text_of(render_summons_list(summons_list()), layout=True))
    assert "SEMENTARA" in text
    assert "Pegawai instansi lain 12" in text
    assert "Dinas Perhubungan (3 orang)" in text
    assert "perlu ditelusuri" not in text


def test_a_difference_is_shown(text_of: Callable[..., str]) -> None:
    sums = replace(summons_list().reconciliation, people=20, difference=2)
    text = text_of(render_summons_list(summons_list(reconciliation=sums, verified=True)))
    assert "Selisih belum nol (2 orang)" in text
    assert "TERVERIFIKASI" in text


def test_sums_that_do_not_add_up_are_refused() -> None:
    sums = replace(summons_list().reconciliation, people=20)
    with pytest.raises(ValueError, match="does not hold"):
        render_summons_list(summons_list(reconciliation=sums))
    sums = replace(sums, not_listed={"elsewhere": 1})
    with pytest.raises(ValueError, match="unknown reconciliation buckets"):
        render_summons_list(summons_list(reconciliation=sums))


def test_what_no_paper_can_say_is_refused_before_it_is_printed() -> None:
    unsigned = letter_a(signatory=replace(letter_a().signatory, titles=()))
    with pytest.raises(ValueError, match="needs a title"):
        render_letter_a(unsigned)
    with pytest.raises(ValueError, match="unknown kind of person"):
        render_letter_b(letter_b(person=replace(BUDI, kind="tamu")))
    with pytest.raises(ValueError, match="somebody who signs"):
        render_team_report(team_report(members=()))


def test_an_empty_list_says_so(text_of: Callable[..., str]) -> None:
    sums = replace(summons_list().reconciliation, people=0, listed=0, not_listed={})
    paper = summons_list(opds=(), reconciliation=sums, dated=date(2026, 11, 24))
    assert "Tidak ada orang yang dipanggil." in text_of(render_summons_list(paper))


def test_a_berita_acara_names_places_people_and_signers(text_of: Callable[..., str]) -> None:
    text = re.sub(r"\s+", " ", text_of(render_team_report(team_report()), layout=True))
    assert "Ditemukan 3 (tiga) orang" in text
    assert "Alun-alun 10.00 WIB nihil" in text
    assert "pukul 08.00 s.d. 11.30 WIB" in text
    assert "Hartono, S.H." in text
    assert "4b227777d4dd1fc6" in text


def test_a_team_that_found_nobody_reports_nihil(text_of: Callable[..., str]) -> None:
    text = text_of(render_team_report(team_report(persons=(), addendum=True)))
    assert "Nihil: tidak ditemukan" in text
    assert "BERITA ACARA TAMBAHAN" in text


def test_a_sighting_on_another_day_prints_its_date(text_of: Callable[..., str]) -> None:
    text = text_of(render_letter_a(letter_a(operation_date=date(2026, 11, 22))))
    assert "23-11-2026" in text
    assert "23-11-2026" not in text_of(render_letter_a(letter_a()))


def test_a_png_emblem_is_printed_and_anything_else_refused() -> None:
    drawn = io.BytesIO()
    Image.new("RGBA", (40, 50), (10, 90, 110, 128)).save(drawn, "PNG")
    head = replace(letter_b().head, emblem=drawn.getvalue())
    page = PdfReader(io.BytesIO(render_letter_b(letter_b(head=head)))).pages[0]
    assert len(page.images) == 1
    with pytest.raises(ValueError, match="emblem"):
        render_letter_b(letter_b(head=replace(head, emblem=b"GIF89a")))


def test_every_character_a_keyboard_can_send_is_printed() -> None:
    every = "".join(chr(code) for code in range(0x20, 0x3000))
    render_letter_b(letter_b(matter=every))
    render_letter_b(letter_b(person=replace(BUDI, name=every[:2000])))


def test_the_qr_draws_every_dark_module_once() -> None:
    address = "https://sidak.kotacontoh.go.id/periksa/8Fq2hX0cT5rLw1Zk"
    drawn = {
        (x, int(y))
        for start, y, length in re.findall(
            r"M(\d+) (\d+)h(\d+)v1h-\d+z", typesetting.qr_svg(address)
        )
        for x in range(int(start), int(start) + int(length))
    }
    rows_of_modules = segno.make(address, error="m", micro=False, mask=2).matrix_iter(border=4)
    dark = {(x, y) for y, row in enumerate(rows_of_modules) for x, on in enumerate(row) if on}
    assert drawn == dark


def test_ascii_is_always_in_the_font() -> None:
    assert set(range(0x20, 0x7F)) <= covered()


def test_a_process_forked_after_typst_ran_is_refused_instead_of_waiting_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its threads stay behind in the parent; a worker would wait for them with the write lock held."""
    render_letter_b(letter_b())
    home = typesetting.os.getpid()
    monkeypatch.setattr(typesetting.os, "getpid", lambda: home + 1)
    with pytest.raises(TypesettingError, match="before this process was forked"):
        render_letter_b(letter_b())


def test_a_team_that_went_nowhere_has_not_reported_and_is_not_nihil() -> None:
    teams = (TeamFigures("Tim 1", 3, 3, 0), TeamFigures("Tim 3", 0, 0, 0))
    told = operation_report_facts(replace(operation_report(), teams=teams))
    assert told["teams"] == [["Tim 1", 3, 3, 0], ["Tim 3 (belum melapor)", "-", "-", "-"]]


def words_of(text_of: Callable[..., str], **changes: object) -> str:
    return re.sub(r"\s+", " ", text_of(render_letter_a(letter_a(**changes))))


def test_letter_a_asserts_working_time_only_where_it_is_known(text_of: Callable[..., str]) -> None:
    assert "berada di luar kantor pada jam kerja dan perlu" in words_of(text_of)
    unsure = words_of(text_of, in_hours=False)
    assert "jam kerja" not in unsure
    assert "ditemukan berada di luar kantor pada waktu sidak dan perlu" in unsure


def test_a_list_over_several_days_dates_each_row_and_asserts_none(
    text_of: Callable[..., str],
) -> None:
    assert "23-11-2026" not in words_of(text_of)
    two = (BUDI, replace(PEOPLE[1], seen_at=BUDI.seen_at.replace(day=24)))  # type: ignore[union-attr]
    text = words_of(text_of, persons=two, on_other_days=True)
    assert "23-11-2026 pukul 09.05 WIB" in text
    assert "24-11-2026 pukul 09.05 WIB" in text
    assert "Senin, 23 November 2026" not in text
    assert "pada hari dan waktu sebagaimana tercantum dalam lampiran surat ini" in text
    assert "jam kerja" not in text
