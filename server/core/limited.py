"""Programs of our own with narrow limits: what strangers made is read there, and can hurt only them.

Such a program is started anew (nothing of the server's memory, keys or environment is in it), is
given bytes by a pipe, and shuts itself in before it looks at them: so much memory and processor
time, no core dump, and no further file descriptor, which means no file, no socket, no network.
It keeps the user id of the server: what that could still do without a descriptor (delete, signal,
become another program) is taken away by `core.seccomp`.
"""

import math
import resource
import sys
from pathlib import Path
from typing import Any

from server.core.seccomp import refuse_calls

HOME = Path(__file__).resolve().parent.parent.parent


def program(module: str, *words: str) -> dict[str, Any]:
    """Return what `subprocess` needs to start one of our modules with an empty environment."""
    return {
        "args": [sys.executable, "-m", module, *words],
        "cwd": HOME,
        "env": {"PYTHONUTF8": "1"},
    }


def shut_in(memory: int, seconds: int) -> None:
    """Limit this process for good, in bytes and processor seconds; import everything needed before."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    refuse_calls()
    allow(seconds)


def allow(seconds: int) -> None:
    """Let this process use so many processor seconds from now on; then the kernel ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime) + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
