"""C1, E3: however often, in whatever order and however many at once: one finding, one count."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from uuid import UUID, uuid4

import pytest
import world
from drills.outcome import Outcome, count, report
from flask import Flask
from gunicorn_server import LiveServer
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from paperwork import KEPALA, LETTERHEAD, approved, drafted, step, today
from sqlalchemy import func, select
from world import World

from server.app import create_app
from server.archive.service import faults
from server.core import audit
from server.core.audit import AuditEntry
from server.core.db import db
from server.findings.models import Finding, FindingPhoto, SetAside
from server.findings.service.receive import Arrival, Delivery
from server.settings import Settings
from server.summons.models import Letter, LetterLine

AT_ONCE = 16
BURSTS = 2
NUMBERS = st.integers(0, 3)


class Deliveries(RuleBasedStateMachine):
    """A model of four findings with two photos each, beside the real server."""

    city: World  # given by the test

    def __init__(self) -> None:
        super().__init__()
        self.ids = [uuid4() for _ in range(4)]
        self.pictures = [[world.photo() for _ in range(2)] for _ in self.ids]
        self.said = [
            self.city.finding(photos=[photo for photo, _ in pictures], sequence=number)
            for number, pictures in enumerate(self.pictures)
        ]
        self.sent: set[int] = set()
        self.stored: set[tuple[int, int]] = set()
        self.aside: set[tuple[int, str]] = set()
        self.client = self.city.client("officer1")

    @rule(number=NUMBERS)
    def deliver(self, number: int) -> None:
        answer = self.client.put(f"/api/findings/{self.ids[number]}", json=self.said[number])
        assert answer.status_code == (200 if number in self.sent else 201)
        self.sent.add(number)
        states = [photo["state"] for photo in answer.json["photos"]]
        assert states == ["stored" if (number, at) in self.stored else "missing" for at in range(2)]

    @rule(number=NUMBERS, word=st.sampled_from(["lain", "lagi"]))
    def deliver_other_bytes(self, number: int, word: str) -> None:
        if number not in self.sent:
            return
        said = {**self.said[number], "note": word}
        answer = self.client.put(f"/api/findings/{self.ids[number]}", json=said)
        assert (answer.status_code, answer.json["code"]) == (409, "finding-sealed")
        self.aside.add((number, word))

    @rule(number=NUMBERS, at=st.integers(0, 1))
    def deliver_photo(self, number: int, at: int) -> None:
        photo, data = self.pictures[number][at]
        answer = self.city.upload(self.client, self.ids[number], photo, data)
        assert answer.status_code == (201 if number in self.sent else 422)
        if number in self.sent:
            self.stored.add((number, at))

    @invariant()
    def one_finding_and_one_count(self) -> None:
        ids = [self.ids[number] for number in self.sent]
        with self.city.app.app_context():
            found = Counter(
                row.subject_id
                for row in db.session.execute(
                    select(AuditEntry.subject_id).where(
                        AuditEntry.action == "finding.send",
                        AuditEntry.subject_id.in_(list(map(str, self.ids))),
                    )
                )
            )
            photos = select(func.count()).where(
                FindingPhoto.finding_id.in_(self.ids), FindingPhoto.state == "stored"
            )
            aside = select(func.count()).where(SetAside.finding_id.in_(self.ids))
            assert found == Counter(map(str, ids))
            assert db.session.scalar(photos) == len(self.stored)
            assert db.session.scalar(aside) == len(self.aside)
        items = self.client.get("/api/findings?limit=200").json["items"]
        mine = [item for item in items if UUID(item["id"]) in self.ids]
        assert len(mine) == len(self.sent)


def test_any_order_of_deliveries_is_one_finding_and_one_count(app: Flask, database: str) -> None:
    Deliveries.city = world.build(app)
    run_state_machine_as_test(
        Deliveries,
        settings=settings(
            max_examples={"spatialite": 6, "postgis": 3}[database],
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.one_database
def test_the_state_machine_catches_a_server_that_counts_twice(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded bug: a repeated delivery is recorded once more."""
    routes = import_module("server.findings.routes.findings")
    right = routes.receive

    def again(delivery: Delivery) -> tuple[Finding, Arrival]:
        finding, arrival = right(delivery)
        if arrival is Arrival.SAME:
            audit.record("finding.send", actor_id=None, subject_id=finding.id)
        return finding, arrival

    monkeypatch.setattr(routes, "receive", again)
    Deliveries.city = world.build(app)
    quick = settings(
        max_examples=12, stateful_step_count=10, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Deliveries, settings=quick)


def burst(
    port: int,
    cookie: str,
    requests: list[tuple[str, bytes]],
    method: str = "PUT",
    root: str = "/api/findings",
) -> list[int]:
    """Send all requests at once, each on its own connection that is already open."""
    gate = threading.Barrier(len(requests))
    answers: list[int] = []

    def one(path: str, body: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        gate.wait()
        connection.request(
            method,
            f"{root}/{path}",
            body,
            {"Cookie": cookie, "Content-Type": "application/json"},
        )
        answers.append(connection.getresponse().status)
        connection.close()

    threads = [threading.Thread(target=one, args=request) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def cookie_of(city: World, username: str) -> str:
    """Sign in, and leave no connection open in a process beside the server."""
    token = city.client(username).get_cookie("sidak")
    assert token
    with city.app.app_context():
        db.session.remove()
        db.engine.dispose()
    return f"sidak={token.value}"


@pytest.mark.server
def test_sixteen_at_once_are_one_finding_a_chain_without_a_fork_and_numbers_without_a_gap(
    database: str, start_server: Callable[..., LiveServer]
) -> None:
    server = start_server(database, extra={"SIDAK_WORKERS": "3"})
    app = create_app(Settings(instance=server.instance, database_url=server.database_url))
    city = world.build(app)
    cookie = cookie_of(city, "officer1")
    begun, bursts = time.perf_counter(), count(BURSTS)
    for _ in range(bursts):
        same = (str(uuid4()), json.dumps(city.finding()).encode())
        answers = burst(server.port, cookie, [same] * AT_ONCE)
        assert Counter(answers) == {201: 1, 200: AT_ONCE - 1}
        others = [
            (str(uuid4()), json.dumps(city.finding(sequence=n)).encode()) for n in range(AT_ONCE)
        ]
        assert Counter(burst(server.port, cookie, others)) == {201: AT_ONCE}
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry.log_index).order_by(AuditEntry.log_index)).all()
        assert list(rows) == list(range(1, bursts * (1 + AT_ONCE) + 1))
        assert list(faults()) == []
        assert db.session.scalar(select(func.count()).select_from(Finding)) == len(rows)
        db.session.remove()
        db.engine.dispose()
    letters, desk = letters_to_sign(city), cookie_of(city, "desk")
    signing = [(f"{one}/sign", body) for one, body in letters]
    assert Counter(burst(server.port, desk, signing, "POST", "/api/letters")) == {200: AT_ONCE}
    with app.app_context():
        numbers = db.session.scalars(select(Letter.register_number).order_by(Letter.number))
        assert sorted(filter(None, numbers)) == list(range(1, AT_ONCE + 2))
        db.session.remove()
        db.engine.dispose()
    tried = bursts * 2 * AT_ONCE + AT_ONCE
    seconds = time.perf_counter() - begun
    report(Outcome("C1/E3 sixteen at once", tried, tried, seconds=seconds), database)


def letters_to_sign(city: World) -> list[tuple[str, bytes]]:
    """Return sixteen approved letters with the bodies that sign them; the first one is number 1."""
    desk = city.client("desk")
    assert desk.put("/api/letterhead", json={**LETTERHEAD, "own_register": True}).status_code == 200
    assert desk.post("/api/signatories", json=KEPALA).status_code == 201
    city.confirmed(city.finding())
    letter = approved(city, drafted(city)[0])
    order = {"revision": letter["revision"], "reason": "", "dated": today().isoformat()}
    with city.app.app_context():
        row = db.session.get_one(Letter, UUID(letter["id"]))
        columns = {name: getattr(row, name) for name in Letter.__table__.columns.keys()}  # noqa: SIM118
        copies = [Letter(**{**columns, "id": uuid4()}) for _ in range(AT_ONCE)]
        line_id = UUID(letter["people"][0]["line_id"])
        db.session.add_all(copies)
        db.session.flush()
        db.session.add_all([LetterLine(letter_id=one.id, line_id=line_id) for one in copies])
        ids = [str(one.id) for one in copies]
        db.session.commit()
    step(city, letter, "sign", dated=today().isoformat())
    return [(one, json.dumps(order).encode()) for one in ids]


@pytest.mark.server
def test_two_desks_that_merge_each_into_the_other_lose_nobody(
    start_server: Callable[..., LiveServer],
) -> None:
    """PostgreSQL only: on the embedded database one write waits for the other anyway."""
    server = start_server("postgis", extra={"SIDAK_WORKERS": "3"})
    app = create_app(Settings(instance=server.instance, database_url=server.database_url))
    city = world.build(app)
    sent = [str(city.send(city.finding())[0]) for _ in range(BURSTS * 4)]
    pairs = list(zip(sent[::2], sent[1::2], strict=True))
    cookie = cookie_of(city, "desk")
    order = {"reason": "orang yang sama", "revision": 1}
    for one, other in pairs:
        crossed = [
            (f"{a}/merge", json.dumps({**order, "into": b}).encode())
            for a, b in ((one, other), (other, one))
        ]
        assert sorted(burst(server.port, cookie, crossed, "POST")) == [200, 409]
