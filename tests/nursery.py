"""The nursery of test servers: one process that read every library, and forks a gunicorn per line.

Reading them costs a server about three seconds of its start, and the tests start a hundred. What
is forked is gunicorn as ever: own session, own environment, killed as a group with its workers.
Lines in are JSON objects with `environment`, `arguments` and `log`; lines out are process ids.
"""

import gc
import json
import os
import random
import signal
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def serve(environment: dict[str, str], arguments: list[str], log: str) -> None:
    """Become a gunicorn in a forked process; never returns."""
    from gunicorn.app.wsgiapp import WSGIApplication  # noqa: PLC0415 - read before, see main

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    silence = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((silence, 0), (said, 1), (said, 2)):
        os.dup2(source, target)
    random.seed()  # else all children draw the same numbers
    sys.argv = ["gunicorn", *arguments]
    WSGIApplication("%(prog)s [OPTIONS]", prog="gunicorn").run()


def main() -> None:
    """Fork a server for each line until the tests close the pipe."""
    import gunicorn.app.wsgiapp  # noqa: PLC0415 - the point is to read them here, once
    import gunicorn.workers.gthread  # noqa: F401, PLC0415

    import server.app  # noqa: F401, PLC0415

    os.chdir(ROOT)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries them
    gc.freeze()
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                serve(**wanted)
            except SystemExit as end:  # of the server, or of a worker that it forked
                os._exit(end.code if isinstance(end.code, int) else 1)
            except BaseException:  # noqa: BLE001 - a fork must never return to the loop
                traceback.print_exc()
                os._exit(1)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
