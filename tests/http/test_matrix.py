"""Every route, method, principal, owner and state: the application answers as the table says.

And no answer, errors and headers included, holds what stands only in somebody else's records.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import canaries
import databases
import matrix_letters
import matrix_world
import pytest
from doors import Step, address, clients, connection_of
from drills.outcome import Outcome, report, whole
from flask import Flask
from matrix_world import MatrixWorld
from permission_matrix import PRINCIPALS, ROWS, Principal, Row, Thing
from sqlalchemy import select, true

from server.accounts import permissions
from server.app import give_budgets
from server.core.db import db
from server.findings import queries as finding_queries
from server.findings.models import Finding
from server.people.models import Employee

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LEAST_CELLS = 5000
UNKNOWN = ("nobody", "forged_cookie", "ended_session", "inactive")
SLOW_HASH = (
    "POST /api/session",
    "PUT /api/password",
    "POST /api/passkeys/begin",
    "POST /api/passkeys/<uuid:passkey_id>/remove",
)
MANY, STRIDE, SEVENTH, THIRD = 12, 6, 7, 3


@dataclass
class Result:
    """How many cells were asked, and which answered otherwise than the table."""

    cells: int = 0
    deviations: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    def note(self, name: str, who: str, label: str, expected: object, got: int) -> None:
        """Note a deviation."""
        self.deviations.append(f"{name} as {who} on {label}: expected {expected}, got {got}")


@pytest.fixture
def made(app: Flask) -> MatrixWorld:
    made = matrix_world.build(app)
    matrix_letters.furnish(made)
    with app.app_context():
        canaries.name_people(made.city.opds["Dishub"])
        db.session.commit()
        for row in db.session.scalars(select(Employee)):
            made.said[str(row.id)] = row.change
        for row in db.session.scalars(select(Finding).where(Finding.revision > 1)):
            made.said[str(row.id)] = row.revision  # a reply came in while the world was furnished
    return made


def routes(app: Flask) -> set[str]:
    """Return every route and method of the application; OPTIONS only where a view answers it."""
    found = set()
    for rule in app.url_map.iter_rules():
        methods = set(rule.methods or ()) - {"OPTIONS"}
        if "GET" in methods:
            methods.discard("HEAD")
        found |= {f"{method} {rule.rule}" for method in methods or {"OPTIONS"}}
    return found


def cells(made: MatrixWorld, only: str) -> Iterator[tuple[str, Row, Principal, Thing]]:
    """Yield what is asked: every principal about every thing, but see `asked_about`."""
    for turn, (name, row) in enumerate(ROWS.items()):
        if only not in name:
            continue
        # the slow hash costs more than thirty cells: one stranger and one known session are enough
        for who in PRINCIPALS[3:5] if name in SLOW_HASH else PRINCIPALS:
            for thing in asked_about(made.things[row.about], row, who, turn):
                yield name, row, who, thing


def asked_about(things: list[Thing], row: Row, who: Principal, turn: int = 0) -> list[Thing]:
    """Return two thirds of few things, half of many, for those who may with any; fewer for others.

    What is left out moves on with each row and each principal. Four come without a session that
    holds, and are refused before a thing is looked for: they take turns. The others that never may
    meet each third thing, of many each sixth: every operation state, team, author and finding
    status in its turn. `./sidak drill matrix` leaves nothing out.
    """
    if whole():
        return things
    moved, few = turn + PRINCIPALS.index(who), len(things) < MANY
    if any(status < 400 for thing in things for status in row.expected(who, thing)):
        own, every = len(things) <= THIRD, THIRD if few else 2
        return [thing for place, thing in enumerate(things) if own or (place + moved) % every]
    if who.name in UNKNOWN:
        return things[UNKNOWN.index(who.name) :: len(UNKNOWN)] or things[:1]
    share = THIRD if few else STRIDE
    return things[moved % share :: share] or things[:1]


def share(database: str) -> Callable[[int], bool]:
    """Say which cells a database is asked: each cell is one database's.

    A right is decided by code that both share; the embedded database, which answers twice as fast,
    is asked all but every seventh. Seven meets every state, team and status in its turn.
    """
    seventh = database != databases.KINDS[0]
    return lambda number: (number % SEVENTH == 0) is seventh


def ask_all(
    app: Flask, made: MatrixWorld, only: str = "", mine: Callable[[int], bool] = lambda _: True
) -> Result:
    """Ask every cell that is `mine`, each inside a savepoint that is rolled back; search answers."""
    result, doors, bound, asked = Result(), clients(app, made), connection_of(app), ""
    for number, (name, row, who, thing) in enumerate(cells(made, only)):
        if not mine(number):
            continue
        if name != asked:
            give_budgets(app)  # what strangers may ask in a minute is tried elsewhere
            asked = name
        method, _, rule = name.partition(" ")
        request = matrix_world.bodies(made, name, who.name, thing)
        step = Step(bound)
        answer = doors[who.name].open(address(rule, thing), method=method, **request)
        step.rollback()
        expected = row.expected(who, thing)
        result.cells += 1
        if answer.status_code not in expected:
            result.note(name, who.name, thing.label, expected, answer.status_code)
        seen = canaries.leaks(who.name, answer)
        result.leaks += [f"{name} as {who.name} on {thing.label}: {canary}" for canary in seen]
    return result


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert routes(app) == set(ROWS)


def test_a_new_route_without_a_row_is_seen() -> None:
    app = Flask("seeded")
    app.add_url_rule("/api/people/all", view_func=lambda: "leak")
    assert "GET /api/people/all" in routes(app) - set(ROWS)


def test_every_cell_of_the_matrix_is_as_the_table_says(
    app: Flask, made: MatrixWorld, database: str, pytestconfig: pytest.Config
) -> None:
    """With both databases each cell is asked on one of them; with one, and by the drill, all are."""
    both = pytestconfig.getoption("database") == "both" and not whole()
    begun = time.perf_counter()
    result = ask_all(app, made, mine=share(database) if both else lambda _: True)
    total = len(list(cells(made, "")))
    print(f"permission matrix: {result.cells} of {total} cells asked on {database}, "  # noqa: T201
          f"{len(result.deviations)} deviations, {len(result.leaks)} leaks")  # fmt: skip
    wrong = len(result.deviations) + len(result.leaks)
    spent = time.perf_counter() - begun
    report(
        Outcome("D1 permission matrix", tried=result.cells, undetected=wrong, seconds=spent),
        database,
    )
    assert not result.deviations, "\n".join(result.deviations[:60])
    assert not result.leaks, "\n".join(result.leaks[:60])
    assert total >= LEAST_CELLS


@pytest.mark.one_database
def test_a_method_that_no_row_names_is_refused_to_everybody(app: Flask, made: MatrixWorld) -> None:
    rules = {name.partition(" ")[2] for name in ROWS if "/api/" in name}
    doors = clients(app, made)
    thing = made.things["finding"][0]
    for rule in sorted(rules - {"/api/uploads"}):
        for method in METHODS:
            if f"{method} {rule}" in ROWS:
                continue
            for who in ("nobody", "officer1", "approver", "admin"):
                answer = doors[who].open(address(rule, thing), method=method)
                assert answer.status_code in {404, 405}, (method, rule, who)


@pytest.mark.one_database
def test_no_write_is_taken_from_another_sites_page(app: Flask, made: MatrixWorld) -> None:
    doors = clients(app, made)
    for name, row in ROWS.items():
        method, _, rule = name.partition(" ")
        if method in {"GET", "HEAD", "OPTIONS"}:
            continue
        thing = made.things[row.about][0]
        for who in PRINCIPALS:
            request = matrix_world.bodies(made, name, who.name, thing)
            headers = {**request.pop("headers", {}), "Sec-Fetch-Site": "cross-site"}
            answer = doors[who.name].open(
                address(rule, thing), method=method, headers=headers, **request
            )
            assert answer.status_code == 403, (name, who.name)


@pytest.mark.one_database
def test_a_stranger_is_refused_before_the_body_is_read_and_before_the_write_lock(
    app: Flask, made: MatrixWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("server.core.db.start_writing", lambda: asked.append("lock"))
    doors = clients(app, made)
    for name, row in ROWS.items():
        method, _, rule = name.partition(" ")
        if method in {"GET", "HEAD", "OPTIONS"} or "everybody" in row.who:
            continue
        where = address(rule, made.things[row.about][0])
        for who in UNKNOWN:
            answer = doors[who].open(where, method=method, json={"nonsense": [1]})
            assert answer.status_code == 401, (name, who, answer.text)
    assert asked == []


def test_absent_and_forbidden_look_alike(app: Flask, made: MatrixWorld) -> None:
    doors = clients(app, made)
    for name, row in ROWS.items():
        things = made.things[row.about]
        if "everybody" in row.who:  # public: who holds the paper's address knows that it exists
            continue
        if not any(not thing.exists for thing in things) or name == "POST /api/uploads":
            continue
        method, _, rule = name.partition(" ")
        answers = set()
        for thing in (things[0], things[-1]):
            request = matrix_world.bodies(made, name, "removed", thing)
            answer = doors["removed"].open(address(rule, thing), method=method, **request)
            headers = {key: value for key, value in answer.headers if key != "Date"}
            answers.add((answer.status_code, answer.data, str(headers)))
        assert len(answers) == 1, (name, answers)


@pytest.mark.one_database
def test_the_matrix_sees_a_permission_given_too_widely(
    app: Flask, made: MatrixWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = ((permissions.BKPSDM,),)  # forgets: not by who found, not by the person
    monkeypatch.setitem(permissions.PERMISSIONS, "finding.confirm", wide)
    found = ask_all(app, made, only="/confirm").deviations
    assert any("as finder" in one for one in found)
    assert any("as found" in one for one in found)


@pytest.mark.one_database
def test_the_matrix_sees_a_list_without_its_filter(
    app: Flask, made: MatrixWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding_queries, "visible_to", lambda _user: true())
    found = ask_all(app, made, only="GET /api/photos").deviations
    assert any("as opd_disdik" in one for one in found)
    assert any("as officer2" in one for one in found)
    found = ask_all(app, made, only="/findings/search").leaks
    assert any("as opd_disdik" in one for one in found)
    assert any("as officer2" in one for one in found)


@pytest.mark.one_database
def test_the_matrix_sees_a_right_that_is_missing(
    app: Flask, made: MatrixWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(permissions.PERMISSIONS, "team.close", ((permissions.BKPSDM,),))
    found = ask_all(app, made, only="/teams/<uuid:team_id>/close").deviations
    assert found
    assert all("as coordinator" in one for one in found)


def test_a_right_that_is_taken_away_is_gone_with_the_next_request(
    app: Flask, made: MatrixWorld
) -> None:
    from server.accounts.models import User  # noqa: PLC0415 - only this test changes users
    from server.operations.models import TeamMember  # noqa: PLC0415

    doors = clients(app, made)
    thing = made.things["finding"][0]
    where = f"/api/findings/{thing.id('finding_id')}"
    assert doors["officer1"].get(where).status_code == 200
    assert doors["sekda"].get(where).status_code == 200
    with app.app_context():
        place = (thing.id("operation_id"), made.city.users["officer1"])
        member = select(TeamMember).where(TeamMember.user_id == place[1])
        for row in db.session.scalars(member):
            db.session.delete(row)
        db.session.get_one(User, made.city.users["sekda"]).active = False
        db.session.commit()
    assert doors["officer1"].get(where).status_code == 404
    assert doors["sekda"].get(where).status_code == 401
