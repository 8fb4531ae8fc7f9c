"""Finished boards of this process: each is built once, however many people wait for it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from uuid import UUID

MOST = 64
LARGE = 2_000  # findings from which a board rests between two buildings
REST = 1.0  # seconds; with a poll every two seconds what arrives is still seen within three

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Built:
    """The bytes of an answer, and how many findings it was built from."""

    body: bytes
    findings: int


@dataclass(frozen=True, slots=True)
class Board:
    """A finished answer: its bytes and the validator that names them."""

    etag: str
    body: bytes
    rests_until: float = 0.0


@dataclass(slots=True)
class _Place:
    """Where one board stands, and whose turn it is to build it."""

    building: Lock = field(default_factory=Lock)
    board: Board | None = None

    def serves(self, etag: str) -> Board | None:
        found = self.board
        if found is None or (found.etag != etag and monotonic() >= found.rests_until):
            return None
        return found


class Kept:
    """The newest boards, least recently seen ones dropped."""

    def __init__(self) -> None:
        self._places: OrderedDict[Key, _Place] = OrderedDict()
        self._lock = Lock()

    def board(self, key: Key, etag: str, build: Callable[[], Built]) -> Board:
        """Return the board that `etag` names, or a large one that is younger than a second.

        Who comes while it is being built waits for that one.
        """
        place = self._place(key)
        if (found := place.serves(etag)) is not None:
            return found
        with place.building:
            if (found := place.serves(etag)) is not None:
                return found
            built = build()
            rest = monotonic() + REST if built.findings > LARGE else 0.0
            place.board = Board(etag, built.body, rest)
            return place.board

    def _place(self, key: Key) -> _Place:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > MOST:
                self._places.popitem(last=False)
            return place
