"""`./sidak user`: accounts from the command line, before anybody can sign in."""

import secrets

import click
from sqlalchemy import select

from server.accounts import second_factor
from server.accounts.models import User
from server.accounts.passwords import LEAST_LENGTH
from server.accounts.permissions import ROLES
from server.accounts.service import add_user
from server.cli.commands import open_app
from server.cli.schema import upgrade
from server.core import app_state
from server.core.db import db, transaction
from server.core.problems import Code, Problem
from server.core.state import DemoRefused, refuse_demo_data
from server.people import queries as people
from server.people.models import Opd

# without letters and digits that look alike on paper
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _SIZE = 4, 5


def new_password() -> str:
    """Return a password to be read out: four groups, 99 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_SIZE)) for _ in range(_GROUPS))
    return "-".join(groups)


@click.group()
def user() -> None:
    """Akun pengguna."""


@user.command()
@click.argument("username")
@click.option("--name", required=True, help="Nama lengkap dengan gelar.")
@click.option("--title", help="Jabatan, ditampilkan di samping nama.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(sorted(ROLES)))
@click.option("--opd", "opd_name", help="Nama atau singkatan OPD; wajib untuk peran opd.")
@click.option("--ask", is_flag=True, help="Tanyakan sandi; tanpa ini sandi dibuatkan.")
def add(
    username: str,
    *,
    name: str,
    title: str | None,
    roles: tuple[str, ...],
    opd_name: str | None,
    ask: bool,
) -> None:
    """Tambah akun; sandi yang dibuatkan ditampilkan satu kali ini saja."""
    password = _asked() if ask else new_password()
    if ("opd" in roles) != (opd_name is not None):
        raise click.UsageError("Peran opd dan --opd selalu bersama.")
    app = open_app()
    upgrade(app)
    with app.app_context(), transaction():
        try:
            refuse_demo_data(app_state.settings())
            opd_id = _opd(opd_name).id if opd_name else None
            add_user(username, name, list(roles), password, title=title, opd_id=opd_id)
        except DemoRefused as refused:
            raise click.ClickException(str(refused)) from None
        except Problem as problem:
            if problem.code is not Code.NAME_TAKEN:
                raise
            raise click.ClickException(f"Nama pengguna {username} sudah dipakai.") from None
    print(f"Akun {username.lower()} dibuat: {', '.join(sorted(roles))}.")
    if not ask:
        print(f"Sandi (catat sekarang, tidak ditampilkan lagi): {password}")


@user.command("second-factor-off")
@click.argument("username")
def second_factor_off(username: str) -> None:
    """Cabut verifikasi dua langkah; pemiliknya mengaktifkan lagi saat masuk berikutnya."""
    app = open_app()
    upgrade(app)
    with app.app_context(), transaction():
        found = db.session.scalar(select(User).where(User.username == username.lower()))
        if found is None:
            raise click.ClickException(f"Nama pengguna {username} tidak ada.")
        second_factor.switch_off(found)
    print(f"Verifikasi dua langkah {username.lower()} dicabut; semua sesinya berakhir.")


def _asked() -> str:
    password: str = click.prompt("Sandi", hide_input=True, confirmation_prompt="Sandi sekali lagi")
    if len(password) < LEAST_LENGTH:
        raise click.ClickException(f"Sandi sedikitnya {LEAST_LENGTH} huruf.")
    return password


def _opd(wanted: str) -> Opd:
    key = wanted.casefold().strip()
    found = [
        opd
        for opd in people.all_opds()
        if key
        in {opd.name.casefold(), opd.short_name.casefold()} | {*map(str.casefold, opd.aliases)}
    ]
    if len(found) != 1:
        raise click.ClickException(
            f"OPD {wanted!r} tidak ada." if not found else f"OPD {wanted!r} lebih dari satu."
        )
    return found[0]
