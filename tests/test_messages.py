"""How requests are cut out of a connection: one that two readers could cut differently is refused."""

import runpy
from pathlib import Path

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.one_database
BOTH = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"


def read(head: bytes, first: bytes = b"POST / HTTP/1.1\r\nHost: sidak\r\n") -> bytes:
    """Read one message as our gunicorn does; raises ParseException where it refuses it."""
    config = Config()
    for name, value in runpy.run_path(str(ROOT / "config" / "gunicorn.py")).items():
        if name in config.settings:
            config.set(name, value)
    message = first + head + b"\r\nhello"
    body: bytes = next(RequestParser(config, iter([message]), ("127.0.0.1", 1))).body.read()
    return body


def test_a_sound_message_is_read_whole() -> None:
    assert read(b"Content-Length: 5\r\n") == b"hello"


@pytest.mark.parametrize(
    "head",
    [
        BOTH,
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5, 5\r\n",
        b"Content-Length: +5\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"X: a\r\n Content-Length: 5\r\n",
        b"X\x00: a\r\n",
    ],
)
def test_a_message_that_two_readers_would_cut_differently_is_refused(head: bytes) -> None:
    """RFC 9112 §6.3, §5.1, §5.2: request smuggling lives on such differences."""
    with pytest.raises(ParseException):
        read(head)


def test_a_line_that_ends_otherwise_is_refused() -> None:
    with pytest.raises(ParseException):
        read(b"Host: sidak\n\n", b"GET / HTTP/1.1\n")
