"""`./sidak retention` and `./sidak hold`: what is forgotten by schedule, and what is held back."""

from uuid import UUID

import click

from server.archive import holds, retention
from server.archive.rules import SUBJECTS, WORDS, Rule
from server.cli.commands import open_app
from server.core import app_state
from server.core.db import transaction


@click.command("retention")
@click.option("--run", is_flag=True, help="Hapus yang jatuh tempo (tanpa ini hanya pratinjau).")
@click.option("--preview", is_flag=True, help="Tampilkan apa yang jatuh tempo (bawaan).")
@click.option("--decree", default="", help="Nomor berita acara pemusnahan arsip; tanpa ini berkas "
              "perkara tidak dimusnahkan.")  # fmt: skip
@click.option("--set", "change", metavar="ATURAN=HARI", help="Ubah masa simpan, bersama --source.")
@click.option("--source", default="", help="Dasar masa simpan yang baru, misalnya nomor keputusan.")
def retain(*, run: bool, preview: bool, decree: str, change: str | None, source: str) -> None:
    """Masa simpan: tampilkan atau jalankan penghapusan menurut jadwal."""
    if run and (preview or change):
        raise click.UsageError("--run tidak digabung dengan --preview atau --set.")
    with open_app().app_context():
        if change is not None:
            _decide(change, source)
        _show_periods()
        tallies = retention.run(app_state.blobs(), decree=decree) if run else retention.preview()
    for tally in tallies:
        _show(tally, run=run)
    if not tallies:
        print("Tidak ada yang jatuh tempo.")
    if not run and any(tally.rule is Rule.CASE for tally in tallies):
        print("Berkas perkara hanya dimusnahkan dengan --decree (nomor berita acara pemusnahan).")


def _decide(change: str, source: str) -> None:
    name, _, days = change.partition("=")
    if name not in set(Rule) or not days.isdecimal():
        raise click.BadParameter(f"{', '.join(Rule)}, misalnya cleared=120", param_hint="--set")
    try:
        with transaction():
            holds.decide(Rule(name), int(days), source)
    except holds.RetentionRefused as refused:
        raise click.ClickException(str(refused)) from None


def _show_periods() -> None:
    for rule, period in holds.decided().items():
        print(f"{rule}: {period.days} hari; {WORDS[rule]} ({period.source})")


def _show(tally: retention.Tally, *, run: bool) -> None:
    count = tally.counts
    verb = "dihapus" if run else "akan dihapus"
    held = f"; {count['held']} ditahan" if count["held"] else ""
    if tally.rule is Rule.TIP:
        print(f"{tally.operation}: {verb} {count['tips']} laporan, {count['photos']} foto{held}")
        return
    print(
        f"{tally.operation} · {tally.rule}: {verb} {count['persons']} orang, "
        f"{count['findings']} temuan, {count['photos']} foto{held}"
    )


@click.group("hold")
def hold() -> None:
    """Penahanan: operasi, temuan, atau laporan masyarakat yang tidak boleh dihapus menurut jadwal."""


@hold.command("place")
@click.argument("subject", type=click.Choice(SUBJECTS))
@click.argument("subject_id", type=click.UUID)
@click.option("--reason", required=True, help="Alasan, misalnya nomor perkara.")
def hold_place(subject: str, subject_id: UUID, reason: str) -> None:
    """Tahan satu operasi, satu temuan, atau satu laporan masyarakat."""
    try:
        with open_app().app_context(), transaction():
            placed = holds.place(subject, subject_id, reason).id
    except holds.RetentionRefused as refused:
        raise click.ClickException(str(refused)) from None
    print(f"Ditahan: {placed}")


@hold.command("lift")
@click.argument("hold_id", type=click.UUID)
@click.option("--reason", required=True, help="Alasan pencabutan.")
def hold_lift(hold_id: UUID, reason: str) -> None:
    """Cabut penahanan."""
    try:
        with open_app().app_context(), transaction():
            holds.lift(hold_id, reason)
    except holds.RetentionRefused as refused:
        raise click.ClickException(str(refused)) from None
    print("Dicabut.")


@hold.command("list")
def hold_list() -> None:
    """Tampilkan penahanan yang berlaku."""
    with open_app().app_context():
        for one in holds.standing():
            print(
                f"{one.id} · {one.subject} {one.subject_id} · {one.placed_at:%Y-%m-%d} · {one.reason}"
            )
