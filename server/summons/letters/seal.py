"""The office's electronic seal: a PAdES signature over an issued PDF, by its own PKCS#12.

It says that this office issued this file and that nothing of it changed since; who answers for the
letter is named on the paper. A certified signature of a person (TTE) is made elsewhere and comes
back by `letters.signed_pdf`. pyHanko is imported when it is needed only: it takes a second, and most
offices have no seal.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final

FIELD: Final = "Segel"
ROOM: Final = 8192  # bytes kept for the signature: RSA 4096 with a chain of three fits


class SealRefused(Exception):  # noqa: N818 - an answer to the caller
    """The PKCS#12 cannot be used; the text says why, in Indonesian, without its password."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A PKCS#12 with its password, and how its holder is called; never logged, never stored."""

    p12: bytes
    password: bytes
    name: str
    until: datetime


def open_seal(p12: bytes, password: bytes) -> Seal:
    """Open a PKCS#12; raises SealRefused with a sentence where it cannot sign today or ever."""
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415 - see above
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - see above

    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(p12, password)
    except ValueError:
        raise SealRefused("berkas bukan PKCS#12, atau kata sandinya tidak cocok") from None
    if key is None or certificate is None:
        raise SealRefused("berkas tidak memuat kunci beserta sertifikatnya")
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(names[0].value) if names else certificate.subject.rfc4514_string()
    return Seal(p12, password, name, certificate.not_valid_after_utc)


def sealed(pdf: bytes, seal: Seal, *, at: datetime, why: str) -> bytes:
    """Return the PDF with the seal: an incremental update, so that the issued bytes stay in front.

    PAdES B-B (ETSI EN 319 142-1), SHA-256, invisible; PDF/A and its metadata stay. Raises
    SealRefused once the certificate is no longer valid.
    """
    if at >= seal.until:
        raise SealRefused(f"sertifikat segel berakhir pada {seal.until:%d-%m-%Y}")
    # pyHanko begins an event loop of its own, which a thread that has one already refuses
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(_signed, pdf, seal, why).result()


def _signed(pdf: bytes, seal: Seal, why: str) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - see above
    from pyhanko.sign import fields, signers  # noqa: PLC0415 - see above

    signer = signers.SimpleSigner.load_pkcs12_data(
        seal.p12, other_certs=[], passphrase=seal.password
    )
    said = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=why,
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signers.sign_pdf(writer, said, signer=signer, output=out, bytes_reserved=ROOM)
    return out.getvalue()
