"""A backup and a retention run never at once: files that a snapshot speaks of must still be there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from server.settings import Settings


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Wait until no other backup or retention run of this instance is under way, then be the one."""
    path = settings.instance / "archive.lock"
    file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
