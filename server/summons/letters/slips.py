"""The words of a paper slip: what it is, what it is not, and where its holder answers."""

from __future__ import annotations

from typing import Any

from server.summons.letters import wording
from server.summons.letters.papers import SlipSheet
from server.summons.letters.typesetting import qr_svg

TITLE = "Slip hak jawab"
LEAD = (
    "Petugas baru saja mencatat pertemuan dengan Anda. Slip ini bukan tuduhan dan bukan panggilan. "
    "Anda berhak memberi penjelasan atau menyusulkan surat."
)
KEEP = "Kode ini hanya ada di slip ini. Simpan baik-baik."


def slip_facts(sheet: SlipSheet) -> dict[str, Any]:
    """Give everything a sheet of slips prints; the QR leads to the page with the code filled in.

    Behind the # a code reaches no log (RFC 3986, section 3.5).
    """
    return {
        "head": {
            "agency": wording.capitals(sheet.head.agency),
            "government": wording.capitals(sheet.head.government),
        },
        "title": TITLE,
        "lead": LEAD,
        "keep": KEEP,
        "page": sheet.address.removeprefix("https://").removeprefix("http://"),
        "slips": [
            {"number": number, "code": code, "qr": qr_svg(f"{sheet.address}#{code}")}
            for number, code in sheet.slips
        ],
    }
