"""Polls of boards have a lane of their own in a real gunicorn: no phone ever stands behind them."""

import os
import socket
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import pytest
from gunicorn_server import LiveServer

pytestmark = [pytest.mark.server, pytest.mark.one_database]
BOARDS = 40
OK = b"HTTP/1.1 200 OK"


def asks(path: str, *more: str) -> bytes:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *more, "", "")).encode()


def told(line: socket.socket) -> bytes:
    """Read one answer with a body of two bytes."""
    found = b""
    while not found.endswith(b"\r\n\r\n{}"):
        piece = line.recv(4096)
        assert piece, found
        found += piece
    return found


def test_a_phone_is_answered_while_forty_boards_wait(
    start_server: Callable[..., LiveServer], tmp_path: Path
) -> None:
    gate, path = tmp_path / "gate", f"/api/operations/{uuid4()}/board"
    os.mkfifo(gate)
    server = start_server(
        "spatialite", wsgi="gated_boards:application()", extra={"SIDAK_TEST_GATE": str(gate)}
    )
    with ExitStack() as open_boards:
        boards = [
            open_boards.enter_context(socket.create_connection(("127.0.0.1", server.port), 20))
            for _ in range(BOARDS)
        ]
        for board in boards:  # each has its kept connection, as a page that is open
            board.sendall(asks(path))
            assert told(board).startswith(OK)
        for board in boards:
            board.sendall(asks(path, "Wait: 1"))
        phone = HTTPConnection("127.0.0.1", server.port, timeout=10)
        phone.request("PUT", f"/api/findings/{uuid4()}", b"{}")
        assert phone.getresponse().status == 200
        phone.close()
        opened = os.open(gate, os.O_WRONLY)  # some board stands at the gate; now all may pass
        assert all(told(board).startswith(OK) for board in boards)
        os.close(opened)
