"""Boards that are kept: built once for all who wait, and a large one at most once a second."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest

from server.board import kept
from server.board.kept import LARGE, Built, Kept

pytestmark = pytest.mark.one_database


def test_two_hundred_boards_wait_for_one_building() -> None:
    boards, key, gate, built = Kept(), (uuid4(), "all"), Event(), []

    def build() -> Built:
        gate.wait(10)
        built.append(1)
        return Built(b"{}", 3)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(boards.board, key, "one", build) for _ in range(200)]
        gate.set()
        assert {one.result().etag for one in asked} == {"one"}
    assert len(built) == 1


def test_one_that_could_not_be_built_is_built_by_the_next() -> None:
    boards, key = Kept(), (uuid4(), "all")

    def fail() -> Built:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - nothing more to it
        boards.board(key, "one", fail)
    assert boards.board(key, "one", lambda: Built(b"{}", 1)).body == b"{}"


def test_a_large_board_rests_and_keeps_its_own_validator(monkeypatch: pytest.MonkeyPatch) -> None:
    boards, key, clock = Kept(), (uuid4(), "all"), [100.0]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    first = boards.board(key, "one", lambda: Built(b"1", LARGE + 1))
    clock[0] += 0.9
    assert boards.board(key, "two", lambda: Built(b"2", LARGE + 1)) == first
    clock[0] += 0.1
    second = boards.board(key, "two", lambda: Built(b"2", LARGE + 1))
    assert (second.etag, second.body) == ("two", b"2")


def test_a_small_board_never_rests_and_two_viewers_never_share() -> None:
    boards, operation = Kept(), uuid4()
    for etag in ("one", "two"):
        found = boards.board((operation, "all"), etag, lambda: Built(etag.encode(), LARGE))  # noqa: B023
        assert found.body == etag.encode()
    other = boards.board((operation, "team"), "two", lambda: Built(b"names of a team", 1))
    assert other.body == b"names of a team"
