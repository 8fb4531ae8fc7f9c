"""Receiving: findings with a photo of 200 KB per second, sixteen phones sending at once.

Beside it, in the same run, the least that durability costs: one row committed and one photo written
with both of its fsyncs. What lies between the two is everything that the server knows of a finding.
"""

import http.client
import json
import os
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import databases
import world
from gunicorn_server import LiveServer
from PIL import Image
from sqlalchemy import create_engine, text

from benches.figure import Figure
from benches.yard import Yard, close
from server.app import create_app
from server.core.blobs import BlobStore
from server.core.db import engine_options, prepare_engine
from server.settings import Settings

PHONES, EACH = 16, 12
SIZE = 200_000  # bytes
BARE = 100
BUDGET = {"spatialite": 1000 / 200, "postgis": 1000 / 300}  # ms for each
MEMORY = 250  # MB


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield milliseconds for each finding and photo, their ratio to the bare cost, and memory."""
    photos = [_photo() for _ in range(PHONES * EACH)]
    for kind in databases.KINDS:
        place = yard.folder / f"receive-{kind}"
        server = LiveServer(place, yard.databases.fresh(kind))
        server.start()
        try:
            settings = Settings(instance=server.instance, database_url=server.database_url)
            app = create_app(settings)
            city = world.build(app)
            token = city.client("officer1").get_cookie("sidak")
            assert token
            close(app)
            spent = _send_all(server.port, f"sidak={token.value}", city, photos) / len(photos)
            memory = _memory(server)
        finally:
            server.kill()
        bare = _bare(settings, photos[:BARE], place / "bare") / BARE
        how = f"{kind}, {PHONES} HP, masing-masing {EACH}, gunicorn sungguhan, synchronous=FULL"
        yield Figure("temuan + foto 200 KB", spent * 1000, "ms", BUDGET[kind], how)
        yield Figure("temuan + foto per detik", 1 / spent, "/dtk", None, how)
        how = f"{kind}, satu baris dan satu berkas dengan fsync, satu per satu, dalam proses"
        yield Figure("paling sedikit (baris + berkas)", bare * 1000, "ms", None, how)
        yield Figure("dibanding paling sedikit", spent / bare, "kali", None, "satu pengukuran")
        yield Figure("memori server", memory, "MB", MEMORY, f"{kind}, PSS semua proses sesudahnya")


def _photo() -> bytes:
    """Draw a JPEG that no other one equals, as large as a phone sends."""
    out = BytesIO()
    noise = Image.frombytes("RGB", (400, 300), os.urandom(400 * 300 * 3)).resize((1600, 1200))
    noise.save(out, "JPEG", quality=50)
    data = out.getvalue()
    return data + bytes(max(0, SIZE - len(data)))


def _send_all(port: int, cookie: str, city: world.World, photos: list[bytes]) -> float:
    wrong: list[int] = []

    def phone(own: list[bytes]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

        def ask(method: str, where: str, body: bytes, **headers: str) -> None:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, where, body, {"Cookie": cookie, **named})
            answer = line.getresponse()
            answer.read()
            if answer.status not in {201, 204}:
                wrong.append(answer.status)

        for number, data in enumerate(own):
            _send(ask, city, number, data)
        line.close()

    threads = [
        threading.Thread(target=phone, args=(photos[start::PHONES],)) for start in range(PHONES)
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
    return time.perf_counter() - begun


def _send(ask: Callable[..., None], city: world.World, number: int, data: bytes) -> None:
    finding_id, photo = uuid4(), world.announced(data)
    said = city.finding(sequence=number, photos=[photo], photos_skipped=None)
    body = json.dumps(said).encode()
    ask("PUT", f"/api/findings/{finding_id}", body, Content_Type="application/json")
    named = {"finding": str(finding_id), "photo": photo["id"], "sha256": photo["sha256"]}
    ask(
        "POST",
        "/api/uploads",
        data,
        Tus_Resumable="1.0.0",
        Upload_Length=str(len(data)),
        Upload_Metadata=",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in named.items()),
        Content_Type="application/offset+octet-stream",
    )


def _bare(settings: Settings, photos: list[bytes], folder: Path) -> float:
    store, engine = (
        BlobStore(folder),
        create_engine(settings.database_url, **engine_options(settings)),
    )
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bare (id VARCHAR(36) PRIMARY KEY, body TEXT)"))
    begun = time.perf_counter()
    for data in photos:
        store.put(data)
        with engine.begin() as connection:
            row = {"id": str(uuid4()), "body": "x" * 1500}
            connection.execute(text("INSERT INTO bare VALUES (:id, :body)"), row)
    spent = time.perf_counter() - begun
    engine.dispose()
    return spent


def _memory(server: LiveServer) -> float:
    """Return the megabytes of the server's processes, what they share counted once."""
    assert server.process
    total = 0
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.getpgid(int(entry.name)) == server.process.pid:
                for line in (entry / "smaps_rollup").read_text().splitlines():
                    total += int(line.split()[1]) if line.startswith("Pss:") else 0
        except OSError:  # it ended meanwhile
            continue
    return total / 1024
