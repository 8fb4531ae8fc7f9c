"""What a clerk does with our files in LibreOffice: edits a template, opens letters and lists.

The long tier, `./sidak drill office`: a start of LibreOffice costs more than a hundred letters. With
`SIDAK_OFFICE_FOLDER` set, what it made is kept there to be looked at.
"""

import io
import os
import re
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import office_suite
import pytest
import python_calamine
from drills.outcome import Outcome, report, whole
from flask import Flask
from office_suite import Unreadable, converted
from paperwork import approved, drafted, furnished, letter_for_budi, step, text_of, today
from world import World

from server.summons.letters import built_in

pytestmark = pytest.mark.one_database
XLSX = "summons-list.xlsx"
EDITED = "Atas kehadiran dan kerja samanya kami sampaikan terima kasih."
DOCX = "docx:MS Word 2007 XML"
MOSTLY = 0.95  # of the words of the PDF stand in the Word letter too; page feet differ


@pytest.fixture(autouse=True)
def asked() -> None:
    if not whole():
        pytest.skip("the long tier: ./sidak drill office")
    if office_suite.program() is None:
        pytest.skip(office_suite.MISSING)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kept = os.environ.get("SIDAK_OFFICE_FOLDER")
    if kept:
        Path(kept).mkdir(exist_ok=True, parents=True)
    return Path(kept) if kept else tmp_path


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def fetched(city: World, path: str, file: Path) -> Path:
    answer = city.client("desk").get(path)
    assert answer.status_code == 200, answer.text
    file.write_bytes(answer.data)
    return file


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def read(pdf: Path, *pages: str) -> str:
    told = ["pdftotext", *pages, pdf, "-"]
    return subprocess.run(told, capture_output=True, text=True, check=True).stdout


def share(one: str, other: str) -> float:
    """Return which part of the words of a text stand in another."""
    wanted, there = words(one), set(words(other))
    return sum(word in there for word in wanted) / len(wanted)


def edited_in_libreoffice(kind: str, before: str, after: str, folder: Path) -> bytes:
    """Open our template in LibreOffice, change a sentence in its own format, save it as DOCX."""
    template = folder / f"templat-{kind}.docx"
    template.write_bytes(built_in(kind))
    (draft,) = converted([template], "odt", folder)
    out = io.BytesIO()
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "content.xml":
                assert before.encode() in data, "LibreOffice tore the sentence apart"
                data = data.replace(before.encode(), after.encode())
            new.writestr(part, data)
    draft.write_bytes(out.getvalue())
    (back,) = converted([draft], DOCX, folder)
    return back.read_bytes()


def finish(name: str, begun: float, seeded: str, tried: int) -> None:
    outcome = Outcome(f"G {name}", tried=tried, acknowledged=tried, seeded=seeded)
    outcome.seconds = time.perf_counter() - begun
    report(outcome)


def test_a_template_edited_in_libreoffice_is_taken_issued_and_says_what_was_edited(
    city: World, folder: Path
) -> None:
    begun = time.perf_counter()
    template = edited_in_libreoffice("A", "{{ closing }}", EDITED, folder)
    put = city.client("desk").put("/api/letter-templates/A/file?file=kantor.docx", data=template)
    assert put.status_code == 200, put.text
    assert put.json["own"]
    assert put.json["omitted"] == []
    letter = approved(city, letter_for_budi(city))
    letter = step(city, letter, "sign", number="800.1.6.2/1/BKPSDM", dated=today().isoformat())
    word = fetched(city, f"/api/letters/{letter['id']}.docx", folder / "surat-a-kantor.docx")
    (pdf,) = converted([word], "pdf", folder)
    said, issued = read(pdf), text_of(city, letter)
    assert EDITED in " ".join(said.split())
    assert letter["number"] in said
    assert "Lampiran Surat" not in read(pdf, "-l", "1"), "its page break was lost"
    assert share(issued.replace("Demikian disampaikan", ""), said) > MOSTLY
    # the seeded bug: a field that the clerk mistyped is refused with its name, not printed empty
    torn = edited_in_libreoffice("A", "{{ closing }}", "{{ penutup }}", folder)
    put = city.client("desk").put("/api/letter-templates/A/file?file=keliru.docx", data=torn)
    assert (put.status_code, "penutup" in put.json["detail"]) == (422, True)
    finish("templat di LibreOffice", begun, "a field mistyped in LibreOffice", 2)


def test_every_kind_of_letter_opens_in_libreoffice_and_says_what_its_pdf_says(
    city: World, folder: Path
) -> None:
    begun = time.perf_counter()
    city.confirmed(city.finding())
    letters: list[dict[str, Any]] = [*drafted(city, "A"), *drafted(city, "B")]
    files = [
        fetched(city, f"/api/letters/{one['id']}.docx", folder / f"surat-{one['kind']}.docx")
        for one in letters
    ]
    for one, pdf in zip(letters, converted(files, "pdf", folder), strict=True):
        assert share(text_of(city, one), read(pdf)) > MOSTLY, one["kind"]
        drawn = ["pdftoppm", "-r", "70", "-png", pdf, pdf.with_suffix("")]
        subprocess.run(drawn, check=True)
    assert share(text_of(city, letters[0]), text_of(city, letters[1])) < MOSTLY, "comparing is idle"
    finish("surat di LibreOffice", begun, "another letter's words", len(letters))


def test_the_list_opens_in_libreoffice_as_it_was_written(city: World, folder: Path) -> None:
    """A repaired workbook would come back with other cells; a torn one does not open at all."""
    begun = time.perf_counter()
    for name in ("budi", "siti", "joko"):
        city.confirmed(city.finding(identity=city.identity(name)))
    ours = fetched(city, f"/api/operations/{city.operation}/{XLSX}", folder / "daftar.xlsx")
    (theirs,) = converted([ours], "ods", folder)
    before, after = (python_calamine.CalamineWorkbook.from_path(str(one)) for one in (ours, theirs))
    assert before.sheet_names == after.sheet_names
    for name in before.sheet_names:
        assert cells(before, name) == cells(after, name), name
    assert any("19870312 201001 1 004" in row for row in cells(after, before.sheet_names[1]))
    torn = folder / "putus.xlsx"
    torn.write_bytes(ours.read_bytes()[:-300])
    try:
        (opened,) = converted([torn], "ods", folder)
    except Unreadable:
        seeded = "a torn workbook does not open"
    else:
        book = python_calamine.CalamineWorkbook.from_path(str(opened))
        assert book.sheet_names != before.sheet_names
        seeded = "a torn workbook opens without its sheets"
    finish("XLSX di LibreOffice", begun, seeded, len(before.sheet_names))


def cells(book: python_calamine.CalamineWorkbook, name: str) -> list[list[str]]:
    """Return the cells of a sheet as they are read, empty ends left out."""
    rows = []
    for row in book.get_sheet_by_name(name).to_python():
        texts = [str(cell).replace("\r", "") for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(texts)
    while rows and not rows[-1]:
        rows.pop()
    return rows
