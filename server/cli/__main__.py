"""`python -m server.cli`: the commands behind ./sidak."""

from server.cli.commands import main

main()
