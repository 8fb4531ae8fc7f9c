"""The permission table once more, written by hand and read by another program than the server's.

One line per word: who may, as alternatives; `a+b` asks for both. `desk` is bkpsdm or its approver,
`readers` is sekda, desk and inspektorat. Who changes `accounts/permissions.py` changes this too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import product
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from server.core.problems import Problem

DESK = {"bkpsdm", "bkpsdm_approver"}
GROUPS = {"desk": DESK, "approver": {"bkpsdm_approver"}, "readers": DESK | {"sekda", "inspektorat"}}
ROLES = (
    "officer", "coordinator", "sekda", "bkpsdm", "bkpsdm_approver", "opd", "inspektorat", "admin",
)  # fmt: skip
WORDS = """
finding.send              in_team
finding.read              readers in_team
finding.amend             author+team_open desk+uninvolved
finding.confirm           desk+uninvolved
finding.dismiss           desk+uninvolved
finding.identify          desk+uninvolved
finding.assess_document   desk+uninvolved
finding.receive_letter    desk+uninvolved
finding.read_late_letter  readers
finding.assess_late       approver+uninvolved
finding.merge             desk+uninvolved
finding.refer             desk+uninvolved
finding.reopen            approver+uninvolved
finding.correct           author
examination.record        desk+uninvolved
examination.read          desk+uninvolved inspektorat+uninvolved
case_record.write         desk+uninvolved
case_record.read          desk+uninvolved inspektorat+uninvolved
figures.read              readers
figures.release           approver sekda
figures.withdraw          desk sekda
slip.print                leads desk
visit.report              in_team
roll.read                 readers in_team
roll.begin                in_team desk
roll.mark                 in_team+uninvolved desk+uninvolved
roll.export               readers
team.close                leads desk
operation.plan            desk admin
operation.open            desk sekda
operation.close           desk sekda
operation.print_order     desk sekda admin
operation.read            readers admin in_team
board.read                readers leads
board.export              readers
summons_list.read         readers
line.change               desk+uninvolved
line.clear                approver+uninvolved
line.export               desk+uninvolved inspektorat+uninvolved
line.read_own             opd
line.reply                opd+own_opd
letter.read               readers
letter.draft              desk
letter.submit             desk
letter.approve            approver+not_drafter
letter.read_own           opd
letter.sign               desk opd+own_opd
letter.deliver            desk opd+own_opd
letter.attach             desk opd+own_opd
letter.change             desk opd+own_opd
letter.return             approver
letter.withdraw           approver
letter.replace            approver
letterhead.read           readers admin
letterhead.change         desk admin
template.read             desk admin
template.change           desk admin
signatory.change          desk admin
reference.read            readers admin officer coordinator in_team
employee.read             readers admin opd
employee.read_all         readers admin
employee.change           desk admin
opd.change                desk admin
roster.compare            desk admin
roster.apply              desk admin
roster.undo               desk admin
roster.discard            desk admin
opd.compare               desk admin
opd.apply                 desk admin
opd.undo                  desk admin
opd.discard               desk admin
schedule.change           desk admin
attendance.compare        desk admin
attendance.apply          desk admin
attendance.undo           desk admin
attendance.discard        desk admin
attendance.read           readers
calendar.change           desk admin
permit.read               desk opd
permit.compare            desk
permit.apply              desk
permit.undo               desk
permit.discard            desk
permit.register           desk opd+own_opd
permit.withdraw           desk opd+author
user.read                 desk admin
user.manage               admin
device.invite             leads desk admin
device.read               desk admin
device.revoke             desk admin
tip.read                  desk inspektorat
tip.handle                desk+uninvolved inspektorat+uninvolved
tip.reopen                approver+uninvolved inspektorat+uninvolved
tip.read_reporter         inspektorat+uninvolved
ready.read                desk admin
audit.read                inspektorat admin
retention.read            desk inspektorat admin
hold.place                desk inspektorat
hold.lift                 approver
"""
TRUTH = {line.split()[0]: line.split()[1:] for line in WORDS.strip().splitlines()}
ME, OTHER, HOME, AWAY, PERSON = (UUID(int=number) for number in range(1, 6))


@dataclass(frozen=True)
class Case:
    """One user and one thing, by the facts that a right may depend on."""

    role: str
    author: bool
    team: str | None
    own_opd: bool
    person: bool
    drafter: bool
    team_open: bool

    def holds(self, fact: str) -> bool:
        """Whether a fact of the text above is true here."""
        if fact in ROLES or fact in GROUPS:
            return self.role in GROUPS.get(fact, {fact})
        return {
            "in_team": self.team is not None,
            "leads": self.team == "coordinator",
            "author": self.author,
            "own_opd": self.own_opd,
            "uninvolved": not self.author and not self.person,
            "not_drafter": not self.drafter,
            "team_open": self.team_open,
        }[fact]

    def may(self, word: str) -> bool:
        """Whether the text above allows it."""
        return any(all(map(self.holds, one.split("+"))) for one in TRUTH[word])

    def thing(self, table: Any) -> Any:
        """The thing of this case, as the server's table asks for it."""
        return table.Thing(
            author_id=ME if self.author else OTHER,
            team_role=self.team,
            opd_id=HOME if self.own_opd else AWAY,
            found_employee_id=PERSON if self.person else None,
            drafted_by=ME if self.drafter else OTHER,
            team_open=self.team_open,
        )


BOTH = (False, True)
CASES = tuple(
    Case(*facts)
    for facts in product(
        ("", *ROLES), BOTH, (None, "officer", "coordinator"), BOTH, BOTH, BOTH, BOTH
    )
)
AT_HAND = tuple(
    Case(role, False, team, True, False, False, True)
    for role, team in product(ROLES, (None, "coordinator"))
)
NOTHING = tuple(Case(role, False, None, False, False, False, True) for role in ("", *ROLES))


@dataclass(frozen=True)
class Somebody:
    """What the table asks of a user; the real one answers a tenth as fast."""

    roles: tuple[str, ...]
    id: UUID = ME
    employee_id: UUID | None = PERSON
    opd_id: UUID | None = HOME


USERS = {role: Somebody((role,) if role else ()) for role in ("", *ROLES)}
STRANGER = Somebody(("opd",), employee_id=None, opd_id=None)


@cache
def truth(word: str) -> tuple[bool, ...]:
    """Return what the text above says of every case."""
    return tuple(case.may(word) for case in CASES)


@cache
def asked(thing: type) -> tuple[tuple[Case, Somebody, Any], ...]:
    """Return every case with its user and its thing; `thing` is the table's own class."""
    made = SimpleNamespace(Thing=thing)
    return tuple((case, USERS[case.role], case.thing(made)) for case in CASES)


def deviation(table: Any, word: str, roles: Collection[str] | None = None) -> str | None:
    """Return the first case in which a table answers otherwise than the text, None if there is none.

    `roles` asks only cases of these.
    """
    for (case, user, thing), right in zip(asked(table.Thing), truth(word), strict=True):
        if roles is not None and case.role not in roles:
            continue
        if table.may(user, word, thing) != right:
            return f"{word}: {case}"
    return None if roles else _bare_deviation(table, word)


def _bare_deviation(table: Any, word: str) -> str | None:
    """The same where little is known: no thing in hand, a user without OPD; and `require`."""
    for case in NOTHING:
        user, right = USERS[case.role], case.may(word)
        if table.may(user, word) != right:
            return f"{word}: nothing in hand, {case.role}"
        if _passes(table, user, word) != right:
            return f"{word}: require, {case.role}"
    for case in AT_HAND:
        if _passes(table, USERS[case.role], word, case.thing(table)) != case.may(word):
            return f"{word}: require, {case}"
    if table.may(STRANGER, word, table.Thing(opd_id=None)) != NOTHING[6].may(word):
        return f"{word}: a user without OPD"
    written = Case("officer", True, None, False, False, False, True)
    if table.may(USERS["officer"], word, table.Thing(author_id=ME)) != written.may(word):
        return f"{word}: only the author is known"
    return None


def _passes(table: Any, user: Somebody, word: str, *thing: Any) -> bool | None:
    """Whether `require` lets pass; None when its refusal does not say who was refused what."""
    try:
        table.require(user, word, *thing)
    except Problem as refused:
        told = getattr(refused, "user_id", None), getattr(refused, "word", None)
        return False if told == (user.id, word) else None
    return True
