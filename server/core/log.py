"""What the server says of itself: one line for each event on standard error, never a person in it.

A program reads JSON (journald, a SIEM; OWASP ASVS 5.0, 16.2.4), somebody at a terminal plain words.
"""

import sys

import structlog


def init() -> None:
    """Choose the form of the lines by who reads them: `event`, `level`, `at` (UTC) and what belongs to it."""
    readable = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.dev.ConsoleRenderer(timestamp_key="at")
            if readable
            else structlog.processors.JSONRenderer(),
        ],
        # asked for at each line: whoever replaces standard error meanwhile reads it too
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
