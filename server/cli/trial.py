"""`--https`: a certificate of our own, so that phones in one building can try Sidak.

A phone gives camera, position and offline storage to an https page only, and a laptop has no public
name. Its authority may vouch for private addresses and names alone (Name Constraints, RFC 5280
§4.2.1.10): who steals its key from a laptop cannot pose as a bank before phones that trust it.
"""

import os
import socket
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, ip_address
from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.core.clock import now
from server.settings import place

AUTHORITY = "sidak-percobaan.crt"
# RFC 1918, this machine, and names that no public registry gives out (RFC 6762, 8375; .internal: ICANN 2024)
NETWORKS = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")))
NAMES = ("local", "internal", "lan", "home.arpa", "localhost")
AUTHORITY_LASTS = timedelta(days=365)
LASTS = timedelta(days=90)
RENEWED = timedelta(days=14)
EARLIER = timedelta(hours=1)  # a phone's clock that runs a little late
SOMEWHERE = ("192.0.2.1", 9)  # TEST-NET-1 (RFC 5737): only the way there is looked up
WORDS = """
Percobaan di jaringan kantor. Sekali di tiap HP, pasang sertifikat percobaan ini, lalu buka alamat di bawah:
  {file}
  SHA-256 {print}
Android: Setelan > Keamanan > Enkripsi dan kredensial > Pasang sertifikat > Sertifikat CA.
iPhone: buka berkasnya, pasang profilnya, lalu Setelan > Umum > Mengenai > Pengaturan Kepercayaan Sertifikat.
Sesudah percobaan, hapus lagi dari HP. Untuk pemakaian sungguhan: config/Caddyfile.
"""


def own_address() -> str:
    """Return the address of this machine in its network; raises ClickException without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
        except OSError:
            raise click.ClickException(
                "Mesin ini tidak terhubung ke jaringan. Sambungkan dahulu, atau sebutkan alamatnya: "
                "--https 192.168.1.10"
            ) from None
        return str(probe.getsockname()[0])


def host_of(wanted: str) -> str:
    """Return the private address or name that phones will type; raises ClickException."""
    host = wanted.strip().lower() or own_address()
    address = _address(host)
    known = (
        any(address in network for network in NETWORKS)
        if address
        else any(f".{host}".endswith(f".{name}") for name in NAMES)
    )
    if not known:
        raise click.ClickException(
            f"{host} bukan alamat jaringan setempat. Untuk nama atau alamat publik pakai config/Caddyfile."
        )
    return host


def prepare(wanted: str, port: int) -> str:
    """Put address and certificate where settings and gunicorn read them; return what to tell people.

    Raises ClickException where phones could not reach `wanted`, or should not.
    """
    host, instance = host_of(wanted), place(os.environ)
    folder = instance / "https"
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = certificate_for(folder, host)
    os.environ["SIDAK_ADDRESS"] = f"https://{host}:{port}"
    os.environ["SIDAK_BIND"] = host if _address(host) else own_address()
    os.environ["SIDAK_CERTIFICATE"] = str(folder / "server.crt")
    os.environ["SIDAK_CERTIFICATE_KEY"] = str(folder / "server.key")
    digest = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    return WORDS.format(file=folder / AUTHORITY, print=digest)


def certificate_for(folder: Path, host: str) -> x509.Certificate:
    """Keep a certificate for `host` in `folder`, renewed in time, and return its authority."""
    folder.mkdir(mode=0o700, exist_ok=True)
    authority, key = _authority(folder)
    held = _read(folder / "server.crt")
    if held is None or _names(held) != _names_of(host) or _stale(held, authority):
        _issue(folder, host, authority, key)
    return authority


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    held, place = _read(folder / AUTHORITY), folder / "authority.key"
    if held and place.exists() and held.not_valid_after_utc - now() > LASTS:
        key = load_pem_private_key(place.read_bytes(), None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return held, key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Sidak percobaan {now():%Y-%m-%d}")])
    only = [*map(x509.IPAddress, NETWORKS), *map(x509.DNSName, NAMES)]
    made = (
        _begun(name, name, key.public_key(), AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(only, None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write_key(place, key)
    (folder / AUTHORITY).write_bytes(made.public_bytes(Encoding.PEM))
    return made, key


def _issue(
    folder: Path, host: str, authority: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    # no host: OpenSSL would hold a number in a common name against the permitted names
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sidak (percobaan)")])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    made = (
        _begun(name, authority.subject, own.public_key(), LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(_names_of(host)), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer, critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(folder / "server.key", own)
    chain = [one.public_bytes(Encoding.PEM) for one in (made, authority)]
    (folder / "server.crt").write_bytes(b"".join(chain))


def _begun(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, lasts: timedelta
) -> x509.CertificateBuilder:
    begins: datetime = now() - EARLIER
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=signs_certificates,
        crl_sign=signs_certificates, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _write_key(place: Path, key: ec.EllipticCurvePrivateKey) -> None:
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place.unlink(missing_ok=True)
    place.touch(mode=0o600)
    place.write_bytes(text)


def _read(place: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(place.read_bytes())
    except (OSError, ValueError):
        return None  # none yet, or one cut short: a new one is made


def _stale(held: x509.Certificate, authority: x509.Certificate) -> bool:
    return held.issuer != authority.subject or held.not_valid_after_utc - now() < RENEWED


def _names_of(host: str) -> list[x509.GeneralName]:
    address = _address(host)
    return [x509.IPAddress(address) if address else x509.DNSName(host)]


def _names(held: x509.Certificate) -> list[x509.GeneralName]:
    return list(held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)


def _address(host: str) -> IPv4Address | None:
    try:
        found = ip_address(host)
    except ValueError:
        return None
    return found if isinstance(found, IPv4Address) else None
