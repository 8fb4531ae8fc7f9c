"""Make the first DOCX templates of the letters: `python -m server.summons.letters.make_docx`.

Run it only to start over: it overwrites what the office has edited in Word. The words stand in
`facts.py` and `wording.py`; the templates hold layout, labels and fields.
Over 300 lines because all letters share these parts, and each is laid out once from top to bottom.
"""

from __future__ import annotations

from typing import Any, Final

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from server.summons.letters.typesetting import TEMPLATES

CENTER: Final = WD_ALIGN_PARAGRAPH.CENTER
JUSTIFY: Final = WD_ALIGN_PARAGRAPH.JUSTIFY
RIGHT: Final = WD_ALIGN_PARAGRAPH.RIGHT
TWIPS: Final = 56.7  # in a millimetre
CHECK_HERE: Final = "Periksa surat ini di (kode QR memuat alamat, bukan tanda tangan elektronik):"


def make() -> None:
    """Write the templates beside the Typst ones."""
    _letter_a().save(TEMPLATES / "letter_a.docx")
    _letter_b().save(TEMPLATES / "letter_b.docx")
    _plain_letter().save(TEMPLATES / "plain_letter.docx")
    _operation_report().save(TEMPLATES / "operation_report.docx")


def _document() -> Any:
    """Start a page: Arial 11, margins 30/20/15/25 mm, the draft mark in the page head."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    style.paragraph_format.space_after = Pt(4)
    style.paragraph_format.line_spacing = 1.0
    document.core_properties.author, document.core_properties.comments = "Sidak", ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin, section.bottom_margin = Mm(15), Mm(25)
    section.header_distance = Mm(6)
    mark = section.header.paragraphs[0]
    mark.alignment = CENTER
    run = mark.add_run("{{ mark }}")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(16), RGBColor(0x80, 0x80, 0x80)
    _foot(section.footer)
    return document


def _foot(foot: Any) -> None:
    """Add to the page foot where the paper can be checked; drafts have no such address."""
    foot.is_linked_to_previous = False
    last = foot.paragraphs[0]  # Word wants a paragraph behind a table, and one in an empty foot
    _line(foot, "{%p if verify_url %}", after=0)
    table = foot.add_table(rows=1, cols=2, width=Mm(160))
    _cell(table.cell(0, 0), "{{ qr }}")
    words = table.cell(0, 1)
    words.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _cell(words, CHECK_HERE, size=7)
    _line(words, "{{ verify_url }}", size=7, after=0)
    _widths(table, 20, 140)
    _line(foot, "{%p endif %}", after=0)
    last.paragraph_format.line_spacing = Pt(2)
    foot._element.append(last._p)  # noqa: SLF001 - python-docx moves no paragraphs


def _line(place: Any, text: str, **look: Any) -> Any:
    """Add a paragraph: `align`, `bold`, `size` (pt), `after` (pt), `left` (mm), `first` (mm), `keep`."""
    paragraph = place.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = look.get("bold", False)
    if "size" in look:
        run.font.size = Pt(look["size"])
    form = paragraph.paragraph_format
    paragraph.alignment = look.get("align")
    form.space_after = Pt(look.get("after", 4))
    form.left_indent = Mm(look.get("left", 0))
    form.first_line_indent = Mm(look.get("first", 0))
    form.keep_with_next = look.get("keep", False)
    return paragraph


def _gap(place: Any, height: float, **look: Any) -> Any:
    """Add an empty line of exactly `height` pt."""
    paragraph = _line(place, "", **{"after": 0, **look})
    paragraph.paragraph_format.line_spacing = Pt(height)
    return paragraph


def _cell(cell: Any, text: str, **look: Any) -> None:
    """Write one line into a fresh cell."""
    _line(cell, text, **{"after": 0, **look})
    first = cell.paragraphs[0]._p  # noqa: SLF001 - the empty paragraph of a new cell must go
    first.getparent().remove(first)


def _widths(table: Any, *widths: float) -> None:
    """Fix the column widths (mm): Word reads them from the cells, LibreOffice from the grid."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _kop(document: Any) -> None:
    """Add emblem, government, agency, address and the double rule."""
    table = document.add_table(rows=1, cols=2)
    _widths(table, 22, 136)
    _cell(table.cell(0, 0), "{{ emblem }}")
    words = table.cell(0, 1)
    _cell(words, "{{ head.government }}", align=CENTER, size=13)
    _line(words, "{%p for line in head.agency_lines %}", align=CENTER, after=0)
    _line(words, "{{ line }}", align=CENTER, size=14, bold=True, after=0)
    _line(words, "{%p endfor %}", align=CENTER, after=0)
    _line(words, "{{ head.address }}", align=CENTER, size=9, after=0)
    _line(words, "{{ head.contact }}", align=CENTER, size=9, after=2)
    _rule(_gap(document, 3, after=8))


def _rule(paragraph: Any) -> None:
    """Draw the thick-thin double rule as the paragraph's top border."""
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "1")):
        top.set(qn(f"w:{key}"), value)
    top.set(qn("w:color"), "000000")
    border.append(top)
    paragraph._p.get_or_add_pPr().append(border)  # noqa: SLF001 - python-docx has no borders


def _fields(document: Any, label: float, left: float, *pairs: tuple[str, str]) -> None:
    """Add label, colon, value rows, indented by `left` mm."""
    table = document.add_table(rows=len(pairs), cols=3)
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), str(round(left * TWIPS)))
    indent.set(qn("w:type"), "dxa")
    table._tbl.tblPr.append(indent)  # noqa: SLF001 - python-docx has no indented tables
    for row, (name, value) in zip(table.rows, pairs, strict=True):
        for cell, text in zip(row.cells, (name, ":", value), strict=True):
            _cell(cell, text)
    _widths(table, label, 5, 155 - label - left)
    _gap(document, 6)


def _signature(document: Any, *, dated: bool) -> None:
    """Add the signature block: place and date, form and titles, room for the pen, name, rank, NIP."""
    if dated:
        _line(document, "{{ place_date }}", left=82, after=0, keep=True)
    _line(document, "{%p for title in signatory.titles %}", keep=True)
    _line(
        document,
        "{% if loop.first and signatory.form %}{{ signatory.form }} {% endif %}{{ title }}",
        left=82,
        after=0,
        keep=True,
    )
    _line(document, "{%p endfor %}", keep=True)
    _gap(document, 60, keep=True)
    _line(document, "{{ signatory.name }}", left=82, after=0, bold=True, keep=True)
    _line(document, "{%p if signatory.rank %}", keep=True)
    _line(document, "{{ signatory.rank }}", left=82, after=0, keep=True)
    _line(document, "{%p endif %}", keep=True)
    _line(document, "{%p if signatory.nip %}", keep=True)
    _line(document, "NIP {{ signatory.nip }}", left=82, after=8)
    _line(document, "{%p endif %}")


def _copies(document: Any) -> None:
    """Add the tembusan, if any."""
    _line(document, "{%p if copies %}")
    _line(document, "Tembusan:", size=9.5, after=0)
    _line(document, "{%p for copy in copies %}")
    numbered = "{% if copies|length > 1 %}{{ loop.index }}. {% endif %}{{ copy }}"
    _line(document, numbered, size=9.5, after=0)
    _line(document, "{%p endfor %}")
    _line(document, "{%p endif %}")


def _opening(document: Any) -> None:
    """Lay out what every surat dinas begins with: kop, date, the four rows, the addressee."""
    _kop(document)
    _line(document, "{{ place_date }}", align=RIGHT, after=6)
    rows = (("Nomor", "number"), ("Sifat", "nature"), ("Lampiran", "enclosure"), ("Hal", "subject"))
    _fields(document, 21, 0, *((name, f"{{{{ {key} }}}}") for name, key in rows))
    _line(document, "{%p for line in addressee %}")
    _line(document, "{% if loop.first %}Yth. {% endif %}{{ line }}", after=0)
    _line(document, "{%p endfor %}")
    _line(document, "di {{ addressee_place }}", after=10)


def _letter_a() -> Any:
    """Lay out the surat dinas and its lampiran."""
    document = _document()
    _opening(document)
    _line(document, "{%p for paragraph in opening %}")
    _line(document, "{{ paragraph }}", align=JUSTIFY, first=10)
    _line(document, "{%p endfor %}")
    _line(document, "{{ request }}", align=JUSTIFY, first=10)
    meeting = (
        ("hari, tanggal", "{{ day_date }}"),
        ("waktu", "{{ hours }}"),
        ("tempat", "{{ place }}"),
        ("acara", "{{ agenda }}"),
    )
    _fields(document, 28, 10, *meeting)
    for key in ("papers", "neutral", "closing"):
        _line(document, f"{{{{ {key} }}}}", align=JUSTIFY, first=10)
    _gap(document, 10)
    _signature(document, dated=False)
    _copies(document)
    titles = ("DAFTAR NAMA PEGAWAI", "YANG DIPANGGIL UNTUK KLARIFIKASI DAN PEMBINAAN")
    _enclosure(document, *titles)
    return document


def _plain_letter() -> Any:
    """Lay out the surat dinas that calls nobody, and its lampiran."""
    document = _document()
    _opening(document)
    _line(document, "{%p for paragraph in paragraphs %}")
    _line(document, "{{ paragraph }}", align=JUSTIFY, first=10)
    _line(document, "{%p endfor %}")
    _line(document, "{{ closing }}", align=JUSTIFY, first=10)
    _gap(document, 10)
    _signature(document, dated=False)
    _copies(document)
    _enclosure(document, "DAFTAR NAMA", "{{ roll_title }}")
    return document


def _operation_report() -> Any:
    """Lay out the report to the head of the region: tables, then the drawings as pictures."""
    document = _document()
    _kop(document)
    _line(document, "{{ place_date }}", align=RIGHT, after=6)
    rows = (("Nomor", "{{ number }}"), ("Sifat", "{{ nature }}"), ("Lampiran", "-"))
    _fields(document, 21, 0, *rows, ("Hal", "{{ subject }}"))
    _line(document, "Yth. {{ addressee }}", after=0)
    _line(document, "di tempat", after=10)
    _line(document, "{{ opening }}", align=JUSTIFY, first=10)
    _figures(document, "Hasil pendataan ({{ state }})", "results", "Uraian", "Orang")
    _line(document, "{{ counted }}", align=JUSTIFY, first=10)
    _drawing(document, "map", "Zona dan tempat temuan")
    _drawing(document, "hours", "Orang menurut jam ditemukan pertama")
    _figures(document, "Pelaksanaan per tim", "teams", "Tim", "Lokasi", "Nihil", "Orang")
    titles = ("Yang dipanggil per perangkat daerah", "opds", "Perangkat daerah", "Orang")
    _figures(document, *titles)
    _drawing(document, "opds", "Menurut perangkat daerah, dengan jumlah pegawainya")
    _figures(document, "Keadaan tindak lanjut", "follow_up", "Keadaan", "Orang")
    for key in ("neutral", "closing"):
        _line(document, f"{{{{ {key} }}}}", align=JUSTIFY, first=10, keep=True)
    _gap(document, 10, keep=True)
    _signature(document, dated=False)
    _copies(document)
    return document


def _figures(document: Any, title: str, rows: str, *heads: str) -> None:
    """Add a table of figures, if it has rows: words first, then numbers to the right."""
    _line(document, f"{{%p if {rows} %}}", after=0)
    _line(document, title, bold=True, keep=True)
    table = document.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _cell(cell, head, bold=True, size=9.5, align=CENTER)
    _cell(table.rows[1].cells[0], f"{{%tr for row in {rows} %}}")
    _cell(table.rows[3].cells[0], "{%tr endfor %}")
    for at, cell in enumerate(table.rows[2].cells):
        _cell(cell, f"{{{{ row[{at}] }}}}", size=9.5, align=RIGHT if at else None)
    _widths(table, 160 - 22 * (len(heads) - 1), *[22] * (len(heads) - 1))
    _gap(document, 8)
    _line(document, "{%p endif %}", after=0)


def _drawing(document: Any, name: str, title: str) -> None:
    """Add a picture with its title, if there is one."""
    _line(document, f"{{%p if '{name}' in pictures %}}", after=0)
    _line(document, title, bold=True, keep=True)
    _line(document, f"{{{{ pictures.{name} }}}}", after=8)
    _line(document, "{%p endif %}", after=0)


def _enclosure(document: Any, *titles: str) -> None:
    """Lay out the lampiran: its own head, the table with a repeating head row, signed again."""
    # LibreOffice moves the page break into the line before: one that stays, not the end of a loop
    _gap(document, 1)
    first = _line(document, "Lampiran Surat {{ sender }}", left=75, size=9.5, after=0)
    first.paragraph_format.page_break_before = True
    for text in ("Nomor {{ number }}", "Tanggal {{ date }}"):
        _line(document, text, left=75, size=9.5, after=0)
    _gap(document, 10)
    for text in titles:
        _line(document, text, align=CENTER, bold=True, after=0)
    _line(document, "{{ opd }}", align=CENTER, after=8)
    table = document.add_table(rows=4, cols=6)
    table.style = "Table Grid"
    heads = ("No.", "Nama/NIP", "Pangkat/Gol.", "Jabatan", "Unit Kerja", "Keterangan")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _cell(cell, head, bold=True, size=9, align=CENTER)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - python-docx has no head rows
    whole = OxmlElement("w:cantSplit")
    table.rows[2]._tr.get_or_add_trPr().append(whole)  # noqa: SLF001 - nor unbreakable ones
    _cell(table.rows[1].cells[0], "{%tr for person in persons %}")
    _cell(table.rows[3].cells[0], "{%tr endfor %}")
    cells = table.rows[2].cells
    _cell(cells[0], "{{ loop.index }}", size=9, align=CENTER)
    _cell(cells[1], "{{ person.name }}", size=9)
    _line(cells[1], "{{ person.nip }}", size=9, after=0)
    for cell, key in zip(cells[2:5], ("rank", "job", "unit"), strict=True):
        _cell(cell, f"{{{{ person.{key} }}}}", size=9)
    _cell(cells[5], "{{ person.kind }}", size=9)
    for key in ("seen", "remark"):
        _line(cells[5], f"{{%p if person.{key} %}}")
        _line(cells[5], f"{{{{ person.{key} }}}}", size=9, after=0)
        _line(cells[5], "{%p endif %}")
    _widths(table, 9, 42, 25, 26, 26, 32)
    _gap(document, 14)
    _signature(document, dated=True)


def _letter_b() -> Any:
    """Lay out the Surat Panggilan, its ten fields in the order of the form."""
    document = _document()
    _line(document, "{%p if head %}")
    _kop(document)
    _line(document, "{%p endif %}")
    _line(document, "RAHASIA", align=CENTER, bold=True, after=8)
    _line(document, "SURAT PANGGILAN {{ call }}", align=CENTER, bold=True, size=12.5, after=0)
    _line(document, "Nomor {{ number }}", align=CENTER, after=12)
    _line(document, "{{ invitation }}")
    person = (
        ("Nama", "{{ person.name }}"),
        ("{{ person.nip_label }}", "{{ person.nip }}"),
        ("Pangkat/Gol.", "{{ person.rank }}"),
        ("Jabatan", "{{ person.job }}"),
        ("Unit Kerja", "{{ person.unit }}"),
    )
    _fields(document, 36, 8, *person)
    _line(document, "{{ before_label }}")
    before = (
        ("Nama", "{{ before.name }}"),
        ("{{ before.nip_label }}", "{{ before.nip }}"),
        ("Pangkat", "{{ before.rank }}"),
        ("Jabatan", "{{ before.job }}"),
    )
    _fields(document, 36, 8, *before)
    _line(document, "{{ at_label }}")
    when = (("Hari", "day"), ("Tanggal", "on"), ("Jam", "hours"), ("Tempat", "place"))
    _fields(document, 36, 8, *((name, f"{{{{ {key} }}}}") for name, key in when))
    _line(document, "{{ matter }}", align=JUSTIFY)
    _line(document, "{{ closing }}", after=14)
    _signature(document, dated=True)
    _copies(document)
    return document


if __name__ == "__main__":
    make()
