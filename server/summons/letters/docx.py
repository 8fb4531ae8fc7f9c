"""Letters as DOCX, from templates that the office edits in Word.

The templates hold Jinja fields; all texts are escaped, so a name can never become markup or a
field. They are made once by `make_docx.py` and from then on edited in Word.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, StrictUndefined

from server.summons.letters.facts import letter_a_facts, letter_b_facts, plain_letter_facts
from server.summons.letters.papers import (
    Imprint,
    LetterA,
    LetterB,
    Letterhead,
    PaperSize,
    PlainLetter,
)
from server.summons.letters.typesetting import TEMPLATES, emblem_png, qr_png
from server.summons.letters.wording import clean

if TYPE_CHECKING:
    from docxtpl import DocxTemplate, InlineImage

# docx and docxtpl are imported where they work: they cost a start a quarter of a second
SIZES: Final = {"a4": (210, 297), "f4": (215, 330)}


def docx_letter_a(letter: LetterA, *, paper: PaperSize = "a4") -> bytes:
    """Give letter A with its list of names as an editable DOCX."""
    return _fill("letter_a.docx", letter_a_facts(letter), letter.head, letter.imprint, paper)


def docx_letter_b(letter: LetterB, *, paper: PaperSize = "a4") -> bytes:
    """Give letter B for one person as an editable DOCX."""
    return _fill("letter_b.docx", letter_b_facts(letter), letter.head, letter.imprint, paper)


def docx_plain_letter(letter: PlainLetter, *, paper: PaperSize = "a4") -> bytes:
    """Give a surat dinas that calls nobody as an editable DOCX."""
    facts = plain_letter_facts(letter)
    return _fill("plain_letter.docx", facts, letter.head, letter.imprint, paper)


def _fill(
    name: str,
    facts: dict[str, Any],
    head: Letterhead | None,
    imprint: Imprint,
    paper: PaperSize,
) -> bytes:
    """Fill one template; a field unknown to the facts raises jinja2.UndefinedError."""
    from docx.shared import Mm  # noqa: PLC0415 - see above
    from docxtpl import DocxTemplate  # noqa: PLC0415 - see above

    template = DocxTemplate(Path(TEMPLATES) / name)
    words = _cleaned(facts)
    marks = [("KONSEP", imprint.draft), ("SIMULASI", imprint.simulation)]
    words["mark"] = " · ".join(word for word, on in marks if on)
    words["emblem"] = _picture(template, head)
    words["verify_url"] = imprint.verify_url
    words["qr"] = _qr(template, imprint.verify_url)
    # autoescape of docxtpl turns & < > into entities; StrictUndefined shows a mistyped field
    template.render(words, jinja_env=Environment(undefined=StrictUndefined, autoescape=True))
    for section in template.docx.sections:
        section.page_width, section.page_height = (Mm(side) for side in SIZES[paper])
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _picture(template: DocxTemplate, head: Letterhead | None) -> InlineImage | str:
    """Give the emblem for the kop: Word of the offices reads PNG, not every one reads SVG."""
    if head is None or not head.emblem:
        return ""
    from docx.shared import Mm  # noqa: PLC0415 - see above
    from docxtpl import InlineImage  # noqa: PLC0415 - see above

    return InlineImage(template, io.BytesIO(emblem_png(head.emblem)), height=Mm(23))


def _qr(template: DocxTemplate, address: str) -> InlineImage | str:
    """Draw the QR of the address where a letter is checked, as the PDF does."""
    if not address:
        return ""
    from docx.shared import Mm  # noqa: PLC0415 - see above
    from docxtpl import InlineImage  # noqa: PLC0415 - see above

    return InlineImage(template, io.BytesIO(qr_png(address)), width=Mm(17))


def _cleaned(value: Any) -> Any:
    """Clean every text in a JSON-like value; XML refuses control characters."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value
