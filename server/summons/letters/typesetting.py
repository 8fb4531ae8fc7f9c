"""From facts to PDF/A-2a: one Typst compiler per thread, kept; any warning is an error.

A warning is an error because Typst only warns when it drops something (a picture, a font), and a
paper that silently lacks a part must never leave the house. System fonts are ignored: a letter
looks the same on every machine. Typst works outside the interpreter lock, so threads render side by
side; a compiler serves one caller at a time, so each thread has its own and all share the fonts.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import Any, Final
from zoneinfo import ZoneInfo

import segno
import typst

from server.summons.letters.glyphs import FONTS, printable
from server.summons.letters.papers import Imprint, PaperSize

TEMPLATES: Final = Path(__file__).parent / "templates"
STANDARD: Final = "a-2a"
_desk = local()
_home: list[int] = []  # the process in which Typst first ran


class TypesettingError(RuntimeError):
    """Typst refused or warned; the paper must not be used."""


def typeset(template: str, facts: dict[str, Any], stamp: datetime | None) -> bytes:
    """Compile one template (its file's stem) with its facts to PDF/A-2a bytes.

    All texts travel as JSON and are never read as Typst markup. `stamp` is the creation time written in
    the file: the same facts and stamp give the same bytes. Raises TypesettingError.
    """
    pictures = {key: facts.pop(key) for key in ("emblem", "qr", "drawings") if key in facts}
    text = json.dumps({**printable(facts), **pictures}, ensure_ascii=False)
    try:
        pdf, warnings = _compiler().compile_with_warnings(
            TEMPLATES / f"{template}.typ",
            format="pdf",
            sys_inputs={"facts": text},
            pdf_standards=[STANDARD],
            timestamp=stamp,
        )
    except typst.TypstError as error:
        raise TypesettingError(f"{template}: {error}") from error
    if warnings:
        raise TypesettingError(f"{template}: {'; '.join(str(item) for item in warnings)}")
    if not isinstance(pdf, bytes):
        raise TypesettingError(f"{template}: no document came out")
    return pdf


def _compiler() -> typst.Compiler:
    """Give this thread's compiler, which sees only our fonts and our templates.

    Typst's own threads do not survive a fork: a child of a process that has used it would wait for
    them for ever, with whatever lock it holds. Such a child is refused instead (TypesettingError).
    """
    if not _home:
        _home.append(os.getpid())
    if _home[0] != os.getpid():
        raise TypesettingError("Typst ran before this process was forked; load it after the fork")
    compiler: typst.Compiler | None = getattr(_desk, "compiler", None)
    if compiler is None:
        compiler = _desk.compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts())
    return compiler


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Load the shipped fonts once for all compilers."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def stamp_of(day: date | None, zone: str) -> datetime | None:
    """Give the creation time for a dated paper: noon of its day with the zone's fixed offset."""
    if day is None:
        return None
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone))
    return datetime.fromisoformat(noon.isoformat())


def imprint_facts(imprint: Imprint, size: PaperSize) -> dict[str, Any]:
    """Give the facts common to all PDF papers: size, watermark, foot line, QR."""
    marks = [
        word for word, on in (("KONSEP", imprint.draft), ("SIMULASI", imprint.simulation)) if on
    ]
    return {
        "paper": size,
        "marks": marks,
        "verify_url": imprint.verify_url,
        "verify_code": imprint.verify_code,
        "fingerprint": imprint.fingerprint,
        "chain_end": imprint.chain_end,
        "qr": qr_svg(imprint.verify_url) if imprint.verify_url else "",
    }


def qr_svg(text: str) -> str:
    """Draw a QR as SVG text with a quiet zone of four modules (ISO/IEC 18004), error level M.

    The mask is fixed: every mask is valid, and weighing all eight takes half as long as a letter.
    """
    rows = segno.make(text, error="m", micro=False, mask=2).matrix_iter(border=4)
    lines = [bytes(row) for row in rows]
    dark = "".join(
        f"M{start} {y}h{end - start}v1h{start - end}z"
        for y, line in enumerate(lines)
        for start, end in _runs(line)
    )
    side = len(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{dark}"/></svg>'
    )


def qr_png(text: str) -> bytes:
    """Draw the same QR as PNG for papers that cannot hold SVG (DOCX), ten pixels a module."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=2).save(out, kind="png", scale=10, border=4)
    return out.getvalue()


def _runs(line: bytes) -> list[tuple[int, int]]:
    """Find the dark stretches of one row of modules as (start, end)."""
    return [match.span() for match in re.finditer(b"\x01+", line)]


def emblem_svg(emblem: bytes | None) -> str:
    """Give the emblem as SVG text; a PNG is wrapped in one, so that templates know one kind.

    Bytes that are neither raise ValueError.
    """
    if not emblem:
        return ""
    if emblem.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = (int.from_bytes(emblem[at : at + 4], "big") for at in (16, 20))
        data = base64.b64encode(emblem).decode()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
            f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
        )
    text = emblem.decode("utf-8", errors="replace")
    if "<svg" not in text:
        raise ValueError("an emblem is an SVG or a PNG")
    return text


@lru_cache(maxsize=16)
def emblem_png(emblem: bytes, pixels: int = 360) -> bytes:
    """Draw the emblem as PNG of about `pixels` height for papers that cannot hold SVG (DOCX)."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.emblem), format: "svg", height: 72pt)'
    )
    png = _compiler().compile(
        source.encode(), format="png", ppi=pixels, sys_inputs={"emblem": emblem_svg(emblem)}
    )
    if not isinstance(png, bytes):
        raise TypesettingError("the emblem is not one picture")
    return png


def drawing_png(svg: str, pixels: int = 200) -> bytes:
    """Draw an SVG of ours as PNG, 160 mm wide at `pixels` per inch, for papers that hold no SVG (DOCX)."""
    source = (
        "#set page(width: 160mm, height: auto, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 160mm)'
    )
    png = _compiler().compile(source.encode(), format="png", ppi=pixels, sys_inputs={"svg": svg})
    if not isinstance(png, bytes):
        raise TypesettingError("a drawing is not one picture")
    return png


def drawable(emblem: bytes) -> bool:
    """Say whether an emblem can be drawn at all, so that a bad one is refused where it is typed in."""
    try:
        emblem_png(emblem)
    except (ValueError, TypesettingError, typst.TypstError):
        return False
    return True
