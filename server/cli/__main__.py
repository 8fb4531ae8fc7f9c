"""All commands behind ./sidak: `python -m server.cli COMMAND`."""

import click

from server.cli.migrate import migrate
from server.cli.openapi import openapi
from server.cli.up import up


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Sidak: dari temuan di lapangan sampai daftar panggilan per OPD."""


for command in (up, migrate, openapi):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="./sidak")
