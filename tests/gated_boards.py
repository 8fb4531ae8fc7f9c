"""An application whose boards take as long as a test wants; everything else answers at once.

A board asked with `Wait: 1` is answered once somebody writes to the pipe that `SIDAK_TEST_GATE` names.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse


def application() -> Callable[..., Iterable[bytes]]:
    """Build it, for gunicorn."""

    def answer(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_WAIT"):
            os.close(os.open(os.environ["SIDAK_TEST_GATE"], os.O_RDONLY))
        start("200 OK", [("Content-Length", "2")])
        return [b"{}"]

    return answer
