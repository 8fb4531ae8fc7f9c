"""`./sidak init`: the instance of a real server, and the one-time link to its first admin."""

import click

from server.accounts.invitations import VALID, has_admin, invite_admin
from server.archive import backup as making
from server.cli.backup import KEY_WORDS
from server.cli.commands import on_the_network, open_app, prepare_trial
from server.cli.schema import upgrade
from server.core import app_state
from server.core.db import transaction
from server.core.state import DemoRefused, refuse_demo_data

HOURS = int(VALID.total_seconds() // 3600)


@click.command()
@click.option("--new-link", is_flag=True, help="Buat tautan admin lagi, walau sudah ada admin.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="Hanya untuk --https.")
@on_the_network
def init(*, new_link: bool, port: int, wanted: str | None) -> None:
    """Siapkan instalasi: kunci, skema, dan tautan sekali pakai untuk admin pertama."""
    if wanted is not None:
        prepare_trial(wanted, port)
    app = open_app(new=True)
    settings = app.extensions["sidak_settings"]
    if settings.demo:
        raise click.ClickException(
            "Kota Contoh tidak disiapkan dengan init; jalankan ./sidak up --demo."
        )
    upgrade(app)
    print(f"Kunci, skema, dan ruang foto siap di {settings.instance}.")
    if not making.has_key(settings):
        print("\n" + KEY_WORDS.format(making.make_key(settings)))
    with app.app_context(), transaction():
        try:
            refuse_demo_data(app_state.settings())
        except DemoRefused as refused:
            raise click.ClickException(str(refused)) from None
        if has_admin() and not new_link:
            print("Sudah ada admin. Bila tidak ada lagi yang dapat masuk: ./sidak init --new-link")
            return
        token, _ = invite_admin()
    print(f"\nBuka sekali, dalam {HOURS} jam, untuk membuat akun admin:\n")
    print(f"  {settings.address}/mulai#{token}\n")
    print("Siapa pun yang memegang tautan ini menjadi admin: jangan dikirim lewat grup atau surel.")
