"""Receiving: findings per second of a real gunicorn with four phones sending at once."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import databases
import world
from gunicorn_server import LiveServer

from benches.figure import Figure
from benches.yard import Yard, close
from server.app import create_app
from server.settings import Settings

PHONES, EACH = 4, 100


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield how long one finding takes when four phones send without a pause."""
    for kind in databases.KINDS:
        server = LiveServer(yard.folder / f"receive-{kind}", yard.databases.fresh(kind))
        server.start()
        try:
            app = create_app(Settings(instance=server.instance, database_url=server.database_url))
            city = world.build(app)
            token = city.client("officer1").get_cookie("sidak")
            assert token
            close(app)
            begun = time.perf_counter()
            _send_all(server.port, f"sidak={token.value}", city)
            spent = time.perf_counter() - begun
        finally:
            server.kill()
        how = f"{kind}, {PHONES} HP, masing-masing {EACH} temuan, gunicorn sungguhan, synchronous=FULL"
        yield Figure("terima, temuan per detik", PHONES * EACH / spent, "/dtk", None, how)


def _send_all(port: int, cookie: str, city: world.World) -> None:
    wrong: list[int] = []

    def phone() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(EACH):
            body = json.dumps(city.finding(sequence=number)).encode()
            headers = {"Cookie": cookie, "Content-Type": "application/json"}
            line.request("PUT", f"/api/findings/{uuid4()}", body, headers)
            answer = line.getresponse()
            answer.read()
            if answer.status != 201:
                wrong.append(answer.status)
        line.close()

    threads = [threading.Thread(target=phone) for _ in range(PHONES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
