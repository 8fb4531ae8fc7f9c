"""Boards that are kept: built once for all, nobody waits for a newer one, and a large one rests."""

import gzip
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from threading import Event
from uuid import UUID, uuid4

import pytest

from server.board import kept, service
from server.board.drawn import Picture, Spot
from server.board.kept import LARGE, MEANWHILE, REST, Board, Built, Kept
from server.board.queries import ALL_TEAMS
from server.core.problems import Code, Problem

BOARDS = 200

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


@contextmanager
def replaced(boards: Kept[bytes], key: str) -> Iterator[Future[Board[bytes]]]:
    """Keep a board, and let somebody build the one after it for as long as the test looks."""
    boards.board(key, "one", lambda: Built(b"1", 3))
    begun, gate = Event(), Event()

    def build() -> Built[bytes]:
        begun.set()
        gate.wait(10)
        return Built(b"2", 3)

    with ThreadPoolExecutor(1) as pool:
        newer = pool.submit(boards.board, key, "two", build)
        assert begun.wait(10)
        try:
            yield newer
        finally:
            gate.set()


def test_nobody_waits_for_a_newer_board_who_can_have_the_one_before() -> None:
    """On this one thread: a board that waited would wait for ever."""
    boards = Kept[bytes]()
    with replaced(boards, "operation") as newer:
        for _ in range(BOARDS):
            found = boards.board("operation", "two", lambda: Built(b"never", 3))
            assert (found.etag, found.body) == ("one", b"1")
            assert boards.ready("operation", "two") == found
        assert not newer.done()
    assert newer.result().body == b"2"
    assert boards.ready("operation", "two") == newer.result()
    assert boards.ready("operation", "three") is None  # nobody builds it: the next one does


def test_a_board_that_is_not_replaced_in_time_does_not_pass_for_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boards, clock = Kept[bytes](), [100.0]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    with replaced(boards, "operation"):
        clock[0] += MEANWHILE
        assert boards.board("operation", "two", lambda: Built(b"never", 3)).etag == "one"
        clock[0] += 0.1
        with pytest.raises(Problem) as refused:
            boards.board("operation", "two", lambda: Built(b"never", 3))
    assert refused.value.code is Code.SERVER_BUSY


def test_a_board_is_packed_once_for_each_viewer_and_names_only_whom_they_may_read() -> None:
    team, other = uuid4(), uuid4()
    found = [
        Spot(one, "{", f'"name":"{who}",', '"n":1}')
        for one, who in ((team, "SITI"), (other, "BUDI"))
    ]
    picture = Picture({"totals": {}}, ['{"zone":1}'], found)
    told = {}
    for names_of in (ALL_TEAMS, team, other):
        plain, packed = (picture.given(names_of, packed=how) for how in (False, True))
        assert gzip.decompress(packed) == plain
        assert picture.given(names_of, packed=True) is packed
        features = json.loads(plain)["features"]["features"]
        told[names_of] = [one.get("name", "zone") for one in features]
    assert told == {
        ALL_TEAMS: ["zone", "SITI", "BUDI"],
        team: ["zone", "SITI", None],
        other: ["zone", None, "BUDI"],
    }


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
    clock[0] += REST - 0.1
    assert boards.board(key, "two", lambda: Built(b"2", LARGE + 1)) == first
    clock[0] += 0.2
    second = boards.board(key, "two", lambda: Built(b"2", LARGE + 1))
    assert (second.etag, second.body) == ("two", b"2")


def test_a_board_that_changes_all_the_time_is_built_a_few_times_a_second_and_never_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when 300 phones find the network at once: fifty findings in each of ten seconds."""
    boards, clock, built = Kept[bytes](), [100.0], []
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    oldest = 0.0
    for change in range(500):
        clock[0] = 100 + change / 50
        seen = boards.board("operation", str(change), lambda: Built(b"", 3)).etag
        if seen == str(change):
            built.append(change)
        oldest = max(oldest, (change - int(seen)) / 50)
    assert built[: kept.AT_ONCE] == [*range(kept.AT_ONCE)]  # now and then: at once
    assert len(built) <= kept.AT_ONCE + 10 / REST + 1
    assert oldest <= REST


def test_a_small_board_does_not_rest_and_two_viewers_never_share() -> None:
    boards, operation = Kept(), uuid4()
    for etag in ("one", "two"):
        found = boards.board((operation, "all"), etag, lambda: Built(etag.encode(), LARGE))  # noqa: B023
        assert found.body == etag.encode()
    other = boards.board((operation, "team"), "two", lambda: Built(b"names of a team", 1))
    assert other.body == b"names of a team"


def test_open_boards_leave_the_next_hours_trace_one_after_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    polled, clock = service._Polled(), [datetime(2026, 11, 23, 2, 30, tzinfo=UTC)]  # noqa: SLF001
    monkeypatch.setattr(service, "now", lambda: clock[0])
    boards = [(UUID(int=number), UUID(int=7)) for number in range(BOARDS)]

    def known_at(*time: int) -> int:
        clock[0] = datetime(2026, 11, 23, *time, tzinfo=UTC)
        return sum(map(polled.know, boards))

    assert known_at(2, 30) == 0
    for one in boards:
        polled.note(one)
    assert known_at(2, 59, 59) == BOARDS
    due = [BOARDS - known_at(3, 0, second) for second in range(60)]
    at_once = max(later - before for before, later in pairwise(due))
    assert (due[-1], at_once) == (BOARDS, 4)
    polled.note(boards[0])
    assert known_at(3, 59) == 1
