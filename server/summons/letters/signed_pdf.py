"""PDFs that were signed elsewhere (TTE) and brought back: looked at outside of the server.

The work is done by `letters.signed_pdf_door` in a process with limits: what somebody uploads is read
there, and can hurt only its reader.
"""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from typing import Any, Final

from server.core import limited

PATIENCE: Final = 60.0  # seconds; the door stops itself long before
SENTENCES: Final = {
    "unreadable": "Berkas ini bukan PDF yang terbaca, atau terkunci kata sandi. "
    "Unggah PDF bertanda tangan apa adanya.",
    "unsigned": "PDF ini tidak memuat tanda tangan elektronik. Gambar tanda tangan atau QR saja "
    "bukan tanda tangan elektronik.",
    "broken": "Tanda tangan elektronik di PDF ini tidak sah: isinya berubah sesudah ditandatangani, "
    "atau kunci dan tanda tangannya tidak cocok. Minta berkas aslinya.",
    "changed": "PDF ini diubah lagi sesudah tanda tangan terakhir. Unggah berkas sebelum perubahan "
    "itu, apa adanya.",
    "other": "Isi halaman PDF ini tidak sama dengan surat yang diterbitkan Sidak. Tanda tangani "
    "berkas PDF yang diunduh dari sini, tanpa mencetak atau menyimpan ulang.",
}


class SignedPdfRefused(Exception):  # noqa: N818 - an answer to the caller
    """A PDF that is not taken; `detail` is the sentence for the desk."""

    def __init__(self, why: str) -> None:
        self.why = why
        self.detail = SENTENCES[why]
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a signed PDF says of itself.

    `issued_bytes`: it begins with the very bytes that were issued. `added`: something was put on a
    page besides, as the picture of a signature. `signers`: name, issuer, serial, at (ISO or None, as
    the signer's clock said), and `trusted`: whether the issuer stands in this installation's list,
    None without a list.
    """

    issued_bytes: bool
    added: bool
    signers: tuple[dict[str, Any], ...]


def look_at(issued: bytes, brought: bytes, trusted: bytes | None) -> Checked:
    """Check a signed PDF against the one that was issued; `trusted` is a PEM of issuers.

    Raises SignedPdfRefused unless every page says what was issued, there is a signature, all are
    intact, and nothing was changed after the last one.
    """
    asked = {
        "issued": base64.b64encode(issued).decode(),
        "brought": base64.b64encode(brought).decode(),
        "trusted": trusted.decode() if trusted is not None else None,
    }
    try:
        done = subprocess.run(
            **limited.program("server.summons.letters.signed_pdf_door"),
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SignedPdfRefused("unreadable") from None
    if done.returncode != 0:  # killed by a limit, or the reader fell over it
        raise SignedPdfRefused("unreadable")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise SignedPdfRefused(answer["refused"])
    return Checked(answer["issued_bytes"], answer["added"], tuple(answer["signers"]))
