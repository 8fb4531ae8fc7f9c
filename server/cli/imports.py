"""`./sidak import`: masters from files, compared first; without `--apply` nothing changes."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import click

from server.cli.commands import open_app
from server.cli.schema import upgrade
from server.core import app_state
from server.core.clock import now
from server.core.db import transaction
from server.core.problems import Problem
from server.core.sheets import Form
from server.core.state import DemoRefused, refuse_demo_data
from server.people import queries, service
from server.people.models import Import, Opd
from server.people.rules import roster

SHOWN = 20  # remarks and people of each kind that are printed
WORDS = {
    "join": "masuk",
    "return": "masuk lagi",
    "move": "pindah OPD",
    "change": "berubah",
    "leave": "keluar",
}


@click.group(name="import")
def bring() -> None:
    """Muat data induk dari berkas."""


@bring.command(name="roster")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", "effective", type=click.DateTime(["%Y-%m-%d"]), help="Tanggal mulai berlaku.")
@click.option("--column", "columns", multiple=True, help='Kolom: "nip=Nomor Induk".')
@click.option("--opd", "aliases", multiple=True, help='Nama di berkas: "DISDIK=Dinas Pendidikan".')
@click.option("--new-opds", is_flag=True, help="Buat OPD yang belum dikenal.")
@click.option("--skip-opds", is_flag=True, help="Lewati OPD yang belum dikenal.")
@click.option("--absent-left", is_flag=True, help="Yang tidak ada di berkas dicatat keluar.")
@click.option("--apply", "applying", is_flag=True, help="Terapkan; tanpa ini hanya uji coba.")
def roster_file(
    file: Path,
    *,
    effective: datetime | None,
    columns: tuple[str, ...],
    aliases: tuple[str, ...],
    new_opds: bool,
    skip_opds: bool,
    absent_left: bool,
    applying: bool,
) -> None:
    """Bandingkan ekspor SIASN (xlsx atau csv) dengan data induk, lalu terapkan bila diminta."""
    form = file.suffix.lower().removeprefix(".")
    if form not in {"xlsx", "csv"}:
        raise click.ClickException("Berkas harus .xlsx atau .csv; simpan ulang dari Excel.")
    mapping = dict(_pair(one) for one in columns)
    if strange := mapping.keys() - {str(field) for field in roster.Field}:
        raise click.UsageError(f"Kolom tidak dikenal: {', '.join(sorted(strange))}.")
    app = open_app()
    upgrade(app)
    rest = "create" if new_opds else "skip" if skip_opds else None
    with app.app_context():
        try:
            refuse_demo_data(app_state.settings())
            data = _read(file)
            table = service.read_roster(data, cast("Form", form), mapping)
            with transaction():
                today = now().astimezone(ZoneInfo(app_state.settings().time_zone)).date()
                one = service.take_roster(
                    None, table, data, form=cast("Form", form), mapping=mapping,
                    effective_on=effective.date() if effective else today, today=today,
                )  # fmt: skip
                _decide(one, dict(_pair(one) for one in aliases), rest)
                _print(one, today)
                if applying:
                    service.apply_import(None, one, absent_left=absent_left)
                    print(f"Diterapkan: {one.figures['applied']} perubahan.")
                else:
                    print(
                        "Uji coba saja, tidak ada yang berubah. Tambahkan --apply untuk menerapkan."
                    )
        except DemoRefused as refused:
            raise click.ClickException(str(refused)) from None
        except Problem as problem:
            raise click.ClickException(_told(problem)) from None


def _read(file: Path) -> bytes:
    most = app_state.settings().file_bytes
    if file.stat().st_size > most:
        raise click.ClickException(f"Berkas lebih besar dari {most // 1_000_000} MB.")
    return file.read_bytes()


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(f"Tulis sebagai nama=nilai: {text}")
    return name.strip(), value.strip()


def _decide(one: Import, aliases: dict[str, str], rest: str | None) -> None:
    decisions: dict[str, dict[str, Any]] = {
        name: {"do": "alias", "opd_id": _opd(wanted).id} for name, wanted in aliases.items()
    }
    if rest is not None:
        decisions |= {name: {"do": rest} for name in one.offices if name not in decisions}
    if decisions:
        service.decide(None, one, decisions)


def _opd(wanted: str) -> Opd:
    found = [opd for opd in queries.all_opds() if wanted in {opd.name, opd.short_name}]
    if len(found) != 1:
        raise click.ClickException(f"OPD {wanted!r} tidak ada atau lebih dari satu.")
    return found[0]


def _print(one: Import, today: date) -> None:
    figures = one.figures
    since = "hari ini" if one.effective_on == today else str(one.effective_on)
    print(f"{figures['rows']} baris, berlaku mulai {since}:")
    for kind, words in WORDS.items():
        print(f"  {figures[kind]:6} {words}")
    print(f"  {figures['unchanged']:6} tidak berubah")
    print(f"  {figures['rejected']:6} baris tidak dimasukkan, {figures['left_out']} dilewati")
    if figures["absent"]:
        print(
            f"  {figures['absent']:6} orang tidak ada di berkas (keluar hanya dengan --absent-left)"
        )
    for remark in queries.report(one)["remarks"][:SHOWN]:
        print(f"  baris {remark['row']}: {remark['text']}")
    for name, said in one.offices.items():
        if name not in one.decisions:
            print(f"  OPD belum dikenal: {name} ({said['rows']} baris)")


def _told(problem: Problem) -> str:
    more = {
        name: value for name, value in problem.extra.items() if name in {"missing", "names", "row"}
    }
    return f"{problem.title} {more or ''}".strip()
