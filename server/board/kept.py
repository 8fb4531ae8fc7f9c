"""Finished boards of this process: each is built once, and nobody waits for one who can have an older."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from server.core.problems import Code, Problem

MOST = 16
REST = 0.4  # seconds between two buildings; with the pause of a page all is seen within three
LARGE = 2_000  # findings from which a board rests after each building
AT_ONCE = 12  # buildings of a smaller one before it must rest
MEANWHILE = 2.0  # seconds for which the board before stands in for one that is being built

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Built(Generic[T]):
    """What was built, and from how many findings."""

    body: T
    findings: int


@dataclass(frozen=True, slots=True)
class Board(Generic[T]):
    """A finished board and the validator that names it."""

    etag: str
    body: T
    rests_until: float = 0.0


@dataclass(slots=True)
class _Place(Generic[T]):
    """Where one board stands, and whose turn it is to build it."""

    building: Lock = field(default_factory=Lock)
    begun: float | None = None
    board: Board[T] | None = None
    paid: float = 0.0

    def finished(self, etag: str) -> Board[T] | None:
        """Return the board that `etag` names, or a large one that rests."""
        found = self.board
        if found is None or (found.etag != etag and monotonic() >= found.rests_until):
            return None
        return found

    def rest(self, findings: int) -> float:
        """Return until when a board that was just built rests: not at all, while changes are few.

        When three hundred phones come home at once a board changes with each of their findings, and
        would else be built without a pause.
        """
        self.paid = max(self.paid, monotonic()) + REST
        return self.paid - (0 if findings > LARGE else REST * AT_ONCE)

    def serves(self, etag: str) -> Board[T] | None:
        """Return what is given without building; while a newer one is being built, the one before.

        A thread that waits is a thread less for the phones. Raises `server-busy` where that takes
        so long that the one before would pass for today's.
        """
        found = self.finished(etag)
        if found is not None or self.board is None or not self.building.locked():
            return found
        if self.begun is not None and monotonic() - self.begun > MEANWHILE:
            raise Problem(Code.SERVER_BUSY)
        return self.board


class Kept(Generic[T]):
    """The newest boards, least recently seen ones dropped."""

    def __init__(self) -> None:
        self._places: OrderedDict[Hashable, _Place[T]] = OrderedDict()
        self._lock = Lock()

    def ready(self, key: Hashable, etag: str) -> Board[T] | None:
        """Return the board that can be given at once, None where somebody has to build."""
        return self._place(key).serves(etag)

    def board(self, key: Hashable, etag: str, build: Callable[[], Built[T]]) -> Board[T]:
        """Return the board that `etag` names, or an older one: of a large one that rests, or meanwhile.

        Only who comes while the very first one is being built waits for it.
        """
        place = self._place(key)
        if (found := place.serves(etag)) is not None:
            return found
        place.building.acquire()
        try:
            if (found := place.finished(etag)) is not None:
                return found
            place.begun = monotonic()
            built = build()
            place.board = Board(etag, built.body, place.rest(built.findings))
            return place.board
        finally:
            place.begun = None
            place.building.release()

    def _place(self, key: Hashable) -> _Place[T]:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > MOST:
                self._places.popitem(last=False)
            return place
