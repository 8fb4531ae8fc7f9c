"""The commands: each opens the roof, calls a service inside one transaction, and prints."""

import json
import os
import sys
from pathlib import Path

import click

from server.app import create_app
from server.archive.evidence import evidence_faults
from server.archive.guards import guard_faults
from server.archive.service import checkpoint_fault, faults
from server.cli.schema import upgrade
from server.core.app_state import blobs
from server.core.audit import checkpoint
from server.core.db import App
from server.settings import Settings, SettingsError

HOME = Path(__file__).resolve().parent.parent.parent
on_the_network = click.option(
    "--https", "wanted", is_flag=False, flag_value="", default=None, metavar="[ALAMAT]",
    help="Percobaan dengan HP di jaringan kantor, bersertifikat sendiri.",
)  # fmt: skip


def open_app(*, new: bool = False) -> App:
    """Build the application from the environment, or say in one sentence why not."""
    try:
        return create_app(Settings.from_environment(os.environ), new=new)
    except SettingsError as error:
        sys.exit(f"sidak: {error}")


def prepare_trial(wanted: str, port: int) -> str:
    """Prepare certificate and address of a trial, and return what to tell its people."""
    from server.cli import trial  # noqa: PLC0415 - an ordinary start makes no certificate

    return trial.prepare(wanted, port)


@click.group()
def main() -> None:
    """Sidak from the command line."""


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema and begin it when it is new."""
    upgrade(open_app())


@main.command()
@click.option("--check", is_flag=True, help="Fail when the committed file differs.")
def openapi(check: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Write the contract to openapi.json."""
    app = open_app()
    with app.test_request_context():
        document = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].contract()
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    target = HOME / "openapi.json"
    if not check:
        target.write_text(text)
        print(f"openapi.json: {len(document['paths'])} paths")
    elif not target.exists() or target.read_text() != text:
        sys.exit("openapi.json is not what the code says; run ./sidak openapi and commit it.")


def checkpoint_of(text: str) -> str:
    """Read a checkpoint as printed, or from the file of a receipt that a phone kept."""
    if not Path(text).is_file():
        return text
    kept = json.loads(Path(text).read_text())
    return f"{kept['log_index']}:{kept['log_hash']}"


@main.command()
@click.option("--checkpoint", "points", multiple=True, metavar="INDEX:HASH|FILE",
              help="Titik rantai dari kertas, atau berkas tanda terima dari HP.")  # fmt: skip
@click.option("--since", default="", metavar="INDEX:HASH|FILE",
              help="Hanya rantai audit sesudah titik ini: cepat, untuk tiap jam.")  # fmt: skip
def verify(points: tuple[str, ...], since: str) -> None:
    """Check audit chain, findings, photos and letters; name each that was changed, removed or added."""
    app = open_app()
    if since:
        _verify_since(app, checkpoint_of(since))
        return
    with app.app_context():
        rows = list(faults())
        items = [*guard_faults(), *evidence_faults(blobs())]
        items += [
            (point, fault)
            for point in map(checkpoint_of, points)
            if (fault := _fault_at(point)) is not None
        ]
    for name, what in [*rows, *items]:
        print(f"{name}: {what}")
    if rows or items:
        sys.exit(f"Tidak utuh: {len(rows)} baris audit, {len(items)} temuan, foto, atau surat.")
    print("Rantai audit, temuan, foto, dan surat utuh.")


def _verify_since(app: App, point: str) -> None:
    with app.app_context():
        try:
            rows = list(faults(point))
        except ValueError:
            raise click.BadParameter(f"{point!r} bukan titik rantai (angka:hash).") from None
        end = checkpoint()
    for name, what in rows:
        print(f"{name}: {what}")
    if rows:
        sys.exit(f"Tidak utuh: {len(rows)} baris audit.")
    print(
        f"Rantai audit utuh dari titik itu sampai {end}. Temuan, foto, dan surat tidak diperiksa."
    )


def _fault_at(point: str) -> str | None:
    try:
        return checkpoint_fault(point)
    except ValueError:
        raise click.BadParameter(f"{point!r} bukan titik rantai (angka:hash).") from None
