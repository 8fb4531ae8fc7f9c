"""`python -m server.cli`: the commands behind ./sidak."""

from server.cli.commands import main
from server.cli.up import up

main.add_command(up)
main(prog_name="./sidak")
