"""C3: random worlds; every figure of board and list equals a recount by somebody who knows the truth.

The drill draws persons first and then findings of them, so that it knows without any rule of ours who
each finding is about: two teams' findings of one person, a number without a roster entry, a photo
merged by hand. It counts by these labels alone and asks the server for board and list.
"""

import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from doors import Step, connection_of
from drills.outcome import Outcome
from flask import Flask
from sqlalchemy import insert, select
from standing import forget_what_is_kept
from world import World

from server.core.db import db
from server.findings.models import Finding
from server.people.models import Employee

PEOPLE, MOST, MERGED = 24, 40, 0.15
ASN = ("pns", "cpns", "pppk", "pppk_part_time")
OWN, ELSEWHERE = (*ASN, "non_asn"), ("other_agency", "village", "military_police")
KINDS = (*OWN, *ELSEWHERE, "outsourced", "not_employee", "unknown")
STATUSES = ("received", "confirmed", "confirmed", "confirmed", "dismissed", "referred", "reopened")
PAPERS = ("unassessed", "unassessed", "pending", "accepted", "accepted_late", "mismatch", "expired")
HOURS = ("inside", "inside", "inside", "break", "outside", "holiday", "day_off", "shift", None)
REST = ("break", "outside", "holiday", "day_off")
FINE = ("accepted", "accepted_late")


@dataclass(frozen=True)
class Somebody:
    """One person as the drill knows them; `employee` is the roster's id."""

    label: int
    kind: str
    employee: UUID | None
    nip: str | None
    name: str | None
    opd: UUID | None

    @property
    def callable(self) -> bool:
        """Whether a letter may name this person."""
        if self.kind == "unknown":
            return False
        if self.employee is None and self.kind in OWN:
            return bool(self.name and self.opd)
        return self.employee is not None or bool(self.name or self.nip)


@dataclass(frozen=True)
class Sight:
    """One finding with its true person, judged as the desk did (a merged one like its target)."""

    who: Somebody
    team: UUID
    status: str
    paper: str
    hours: str | None
    left: bool


def number(at: int) -> str:
    """Return a sound NIP, another one for each number."""
    return f"{1960 + at % 40}0512{2003 + at % 18}03{1 + at % 2}{1 + at % 900:03d}"


def hire(city: World, count: int) -> list[Employee]:
    """Put more people on the roster."""
    opds = [*city.opds.values()]
    with city.app.app_context():
        made = [
            Employee(id=uuid4(), nip=number(at) if kind != "non_asn" else None, name=f"ORANG {at}",
                     kind=kind, job="Staf", opd_id=opds[at % 2])
            for at in range(count) if (kind := OWN[at % len(OWN)])
        ]  # fmt: skip
        db.session.add_all(made)
        db.session.commit()
        for one in made:
            db.session.refresh(one)
            db.session.expunge(one)
    return made


def crowd(roster: list[Employee], opds: list[UUID], dice: random.Random) -> list[Somebody]:
    """Draw who walks about: people of the roster, others with and without a number, strangers."""
    found = []
    for label in range(dice.randrange(1, PEOPLE)):
        how = dice.random()
        if how < 0.5:
            one = roster[label]
            found.append(Somebody(label, one.kind, one.id, one.nip, one.name, one.opd_id))
        elif how < 0.85:
            nip = dice.choice((number(500 + label), None))
            name = dice.choice((f"ORANG LUAR {label}", None)) if nip else f"ORANG LUAR {label}"
            opd = dice.choice((*opds, None))
            found.append(Somebody(label, dice.choice(KINDS), None, nip, name, opd))
        else:
            found.append(Somebody(label, "unknown", None, None, None, None))
    return found


def draw(
    people: list[Somebody], city: World, base: dict[str, Any], dice: random.Random
) -> tuple[list[dict[str, Any]], list[Sight]]:
    """Draw the findings of a day: the rows as the tables hold them, and what they truly are."""
    rows: list[dict[str, Any]] = []
    sights: list[Sight] = []
    met: set[int] = set()
    for at in range(dice.randrange(MOST)):
        who, team = dice.choice(people), dice.choice([*city.teams.values()])
        merge = bool(rows) and dice.random() < MERGED
        target = dice.randrange(len(rows)) if merge else 0
        if merge and rows[target]["status"] == "merged":
            continue
        if not merge and who.nip is None and who.employee is None and who.label in met:
            continue  # without a number nobody knows that it is the same person
        sight = Sight(who, team, dice.choice(STATUSES), dice.choice(PAPERS), dice.choice(HOURS),
                      dice.random() < 0.2)  # fmt: skip
        row = {
            **base, "id": uuid4(), "sha256": f"{at:064x}", "team_id": team, "flags": [],
            "seen_at": base["seen_at"] + timedelta(seconds=at), "status": sight.status,
            "assessment": sight.paper, "assessment_due_at": None, "merged_into": None,
            "verdicts": {"work_time": {"state": sight.hours}},
            "conduct": "left" if sight.left else "cooperative", **_identity(who, met, dice),
        }  # fmt: skip
        if merge:
            mine = sights[target]
            own = sight.paper if sight.paper != "unassessed" else mine.paper
            sight = Sight(mine.who, team, mine.status, own, sight.hours, sight.left)
            row |= {
                "status": "merged",
                "merged_into": rows[target]["id"],
                **_identity(None, met, dice),
            }
        else:
            met.add(who.label)
        rows.append(row)
        sights.append(sight)
    return rows, sights


def _identity(who: Somebody | None, met: set[int], dice: random.Random) -> dict[str, Any]:
    if who is None or (who.nip is None and who.name is None):
        nobody = dict.fromkeys(("employee_id", "nip", "name", "opd_id", "job", "rank", "unit"))
        return {**nobody, "basis": "unknown", "kind": who.kind if who else "unknown"}
    # somebody of the roster may be seen a second time by number alone
    by_number = who.employee and who.nip and who.label in met and dice.random() < 0.3
    return {
        "employee_id": None if by_number else who.employee, "nip": who.nip, "name": who.name,
        "opd_id": who.opd, "kind": who.kind,
        "basis": "claimed" if by_number or not who.employee else "known",
    }  # fmt: skip


def recount(sights: list[Sight]) -> dict[str, Any]:
    """Count by the true persons, as somebody with a pencil would."""
    people: dict[int, list[Sight]] = {}
    for sight in sights:
        people.setdefault(sight.who.label, []).append(sight)
    board, teams, opds, buckets, listed = Counter(), Counter(), Counter(), Counter(), Counter()
    for found in people.values():
        who = found[0].who
        place = _place(who, found)
        if place is None:
            listed[who.opd and str(who.opd)] += 1
        else:
            buckets[place] += 1
        alive = [one for one in found if one.status != "dismissed"]
        if not alive:
            continue
        board["people"] += 1
        board[_word(who.kind)] += 1
        board["left"] += any(one.left for one in alive)
        board["document_accepted"] += all(one.paper in FINE for one in alive)
        opds[str(who.opd)] += who.opd is not None
        for team in {one.team for one in alive}:
            teams[str(team), "people"] += 1
            word = _word(who.kind)
            teams[str(team), word if word in {"asn", "non_asn"} else "other"] += 1
    return {"board": +board, "teams": +teams, "opds": +opds, "buckets": +buckets, "listed": +listed}


def _word(kind: str) -> str:
    return "asn" if kind in ASN else "other_agency" if kind in ELSEWHERE else kind


def _place(who: Somebody, found: list[Sight]) -> str | None:
    judged = [one for one in found if one.status == "confirmed"]
    working = [one for one in judged if one.hours not in REST]
    reasons = (
        ("dismissed", all(one.status == "dismissed" for one in found)),
        ("unconfirmed", not judged and all(one.status != "referred" for one in found)),
        ("unidentified", not who.callable),
        ("not_employee", who.kind == "not_employee"),
        ("other_agency", who.kind in ELSEWHERE or not judged),
        ("outsourced", who.kind == "outsourced"),
        (None, any(one.paper not in {"pending", *FINE} for one in working)),
        ("off_hours", not working),
        ("pending_document", any(one.paper == "pending" for one in working)),
        ("document_accepted", True),
    )
    return next(word for word, true in reasons if true)


def asked(city: World) -> dict[str, Any]:
    """Return the same figures as the server tells them."""
    forget_what_is_kept()
    place = f"/api/operations/{city.operation}"
    board = city.client("sekda").get(f"{place}/board").json
    told = city.client("desk").get(f"{place}/summons-list.json").json
    teams = {
        (one["id"], word): one[word]
        for one in board["teams"]
        for word in ("people", "asn", "non_asn", "other")
    }
    assert told["totals"]["difference"] == 0, told["totals"]
    return {
        "board": +Counter(board["totals"]),
        "teams": +Counter(teams),
        "opds": +Counter({one["opd_id"]: one["people"] for one in board["opds"]}),
        "buckets": +Counter(told["not_listed"]),
        "listed": +Counter({one["opd_id"]: len(one["lines"]) for one in told["opds"]}),
    }


def run(app: Flask, city: World, worlds: int, *, seed: int = 1) -> Outcome:
    """Compare so many worlds; `undetected` counts those in which a figure differs."""
    outcome, begun = Outcome("C3 random worlds"), time.perf_counter()
    dice, bound = random.Random(seed), connection_of(app)  # noqa: S311
    roster = hire(city, PEOPLE)
    form = Step(bound)  # a finding as the server writes it; only its form is kept
    first, answer = city.send(city.finding())
    assert answer.status_code == 201, answer.text
    with app.app_context():
        made = select(Finding.__table__).where(Finding.id == first)
        base = dict(db.session.execute(made).mappings().one())
        db.session.remove()
    form.rollback()
    opds = [*city.opds.values()]
    for world in range(worlds):
        step = Step(bound)
        rows, sights = draw(crowd(roster, opds, dice), city, base, dice)
        with app.app_context():
            if rows:
                db.session.execute(insert(Finding), rows)
            db.session.commit()
        wanted, told = recount(sights), asked(city)
        outcome.tried += 1
        outcome.acknowledged += len(rows)
        if told != wanted:
            outcome.undetected += 1
            differ = [name for name, figures in wanted.items() if figures != told[name]]
            outcome.faults.append(
                f"world {world}: " + "; ".join(f"{n} {wanted[n]} told {told[n]}" for n in differ)
            )
        step.rollback()
    outcome.seconds = time.perf_counter() - begun
    return outcome
