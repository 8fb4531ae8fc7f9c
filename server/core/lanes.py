"""The gunicorn worker of Sidak: threads as ever, and polls of boards in a lane of their own.

Requests wait for threads in the order they came. When two hundred boards ask in one moment, or the
machine is short of time, a phone's finding would stand behind all of them and then share the
processor with as many as there are threads. In a lane of one or two threads boards wait for each other.
"""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

SHARE = 8  # threads for everything else, for each of the lane
_POLL = re.compile(rb"GET /api/operations/[0-9a-f-]{36}/board[ ?]")
_FIRST = 80  # bytes that a poll is known by


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn ships no types
    """A worker with threads whose polls of boards never take the thread of a phone."""

    def init_process(self) -> None:
        """Make the lane, then serve until the end."""
        self._lane = ThreadPoolExecutor(max(1, self.cfg.threads // SHARE))
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Hand a connection to a thread; what has not said yet what it wants goes with the others."""
        if not self._polls(conn):
            super().enqueue_req(conn)
            return
        done = self._lane.submit(self.handle, conn)
        done.add_done_callback(
            lambda ended: self.method_queue.defer(self.finish_request, conn, ended)
        )

    def _polls(self, conn: Any) -> bool:
        if self.cfg.is_ssl:  # a trial with a certificate of its own: nothing can be read yet
            return False
        try:
            begins = conn.sock.recv(_FIRST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:  # nothing came yet, or it is gone: a thread will see
            return False
        return _POLL.match(begins) is not None
