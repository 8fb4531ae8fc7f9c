"""The contract as a committed file: write it, or tell that it drifted."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from server.app import create_app
from server.settings import Settings

FILE = Path(__file__).resolve().parent.parent.parent / "openapi.json"


def contract() -> str:
    """Return the OpenAPI document of today's code as the text of openapi.json."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        settings = Settings(instance=here, database_url=f"sqlite:///{here / 'sidak.sqlite'}")
        answer = create_app(settings).test_client().get("/api/openapi.json")
        return json.dumps(answer.get_json(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@click.command()
@click.option("--check", is_flag=True, help="Hanya periksa: apakah openapi.json masih sama?")
def openapi(*, check: bool) -> None:
    """Tulis kontrak API ke openapi.json."""
    today = contract()
    if not check:
        FILE.write_text(today)
        sys.stdout.write("openapi.json sudah ditulis.\n")
    elif not FILE.exists() or FILE.read_text() != today:
        raise click.ClickException(
            "openapi.json berbeda dari kode; jalankan ./sidak openapi, lalu simpan perubahannya."
        )
