"""The one permission table: who may do what, as any-of[all-of[facts]].

A word is `noun.verb`, the same as its audit action. A fact is a question about the user and the
thing in hand; roles of a user are installation-wide, team facts hold for one operation. Rows are
hidden by each room's `visible_to(user)`; here stands only which verbs exist for whom.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from server.accounts.models import User
from server.core.problems import Code, Problem


@dataclass(frozen=True, slots=True)
class Thing:
    """What a verb is about, as far as permissions care; unknown parts stay None."""

    author_id: UUID | None = None
    team_role: str | None = None  # the user's role in the thing's own team
    opd_id: UUID | None = None
    found_employee_id: UUID | None = None
    drafted_by: UUID | None = None
    team_open: bool = True  # its team has not closed its report


class Refused(Problem):
    """The table says no. It looks like something absent; `refusals` writes it down."""

    def __init__(self, user: User, word: str) -> None:
        super().__init__(Code.NOT_FOUND)
        self.user_id = user.id
        self.word = word


ROLES = frozenset(
    {"officer", "coordinator", "sekda", "bkpsdm", "bkpsdm_approver", "opd", "inspektorat", "admin"}
)
Fact = Callable[[User, Thing], bool]


def role(*names: str) -> Fact:
    """The user holds one of these roles."""

    def holds(user: User, _thing: Thing) -> bool:
        return not set(names).isdisjoint(user.roles)

    return holds


def author(user: User, thing: Thing) -> bool:
    """The user wrote it."""
    return thing.author_id == user.id


def in_team(_user: User, thing: Thing) -> bool:
    """The user walks with the thing's team."""
    return thing.team_role is not None


def leads_team(_user: User, thing: Thing) -> bool:
    """The user coordinates the thing's team."""
    return thing.team_role == "coordinator"


def own_opd(user: User, thing: Thing) -> bool:
    """The thing belongs to the OPD that the user serves."""
    return user.opd_id is not None and thing.opd_id == user.opd_id


def not_involved(user: User, thing: Thing) -> bool:
    """The user neither found the person nor is the person (who found takes no part in judging)."""
    is_person = user.employee_id is not None and user.employee_id == thing.found_employee_id
    return thing.author_id != user.id and not is_person


def team_open(_user: User, thing: Thing) -> bool:
    """The thing's team is still walking: its author may still correct it."""
    return thing.team_open


def not_drafter(user: User, thing: Thing) -> bool:
    """Somebody else drafted it (verifier is not approver)."""
    return thing.drafted_by != user.id


BKPSDM = role("bkpsdm", "bkpsdm_approver")
APPROVER = role("bkpsdm_approver")
READERS = role("sekda", "bkpsdm", "bkpsdm_approver", "inspektorat")
DESK_VERB = ((BKPSDM, not_involved),)

PERMISSIONS: dict[str, tuple[tuple[Fact, ...], ...]] = {
    "finding.send": ((in_team,),),
    "finding.read": ((READERS,), (in_team,)),
    "finding.correct": ((author,),),
    "finding.amend": ((author, team_open), (BKPSDM, not_involved)),
    "finding.confirm": DESK_VERB,
    "finding.dismiss": DESK_VERB,
    "finding.identify": DESK_VERB,
    "finding.assess_document": DESK_VERB,
    "finding.receive_letter": DESK_VERB,
    "finding.read_late_letter": ((READERS,),),
    "finding.assess_late": ((APPROVER, not_involved),),
    "finding.merge": DESK_VERB,
    "finding.refer": DESK_VERB,
    "finding.reopen": ((APPROVER, not_involved),),
    "slip.print": ((leads_team,), (BKPSDM,)),
    "visit.report": ((in_team,),),
    # the attendance list of a sidak kantor; nobody writes down where they are themselves
    "roll.read": ((READERS,), (in_team,)),
    "roll.begin": ((in_team,), (BKPSDM,)),
    "roll.mark": ((in_team, not_involved), (BKPSDM, not_involved)),
    "roll.export": ((READERS,),),
    "team.close": ((leads_team,), (BKPSDM,)),
    "operation.plan": ((BKPSDM,), (role("admin"),)),
    "operation.open": ((BKPSDM,), (role("sekda"),)),
    "operation.close": ((BKPSDM,), (role("sekda"),)),
    "operation.print_order": ((BKPSDM,), (role("sekda", "admin"),)),
    "operation.read": ((READERS,), (role("admin"),), (in_team,)),
    "board.read": ((READERS,), (leads_team,)),
    "board.export": ((READERS,),),
    "figures.read": ((READERS,),),
    "figures.release": ((APPROVER,), (role("sekda"),)),
    "figures.withdraw": ((BKPSDM,), (role("sekda"),)),
    "summons_list.read": ((READERS,),),
    "line.change": ((BKPSDM, not_involved),),
    "line.clear": ((APPROVER, not_involved),),
    "line.export": ((BKPSDM, not_involved), (role("inspektorat"), not_involved)),
    # the desk writes down what the examiners heard; nobody else reads it but the Inspektorat
    "examination.record": ((BKPSDM, not_involved),),
    "examination.read": ((BKPSDM, not_involved), (role("inspektorat"), not_involved)),
    "case_record.write": ((BKPSDM, not_involved),),
    "case_record.read": ((BKPSDM, not_involved), (role("inspektorat"), not_involved)),
    "line.read_own": ((role("opd"),),),
    "line.reply": ((role("opd"), own_opd),),
    "letter.read": ((READERS,),),
    "letter.draft": ((BKPSDM,),),
    "letter.submit": ((BKPSDM,),),
    "letter.approve": ((APPROVER, not_drafter),),
    # a letter B is drafted by BKPSDM and finished by the OPD of the superior who signs it, or here
    "letter.read_own": ((role("opd"),),),
    "letter.sign": ((BKPSDM,), (role("opd"), own_opd)),
    "letter.deliver": ((BKPSDM,), (role("opd"), own_opd)),
    "letter.attach": ((BKPSDM,), (role("opd"), own_opd)),
    "letter.change": ((BKPSDM,), (role("opd"), own_opd)),
    "letter.return": ((APPROVER,),),
    "letter.withdraw": ((APPROVER,),),
    "letter.replace": ((APPROVER,),),
    "letterhead.read": ((READERS,), (role("admin"),)),
    "letterhead.change": ((BKPSDM,), (role("admin"),)),
    "template.read": ((BKPSDM,), (role("admin"),)),
    "template.change": ((BKPSDM,), (role("admin"),)),
    "signatory.change": ((BKPSDM,), (role("admin"),)),
    "reference.read": ((READERS,), (role("admin", "officer", "coordinator"),), (in_team,)),
    "employee.read": ((READERS,), (role("admin", "opd"),)),
    "employee.read_all": ((READERS,), (role("admin"),)),
    "employee.change": ((role("admin"),), (BKPSDM,)),
    "opd.change": ((role("admin"),), (BKPSDM,)),
    "opd.compare": ((role("admin"),), (BKPSDM,)),
    "opd.apply": ((role("admin"),), (BKPSDM,)),
    "opd.undo": ((role("admin"),), (BKPSDM,)),
    "opd.discard": ((role("admin"),), (BKPSDM,)),
    "roster.compare": ((role("admin"),), (BKPSDM,)),
    "roster.apply": ((role("admin"),), (BKPSDM,)),
    "roster.undo": ((role("admin"),), (BKPSDM,)),
    "roster.discard": ((role("admin"),), (BKPSDM,)),
    "attendance.compare": ((role("admin"),), (BKPSDM,)),
    "attendance.apply": ((role("admin"),), (BKPSDM,)),
    "attendance.undo": ((role("admin"),), (BKPSDM,)),
    "attendance.discard": ((role("admin"),), (BKPSDM,)),
    "attendance.read": ((READERS,),),
    "calendar.change": ((role("admin"),), (BKPSDM,)),
    "schedule.change": ((role("admin"),), (BKPSDM,)),
    "permit.read": ((BKPSDM,), (role("opd"),)),
    "permit.compare": ((BKPSDM,),),
    "permit.apply": ((BKPSDM,),),
    "permit.undo": ((BKPSDM,),),
    "permit.discard": ((BKPSDM,),),
    "permit.register": ((BKPSDM,), (role("opd"), own_opd)),
    "permit.withdraw": ((BKPSDM,), (role("opd"), author)),
    "user.read": ((role("admin"),), (BKPSDM,)),
    "user.manage": ((role("admin"),),),
    "device.invite": ((leads_team,), (BKPSDM,), (role("admin"),)),
    "device.read": ((role("admin"),), (BKPSDM,)),
    "device.revoke": ((role("admin"),), (BKPSDM,)),
    "tip.read": ((BKPSDM,), (role("inspektorat"),)),
    "tip.handle": ((BKPSDM, not_involved), (role("inspektorat"), not_involved)),
    "tip.reopen": ((APPROVER, not_involved), (role("inspektorat"), not_involved)),
    # who reported: no superior, no OPD, not even the desk that triages
    "tip.read_reporter": ((role("inspektorat"), not_involved),),
    "ready.read": ((BKPSDM,), (role("admin"),)),
    "audit.read": ((role("inspektorat"),), (role("admin"),)),
    "retention.read": ((BKPSDM,), (role("inspektorat", "admin"),)),
    "hold.place": ((BKPSDM,), (role("inspektorat"),)),
    "hold.lift": ((APPROVER,),),
}


def may(user: User, word: str, thing: Thing | None = None) -> bool:
    """Whether the user may do this; an unknown word is a programming error."""
    return any(all(fact(user, thing or Thing()) for fact in facts) for facts in PERMISSIONS[word])


def require(user: User, word: str, thing: Thing | None = None) -> None:
    """Raise `not-found` when the user may not: absent and forbidden look alike."""
    if not may(user, word, thing):
        raise Refused(user, word)
