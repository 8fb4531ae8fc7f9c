"""A3, A4: every file operation of receiving fails once; no receipt is ever false, and it heals."""

import base64
import errno
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import databases
import pysqlite3
import pytest
import world
from drills.faulty_disk import FaultyDisk
from drills.outcome import Outcome, report
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy import exc as sql
from werkzeug.test import TestResponse
from world import World

from server.app import create_app
from server.core import blobs as blob_module
from server.core.blobs import BlobStore
from server.core.db import db
from server.findings.service import uploads
from server.settings import Settings

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EMFILE)
TUS = {"Tus-Resumable": "1.0.0"}
STREAM = "application/offset+octet-stream"


@pytest.fixture
def city(
    database: str, all_databases: databases.Databases, tmp_path: Path
) -> Iterator[tuple[World, FaultyDisk]]:
    instance = tmp_path / "instance"
    url = all_databases.fresh(database)
    disk = FaultyDisk(instance)
    with pytest.MonkeyPatch.context() as patch:
        disk.install(patch)
        app = create_app(Settings(instance=instance, database_url=url))
        made = world.build(app)
        yield made, disk
    with app.app_context():
        db.engine.dispose()


def refused_soundly(answer: TestResponse) -> None:
    assert answer.status_code in {503, 507}, (answer.status_code, answer.text)
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.status_code == 503 or answer.request.method == "HEAD" or answer.json["code"]
    assert answer.content_type == "application/problem+json"


def send_photo(client: FlaskClient, finding_id: UUID, photo: Any, data: bytes) -> TestResponse:
    """Send a photo as the phone does: create with the first half, then the rest."""
    said = {"finding": str(finding_id), "photo": photo["id"], "sha256": photo["sha256"]}
    metadata = ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items()
    )
    headers = {**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": metadata}
    half = len(data) // 2
    answer = client.post("/api/uploads", data=data[:half], content_type=STREAM, headers=headers)
    if answer.status_code != 201 or answer.headers["Upload-Offset"] == str(len(data)):
        return answer
    place = answer.headers["Location"]
    answer = client.patch(
        place, data=data[half:], content_type=STREAM, headers={**TUS, "Upload-Offset": str(half)}
    )
    if answer.status_code >= 500:  # the phone asks how far it came, and goes on from there
        refused_soundly(answer)
        offset = client.head(place, headers=TUS).headers["Upload-Offset"]
        if int(offset) < len(data):
            answer = client.patch(
                place,
                data=data[int(offset) :],
                content_type=STREAM,
                headers={**TUS, "Upload-Offset": offset},
            )
    return answer


def states(city: World, finding_id: UUID, said: Any) -> list[tuple[str, bool]]:
    _, answer = city.send(said, finding_id)
    return [(photo["state"], photo["readable"]) for photo in answer.json["photos"]]


def walk(city: World, disk: FaultyDisk, fail_at: int, number: int) -> list[str]:
    """Send one finding with one photo while one step fails; return what was wrong."""
    disk.reset()
    photo, data = world.photo()
    while (disk.folder / "blobs" / photo["sha256"][:2]).exists():  # the same steps each time
        photo, data = world.photo()
    said = city.finding(photos=[photo])
    finding_id, client = uuid4(), city.client("officer1")
    assert city.send(said, finding_id)[1].status_code == 201
    store = BlobStore(disk.folder / "blobs")
    disk.reset(fail_at, number)
    wrong = []
    for _ in range(3):
        answer = send_photo(client, finding_id, photo, data)
        [(state, readable)] = states(city, finding_id, said)
        if state == "stored" and not disk.survives(store.path(photo["sha256"]), len(data)):
            wrong.append("the receipt says stored, a power loss would take it")
        if state == "stored" and not readable:
            wrong.append("a good photo was called unreadable")
        if answer.status_code < 300:
            if state != "stored":
                wrong.append("taken, but not stored")
            return wrong
        refused_soundly(answer)
        if (answer.status_code == 507) != (number == errno.ENOSPC):
            wrong.append(f"told as {answer.status_code}")
    return [*wrong, "never recovered"]


def all_steps(
    city: World,
    disk: FaultyDisk,
    errors: tuple[int, ...] = ERRORS,
    word: str = "never",
    share: slice = slice(None),
) -> tuple[int, list[str]]:
    """Fail every step of the walk once with every error; return the tries and what was wrong.

    Stops early once something wrong holds the word, which is how a seeded bug is caught.
    """
    assert walk(city, disk, 0, 0) == []
    steps, wrong = list(disk.steps), []
    tries = list(product(enumerate(steps, 1), errors))[share]
    for (at, what), number in tries:
        found = walk(city, disk, at, number)
        wrong += [f"{what} failed with {errno.errorcode[number]}: {one}" for one in found]
        if any(word in one for one in wrong):
            break
    return len(tries), wrong


def test_every_file_operation_may_fail_once_and_no_receipt_is_false(
    city: tuple[World, FaultyDisk], database: str, pytestconfig: pytest.Config
) -> None:
    """With both databases the errors of one step come on either, by turns: files are the same."""
    both = pytestconfig.getoption("database") == "both"
    share = slice(databases.KINDS.index(database), None, 2) if both else slice(None)
    begun = time.perf_counter()
    tried, wrong = all_steps(*city, share=share)
    seconds = time.perf_counter() - begun
    report(Outcome("A3/A4 failing disk", tried, lost=len(wrong), seconds=seconds), database)
    assert wrong == []
    assert tried >= (30 if both else 60)


@pytest.mark.one_database
def test_the_drill_catches_a_store_that_forgets_to_sync_its_folder(
    city: tuple[World, FaultyDisk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blob_module, "sync_folder", lambda _folder: None)
    assert walk(*city, 0, 0) == ["the receipt says stored, a power loss would take it"]


@pytest.mark.one_database
def test_the_drill_catches_a_store_that_trusts_what_a_failed_sync_left(
    city: tuple[World, FaultyDisk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BlobStore, "secure", lambda _store, _sha256: None)
    _, wrong = all_steps(*city, errors=(errno.EIO,), word="power loss")
    assert any("power loss" in one for one in wrong)


@pytest.mark.one_database
def test_the_drill_catches_a_disk_error_that_is_taken_for_a_bad_picture(
    city: tuple[World, FaultyDisk], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = uploads.is_picture

    def careless(path: Path) -> bool:
        try:
            return right(path)
        except OSError:
            return False

    monkeypatch.setattr(uploads, "is_picture", careless)
    _, wrong = all_steps(*city, errors=(errno.EIO,), word="unreadable")
    assert any("unreadable" in one for one in wrong)


@pytest.mark.parametrize(
    ("words", "status"),
    [("database or disk is full", 507), ("disk I/O error", 503),
     ("attempt to write a readonly database", 503), ("unable to open database file", 503)],
)  # fmt: skip
def test_a_database_that_cannot_write_acknowledges_nothing_and_recovers(
    city: tuple[World, FaultyDisk], words: str, status: int
) -> None:
    made, _ = city
    with made.app.app_context():
        engine = db.engine
    said, finding_id, count = made.finding(), uuid4(), [0]
    fail_at = 10**6

    def fail(_c: Any, _k: Any, statement: str, values: Any, _x: Any, _many: Any) -> None:
        if statement.split(None, 1)[0] in {"INSERT", "UPDATE"}:
            count[0] += 1
            if count[0] == fail_at:
                raise sql.OperationalError(statement, values, pysqlite3.OperationalError(words))

    client = made.client("officer1")
    event.listen(engine, "before_cursor_execute", fail)
    for fail_at in range(1, 5):  # noqa: B007 - the closure reads it
        count[0] = 0
        answer = client.put(f"/api/findings/{finding_id}", json=said)
        if answer.status_code == 201:
            break
        refused_soundly(answer)
        assert answer.status_code == status
        assert made.client("desk").get(f"/api/findings/{finding_id}").status_code == 404
    event.remove(engine, "before_cursor_execute", fail)
    assert fail_at >= 3, "the database was asked to write hardly anything"
    assert client.put(f"/api/findings/{finding_id}", json=said).status_code == 200


def test_a_full_sqlite_says_507_and_recovers_when_there_is_room(
    city: tuple[World, FaultyDisk], database: str
) -> None:
    if database == "postgis":
        pytest.skip("SQLite's own limit on pages")
    made, _ = city
    client, said = made.client("officer1"), made.finding(note="x" * 1900)
    with made.app.app_context():
        engine = db.engine
        full = [True]

        def limit(connection: Any) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if full[0] else 10**9
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

        event.listen(engine, "begin", limit)
    acknowledged = []
    for _ in range(60):
        finding_id, body = uuid4(), said
        answer = client.put(f"/api/findings/{finding_id}", json=body)
        if answer.status_code != 201:
            break
        acknowledged.append(finding_id)
    refused_soundly(answer)
    assert answer.status_code == 507
    full[0] = False
    assert client.put(f"/api/findings/{finding_id}", json=said).status_code == 201
    for one in acknowledged:
        assert client.put(f"/api/findings/{one}", json=said).status_code == 200
    event.remove(engine, "begin", limit)
