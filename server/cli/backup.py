"""`./sidak backup` and `./sidak restore`."""

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from server.app import create_app
from server.archive import backup as making
from server.archive import dumps
from server.archive import restore as restoring
from server.archive.envelope import BackupRefused, read_key
from server.cli.commands import open_app
from server.cli.schema import from_tomorrow, upgrade
from server.core import app_state
from server.core.db import db
from server.settings import Settings, SettingsError

KEY_WORDS = (
    "Kunci pembuka cadangan (dicetak satu kali ini saja; server tidak menyimpannya):\n\n  {}\n\n"
    "Catat di kertas atau pengelola sandi, jauh dari server dan dari berkas cadangan.\n"
    "Tanpa kunci ini cadangan tidak dapat dibuka oleh siapa pun."
)


@click.command()
@click.option("--to", "folder", type=click.Path(path_type=Path), envvar="SIDAK_BACKUPS",
              help="Folder tujuan, sebaiknya diska lain (SIDAK_BACKUPS).")  # fmt: skip
@click.option("--keep", type=click.IntRange(1, 1000), help="Sisakan sekian cadangan terbaru.")
@click.option("--new-key", is_flag=True, help="Buat kunci cadangan baru dan cetak pembukanya.")
def backup(folder: Path | None, keep: int | None, *, new_key: bool) -> None:
    """Buat cadangan tersandi selagi server berjalan."""
    settings: Settings = (app := open_app()).extensions["sidak_settings"]
    if new_key:
        print(KEY_WORDS.format(making.make_key(settings)))
        return
    folder = folder or settings.instance / "backups"
    try:
        with app.app_context():
            made = making.make(settings, folder)
            db.engine.dispose()
    except BackupRefused as refused:
        raise click.ClickException(str(refused)) from None
    print(f"{made.file}: basis data dan {made.photos} foto/surat, {made.size / 1e6:.1f} MB")
    for old in making.keep_newest(folder, keep) if keep else []:
        print(f"dihapus: {old.name}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Berkas berisi kunci pembuka; tanpa ini ditanyakan.")  # fmt: skip
def restore(file: Path, key_file: Path | None) -> None:
    """Pulihkan cadangan ke tempat yang kosong, dengan pemeriksaan penuh."""
    text = key_file.read_text() if key_file else click.prompt("Kunci pembuka", hide_input=True)
    try:
        settings = Settings.from_environment(os.environ)
        manifest = put_in_place(settings, file, text)
    except SettingsError as error:
        sys.exit(f"sidak: {error}")
    except BackupRefused as refused:
        raise click.ClickException(str(refused)) from None
    print(
        f"Pulih: keadaan {manifest['made_at']}, {manifest['blobs']} foto/surat, rantai audit utuh."
    )
    print("Masa server baru dimulai: HP akan menawarkan lagi temuan 30 hari terakhir.")


def put_in_place(settings: Settings, file: Path, key_text: str) -> dict[str, Any]:
    """Restore a backup into the empty place of these settings and return its manifest.

    Raises BackupRefused; then the place is as empty as before.
    """
    key = read_key(key_text)
    restoring.refuse_full_place(settings)
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=settings.instance, prefix="restore-") as away:
        beside = Path(away)
        with file.open("rb") as source:
            manifest = restoring.unpack(source, key, beside)
        _fill_and_check(settings, beside, manifest)
        restoring.move_in(beside, settings)
    return manifest


def _fill_and_check(settings: Settings, beside: Path, manifest: dict[str, Any]) -> None:
    """Bring the database to today's schema, verify it all, and give it its new epoch."""
    if manifest["database"] != ("sqlite" if settings.embedded else "postgresql"):
        raise BackupRefused(
            f"Cadangan ini dari {manifest['database']}; DATABASE_URL menunjuk basis data lain."
        )
    file = beside / "database"
    here = f"sqlite:///{file}" if settings.embedded else settings.database_url
    app = create_app(replace(settings, instance=beside, database_url=here))
    with app.app_context():
        if not settings.embedded and not dumps.is_empty(settings):
            raise BackupRefused("Basis data tujuan sudah berisi: pulihkan ke yang kosong.")
        try:
            dumps.put_back(settings, file)
            _refuse_tomorrow()
            upgrade(app)
            restoring.check(manifest, app_state.blobs())
            restoring.begin_new_life(manifest)
        except BaseException:
            if not settings.embedded:
                db.session.remove()
                dumps.clear()
            raise
        finally:
            db.session.remove()
            db.engine.dispose()


def _refuse_tomorrow() -> None:
    if from_tomorrow():
        raise BackupRefused(
            "Cadangan ini dari Sidak yang lebih baru; pasang versi itu dahulu, lalu ulangi."
        )
