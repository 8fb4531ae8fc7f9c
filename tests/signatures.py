"""Electronic signatures of made-up offices, for tests: a certificate, its PKCS#12, and a signed PDF."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

PASSWORD = b"rahasia kantor"


@lru_cache(maxsize=4)
def office(name: str, days: int = 300) -> tuple[bytes, bytes]:
    """Return the PKCS#12 of a made-up office and its certificate as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    at = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=400))
        .not_valid_after(at + timedelta(days=days))
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    secret = serialization.BestAvailableEncryption(PASSWORD)
    p12 = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, secret)
    return p12, certificate.public_bytes(serialization.Encoding.PEM)


def signed_elsewhere(pdf: bytes, name: str = "Drs. TTE CONTOH", field: str = "TTE") -> bytes:
    """Sign a PDF as a service outside of the house does: one more signature, nothing else.

    In a thread of its own: pyHanko begins an event loop, and the browser's driver has one here.
    """
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(_signed, pdf, name, field).result()


def _signed(pdf: bytes, name: str, field: str) -> bytes:
    signer = signers.SimpleSigner.load_pkcs12_data(
        office(name)[0], other_certs=[], passphrase=PASSWORD
    )
    out = io.BytesIO()
    said = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), said, signer=signer, output=out)
    return out.getvalue()
