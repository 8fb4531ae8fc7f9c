import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from letter_samples import BUDI, PEOPLE, letter_a, letter_b, operation_report, summons_list
from python_calamine import CalamineWorkbook

from server.summons.letters import (
    Imprint,
    OpdSection,
    built_in,
    csv_summons_list,
    docx_letter,
    docx_operation_report,
    recap,
    tried,
    xlsx_summons_list,
)
from server.summons.letters.sheets import sheet_name

FORMULAS = ('=HYPERLINK("http://x.example","a")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "{=1}")


def words(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    body = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    head = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    return "\n".join([*head, *body, *cells])


def test_letter_a_opens_in_word_with_each_person() -> None:
    text = words(docx_letter(letter_a(imprint=Imprint(draft=True))))
    for person in PEOPLE:
        assert person.name in text
    assert "19870312 201001 1 004" in text
    assert "Jumat, 27 November 2026" in text
    assert "KONSEP" in text
    assert "pemeriksaan" not in text.lower()


@pytest.mark.parametrize("call", [1, 2])
def test_letter_b_opens_in_word_with_its_person(call: int) -> None:
    text = words(docx_letter(letter_b(call=call)))
    assert f"SURAT PANGGILAN {'I' * call}" in text
    assert "BUDI SANTOSO, S.H." in text
    assert "Agus Wijaya, S.T." in text
    assert "KONSEP" not in text


def test_every_picture_in_word_says_what_it_shows() -> None:
    letter = letter_a(imprint=Imprint(verify_url="https://contoh.go.id/periksa/x"))
    own = tried(built_in("A"), letter).docx
    for docx, least in (
        (docx_letter(letter), 2),
        (own, 1),
        (docx_operation_report(operation_report()), 2),
    ):
        with zipfile.ZipFile(io.BytesIO(docx)) as pack:
            parts = [pack.read(name).decode() for name in pack.namelist() if name.endswith(".xml")]
        drawn = [one for part in parts for one in re.findall(r"<wp:docPr [^>]*>", part)]
        assert len(drawn) >= least
        assert all(re.search(r'descr="[^"]{8,}"', one) for one in drawn), drawn


def test_no_field_of_a_template_is_left_open() -> None:
    for docx in (docx_letter(letter_a()), docx_letter(letter_b(head=None))):
        assert "{{" not in words(docx)
        assert "{%" not in words(docx)


def test_untrusted_text_stays_text_in_word() -> None:
    name = "A & <w:br/> {{ number }} {% raw %} \x0b 😀"
    person = PEOPLE[0].__class__(name=name, kind="pns")
    for letter in (letter_b(person=person), letter_a(persons=(person,))):
        assert "A & <w:br/> {{ number }} {% raw %} 😀" in words(docx_letter(letter))


def test_the_word_page_has_the_chosen_size() -> None:
    section = Document(io.BytesIO(docx_letter(letter_b(), paper="f4"))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (215, 330)


def test_the_workbook_has_sums_everybody_and_each_opd() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_summons_list(summons_list())))
    assert book.sheet_names == [
        "Rekonsiliasi",
        "Semua",
        "Dinas Perhubungan",
        "Dinas Pendidikan dan Kebudayaan",
    ]
    sums = {row[0]: row[1] for row in book.get_sheet_by_name("Rekonsiliasi").to_python()}
    assert (sums["Orang"], sums["Dipanggil"], sums["Selisih"]) == (18, 4, 0)
    everybody = book.get_sheet_by_name("Semua").to_python()
    assert [row[2] for row in everybody[5:]] == [*(p.name for p in PEOPLE), BUDI.name]
    assert everybody[5][3] == "19870312 201001 1 004"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_ever_a_formula(text: str) -> None:
    person = BUDI.__class__(name=text, job=text, unit=text, remark=text, kind="pns")
    paper = summons_list(opds=(OpdSection(name=text, persons=(person,)),) * 2, operation=text)
    data = xlsx_summons_list(paper)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 4
    for sheet in sheets:
        assert b"<f>" not in sheet
        assert b"<hyperlink" not in sheet
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name("Semua").to_python()[5][2] == text.strip()


def test_the_head_row_is_frozen_and_repeated_in_print() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_summons_list(summons_list()))) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
        book = parts.read("xl/workbook.xml").decode()
    assert 'state="frozen"' in sheet
    assert 'orientation="landscape"' in sheet
    assert "_xlnm.Print_Titles" in book


def test_sheet_names_are_short_legal_and_unlike() -> None:
    taken = set()
    names = [sheet_name("Dinas Pendidikan, Kebudayaan: Pemuda/Olahraga", taken) for _ in range(3)]
    names += [sheet_name("", taken), sheet_name("History", taken), sheet_name("'[x]'", taken)]
    assert len({name.lower() for name in names}) == 6
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")


def table(data: bytes) -> list[list[str]]:
    """Read CSV as Excel with Indonesian settings does."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_csv_holds_everybody_with_the_nip_as_text() -> None:
    head, *people = table(csv_summons_list(summons_list()))
    assert head[:4] == ["No.", "OPD", "Nama", "NIP"]
    assert [row[2] for row in people] == [*(p.name for p in PEOPLE), BUDI.name]
    assert people[0][3] == "19870312 201001 1 004"
    assert people[0][4] == BUDI.rank
    assert {row[-1] for row in people} == {
        "sementara, Selasa, 24 November 2026 pukul 10.15 WIB",
    }


@pytest.mark.parametrize("text", [*FORMULAS[:5], "-", "6371015203870003", 'a;"b"\r\nc'])
def test_no_cell_of_the_csv_is_computed_or_rounded(text: str) -> None:
    person = BUDI.__class__(name=text, nip=text, job=text, unit=text, remark=text, kind="pns")
    row = table(csv_summons_list(summons_list(opds=(OpdSection(text, (person,)),))))[1]
    for cell in row[1:]:
        assert cell in {"", "-"} or cell[0] not in "=+-@\t\r"
        assert not (cell.isdigit() and len(cell) > 11)
    assert row[2].removeprefix("'") == " ".join(text.split())


def test_the_recap_names_nobody_and_no_office_with_few_people() -> None:
    text = recap(summons_list())
    assert "sementara" in text
    assert "Ditemukan: 18 orang (19 temuan)" in text
    assert "Pegawai instansi lain: 12" in text
    assert "Dinas Perhubungan: 3" in text
    assert "1 OPD lain, masing-masing kurang dari 3 orang" in text
    assert "Dinas Pendidikan" not in text
    assert "Selisih" not in text
    for person in PEOPLE:
        assert person.name not in text
        assert person.nip == "" or person.nip[:8] not in text
    sums = replace(summons_list().reconciliation, people=19, difference=1)
    marked = summons_list(verified=True, reconciliation=sums, imprint=Imprint(simulation=True))
    assert "Angka terverifikasi (SIMULASI)" in recap(marked)
    assert "Selisih yang sedang ditelusuri: 1 orang" in recap(marked)
