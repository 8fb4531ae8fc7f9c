"""`python -m server.cli`: the commands behind ./sidak."""

import gc

gc.disable()  # nothing that is read at a start is garbage; looking for it costs a tenth of the start
# ruff: noqa: E402 - the line above must come first

from server.cli.backup import backup, restore
from server.cli.bundle import bundle
from server.cli.commands import main
from server.cli.imports import bring
from server.cli.init import init
from server.cli.ready import ready
from server.cli.retention import hold, retain
from server.cli.subject import subject_access
from server.cli.up import up
from server.cli.users import user

main.add_command(backup)
main.add_command(restore)
main.add_command(bundle)
main.add_command(init)
main.add_command(subject_access)
main.add_command(ready)
main.add_command(retain)
main.add_command(hold)

main.add_command(bring)
main.add_command(up)
main.add_command(user)
gc.enable()
main(prog_name="./sidak")
