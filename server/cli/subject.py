"""`./sidak subject-access`: a person's own data, on request."""

from pathlib import Path

import click

from server.archive import subject
from server.cli.commands import open_app
from server.core import app_state
from server.core.db import transaction
from server.people.rules import nip as nips


@click.command("subject-access")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--reason", required=True, help="Nomor permintaan, misalnya 12/PPID/2026.")
@click.option(
    "--nip", prompt="NIP", help="Lebih baik diketik saat ditanya: riwayat perintah tersimpan."
)
def subject_access(file: Path, reason: str, nip: str) -> None:
    """Tulis semua data satu orang (ZIP), untuk orang itu sendiri; jawab dalam 3x24 jam."""
    if file.exists():
        raise click.ClickException(f"{file} sudah ada.")
    app = open_app()
    try:
        with app.app_context(), transaction():
            made = subject.export(file, nips.clean(nip), reason, app_state.blobs())
    except subject.UnknownPerson as refused:
        raise click.ClickException(str(refused)) from None
    file.chmod(0o600)
    print(f"{file}: {made['findings']} temuan, {made['photos']} foto, {made['letters']} surat.")
    print("Serahkan hanya kepada orangnya, setelah identitasnya dipastikan; catatan audit dibuat.")
