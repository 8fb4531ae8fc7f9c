"""DOCX templates that the office edited in Word: filled outside of the server, refused with a sentence.

The work is done by `letters.template_door` in a process with limits: whoever uploads a template gives
the server a program to run.
"""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from typing import Any, Final

from server.core import limited

PATIENCE: Final = 40.0  # seconds; the door stops itself long before
# the fields that a letter cannot do without: their absence is told, the office decides
NEEDED: Final = {
    "A": ("mark", "number", "persons", "signatory", "verify_url"),
    "B": ("mark", "number", "person", "signatory", "verify_url"),
    "plain": ("mark", "number", "persons", "signatory", "verify_url"),
}
SENTENCES: Final = {
    "not_docx": "Berkas ini bukan dokumen Word (.docx). Simpan sebagai .docx, lalu unggah lagi.",
    "expands": "Isi berkas terlalu besar atau perulangannya terlalu banyak, dan tidak dibuka.",
    "macro": "Berkas memuat makro atau objek tempelan. Simpan sebagai .docx biasa tanpa makro.",
    "outside": "Berkas mengambil gambar atau templat dari luar. Tempelkan gambarnya ke dalam berkas.",
    "syntax": "Penulisan isiannya belum benar: periksa kurung, “if”, “for”, dan penutupnya.",
    "field": "Isian “{field}” tidak dikenal. Pakai nama isian seperti di templat bawaan.",
    "forbidden": "Perintah ini tidak boleh ada di templat. Pakai isian dan perulangan saja.",
    "step": "Perhitungan di baris ini tidak dapat dijalankan. Pakai isian dan perulangan saja.",
    "broken": "Berkas tidak dapat dibaca. Buka di Word, simpan ulang sebagai .docx, lalu unggah lagi.",
}


class TemplateRefused(Exception):  # noqa: N818 - an answer to the caller
    """A template that cannot be used: `detail` is the sentence, `where` part and text of the line."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.why = str(answer["refused"])
        self.detail = SENTENCES[self.why].format(field=answer.get("field") or "?")
        self.where = {
            "part": answer.get("part", ""),
            "paragraph": answer.get("paragraph", 0),
            "text": answer.get("text", ""),
        }
        super().__init__(self.why)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled letter as DOCX bytes, and the fields that its template names."""

    docx: bytes
    named: frozenset[str]


def fill(
    template: bytes,
    words: dict[str, Any],
    pictures: dict[str, tuple[bytes, str, int]],
    size: tuple[int, int],
) -> Filled:
    """Fill an uploaded template; pictures are PNG bytes with "height" or "width" in millimetres.

    Raises TemplateRefused.
    """
    asked = {
        "template": base64.b64encode(template).decode(),
        "words": words,
        "pictures": {
            name: (base64.b64encode(data).decode(), side, millimetres)
            for name, (data, side, millimetres) in pictures.items()
        },
        "size": size,
    }
    try:
        done = subprocess.run(
            **limited.program("server.summons.letters.template_door"),
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TemplateRefused({"refused": "expands"}) from None
    if done.returncode != 0:  # killed by a limit, or the reader fell over it
        raise TemplateRefused({"refused": "expands" if done.returncode < 0 else "broken"})
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise TemplateRefused(answer)
    return Filled(base64.b64decode(answer["docx"]), frozenset(answer["named"]))
