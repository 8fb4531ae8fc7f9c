"""The door for the office's own DOCX templates: a program of its own, so that one can hurt only itself.

Started by `letters.office_template`. It reads one JSON object (template, words, pictures, paper size)
from standard input and writes another: the filled letter, or why the template is refused and where.
A template is a little program (Jinja) that somebody uploaded: here it has no file, no network, few
seconds, and of the words it is given only texts, lists and tables may be asked for anything.
"""

from __future__ import annotations

import base64
import importlib
import io
import json
import re
import sys
import traceback
import zipfile
import zlib
from contextlib import suppress
from typing import Any, Final

from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from server.core import limited
from server.summons.letters.described import ALTS, Described

MEMORY: Final = 700_000_000
SECONDS: Final = 8
MOST_INSIDE: Final = 20_000_000  # bytes of an unpacked template
MOST_PARTS: Final = 400
MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RUNS: Final = re.compile(r"vbaProject|vbaData|/activeX/|/embeddings/|macroEnabled", re.IGNORECASE)
OUTSIDE: Final = re.compile(r"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
PLAIN: Final = (str, int, list, tuple, dict, LoopContext)
LONGEST: Final = 160
# what zipfile raises over a torn file, a missing part, a password, or a packing it does not know
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
PARTS: Final = {"header": "kepala halaman", "footer": "kaki halaman", "footnotes": "catatan kaki"}


class Refused(Exception):  # noqa: N818 - an answer to the caller
    """A template that is not used; `why` is a word of `office_template.SENTENCES`."""

    def __init__(self, why: str, **more: object) -> None:
        super().__init__(why)
        self.answer = {"refused": why, **more}


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja that asks nothing of an object but of texts, numbers, lists and tables."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse the inside of pictures and of everything else that is no plain value."""
        return isinstance(obj, PLAIN) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Let methods of plain values be called, and `range`."""
        plain = isinstance(getattr(obj, "__self__", None), PLAIN)
        return (plain or obj in self.globals.values()) and super().is_safe_callable(obj)


class Template(DocxTemplate):  # type: ignore[misc] # docxtpl ships no types
    """A template that knows which fields it names, and where it was when something went wrong."""

    named: frozenset[str] = frozenset()
    where = ""
    source = ""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> Any:
        """Fill one part, remembering it for the sentence about an error."""
        self.where = str(part.partname)
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        self.named |= meta.find_undeclared_variables(jinja_env.parse(self.source))
        return super().render_xml_part(src_xml, part, context, jinja_env)


def fill(asked: dict[str, Any]) -> dict[str, Any]:
    """Return `{"docx", "named"}`: the filled letter (base64) and the fields the template names.

    Raises Refused.
    """
    data = base64.b64decode(asked["template"])
    look_inside(data)
    template = Template(io.BytesIO(data))
    words = dict(asked["words"])
    for name, (picture, side, millimetres) in asked["pictures"].items():
        png, size = base64.b64decode(picture), {side: Mm(millimetres)}
        words[name] = Described(template, png, ALTS[name], **size) if picture else ""
    sandbox = Sandbox(undefined=StrictUndefined, autoescape=True)
    try:
        template.render(words, jinja_env=sandbox)
    except TemplateSyntaxError as error:
        raise _refused("syntax", template, error.lineno) from error
    except UndefinedError as error:
        field = re.search(r"'([^']+)' is undefined|no attribute '([^']+)'", str(error))
        named = (field[1] or field[2]) if field else ""
        raise _refused("field", template, _line(error), field=named) from error
    except SecurityError as error:
        raise _refused("forbidden", template, _line(error)) from error
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise _refused("step", template, _line(error)) from error
    for section in template.docx.sections:
        section.page_width, section.page_height = (Mm(side) for side in asked["size"])
    out = io.BytesIO()
    template.save(out)
    return {"docx": base64.b64encode(out.getvalue()).decode(), "named": sorted(template.named)}


def look_inside(data: bytes) -> None:
    """Refuse what is no DOCX, unpacks to a bomb, runs something, or fetches from elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            if len(infos) > MOST_PARTS or sum(one.file_size for one in infos) > MOST_INSIDE:
                raise Refused("expands")
            types = parts.read("[Content_Types].xml").decode("utf-8", "replace")
            names = " /".join(one.filename for one in infos)
            if RUNS.search(names) or RUNS.search(types):
                raise Refused("macro")
            if MAIN not in types:
                raise Refused("not_docx")
            for one in infos:
                if one.filename.endswith(".rels"):
                    _refuse_outside(parts.read(one).decode("utf-8", "replace"))
    except UNREADABLE as error:
        raise Refused("not_docx") from error


def _refuse_outside(relations: str) -> None:
    """Refuse pictures and templates that Word would fetch from a server; a link in a text may stay."""
    for found in OUTSIDE.findall(relations):
        if "/hyperlink" not in found:
            raise Refused("outside")


def _line(error: Exception) -> int:
    """Return the line of the template in which an error arose, 0 where none is known."""
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == "<template>"
    ]
    return lines[-1] if lines else 0


def _refused(why: str, template: Template, line: int, **more: object) -> Refused:
    """Say where in the template: the part, and the text of the paragraph as Word shows it."""
    lines = template.source.splitlines()
    text = ""
    if 0 < line <= len(lines):
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", lines[line - 1])).strip()
    part = next((word for key, word in PARTS.items() if key in template.where), "isi surat")
    return Refused(why, part=part, paragraph=max(line - 1, 0), text=text[:LONGEST], **more)


def main() -> None:
    """Answer the one request on standard input."""
    # what is imported late elsewhere must be here before the door is shut
    for late in ("encodings.cp437", "encodings.idna", "docx.parts.image", "docx.image.png"):
        importlib.import_module(late)
    _warm_up()
    limited.shut_in(MEMORY, SECONDS)
    try:
        answer = fill(json.load(sys.stdin))
    except Refused as refused:
        answer = refused.answer
    except (MemoryError, RecursionError):
        answer = {"refused": "expands"}
    except Exception as error:  # noqa: BLE001 - whatever a broken file does to a reader
        answer = {"refused": "broken", "kind": type(error).__name__}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


def _warm_up() -> None:
    """Use Jinja once, and fail with it, so that what it imports when first needed is here."""
    sandbox = Sandbox(undefined=StrictUndefined, autoescape=True)
    for text in (
        "{% for one in x %}{{ one|length }}{% endfor %}",
        "{{ y }}",
        "{% if %}",
        "{{ 1/0 }}",
    ):
        with suppress(TemplateError, ArithmeticError):
            sandbox.from_string(text).render(x=["a"])


if __name__ == "__main__":
    main()
