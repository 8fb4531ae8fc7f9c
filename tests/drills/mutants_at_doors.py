"""D2: each word of the permission table given to everybody and to nobody; a route must answer otherwise.

The words of `permission_words` prove the table; this proves that the application asks it. A word is
looked for at the routes that ask about it, as the matrix asks them, until one deviates.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import matrix_world
from doors import Step, address, clients, connection_of
from drills.mutants import always
from drills.outcome import Outcome
from flask import Flask
from matrix_world import MatrixWorld
from permission_matrix import PRINCIPALS, ROWS, Row

from server.accounts import permissions

LOOKERS = ("approver", "desk", "inspector", "opd_dishub", "coordinator1", "admin", "sekda")
FEW = 2
# Seen at no door of the matrix, and where instead.
BEHIND = {
    "attendance.read everybody": "a member of an answer: test_attendance",
    "attendance.read nobody": "a member of an answer: test_attendance",
    "finding.assess_late everybody": "needs an expired letter: test_judge",
    "finding.assess_late nobody": "needs an expired letter: test_judge",
    "line.reply everybody": "`line.read_own` and the list of own lines are as narrow",
    "tip.handle everybody": "`visible_to` is as narrow",
    **dict.fromkeys(
        (
            "attendance.apply everybody",
            "attendance.compare everybody",
            "attendance.discard everybody",
            "attendance.undo everybody",
            "permit.apply everybody",
            "roster.apply everybody",
        ),
        "another word that the same route asks is as narrow",
    ),
}


class _Asked(dict[str, Any]):
    """The table, noting which words are asked."""

    words: set[str]

    def __getitem__(self, word: str) -> Any:
        self.words.add(word)
        return super().__getitem__(word)


class _Doors:
    """The routes of the matrix, asked one cell at a time."""

    def __init__(self, app: Flask, made: MatrixWorld) -> None:
        self.made, self.doors, self.bound = made, clients(app, made), connection_of(app)

    def right(self, name: str, row: Row, who: Any, thing: Any) -> bool:
        """Ask one cell; whether it answers as the matrix says."""
        method, _, rule = name.partition(" ")
        request = matrix_world.bodies(self.made, name, who.name, thing)
        step = Step(self.bound)
        answer = self.doors[who.name].open(address(rule, thing), method=method, **request)
        step.rollback()
        return answer.status_code in row.expected(who, thing)


def routes_by_word(doors: _Doors, names: Collection[str]) -> dict[str, list[str]]:
    """Return for each word the routes, of these, that ask about it."""
    found: dict[str, list[str]] = defaultdict(list)
    table = permissions.PERMISSIONS
    noting = _Asked(table)
    permissions.PERMISSIONS = noting
    try:
        for name in names:
            row, noting.words = ROWS[name], set()
            things = doors.made.things[row.about]
            for who in PRINCIPALS:
                if who.name in LOOKERS:
                    for thing in (*things[:FEW], *things[FEW:][-FEW - 1 :]):
                        doors.right(name, row, who, thing)
            for word in noting.words:
                found[word].append(name)
    finally:
        permissions.PERMISSIONS = table
    return found


def run(app: Flask, made: MatrixWorld, names: Mapping[str, str] | None = None) -> Outcome:
    """Break every word for everybody and for nobody, or only those of `names` (route to word)."""
    outcome, begun, doors = (
        Outcome("D2 broken permissions, doors"),
        time.perf_counter(),
        _Doors(app, made),
    )
    asked = routes_by_word(doors, names or [one for one in ROWS if one != "POST /api/session"])
    table = permissions.PERMISSIONS
    for word in sorted(names.values() if names else table):
        for label, broken in (("everybody", ((always,),)), ("nobody", ())):
            if f"{word} {label}" in BEHIND:
                continue
            outcome.tried += 1
            permissions.PERMISSIONS = {**table, word: broken}
            try:
                seen = any(_deviates(doors, name) for name in asked[word])
            finally:
                permissions.PERMISSIONS = table
            if not seen:
                outcome.undetected += 1
                outcome.faults.append(f"{word} for {label}: seen at none of {asked[word]}")
    outcome.seconds = time.perf_counter() - begun
    return outcome


def _deviates(doors: _Doors, name: str) -> bool:
    row = ROWS[name]
    things = doors.made.things[row.about]
    return any(
        not doors.right(name, row, who, thing)
        for thing in (*things[:3], *things[3::5])
        for who in PRINCIPALS
        if who.signed_in
    )
