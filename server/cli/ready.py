"""`./sidak ready`: what is ready for a sidak day, and what to do about the rest."""

import sys
from textwrap import fill

import click

from server.archive import readiness
from server.archive.rules import Readiness, worst
from server.cli.commands import open_app
from server.core import app_state

MARKS = {Readiness.READY: "siap", Readiness.WATCH: "perhatikan", Readiness.MISSING: "belum"}
WIDTH, INDENT = 100, " " * 36


@click.command()
def ready() -> None:
    """Kesiapan sebelum hari sidak; gagal (kode 1) bila ada yang belum."""
    with open_app().app_context():
        rows = readiness.look(app_state.settings())
    for row in rows:
        head = f"{MARKS[row.state]:<11}{row.title:<25}"
        print(fill(row.says, WIDTH, initial_indent=head, subsequent_indent=INDENT))
        if row.todo:
            print(fill(f"→ {row.todo}", WIDTH, initial_indent=INDENT, subsequent_indent=INDENT))
    if worst(rows) is Readiness.MISSING:
        sys.exit(1)
