"""`./sidak bundle`: evidence that others can check without this server."""

from pathlib import Path
from uuid import UUID

import click

from server.archive import bundle as exporting
from server.cli.commands import open_app
from server.core import app_state
from server.core.db import transaction


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--operation", type=click.UUID, help="Hanya satu operasi; tanpa ini semuanya.")
def bundle(file: Path, operation: UUID | None) -> None:
    """Ekspor berkas bukti (ZIP) yang dapat diperiksa tanpa server ini."""
    if file.exists():
        raise click.ClickException(f"{file} sudah ada.")
    app = open_app()
    with app.app_context(), transaction():
        keys = app_state.keys()
        made = exporting.export(file, keys, app_state.blobs(), operation)
    file.chmod(0o600)  # it holds names and faces
    print(
        f"{file}: {len(made['files'])} berkas, titik rantai {made['log_index']}:{made['log_hash'][:16]}"
    )
    print(f"Periksa di mesin lain: python server/archive/verifier.py {file} --key {keys.key_id}")
