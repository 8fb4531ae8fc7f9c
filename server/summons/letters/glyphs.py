"""Which characters the shipped font can print, and the visible sign for those it cannot.

PDF/A-2a forbids text without a glyph (Typst stops with an error), and a letter must not fail
because of an emoji in a name. So each character that Arimo lacks is printed as U+FFFD, a sign that
anybody sees.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from server.summons.letters.wording import clean

FONTS: Final = Path(__file__).parent / "fonts"
MISSING: Final = "\ufffd"


def printable(value: Any) -> Any:
    """Clean every text in a JSON-like value and replace what the font lacks by U+FFFD."""
    if isinstance(value, str):
        text = clean(value)
        if text.isascii():  # the font holds all of it, and most texts are nothing else
            return text
        known = covered()
        return "".join(sign if ord(sign) in known else MISSING for sign in text)
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Give the code points that both cuts of the font hold (cmap tables, OpenType format 4)."""
    regular, bold = (_code_points(FONTS / f"Arimo-{cut}.ttf") for cut in ("Regular", "Bold"))
    return frozenset(regular & bold)


def _code_points(path: Path) -> set[int]:
    """Read the Unicode code points of a TrueType font; glyph 0 counts as missing."""
    data = path.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {}
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        tables[tag] = offset
    start = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", data, start + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * index)
        if (platform, encoding) == (3, 1):
            return _format_4(data, start + offset)
    raise ValueError(f"{path.name} has no Unicode character map")


def _format_4(data: bytes, start: int) -> set[int]:
    """Read a format 4 sub-table: segments of end, start, delta and offset into glyphs."""
    (double,) = struct.unpack_from(">H", data, start + 6)
    ends, starts = start + 14, start + 16 + double
    deltas, offsets = starts + double, starts + 2 * double
    found = set()
    for at in range(0, double, 2):
        (last,) = struct.unpack_from(">H", data, ends + at)
        (first,) = struct.unpack_from(">H", data, starts + at)
        delta, jump = (struct.unpack_from(">H", data, table + at)[0] for table in (deltas, offsets))
        for code in range(first, min(last, 0xFFFE) + 1):
            if jump == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                (glyph,) = struct.unpack_from(">H", data, offsets + at + jump + 2 * (code - first))
            if glyph:
                found.add(code)
    return found
