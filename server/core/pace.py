"""How often something may be tried, counted in memory: for strangers, who have no name to pause.

Nothing of the asker is kept (no address): the budget belongs to the server, so it must only slow
what no honest visitor does often, such as asking for things that do not exist.
"""

from threading import Lock

from server.core.clock import now

WINDOW = 60.0  # seconds


class Pace:
    """At most `most` tries in each minute of this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._began = 0.0
        self._tries = 0

    def spend(self) -> int:
        """Count one try; return the seconds to wait when the minute is used up, else 0."""
        at = now().timestamp()
        with self._lock:
            if not 0 <= at - self._began < WINDOW:
                self._began, self._tries = at, 0
            self._tries += 1
            over = self._tries > self._most
            return max(1, round(self._began + WINDOW - at)) if over else 0
