"""`./sidak up`: schema, demo city when asked, then the server; the shell part prepared the rest."""

import os
import socket
import sys
from pathlib import Path

import click
from gunicorn.app.wsgiapp import WSGIApplication

from server.cli.commands import open_app
from server.cli.schema import upgrade

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
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(
                f"Port {port} sudah dipakai program lain; pilih yang lain: ./sidak up --port 8123"
            ) from None


def _serve() -> None:
    """Become gunicorn in this process: what is imported already need not be read again."""
    sys.argv = ["gunicorn", "-c", str(ROOT / "config" / "gunicorn.py")]
    WSGIApplication("%(prog)s [OPTIONS]", prog="gunicorn").run()


@click.command()
@click.option("--demo", is_flag=True, help="Muat Kota Contoh (data simulasi, hanya di mesin ini).")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def up(*, demo: bool, port: int) -> None:
    """Jalankan Sidak di mesin ini."""
    _environment(port, demo=demo)
    _refuse_busy(port)
    app = open_app()
    upgrade(app)
    _serve()
