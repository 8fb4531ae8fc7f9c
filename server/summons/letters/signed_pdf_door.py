"""The door for PDFs that come back signed: a program of its own, so that one can hurt only itself.

Started by `letters.signed_pdf`. It reads one JSON object (issued and brought, base64; trusted, PEM)
from standard input and writes another: what the PDF says of itself, or why it is refused. Nothing is
fetched: whether a certificate was revoked in between is asked of nobody, and the answer says only
whose name stands in it and who issued it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import importlib
import io
import json
import logging
import sys
import warnings
from collections.abc import Collection
from typing import Any, Final

from asn1crypto import pem, x509
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from server.core import limited

MEMORY: Final = 700_000_000
SECONDS: Final = 30
MOST_PAGES: Final = 200
MOST_SIGNATURES: Final = 20
MOST_DEPTH: Final = 20
PACKING: Final = {
    "/Length",
    "/Filter",
    "/DecodeParms",
    "/Parent",
    "/StructParent",
    "/StructParents",
}
# what is imported late elsewhere must be here before the door is shut
LATE: Final = (
    "pyhanko.pdf_utils.filters",
    "cryptography.hazmat.backends.openssl.backend",
    "lxml.etree",
    "cryptography.hazmat.primitives.asymmetric.ec",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.asymmetric.padding",
    "cryptography.hazmat.primitives.asymmetric.rsa",
)


class Refused(Exception):  # noqa: N818 - an answer to the caller
    """A PDF that is not taken; the text is a word of `signed_pdf.SENTENCES`."""


def look(asked: dict[str, Any], loop: asyncio.AbstractEventLoop) -> dict[str, Any]:
    """Return what is said of a PDF; raises Refused."""
    issued, brought = (base64.b64decode(asked[name]) for name in ("issued", "brought"))
    reader, original = PdfFileReader(io.BytesIO(brought)), PdfFileReader(io.BytesIO(issued))
    if reader.encrypted:
        raise Refused("unreadable")
    signatures = list(reader.embedded_regular_signatures)
    if not signatures:
        raise Refused("unsigned")
    if len(signatures) > MOST_SIGNATURES:
        raise Refused("unreadable")
    added = _same_pages(original, reader)
    context = _context(asked["trusted"])
    signers = [loop.run_until_complete(_signer(one, context)) for one in signatures]
    return {
        "issued_bytes": brought.startswith(issued),
        "added": added,
        "signers": [
            one | {"trusted": one["trusted"] if asked["trusted"] else None} for one in signers
        ],
    }


def _same_pages(original: PdfFileReader, brought: PdfFileReader) -> bool:
    """Return whether something was put on a page besides what was issued there.

    Compared is what draws the page, byte for byte, with the fonts that it draws from: another word
    is another byte. Raises Refused.
    """
    count = int(original.root["/Pages"]["/Count"])
    if int(brought.root["/Pages"]["/Count"]) != count or count > MOST_PAGES:
        raise Refused("other")
    added = False
    for number in range(count):
        before, after = _page(original, number), _page(brought, number)
        means = _drawn_from(before)
        if _drawing(before) not in _drawing(after) or means != _drawn_from(after, means):
            raise Refused("other")
        added = added or _drawing(before) != _drawing(after)
        added = added or any(_shows(one) for one in _marks(after))
    return added


def _page(reader: PdfFileReader, number: int) -> Any:
    return reader.find_page_for_modification(number)[0].get_object()  # type: ignore[no-untyped-call]


def _drawing(page: Any) -> bytes:
    """Return what draws a page, its pieces joined as a reader joins them."""
    contents = page["/Contents"]
    parts = contents if isinstance(contents, ArrayObject) else [contents]
    return b"\n".join(bytes(part.get_object().data).strip() for part in parts)


def _drawn_from(page: Any, wanted: Collection[tuple[str, str]] | None = None) -> dict[Any, bytes]:
    """Return the digests of what a page draws from (fonts, pictures, shades) by kind and name.

    Of those `wanted` alone where they are given.
    """
    found = {}
    resources = page["/Resources"]
    for kind in resources:
        group = resources[kind]
        for name in group if isinstance(group, DictionaryObject) else ():
            if wanted is None or (kind, name) in wanted:
                found[str(kind), str(name)] = _digest(group[name], MOST_DEPTH)
    return found


def _digest(thing: Any, depth: int) -> bytes:
    """Return the SHA-256 of what an object says, whatever its number and however it is packed."""
    if depth == 0:
        raise Refused("unreadable")
    digest = hashlib.sha256(type(thing).__name__.encode())
    if isinstance(thing, DictionaryObject):  # a stream is one too
        for name in sorted(set(thing) - PACKING):
            digest.update(name.encode() + _digest(thing[name], depth - 1))
        if isinstance(thing, StreamObject):
            digest.update(thing.data)
    elif isinstance(thing, ArrayObject):
        for number in range(len(thing)):
            digest.update(_digest(thing[number], depth - 1))
    else:
        digest.update(repr(thing).encode())
    return digest.digest()


def _marks(page: Any) -> list[Any]:
    return [one.get_object() for one in page.get("/Annots", [])]


def _shows(mark: Any) -> bool:
    """Whether an annotation covers some of the page."""
    left, low, right, high = (float(side) for side in mark["/Rect"])
    return left != right and low != high


def _context(trusted: str | None) -> ValidationContext:
    roots = [
        x509.Certificate.load(data)
        for _, _, data in (pem.unarmor(trusted.encode(), multiple=True) if trusted else ())
    ]
    return ValidationContext(trust_roots=roots, allow_fetching=False)


async def _signer(signature: Any, context: ValidationContext) -> dict[str, Any]:
    """Return who signed; raises Refused where it does not hold, or not for what came after it."""
    status = await async_validate_pdf_signature(signature, signer_validation_context=context)
    if not (status.intact and status.valid):
        raise Refused("broken")
    level = status.modification_level
    if level is None or level > ModificationLevel.FORM_FILLING:
        raise Refused("changed")
    certificate = status.signing_cert
    at = status.signer_reported_dt
    return {
        "name": _name(certificate.subject),
        "issuer": _name(certificate.issuer),
        "serial": f"{certificate.serial_number:x}",
        "at": at.isoformat() if at is not None else None,
        "trusted": bool(status.trusted),
    }


def _name(known: x509.Name) -> str:
    parts = known.native
    found = parts.get("common_name") or parts.get("organization_name") or known.human_friendly
    return str(found)[:200]


def main() -> None:
    """Answer the one request on standard input."""
    logging.disable(logging.CRITICAL)  # what a broken file makes a reader say is nobody's
    warnings.simplefilter("ignore")
    loop = asyncio.new_event_loop()  # opens its pipe before the door is shut
    for late in LATE:
        importlib.import_module(late)
    limited.shut_in(MEMORY, SECONDS)
    try:
        answer = look(json.load(sys.stdin), loop)
    except Refused as refused:
        answer = {"refused": str(refused)}
    except Exception:  # noqa: BLE001 - whatever a broken file does to a reader
        answer = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
