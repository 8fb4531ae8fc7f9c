"""Production starts only where people's records are safe: each way to get it wrong has its sentence."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.app import create_app
from server.core.db import db
from server.core.receipts import load_keys
from server.settings import Settings, SettingsError

Spoil = Callable[[Path], object]
ADDRESS = "https://sidak.example.go.id"
PROXY = Path(__file__).resolve().parent.parent / "config" / "Caddyfile"


def pem(key: "ec.EllipticCurvePrivateKey | Ed25519PrivateKey") -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def written(name: str, data: bytes) -> Spoil:
    return lambda instance: (instance / "keys" / name).write_bytes(data)


def mode(name: str, bits: int) -> Spoil:
    return lambda instance: (instance / name).chmod(bits)


def gone(name: str) -> Spoil:
    return lambda instance: (instance / "keys" / name).unlink()


def as_it_is(_instance: Path) -> None:
    """Leave the place as `init` made it."""


POSTGRES = "postgresql+psycopg://sidak:rahasia@db.example.go.id/sidak"
CASES: list[tuple[str, dict[str, str], Spoil, str]] = [
    ("plain http", {"SIDAK_ADDRESS": "http://sidak.example.go.id"}, as_it_is, "must be https"),
    ("plain http by number", {"SIDAK_ADDRESS": "http://10.0.0.5:8000"}, as_it_is, "must be https"),
    ("no scheme", {"SIDAK_ADDRESS": "sidak.example.go.id"}, as_it_is, "http or https address"),
    ("another scheme", {"SIDAK_ADDRESS": "ftp://sidak.example.go.id"}, as_it_is, "http or https"),
    ("a password inside", {"SIDAK_ADDRESS": "https://a:b@sidak.go.id"}, as_it_is, "nothing more"),
    ("a path behind", {"SIDAK_ADDRESS": f"{ADDRESS}/sidak"}, as_it_is, "nothing more"),
    ("demo on the net", {"SIDAK_DEMO": "1"}, as_it_is, "known passwords"),
    ("demo, perhaps", {"SIDAK_DEMO": "mungkin"}, as_it_is, "must be 1 or 0"),
    ("debug", {"FLASK_DEBUG": "1"}, as_it_is, "shows code and data"),
    ("debug, perhaps", {"FLASK_DEBUG": "on"}, as_it_is, "must be 1 or 0"),
    ("another database", {"DATABASE_URL": "mysql://db/sidak"}, as_it_is, "must start with"),
    ("in memory only", {"DATABASE_URL": "sqlite:///:memory:"}, as_it_is, "full path"),
    ("a database in the open", {"DATABASE_URL": POSTGRES}, as_it_is, "goes over the network"),
    ("TLS only if it likes", {"DATABASE_URL": f"{POSTGRES}?sslmode=prefer"}, as_it_is, "network"),
    ("TLS with anybody", {"DATABASE_URL": f"{POSTGRES}?sslmode=require"}, as_it_is, "verify-full"),
    ("an unknown zone", {"SIDAK_TIME_ZONE": "Europe/Amsterdam"}, as_it_is, "SIDAK_TIME_ZONE"),
    ("no limit for bodies", {"SIDAK_BODY_BYTES": "99999999999"}, as_it_is, "whole number"),
    ("an open folder", {}, mode(".", 0o755), "can be read by others"),
    ("a keys folder to write in", {}, mode("keys", 0o777), "can write into"),
    ("a receipt key to read", {}, mode("keys/receipts.pem", 0o644), "readable by others"),
    ("a sealing key to read", {}, mode("keys/sealing.pem", 0o640), "readable by others"),
    ("no receipt key", {}, gone("receipts.pem"), "receipts.pem is missing"),
    ("no sealing key", {}, gone("sealing.pem"), "sealing.pem is missing"),
    ("an empty key", {}, written("receipts.pem", b""), "no private key"),
    ("another kind of key", {}, written("receipts.pem", pem(ec.generate_private_key(ec.SECP256R1()))),
     "not an Ed25519 key"),
    ("a key of another curve", {},
     written("sealing.pem", pem(ec.generate_private_key(ec.SECP192R1()))), "not a P-256 key"),
]  # fmt: skip


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A place as `./sidak init` makes it."""
    place = tmp_path / "instance"
    place.mkdir(mode=0o700)
    load_keys(place / "keys")
    return place


def start(instance: Path, changes: dict[str, str]) -> None:
    environment = {"SIDAK_INSTANCE": str(instance), "SIDAK_ADDRESS": ADDRESS, **changes}
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("changes", "spoil", "why"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_production_does_not_start_and_says_why(
    instance: Path, changes: dict[str, str], spoil: Spoil, why: str
) -> None:
    spoil(instance)
    with pytest.raises(SettingsError, match=why):
        start(instance, changes)


@pytest.mark.parametrize(
    "changes",
    [{}, {"FLASK_DEBUG": "0"}, {"SIDAK_ADDRESS": f"{ADDRESS}:8443"},
     {"DATABASE_URL": f"{POSTGRES}?sslmode=verify-full"}],
)  # fmt: skip
def test_production_starts_where_all_is_in_order(instance: Path, changes: dict[str, str]) -> None:
    start(instance, changes)


def test_a_rotated_sealing_key_is_made_anew_where_the_old_one_is_kept(instance: Path) -> None:
    keys = instance / "keys"
    (keys / "sealing.pem").rename(keys / "sealing-2026.pem")
    start(instance, {})
    assert (keys / "sealing.pem").exists()


def test_the_proxy_speaks_tls_1_2_and_1_3_and_redirects_no_api() -> None:
    """What config/Caddyfile says: forward secrecy with AEAD alone, HSTS, no redirect below /api."""
    text = PROXY.read_text()
    assert re.search(r"protocols tls1\.2 tls1\.3$", text, re.MULTILINE)
    (suites,) = re.findall(r"ciphers (.+)", text)
    for suite in suites.split():
        assert suite.startswith("TLS_ECDHE_"), suite
        assert suite.endswith(("_GCM_SHA256", "_GCM_SHA384", "_POLY1305_SHA256")), suite
    assert "max-age=31536000" in text
    plain = text[text.index("http://") :]
    assert plain.index("handle /api/*") < plain.index("respond 403") < plain.index("redir https://")


@pytest.mark.parametrize(
    ("address", "said", "same"),
    [
        (ADDRESS, "sidak.example.go.id", True),
        (ADDRESS, "lain.example, sidak.example.go.id", True),  # a visitor's word, then the proxy's
        (ADDRESS, "sidak.example.go.id, lain.example", False),
        ("http://127.0.0.1:8000", "sidak.example.go.id", False),  # no proxy is expected here
    ],
)
def test_what_a_proxy_says_is_believed_behind_https_and_of_the_nearest_alone(
    instance: Path, address: str, said: str, *, same: bool
) -> None:
    """Scheme and host decide what is the same site; whoever writes them himself changes nothing."""
    settings = {"SIDAK_INSTANCE": str(instance), "SIDAK_ADDRESS": address}
    app = create_app(Settings.from_environment(settings))
    headers = {"X-Forwarded-Host": said, "X-Forwarded-Proto": "https", "Origin": ADDRESS}
    answer = app.test_client().post("/api/tips/status", data="x", headers=headers)
    assert (answer.status_code != 403) == same, answer.text
    with app.app_context():
        db.engine.dispose()
