"""`./sidak up`: schema, demo city when asked, then the server; the shell part prepared the rest."""

import gc
import os
import socket
import sys
import time
from pathlib import Path

import click
from gunicorn.app.wsgiapp import WSGIApplication

from server.accounts.invitations import has_admin
from server.cli.commands import on_the_network, open_app, prepare_trial
from server.cli.schema import upgrade
from server.core import app_state
from server.core.clock import now
from server.core.db import App, db
from server.core.state import DemoRefused, refuse_demo_data, state

ROOT = Path(__file__).resolve().parent.parent.parent


def _environment(port: int, *, demo: bool) -> None:
    """Put the options where settings and gunicorn read them; what is already set stays."""
    os.environ["SIDAK_PORT"] = str(port)
    os.environ.setdefault("SIDAK_ADDRESS", f"http://127.0.0.1:{port}")
    if demo:
        # The demo city never shares a folder, and so never a database, with real records.
        os.environ["SIDAK_DEMO"] = "1"
        os.environ.setdefault("SIDAK_INSTANCE", str(ROOT / "instance" / "demo"))


def _refuse_busy(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("SIDAK_BIND", "127.0.0.1"), port))
        except OSError:
            raise click.ClickException(
                f"Port {port} sudah dipakai program lain; pilih yang lain: ./sidak up --port 8123"
            ) from None


def prepare_data(app: App) -> None:
    """Load the demo city into a new demo database, and keep demo and real records apart.

    Connections are closed afterwards, because the server forks. Raises ClickException.
    """
    with app.app_context():
        try:
            if not app_state.settings().demo:
                refuse_demo_data(app_state.settings())
                if not has_admin():
                    print("Belum ada admin yang dapat masuk; buat dengan: ./sidak init", flush=True)
            elif not state().demo:
                _load_demo()
        except DemoRefused as refused:
            raise click.ClickException(str(refused)) from None
        finally:
            db.session.remove()
            db.engine.dispose()


def _load_demo() -> None:
    from server.demo.load import load  # noqa: PLC0415 - draws and dates; a second start needs none

    begun = time.perf_counter()
    print("Memuat Kota Contoh (data simulasi) …", flush=True)
    load(lambda line: print(f"  {line}", flush=True), now())
    print(f"Kota Contoh siap dalam {time.perf_counter() - begun:.0f} detik.", flush=True)


class _Gunicorn(WSGIApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn that serves the application of this process instead of building it once more."""

    def __init__(self, app: App) -> None:
        self.built = app
        super().__init__("%(prog)s [OPTIONS]", prog="gunicorn")

    def load(self) -> App:
        return self.built


def _serve(app: App) -> None:
    """Become gunicorn in this process: what is imported and built already serves in its workers."""
    sys.argv = ["gunicorn", "-c", str(ROOT / "config" / "gunicorn.py")]
    gc.freeze()
    _Gunicorn(app).run()


@click.command()
@click.option("--demo", is_flag=True, help="Muat Kota Contoh (data simulasi, hanya di mesin ini).")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@on_the_network
def up(*, demo: bool, port: int, wanted: str | None) -> None:
    """Jalankan Sidak di mesin ini, atau dengan --https untuk HP di jaringan yang sama."""
    if demo and wanted is not None:
        raise click.ClickException(
            "Kota Contoh memakai sandi yang diketahui umum, jadi hanya di mesin ini. Untuk percobaan "
            "dengan HP: ./sidak init --https, lalu ./sidak up --https"
        )
    words = "" if wanted is None else prepare_trial(wanted, port)
    _environment(port, demo=demo)
    _refuse_busy(port)
    app = open_app()
    upgrade(app)
    prepare_data(app)
    if words:
        print(words, flush=True)
    _serve(app)
