"""Letters as DOCX, from templates that the office edits in Word.

The templates hold Jinja fields; all texts are escaped, so a name can never become markup or a
field. Ours are made once by `make_docx.py` and filled here; one that the office uploaded is filled
by `office_template`, outside of the server.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, StrictUndefined

from server.summons.letters import office_template
from server.summons.letters.facts import letter_a_facts, letter_b_facts, plain_letter_facts
from server.summons.letters.operation_report import operation_report_facts
from server.summons.letters.papers import (
    Imprint,
    LetterA,
    LetterB,
    Letterhead,
    OperationReport,
    PaperSize,
    PlainLetter,
)
from server.summons.letters.typesetting import TEMPLATES, drawing_png, emblem_png, qr_png
from server.summons.letters.wording import clean

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

    from server.summons.letters.described import Described

# docx and docxtpl are imported where they work: they cost a start a quarter of a second
SIZES: Final = {"a4": (210, 297), "f4": (215, 330)}
EMBLEM_HIGH, QR_WIDE, PICTURE_WIDE = 23, 17, 158  # millimetres
BUILT_IN: Final = {"A": "letter_a.docx", "B": "letter_b.docx", "plain": "plain_letter.docx"}


def template_kind(letter: LetterA | LetterB | PlainLetter) -> str:
    """Return which template a letter is printed from: A, B or plain."""
    if isinstance(letter, LetterA):
        return "A"
    return "B" if isinstance(letter, LetterB) else "plain"


def built_in(kind: str) -> bytes:
    """Return the template that came with the house."""
    return (Path(TEMPLATES) / BUILT_IN[kind]).read_bytes()


def docx_letter(
    letter: LetterA | LetterB | PlainLetter,
    *,
    paper: PaperSize = "a4",
    template: bytes | None = None,
) -> bytes:
    """Give a letter as an editable DOCX, from the built-in template or the office's own.

    Raises TemplateRefused for an own template that this letter does not fit into.
    """
    facts = _facts(letter)
    if template is not None:
        return tried(template, letter, paper).docx
    return _fill(BUILT_IN[template_kind(letter)], facts, letter.head, letter.imprint, paper)


def tried(
    template: bytes, letter: LetterA | LetterB | PlainLetter, paper: PaperSize = "a4"
) -> office_template.Filled:
    """Fill an uploaded template with a letter; raises TemplateRefused."""
    imprint, head = letter.imprint, letter.head
    words = {**_cleaned(_facts(letter)), **_marks(imprint)}
    emblem = emblem_png(head.emblem) if head is not None and head.emblem else b""
    qr = qr_png(imprint.verify_url) if imprint.verify_url else b""
    pictures = {"emblem": (emblem, "height", EMBLEM_HIGH), "qr": (qr, "width", QR_WIDE)}
    return office_template.fill(template, words, pictures, SIZES[paper])


def docx_operation_report(report: OperationReport, *, paper: PaperSize = "a4") -> bytes:
    """Give the report on one sidak as an editable DOCX with the same figures and drawings as its PDF."""
    facts, summons = operation_report_facts(report), report.summons
    drawn = facts.pop("drawings")
    pictures = {name: (drawing_png(one["svg"]), one["alt"]) for name, one in drawn.items()}
    return _fill(
        "operation_report.docx", facts, summons.head, summons.imprint, paper, pictures=pictures
    )


def _facts(letter: LetterA | LetterB | PlainLetter) -> dict[str, Any]:
    if isinstance(letter, LetterA):
        return letter_a_facts(letter)
    return letter_b_facts(letter) if isinstance(letter, LetterB) else plain_letter_facts(letter)


def _marks(imprint: Imprint) -> dict[str, str]:
    marks = [("KONSEP", imprint.draft), ("SIMULASI", imprint.simulation)]
    return {
        "mark": " · ".join(word for word, on in marks if on),
        "verify_url": imprint.verify_url,
    }


def _fill(
    name: str,
    facts: dict[str, Any],
    head: Letterhead | None,
    imprint: Imprint,
    paper: PaperSize,
    *,
    pictures: Mapping[str, tuple[bytes, str]] | None = None,
) -> bytes:
    """Fill one template; `pictures` (PNG with their words) are as wide as its lines.

    A field unknown to the facts raises jinja2.UndefinedError.
    """
    from docx.shared import Mm  # noqa: PLC0415 - see above
    from docxtpl import DocxTemplate  # noqa: PLC0415 - see above

    from server.summons.letters.described import Described  # noqa: PLC0415 - see above

    template = DocxTemplate(Path(TEMPLATES) / name)
    words = {**_cleaned(facts), **_marks(imprint)}
    words["emblem"] = _picture(template, head)
    words["qr"] = _qr(template, imprint.verify_url)
    words["pictures"] = {
        name: Described(template, png, alt, width=Mm(PICTURE_WIDE))
        for name, (png, alt) in (pictures or {}).items()
    }
    # autoescape of docxtpl turns & < > into entities; StrictUndefined shows a mistyped field
    template.render(words, jinja_env=Environment(undefined=StrictUndefined, autoescape=True))
    for section in template.docx.sections:
        section.page_width, section.page_height = (Mm(side) for side in SIZES[paper])
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _picture(template: DocxTemplate, head: Letterhead | None) -> Described | str:
    """Give the emblem for the kop: Word of the offices reads PNG, not every one reads SVG."""
    if head is None or not head.emblem:
        return ""
    from docx.shared import Mm  # noqa: PLC0415 - see above

    from server.summons.letters.described import ALTS, Described  # noqa: PLC0415 - see above

    png = emblem_png(head.emblem)
    return Described(template, png, ALTS["emblem"], height=Mm(EMBLEM_HIGH))


def _qr(template: DocxTemplate, address: str) -> Described | str:
    """Draw the QR of the address where a letter is checked, as the PDF does."""
    if not address:
        return ""
    from docx.shared import Mm  # noqa: PLC0415 - see above

    from server.summons.letters.described import ALTS, Described  # noqa: PLC0415 - see above

    return Described(template, qr_png(address), ALTS["qr"], width=Mm(QR_WIDE))


def _cleaned(value: Any) -> Any:
    """Clean every text in a JSON-like value; XML refuses control characters."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value
