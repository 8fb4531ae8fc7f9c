"""Two hundred browsers with the board open, as one small process of its own.

Apart from the server and from whoever measures, so that neither pays for them. Each watcher has one
kept connection, asks as the page does (`pwa/src/office/board/live.svelte.ts`) and remembers when it
first saw which row of the chain. Standard input brings the plan, a line of JSON, and then `on` and
`off`; `off` is answered by what was heard, a line of JSON.
"""

import asyncio
import json
import random
import re
import sys
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

CURSOR = re.compile(rb'"cursor":"(\d+)"')
HEAD_END = b"\r\n\r\n"
NEW, SAME = 200, 304


@dataclass
class Heard:
    """What the watchers were told since `on`."""

    answers: dict[int, int] = field(default_factory=dict)
    waited: list[tuple[float, float]] = field(default_factory=list)  # monotonic s, and its ms
    seen: list[tuple[int, int, float]] = field(default_factory=list)  # board, row, monotonic s
    bytes: int = 0

    def wire(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "answers": self.answers, "waited": self.waited, "seen": self.seen, "bytes": self.bytes,
        }  # fmt: skip


class Watcher:
    """One open board."""

    def __init__(self, number: int, plan: dict[str, Any]) -> None:
        self.number = number
        self._port: int = plan["port"]
        self._least, self._most = plan["between"]
        cookie = plan["cookies"][number % len(plan["cookies"])]
        self._asks = (
            f"GET {plan['path']} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nCookie: sidak={cookie}\r\n"
            "Accept: application/json\r\nAccept-Encoding: gzip\r\n"
        )
        self._etag = ""

    async def watch(self, heard: Heard) -> None:
        """Ask until cancelled; a connection that the server closed is opened again."""
        await asyncio.sleep(random.uniform(0, self._most))  # noqa: S311 - people open pages at any time
        reader = writer = None
        try:
            while True:
                begun = time.monotonic()
                with suppress(ConnectionError, asyncio.IncompleteReadError):
                    if writer is None:
                        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                    assert reader
                    await self._ask(reader, writer, heard)
                    ended = time.monotonic()
                    heard.waited.append((ended, (ended - begun) * 1000))
                    # a page waits after its answer
                    await asyncio.sleep(random.uniform(self._least, self._most))  # noqa: S311
                    continue
                reader = writer = None
        finally:
            if writer is not None:
                writer.close()

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: Heard
    ) -> None:
        known = f"If-None-Match: {self._etag}\r\n" if self._etag else ""
        writer.write(f"{self._asks}{known}\r\n".encode())
        head = (await reader.readuntil(HEAD_END)).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        words = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
        body = b""
        if status != SAME:
            body = await reader.readexactly(int(words["content-length"]))
        heard.answers[status] = heard.answers.get(status, 0) + 1
        heard.bytes += len(head) + len(body)
        if status == NEW:
            self._etag = re.findall(r"(?i)^etag: (.*)$", head, re.MULTILINE)[0].strip()
            plain = body if words.get("content-encoding") != "gzip" else zlib.decompress(body, 31)
            found = CURSOR.search(plain)
            assert found
            heard.seen.append((self.number, int(found[1]), time.monotonic()))


async def main() -> None:
    """Obey standard input until it ends."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    plan = json.loads(await lines.readline())
    watchers = [Watcher(number, plan) for number in range(plan["boards"])]
    heard, tasks = Heard(), []
    while line := (await lines.readline()).strip():
        if line == b"on":
            heard = Heard()
            tasks = [asyncio.create_task(one.watch(heard)) for one in watchers]
            continue
        for task in tasks:
            task.cancel()
        failed = await asyncio.gather(*tasks, return_exceptions=True)
        wrong = [repr(one) for one in failed if not isinstance(one, asyncio.CancelledError | None)]
        sys.stdout.write(json.dumps({**heard.wire(), "wrong": wrong}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
