"""`./sidak up --https`: phones of one building reach a laptop, and its authority is good for no more."""

import ssl
from datetime import timedelta
from pathlib import Path

import click
import databases
import pytest
from click.testing import CliRunner
from cryptography import x509
from gunicorn_server import LiveServer

from server.app import create_app
from server.cli import trial
from server.cli.init import init
from server.cli.up import up
from server.core.clock import now
from server.core.db import db
from server.settings import Settings

pytestmark = pytest.mark.one_database
HOST = "192.168.1.10"


def shaken(folder: Path, host: str) -> bool:
    """Whether a phone that trusts the authority in `folder` shakes hands with the server as `host`."""
    inbound, outbound = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(folder / "server.crt", folder / "server.key")
    theirs = ssl.create_default_context(cafile=folder / trial.AUTHORITY)
    server = ours.wrap_bio(inbound, outbound, server_side=True)
    phone = theirs.wrap_bio(outbound, inbound, server_hostname=host)
    for _ in range(4):
        for side in (phone, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:
                return False
    return True


@pytest.mark.parametrize("host", [HOST, "127.0.0.1", "sidak.local"])
def test_a_phone_that_trusts_the_authority_reaches_the_server_by_its_name(
    tmp_path: Path, host: str
) -> None:
    trial.certificate_for(tmp_path, host)
    assert shaken(tmp_path, host)
    assert not shaken(tmp_path, "192.168.1.11")
    for key in ("server.key", "authority.key"):
        assert (tmp_path / key).stat().st_mode & 0o777 == 0o600


def test_the_authority_cannot_vouch_for_a_public_name(tmp_path: Path) -> None:
    """Who steals its key from a laptop poses as nobody else before the phones that trust it."""
    for host in ("bank.example", "8.8.8.8"):
        trial.certificate_for(tmp_path, host)
        assert not shaken(tmp_path, host)


def test_a_certificate_is_kept_while_it_lasts_and_made_anew_for_another_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(host: str, days: int = 0) -> tuple[bytes, bytes]:
        monkeypatch.setattr(trial, "now", lambda: now() + timedelta(days=days))
        trial.certificate_for(tmp_path, host)
        return (tmp_path / trial.AUTHORITY).read_bytes(), (tmp_path / "server.crt").read_bytes()

    first = shown(HOST)
    assert shown(HOST, 60) == first
    later = shown(HOST, 80)
    assert (later[0], later[1] == first[1]) == (first[0], False)
    assert shown("192.168.1.11", 80)[0] == first[0], "phones need no second authority"
    (tmp_path / "server.crt").write_text("cut short")
    assert shown("192.168.1.11", 80)[0] == first[0]
    ended = shown(HOST, 300)
    assert ended[0] != first[0]
    assert x509.load_pem_x509_certificate(ended[0]).not_valid_after_utc > now() + timedelta(
        days=600
    )


@pytest.mark.parametrize("host", ["8.8.8.8", "sidak.example.go.id", "locale", "::1"])
def test_only_an_address_of_the_own_network_is_served_so(host: str) -> None:
    with pytest.raises(click.ClickException, match="bukan alamat jaringan setempat"):
        trial.host_of(host)


def test_without_a_network_the_address_must_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "SOMEWHERE", ("255.255.255.255", 9))  # there is no way to everybody
    with pytest.raises(click.ClickException, match="sebutkan alamatnya"):
        trial.host_of("")


def test_the_demo_city_never_goes_onto_a_network() -> None:
    done = CliRunner().invoke(up, ["--demo", "--https"])
    assert done.exit_code == 1
    assert "hanya di mesin ini" in done.output


def test_a_trial_is_set_up_and_served_by_two_commands(
    all_databases: databases.Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = tmp_path / "instance"
    monkeypatch.setenv("SIDAK_INSTANCE", str(instance))
    monkeypatch.setenv("DATABASE_URL", all_databases.fresh("spatialite"))
    for name in ("SIDAK_ADDRESS", "SIDAK_BIND", "SIDAK_CERTIFICATE", "SIDAK_CERTIFICATE_KEY"):
        monkeypatch.setenv(name, "")  # what the command sets goes with this test
    done = CliRunner().invoke(init, ["--https", "127.0.0.1", "--port", "8443"])
    assert "https://127.0.0.1:8443/mulai#" in done.output, done.output

    folder = instance / "https"
    server = LiveServer(
        instance, all_databases.fresh("spatialite"), trusts=folder / trial.AUTHORITY,
        extra={
            "SIDAK_CERTIFICATE": str(folder / "server.crt"),
            "SIDAK_CERTIFICATE_KEY": str(folder / "server.key"),
        },
    )  # fmt: skip
    server.start()
    try:
        with server.ask("/api/health") as answer:
            assert answer.headers["Strict-Transport-Security"]
    finally:
        server.stop()


def test_a_server_that_shows_its_own_certificate_believes_no_forwarded_host(
    all_databases: databases.Databases, tmp_path: Path
) -> None:
    trial.certificate_for(tmp_path, "127.0.0.1")
    settings = Settings(
        instance=tmp_path, database_url=all_databases.fresh("spatialite"),
        address="https://127.0.0.1:8443", certificate=tmp_path / "server.crt",
    )  # fmt: skip
    tmp_path.chmod(0o700)
    app = create_app(settings, new=True)
    headers = {"X-Forwarded-Host": "lain.example", "Origin": "https://lain.example"}
    answer = app.test_client().post(
        "/api/tips/status", data="x", headers=headers, base_url=settings.address
    )
    assert answer.status_code == 403
    with app.app_context():
        db.engine.dispose()
