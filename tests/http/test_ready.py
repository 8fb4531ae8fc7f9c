"""Kesiapan: what is true of this server and its next sidak stands in the rows, and nothing secret."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from socket import create_server
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import world
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from world import World

from server.archive import backup, readiness
from server.archive.certificate import probe
from server.archive.rules import Certificate
from server.cli import ready as command
from server.core.clock import iso, now
from server.core.db import db
from server.core.receipts import b64url
from server.operations.models import Operation
from server.people.models import CalendarDay

TODAY = datetime.now(ZoneInfo("Asia/Jakarta")).date()


@pytest.fixture
def city(app: Flask) -> World:
    city = world.build(app)
    with app.app_context():
        db.session.get_one(Operation, city.operation).day = TODAY
        db.session.commit()
    return city


def rows(city: World, by: str = "desk") -> dict[str, dict[str, Any]]:
    answer = city.client(by).get("/api/ready")
    assert answer.status_code == 200, answer.text
    return {one["key"]: one for one in answer.json["rows"]}


def enrolled(city: World, **declared: Any) -> None:
    client = city.client("officer1")
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = (b64url(one.to_bytes(32, "big")) for one in (numbers.x, numbers.y))
    key = {"kty": "EC", "crv": "P-256", "x": x, "y": y}
    made = client.post("/api/devices", json={"name": "HP", "public_key": key})
    beat = {"unsent_findings": 0, "unsent_photos": 0, "last_sequence": 0, **declared}
    assert client.post(f"/api/devices/{made.json['id']}/heartbeat", json=beat).status_code == 204


def test_the_next_sidak_and_its_phones_are_looked_at(city: World) -> None:
    found = rows(city, by="admin")
    assert found["plan"]["state"] == "missing"
    assert "koordinator tim 2" in found["plan"]["todo"]
    assert "0 dari 3 petugas" in found["phones"]["says"]
    enrolled(city, app_version="0.0.9", device_at=iso(now() + timedelta(minutes=10)))
    found = rows(city)
    assert "1 versi lama (Officer1)" in found["phones"]["says"]
    assert "1 HP meleset" in found["clock"]["says"]
    today = city.app.extensions["sidak_settings"].version
    enrolled(city, app_version=today, device_at=iso(now()))
    found = rows(city)
    assert "versi lama" not in found["phones"]["says"]
    assert found["clock"]["state"] == "ready"


def test_a_closed_sidak_is_not_the_next_one(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()
    assert rows(city)["plan"]["says"] == "Belum ada operasi yang direncanakan."


def test_the_day_ahead_is_looked_at_before_one_that_was_never_closed(city: World) -> None:
    with city.app.app_context():
        old = db.session.get_one(Operation, city.operation)
        old.day, old.name = TODAY - timedelta(days=1), "Sidak kemarin"
        db.session.commit()
    assert "Sidak kemarin" in rows(city)["plan"]["says"]
    start = now() + timedelta(days=1)
    ahead = {"name": "Sidak besok", "day": str(TODAY + timedelta(days=1)), "starts_at": iso(start),
             "ends_at": iso(start + timedelta(hours=3)), "time_zone": "Asia/Jakarta"}  # fmt: skip
    made = city.client("desk").post("/api/operations", json=ahead)
    assert made.status_code == 201, made.text
    assert "Sidak besok" in rows(city)["plan"]["says"]


def test_holidays_of_the_year_are_missing_until_they_are_there(city: World) -> None:
    assert rows(city)["calendar"]["state"] == "missing"
    with city.app.app_context():
        for year in {TODAY.year, (TODAY + readiness.AHEAD).year}:
            db.session.add(CalendarDay(day=date(year, 12, 31), kind="public", name="Contoh"))
        db.session.commit()
    assert rows(city)["calendar"]["state"] == "ready"


@pytest.mark.one_database
def test_a_key_that_others_can_read_and_a_backup_are_seen(city: World) -> None:
    settings = city.app.extensions["sidak_settings"]
    before = rows(city)
    assert before["keys"]["state"] == "ready"
    assert before["backup"]["says"] == "Belum ada kunci cadangan."
    key = settings.keys / "receipts.pem"
    last = settings.instance / backup.LAST
    try:
        key.chmod(0o644)
        backup.make_key(settings)
        backup.remember(settings)
        found = rows(city)
        assert "keys/receipts.pem" in found["keys"]["says"]
        assert found["backup"]["state"] == "ready"
        last.write_text("kemarin")
        assert rows(city)["backup"]["says"] == "Belum pernah dibuat cadangan."
    finally:
        key.chmod(0o600)
        last.unlink(missing_ok=True)
        (settings.keys / backup.PUBLIC_KEY).unlink(missing_ok=True)


@pytest.mark.one_database
def test_the_command_prints_the_rows_and_fails_while_one_is_missing(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "open_app", lambda: city.app)
    said = CliRunner().invoke(command.ready)
    assert said.exit_code == 1
    assert "belum      Cadangan" in said.output
    assert "./sidak backup --new-key" in said.output


@contextmanager
def https(folder: Path, days: int) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Serve TLS on this machine with a certificate that ends in so many days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=90))
        .not_valid_after(datetime.now(UTC) + timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    trusted = ssl.create_default_context(cadata=made.public_bytes(Encoding.PEM).decode())
    with create_server(("localhost", 0)) as door:

        def serve() -> None:
            try:
                plain, _ = door.accept()
                with plain, context.wrap_socket(plain, server_side=True) as shown:
                    shown.recv(1)
            except OSError:  # the visitor refused us, which some tests want
                pass

        thread = Thread(target=serve)
        thread.start()
        yield f"https://localhost:{door.getsockname()[1]}", trusted
        thread.join()


def test_a_certificate_is_judged_as_a_phone_would(tmp_path: Path) -> None:
    with https(tmp_path, 20) as (address, trusted):
        assert probe(address, now(), trusted) == Certificate(days_left=20)
    with https(tmp_path, 20) as (address, _):
        assert probe(address, now()).fault == "untrusted"
    with https(tmp_path, -2) as (address, trusted):
        assert probe(address, now(), trusted).fault == "expired"
    assert probe(address, now()).fault == "unreachable"
