"""Every figure of the board equals a naive recount, over random mornings, on both databases."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from doors import Step, connection_of
from flask import Flask
from sqlalchemy import insert
from world import World, build

from server.core import audit
from server.core.db import db
from server.findings.models import Finding

ROUNDS, MOST = 8, 30
OPENED = (3, 6)  # mornings whose every figure is opened
ASN = {"pns", "cpns", "pppk", "pppk_part_time"}
ELSEWHERE = {"other_agency", "village", "military_police"}
KINDS = [*ASN, *ELSEWHERE, "non_asn", "unknown", "outsourced", "not_employee"]
STATUSES = ("received", "confirmed", "dismissed", "referred")
TOTALS = ("people", "asn", "non_asn", "other_agency", "unknown", "left", "document_accepted",
          "outsourced", "not_employee")  # fmt: skip


def morning(city: World, dice: random.Random) -> list[dict[str, Any]]:
    """Return random findings: staff seen once or often, strangers, some merged by hand."""
    staff = [(one, dice.choice(KINDS), dice.choice(list(city.opds.values())))
             for one in city.employees.values()]  # fmt: skip
    rows: list[dict[str, Any]] = []
    for number in range(dice.randrange(1, MOST)):
        who, kind, opd = (
            dice.choice(staff) if dice.random() < 0.6 else (None, dice.choice(KINDS), None)
        )
        row: dict[str, Any] = {
            "id": uuid4(), "operation_id": city.operation, "team_id": city.teams[dice.choice((1, 2))],
            "author_id": city.users["officer1"], "source": "phone", "body": b"{}",
            "sha256": uuid4().hex * 2, "received_at": city.seen_at, "log_index": 1,
            "captured_at": city.seen_at, "seen_at": city.seen_at + timedelta(seconds=number),
            "said": {}, "verdicts": {}, "flags": [], "basis": "known" if who else "unknown",
            "kind": kind, "employee_id": who, "opd_id": opd, "place": "Pasar", "observed": "none",
            "conduct": dice.choice(("cooperative", "refused", "left")),
            "status": dice.choice(STATUSES), "merged_into": None,
            "assessment": dice.choice(("unassessed", "accepted", "accepted_late", "mismatch")),
        }  # fmt: skip
        strangers = [one for one in rows if one["employee_id"] is None]
        if who is None and strangers and dice.random() < 0.3:
            into = dice.choice(strangers)
            row |= {"status": "merged", "merged_into": into["id"], "kind": into["kind"]}
        rows.append(row)
    return rows


def behind(rows: list[dict[str, Any]], figure: str, **of: str) -> tuple[int, set[str]]:
    """Pick the persons of a figure and their findings by hand."""
    by_id = {row["id"]: row for row in rows}

    def root(row: dict[str, Any]) -> dict[str, Any]:
        return root(by_id[row["merged_into"]]) if row["merged_into"] else row

    mine: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        if root(row)["status"] != "dismissed":
            mine.setdefault(root(row)["employee_id"] or root(row)["id"], []).append(row)
    groups = {
        "people": set(KINDS), "asn": ASN, "other_agency": ELSEWHERE,
        "other": set(KINDS) - ASN - {"non_asn"},
    }  # fmt: skip

    def counts(ones: list[dict[str, Any]]) -> bool:
        if of.get("opd", str(ones[0]["opd_id"])) != str(ones[0]["opd_id"]):
            return False
        if of.get("team", str(ones[0]["team_id"])) not in {str(row["team_id"]) for row in ones}:
            return False
        if figure == "left":
            return any(row["conduct"] == "left" for row in ones)
        if figure == "document_accepted":
            papers = [row if row["assessment"] != "unassessed" else root(row) for row in ones]
            return all(row["assessment"].startswith("accepted") for row in papers)
        return ones[0]["kind"] in groups.get(figure, {figure})

    chosen = [ones for ones in mine.values() if counts(ones)]
    team = of.get("team")
    return len(chosen), {
        str(row["id"]) for ones in chosen for row in ones if team in {None, str(row["team_id"])}
    }


def figures_of(board: dict[str, Any]) -> list[tuple[int, str, dict[str, str]]]:
    """Return every figure of a board that counts persons, with the words of its link."""
    cards = ("people", "asn", "non_asn", "other")
    return [
        *((board["totals"][name], name, {}) for name in TOTALS),
        *((one[name], name, {"team": one["id"]}) for one in board["teams"] for name in cards),
        *((one["people"], "people", {"opd": one["opd_id"]}) for one in board["opds"]),
    ]


def recount(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Count by walking over the rows again and again, as somebody would with a pencil."""
    by_id = {row["id"]: row for row in rows}

    def root(row: dict[str, Any]) -> dict[str, Any]:
        while row["merged_into"]:
            row = by_id[row["merged_into"]]
        return row

    def person(row: dict[str, Any]) -> UUID:
        return root(row)["employee_id"] or root(row)["id"]

    def paper(row: dict[str, Any]) -> str:
        return root(row)["assessment"] if row["assessment"] == "unassessed" else row["assessment"]

    # what was merged by hand is judged like what it was merged into
    alive = [row for row in rows if root(row)["status"] != "dismissed"]
    people = {person(row): row for row in reversed(alive)}
    mine = {one: [row for row in alive if person(row) == one] for one in people}
    kinds = Counter(row["kind"] for row in people.values())
    accepted = {"accepted", "accepted_late"}
    teams = {}
    for team in {row["team_id"] for row in rows if row["status"] != "dismissed"}:
        own = {person(row): row["kind"] for row in alive if row["team_id"] == team}
        asn = sum(kind in ASN for kind in own.values())
        non_asn = sum(kind == "non_asn" for kind in own.values())
        seen = [row for row in rows if row["team_id"] == team and row["status"] != "dismissed"]
        rest = len(own) - asn - non_asn
        teams[str(team)] = (len(own), asn, non_asn, rest, len(seen))
    return {
        "totals": (
            len(people), sum(kinds[kind] for kind in ASN), kinds["non_asn"],
            sum(kinds[kind] for kind in ELSEWHERE), kinds["unknown"],
            sum(any(row["conduct"] == "left" for row in ones) for ones in mine.values()),
            sum(all(paper(row) in accepted for row in ones) for ones in mine.values()),
            kinds["outsourced"], kinds["not_employee"],
        ),
        "teams": teams,
        "opds": Counter(str(row["opd_id"]) for row in people.values() if row["opd_id"]),
    }  # fmt: skip


def told(board: dict[str, Any]) -> dict[str, Any]:
    """Return the same figures as the board tells them."""
    cards = ("people", "asn", "non_asn", "other", "findings")
    return {
        "totals": tuple(board["totals"][name] for name in TOTALS),
        "teams": {one["id"]: tuple(one[name] for name in cards)
                  for one in board["teams"] if one["findings"]},
        "opds": Counter({one["opd_id"]: one["people"] for one in board["opds"]}),
    }  # fmt: skip


def test_every_figure_of_the_board_equals_a_naive_recount(app: Flask) -> None:
    city, bound = build(app), connection_of(app)
    for turn in range(ROUNDS):
        rows = morning(city, random.Random(f"board {turn}"))  # noqa: S311 - no secret
        step = Step(bound)
        with app.app_context():
            db.session.execute(insert(Finding), rows)
            for _ in range(turn + 1):  # no two mornings under one validator
                audit.record("finding.receive", actor_id=None, operation_id=city.operation)
            db.session.commit()
        board = city.client("sekda").get(f"/api/operations/{city.operation}/board").json
        links = {
            (figure, *of.items()): city.client("sekda").get(
                f"/api/operations/{city.operation}/figures",
                query_string={"figure": figure, "limit": 200, **of},
            ).json
            for _, figure, of in figures_of(board) if turn in OPENED
        }  # fmt: skip
        step.rollback()
        assert told(board) == recount(rows), turn
        for number, figure, of in figures_of(board) if links else ():
            found = links[figure, *of.items()]
            people, findings = behind(rows, figure, **of)
            assert (found["people"], found["findings"]) == (number, len(findings)), figure
            assert number == people, figure
            assert {one["id"] for one in found["items"]} == findings, (figure, of)


def test_each_table_of_the_breakdown_counts_everybody_once_and_opens_its_rows(app: Flask) -> None:
    """Hour and place of the first sighting, kind, paper; the sum of each table is the figure."""
    city, bound = build(app), connection_of(app)
    rows = morning(city, random.Random("board 6"))  # noqa: S311 - no secret
    for number, row in enumerate(rows):
        row |= {
            "place": f"Pasar {number % 3} dari tim {row['team_id']}",
            "seen_at": row["seen_at"] + timedelta(hours=number % 4),
        }
    step = bound.begin_nested()
    with app.app_context():
        db.session.execute(insert(Finding), rows)
        db.session.commit()
    sekda, where = city.client("sekda"), f"/api/operations/{city.operation}"
    tables = sekda.get(f"{where}/breakdown").json
    opened = {
        (name, one["name"]): sekda.get(
            f"{where}/figures", query_string={name: one["name"], "limit": 200}
        ).json
        for name in ("hour", "place", "kind", "document") for one in tables[name]
    }  # fmt: skip
    again = sekda.get(f"{where}/figures", query_string={"figure": "repeated"}).json
    own = city.client("coordinator1").get(f"{where}/breakdown").json["place"]
    step.rollback()
    people, findings = behind(rows, "people")
    # where another team found somebody is no coordinator's: counted, not told
    assert sum(one["people"] for one in own) == people
    assert {one["name"].partition(" dari tim ")[2] for one in own} == {"", str(city.teams[1])}
    for name in ("hour", "place", "kind", "document"):
        assert sum(one["people"] for one in tables[name]) == people, name
        told = [opened[name, one["name"]] for one in tables[name]]
        assert [one["people"] for one in told] == [one["people"] for one in tables[name]]
        listed = [one["id"] for found in told for one in found["items"]]
        assert (len(listed), set(listed)) == (len(findings), findings), name
    assert again["people"] == tables["repeated"]
    # by hand: who was seen first where
    first: dict[UUID, dict[str, Any]] = {}
    by_id = {row["id"]: row for row in rows}
    for row in sorted(rows, key=lambda row: (row["seen_at"], row["id"])):
        root = by_id[row["merged_into"]] if row["merged_into"] else row
        while root["merged_into"]:
            root = by_id[root["merged_into"]]
        if root["status"] != "dismissed":
            first.setdefault(root["employee_id"] or root["id"], row)
    places = Counter(row["place"] for row in first.values())
    assert {one["name"]: one["people"] for one in tables["place"]} == places


def test_a_coordinator_opens_a_figure_down_to_the_own_team(app: Flask) -> None:
    """The figure is the board's; the findings are those that a coordinator reads anyway."""
    city = build(app)
    city.send(city.finding())
    other = city.finding(team_id=str(city.teams[2]), author_id=str(city.users["officer2"]))
    city.send(other, by="officer2")
    where = f"/api/operations/{city.operation}/figures"
    found = city.client("coordinator1").get(where).json
    assert (found["findings"], [one["team_number"] for one in found["items"]]) == (2, [1])
    assert city.client("officer1").get(where).status_code == 404
    assert city.client("sekda").get(where, query_string={"figure": "guilt"}).status_code == 422


def test_the_recount_sees_a_figure_that_is_off_by_one(app: Flask) -> None:
    city = build(app)
    rows = next(
        found for turn in range(9)
        if len(found := morning(city, random.Random(turn))) > 9  # noqa: S311 - no secret
    )  # fmt: skip
    alive = next(row for row in rows if row["status"] == "confirmed" and row["employee_id"] is None)
    before = recount(rows)
    alive["status"] = "dismissed"
    assert recount(rows)["totals"] != before["totals"]
