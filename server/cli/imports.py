"""`./sidak import`: masters from files, compared first; without `--apply` nothing changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
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
from server.people.rules.offices import OpdField

SHOWN = 20  # remarks and people of each kind that are printed
WORDS = {
    "join": "masuk",
    "return": "masuk lagi",
    "move": "pindah OPD",
    "change": "berubah",
    "leave": "keluar",
}
OPD_WORDS = {
    "new": "baru",
    "return": "berlaku lagi",
    "change": "berubah",
    "end": "berakhir",
}


@click.group(name="import")
def bring() -> None:
    """Muat data induk dari berkas."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command what every file needs: itself, its day, its columns, and whether it is meant."""
    for option in (
        click.option("--apply", "applying", is_flag=True, help="Terapkan; tanpa ini uji coba saja."),
        click.option("--column", "columns", multiple=True, help='Kolom: "nip=Nomor Induk".'),
        click.option("--on", "effective", type=click.DateTime(["%Y-%m-%d"]),
                     help="Tanggal mulai berlaku."),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    ):  # fmt: skip
        command = option(command)
    return command


@bring.command(name="roster")
@_options
@click.option("--opd", "aliases", multiple=True, help='Nama di berkas: "DISDIK=Dinas Pendidikan".')
@click.option("--new-opds", is_flag=True, help="Buat OPD yang belum dikenal.")
@click.option("--skip-opds", is_flag=True, help="Lewati OPD yang belum dikenal.")
@click.option("--absent-left", is_flag=True, help="Yang tidak ada di berkas dicatat keluar.")
def roster_file(
    *,
    aliases: tuple[str, ...],
    new_opds: bool,
    skip_opds: bool,
    absent_left: bool,
    **how: Any,
) -> None:
    """Bandingkan ekspor SIASN (xlsx atau csv) dengan data induk, lalu terapkan bila diminta."""
    rest = "create" if new_opds else "skip" if skip_opds else None

    def decide(one: Import) -> None:
        _decide(one, dict(_pair(name) for name in aliases), rest)

    doors = Doors(roster.Field, service.read_roster, service.take_roster, decide, _print)
    _bring(doors, absent_left=absent_left, **how)


@bring.command(name="opd")
@_options
@click.option("--absent-ended", is_flag=True, help="Yang tidak ada di berkas dicatat berakhir.")
def opd_file(*, absent_ended: bool, **how: Any) -> None:
    """Bandingkan daftar OPD (xlsx atau csv) dengan data induk, lalu terapkan bila diminta."""
    doors = Doors(OpdField, service.read_opds, service.take_opds, lambda _one: None, _print_opds)
    _bring(doors, absent_left=absent_ended, **how)


@dataclass(frozen=True, slots=True)
class Doors:
    """How a kind of file is read, kept, decided about and told."""

    fields: type[StrEnum]
    read: Callable[..., service.Brought]
    take: Callable[..., Import]
    decide: Callable[[Import], None]
    tell: Callable[[Import, date], None]


def _bring(
    doors: Doors,
    *,
    file: Path,
    effective: datetime | None,
    columns: tuple[str, ...],
    absent_left: bool,
    applying: bool,
) -> None:
    form = file.suffix.lower().removeprefix(".")
    if form not in {"xlsx", "csv"}:
        raise click.ClickException("Berkas harus .xlsx atau .csv; simpan ulang dari Excel.")
    mapping = dict(_pair(one) for one in columns)
    if strange := mapping.keys() - {str(field) for field in doors.fields}:
        raise click.UsageError(f"Kolom tidak dikenal: {', '.join(sorted(strange))}.")
    app = open_app()
    upgrade(app)
    with app.app_context():
        try:
            refuse_demo_data(app_state.settings())
            data = _read(file)
            brought = doors.read(data, cast("Form", form), mapping)
            with transaction():
                today = now().astimezone(ZoneInfo(app_state.settings().time_zone)).date()
                day = effective.date() if effective else today
                one = doors.take(None, brought, effective_on=day, today=today)
                doors.decide(one)
                doors.tell(one, today)
                _apply(one, applying=applying, absent_left=absent_left)
        except DemoRefused as refused:
            raise click.ClickException(str(refused)) from None
        except Problem as problem:
            raise click.ClickException(_told(problem)) from None


def _apply(one: Import, *, applying: bool, absent_left: bool) -> None:
    if not applying:
        print("Uji coba saja, tidak ada yang berubah. Tambahkan --apply untuk menerapkan.")
        return
    service.apply_import(None, one, absent_left=absent_left)
    print(f"Diterapkan: {one.figures['applied']} perubahan.")


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
    _print_kinds(one, today, WORDS)
    print(f"  {figures['rejected']:6} baris tidak dimasukkan, {figures['left_out']} dilewati")
    if figures["absent"]:
        print(
            f"  {figures['absent']:6} orang tidak ada di berkas (keluar hanya dengan --absent-left)"
        )
    _print_remarks(one)
    for name, said in one.offices.items():
        if name not in one.decisions:
            print(f"  OPD belum dikenal: {name} ({said['rows']} baris)")


def _print_opds(one: Import, today: date) -> None:
    figures = one.figures
    _print_kinds(one, today, OPD_WORDS)
    print(f"  {figures['rejected']:6} baris tidak dimasukkan")
    if figures["absent"]:
        print(
            f"  {figures['absent']:6} OPD tidak ada di berkas (berakhir hanya dengan --absent-ended)"
        )
    for row in queries.report(one)["differences"][:SHOWN]:
        print(f"  {OPD_WORDS[row['kind']]}: {row['name']}")
    _print_remarks(one, said=True)


def _print_kinds(one: Import, today: date, kinds: Mapping[str, str]) -> None:
    since = "hari ini" if one.effective_on == today else str(one.effective_on)
    print(f"{one.figures['rows']} baris, berlaku mulai {since}:")
    for kind, words in kinds.items():
        print(f"  {one.figures[kind]:6} {words}")
    print(f"  {one.figures['unchanged']:6} tidak berubah")


def _print_remarks(one: Import, *, said: bool = False) -> None:
    """Print remarks; what stood there only where it is not somebody's number."""
    for remark in queries.report(one)["remarks"][:SHOWN]:
        stood = f" ({remark['said']})" if said and remark["said"] else ""
        print(f"  baris {remark['row']}: {remark['text']}{stood}")


def _told(problem: Problem) -> str:
    more = {
        name: value for name, value in problem.extra.items() if name in {"missing", "names", "row"}
    }
    return f"{problem.title} {more or ''}".strip()
