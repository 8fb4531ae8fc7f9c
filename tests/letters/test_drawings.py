"""Charts and the map of a report: drawn by us, of shapes and not of colours alone, nobody named."""

import io
import re

from docx import Document
from letter_samples import operation_report, summons_list

from server.summons.letters import MapMark, MapZone, docx_operation_report
from server.summons.letters import drawings as draw
from server.summons.letters.operation_report import operation_report_facts

SQUARE = ((113.0, -7.0), (113.01, -7.0), (113.01, -7.01), (113.0, -7.01))


def test_each_kind_of_person_has_a_shape_of_its_own() -> None:
    marks = [MapMark(113.0, -7.0, kind) for kind, _ in draw.KINDS]
    svg = draw.sketch([], marks)
    shapes = set(re.findall(r'<path transform="[^"]*" d="([^"]+)"', svg))
    assert len(shapes) == len(draw.KINDS)
    assert all(words in svg for _, words in draw.KINDS)


def test_north_is_up_and_everything_lies_inside_the_frame() -> None:
    north, south = MapMark(113.0, -6.99, "asn"), MapMark(113.02, -7.02, "unknown")
    svg = draw.sketch([MapZone("Tim 1", (SQUARE,))], [north, south])
    high = float(re.search(r'<rect width="480" height="([\d.]+)"', svg)[1])
    places = [
        (float(x), float(y))
        for x, y in re.findall(r'translate\(([\d.-]+) ([\d.-]+)\)" d="[^"]+" fill', svg)
    ]
    assert all(0 < x < 480 and 0 < y < high for x, y in places[:2])
    assert places[0][1] < places[1][1]
    assert places[0][0] < places[1][0]
    assert "km" in svg or " m<" in svg


def test_a_name_is_text_and_never_markup_nor_an_address() -> None:
    svg = draw.sketch([MapZone("<script>&", (SQUARE,))], []) + draw.bars([("<b>", 3, "3 orang")])
    assert "<script>" not in svg
    assert "<b>" not in svg
    assert set(re.findall(r"https?://[^\"']+", svg)) == {"http://www.w3.org/2000/svg"}


def test_the_offices_behind_the_first_share_a_bar_and_the_sum_stays() -> None:
    facts = operation_report_facts(operation_report())
    assert set(facts["drawings"]) == {"map", "hours", "opds"}
    assert "3 orang (4,7 per 1.000)" in facts["drawings"]["opds"]["svg"]
    bare = operation_report(zones=(), marks=(), hours=(), summons=summons_list())
    assert set(operation_report_facts(bare)["drawings"]) == {"opds"}


def test_the_report_as_docx_has_the_tables_and_pictures_of_its_pdf() -> None:
    made = Document(io.BytesIO(docx_operation_report(operation_report())))
    assert len(made.inline_shapes) == 3 + 1  # and the emblem
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert "Orang yang ditemukan" in cells
    assert not [text for text in cells if "{" in text]
    bare = operation_report(zones=(), marks=(), hours=())
    words = [one.text for one in Document(io.BytesIO(docx_operation_report(bare))).paragraphs]
    assert "Zona dan tempat temuan" not in words
