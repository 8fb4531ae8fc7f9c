"""Pictures in Word with words for whoever cannot see them (WCAG 1.1.1).

Imported where a document is filled, and in the process that fills the office's own: docxtpl costs a
start a quarter of a second.
"""

import io
import re
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from docxtpl import DocxTemplate, InlineImage

ALTS: Final = {"emblem": "Lambang daerah", "qr": "Kode QR alamat periksa surat"}


class Described(InlineImage):  # type: ignore[misc] # docxtpl ships no types
    """A PNG in the text, with `alt` as its description; `size` is `width` or `height`."""

    def __init__(self, template: DocxTemplate, png: bytes, alt: str, **size: Any) -> None:
        super().__init__(template, io.BytesIO(png), **size)
        self._alt = alt

    def _insert_image(self) -> str:
        made: str = super()._insert_image()
        described = f"<wp:docPr descr={quoteattr(self._alt)} "
        return re.sub("<wp:docPr ", lambda _found: described, made, count=1)
