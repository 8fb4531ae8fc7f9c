"""Golden letters: each compared as text and as rendered pages, its QR scanned off the page.

Renew after a wanted change: `SIDAK_GOLDEN=1 .venv/bin/python -m pytest` with this file, then look
at the pages before committing them.
"""

import io
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from letter_samples import BUDI, CHECKED, HEAD, KEPALA, PEOPLE, letter_a, letter_b
from PIL import Image, ImageChops, ImageFilter, ImageStat
from pypdf import PdfReader

from server.summons.letters import (
    Imprint,
    PlainLetter,
    render_letter_a,
    render_letter_b,
    render_plain_letter,
)
from server.summons.letters.typesetting import qr_png

GOLDEN = Path(__file__).parent / "golden"
RENEW = os.environ.get("SIDAK_GOLDEN") == "1"
URL = CHECKED.verify_url
SMALL = 40  # dots per inch of the kept pages: enough to see a block that moved
LIMIT = 3.0  # mean difference of a page, of 255; another build of poppler draws hairs differently
LONG_NAME = "MUHAMMAD SYARIFUDDIN ABDURRAHMAN WIDYATMOKO PUTRA"
ODD_NAME = 'R\'NI "AYU" & <PUTRI> #[] *tebal* $x$ _garis_'


def plain() -> bytes:
    return render_plain_letter(
        PlainLetter(
            head=HEAD,
            zone="Asia/Jakarta",
            addressee=("Kepala Badan Kepegawaian Daerah Kabupaten Contoh",),
            subject="Penerusan hasil pendataan",
            paragraphs=("Bersama ini diteruskan hasil pendataan sebagaimana lampiran.",),
            persons=(BUDI,),
            roll_title="PEGAWAI INSTANSI LAIN",
            opd="",
            signatory=KEPALA,
            number="800.1.6.2/130/BKPSDM/2026",
            dated=letter_a().dated,
            found_on=letter_a().operation_date,
            copies=("Inspektur Kota Contoh",),
            imprint=CHECKED,
        )
    )


# titles; a person without a rank stands in PEOPLE, one with a long and one with an odd name are added
PAPERS: dict[str, Callable[[], bytes]] = {
    "surat-a": lambda: render_letter_a(
        letter_a(
            imprint=CHECKED,
            persons=(*PEOPLE, replace(BUDI, name=LONG_NAME), replace(BUDI, name=ODD_NAME)),
        )
    ),
    "surat-b-1": lambda: render_letter_b(letter_b(imprint=CHECKED)),
    "surat-b-2-konsep": lambda: render_letter_b(
        letter_b(call=2, number=None, dated=None, imprint=Imprint(draft=True))
    ),
    "surat-penerusan": plain,
}


def pages(pdf: bytes, tmp_path: Path, dots: int) -> list[Image.Image]:
    file = tmp_path / "surat.pdf"
    file.write_bytes(pdf)
    drawn = ["pdftoppm", "-r", str(dots), "-gray", "-png", file, tmp_path / f"page{dots}"]
    subprocess.run(drawn, check=True)
    return [opened(page) for page in sorted(tmp_path.glob(f"page{dots}*.png"))]


def opened(page: Path) -> Image.Image:
    return Image.open(io.BytesIO(page.read_bytes()))


@pytest.mark.parametrize("name", PAPERS)
def test_a_letter_reads_and_looks_as_it_did(
    name: str, text_of: Callable[..., str], tmp_path: Path
) -> None:
    pdf = PAPERS[name]()
    text, drawn = text_of(pdf, layout=True), pages(pdf, tmp_path, SMALL)
    if RENEW:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / f"{name}.txt").write_text(text)
        for number, page in enumerate(drawn, 1):
            page.quantize(8).save(GOLDEN / f"{name}-{number}.png", optimize=True)
    assert text == (GOLDEN / f"{name}.txt").read_text()
    kept = sorted(GOLDEN.glob(f"{name}-[0-9].png"))
    assert len(kept) == len(drawn)
    for before, page in zip(kept, drawn, strict=True):
        assert unlike(opened(before), page) < LIMIT, before.name
    fonts = subprocess.run(
        ["pdffonts", tmp_path / "paper.pdf"], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    assert fonts
    for font in fonts:  # name, type, encoding, emb, sub, uni, object
        assert re.search(r" yes +yes +yes +\d+ +\d+$", font), font


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Return how much two pages differ, small shifts forgiven."""
    assert one.size == other.size
    soft = [page.convert("L").filter(ImageFilter.BoxBlur(2)) for page in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*soft)).mean[0]


def test_the_comparison_sees_a_block_that_moved(tmp_path: Path) -> None:
    (page,) = pages(PAPERS["surat-b-1"](), tmp_path, SMALL)
    moved = ImageChops.offset(page, 0, 8)
    assert unlike(page, moved) > LIMIT > unlike(page, page)


@pytest.mark.parametrize("name", ["surat-a", "surat-b-1", "surat-penerusan"])
def test_the_qr_is_scanned_off_the_printed_page(name: str, tmp_path: Path) -> None:
    drawn = pages(PAPERS[name](), tmp_path, 150)
    for page in (drawn[0], photographed(drawn[0])):
        found = zxingcpp.read_barcodes(page)
        assert [one.text for one in found] == [URL]


def photographed(page: Image.Image) -> Image.Image:
    """Return a page as a phone sees it: a little turned, soft, and packed hard."""
    turned = page.rotate(4, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8))
    out = io.BytesIO()
    turned.save(out, "JPEG", quality=35)
    return Image.open(io.BytesIO(out.getvalue()))


def test_the_qr_of_a_word_letter_is_the_same() -> None:
    picture = Image.open(io.BytesIO(qr_png(URL)))
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [URL]


def test_an_office_with_500_names_has_each_of_them_once(text_of: Callable[..., str]) -> None:
    people = tuple(replace(BUDI, name=f"PEGAWAI {number:03}") for number in range(500))
    pdf = render_letter_a(letter_a(persons=people))
    text = text_of(pdf)
    assert sorted(re.findall(r"PEGAWAI \d{3}", text)) == sorted(one.name for one in people)
    assert "500 (lima ratus) orang" in re.sub(r"\s+", " ", text)
    last = PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    assert KEPALA.name in last


def test_a_long_name_is_whole_and_an_odd_one_as_typed(text_of: Callable[..., str]) -> None:
    assert len(LONG_NAME) == 49
    for name in (LONG_NAME, ODD_NAME):
        letter = letter_b(person=replace(BUDI, name=name, rank=""))
        text = re.sub(r"\s+", " ", text_of(render_letter_b(letter), layout=True))
        assert name in text.replace("\u2019", "'")
        assert re.search(r"Pangkat/Gol\. : -", text)
