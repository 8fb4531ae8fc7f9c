"""Who may do what, written by hand and apart from the code that it checks.

`PRINCIPALS` are the people who try, `WORDS` say when a word of the table holds for a principal and
a thing, `ROWS` is the table: one row per route and method. A row names what it is about, who may,
and how a refusal looks (404: absent and forbidden look alike). tests/http/test_matrix.py asks the
real application every cell: row x principal x ownership x state.
"""

from collections.abc import Callable
from dataclasses import dataclass

NOT_FOUND = 404


@dataclass(frozen=True)
class Principal:
    """Somebody at the door. `team` is the team walked with in every operation; 0 is none."""

    name: str
    roles: str = ""
    team: int = 0
    leads: bool = False
    opd: str = ""
    signed_in: bool = True
    is_person: bool = False


PRINCIPALS = (
    Principal("nobody", signed_in=False),
    Principal("forged_cookie", signed_in=False),
    Principal("ended_session", "sekda", signed_in=False),
    Principal("inactive", "bkpsdm_approver", signed_in=False),
    Principal("officer1", "officer", team=1),
    Principal("officer2", "officer", team=2),
    Principal("coordinator1", "coordinator", team=1, leads=True),
    Principal("coordinator2", "coordinator", team=2, leads=True),
    Principal("removed", "officer"),  # walked with team 1 until the desk took the name off
    Principal("sekda", "sekda"),
    Principal("desk", "bkpsdm"),
    Principal("finder", "bkpsdm", team=1),  # of the desk, walked along and wrote a finding
    Principal("found", "bkpsdm", is_person=True),  # of the desk, and the person found
    Principal("approver", "bkpsdm_approver"),
    Principal("inspector", "inspektorat"),
    Principal("opd_dishub", "opd", opd="Dishub"),  # the OPD of the person found
    Principal("opd_disdik", "opd", opd="Disdik"),
    Principal("admin", "admin"),
)


@dataclass(frozen=True)
class Thing:
    """What a request is about: whose it is and in which state. `exists=False` is an id of nothing."""

    label: str
    ids: tuple[tuple[str, str], ...] = ()
    team: int = 0
    author: str = ""
    opd: str = ""
    state: str = "open"  # of its operation
    status: str = ""  # of the finding
    exists: bool = True

    def id(self, name: str) -> str:
        """Return one of its ids."""
        return dict(self.ids)[name]


Word = Callable[[Principal, Thing], bool]


def _role(*names: str) -> Word:
    return lambda who, _thing: who.roles in names


def _desk(who: Principal, thing: Thing) -> bool:
    """The desk, but neither who found the person nor the person."""
    if who.roles not in {"bkpsdm", "bkpsdm_approver"}:
        return False
    return who.name != thing.author and not who.is_person


WORDS: dict[str, Word] = {
    "everybody": lambda _who, _thing: True,
    "signed_in": lambda who, _thing: who.signed_in,
    "readers": _role("sekda", "bkpsdm", "bkpsdm_approver", "inspektorat"),
    "bkpsdm": _role("bkpsdm", "bkpsdm_approver"),
    "approver": _role("bkpsdm_approver"),
    "sekda": _role("sekda"),
    "inspector": _role("inspektorat"),
    "admin": _role("admin"),
    "opd": _role("opd"),
    "own_opd": lambda who, thing: who.roles == "opd" and who.opd == thing.opd,
    "judges": _desk,
    "second_judge": lambda who, thing: _desk(who, thing) and who.roles == "bkpsdm_approver",
    "team": lambda who, thing: who.team > 0 and who.team == thing.team,
    "lead": lambda who, thing: who.leads and who.team == thing.team,
    "operation_lead": lambda who, _thing: who.leads,
    # the letter of the open operation is a draft, the closed one's is handed in
    "drafting_desk": lambda who, thing: who.roles == "bkpsdm" and thing.state == "open",
    "author": lambda who, thing: who.name == thing.author,
    "author_walking": lambda who, thing: who.name == thing.author and thing.state == "open",
    "field": _role("officer", "coordinator"),
    # a planned sidak is a secret: of those who walk, only coordinators know of it
    "walkers": lambda who, thing: who.leads or (who.team > 0 and thing.state != "planned"),
    "out_walking": lambda who, thing: who.team > 0 and thing.state != "planned",
    "walking_team": lambda who, thing: (
        who.team > 0
        and who.team == thing.team
        and (who.leads or who.roles == "bkpsdm" or thing.state != "planned")
    ),
    "own_opd_afterwards": lambda who, thing: (
        who.roles == "opd" and who.opd == thing.opd and thing.state == "closed"
    ),
    # laporan masyarakat: the desk and the Inspektorat, but nobody a report about oneself
    "triage": lambda who, thing: (
        who.roles in {"bkpsdm", "bkpsdm_approver", "inspektorat"}
        and not (who.is_person and thing.status == "about_found")
    ),
    "second_triage": lambda who, _thing: who.roles in {"bkpsdm_approver", "inspektorat"},
    # letters and leave come in by the desk alone
    "importers": lambda who, thing: (
        who.roles in {"bkpsdm", "bkpsdm_approver"}
        or (who.roles == "admin" and thing.status != "permits")
    ),
    # nobody writes down where they are themselves
    "roll_marks": lambda who, thing: (
        ((who.team > 0 and who.team == thing.team) or who.roles in {"bkpsdm", "bkpsdm_approver"})
        and not who.is_person
    ),
    "listed_desk": lambda who, _thing: who.roles == "bkpsdm" and who.is_person,
    "opd_afterwards": lambda who, thing: who.roles == "opd" and thing.state == "closed",
}


@dataclass(frozen=True)
class Row:
    """One route and method: what it is about, who may, and what others get.

    `refused` is the answer to those who may know of the thing (`knows`) but may not do this; all
    others get 404. `conflict` says that a right holder may meet a state that does not allow it (409).
    """

    about: str
    who: str
    refused: int = NOT_FOUND
    knows: str = "signed_in"
    conflict: bool = False
    absent: int = NOT_FOUND
    ok: tuple[int, ...] = (200, 201, 204)

    def expected(self, who: Principal, thing: Thing) -> tuple[int, ...]:
        """Return the statuses that are right for this principal and thing."""
        if not who.signed_in and "everybody" not in self.who:
            return (401,)
        if not thing.exists:
            return (self.absent,)
        if any(WORDS[word](who, thing) for word in self.who.split()):
            return (*self.ok, 409) if self.conflict else self.ok
        if any(WORDS[word](who, thing) for word in self.knows.split()):
            return (self.refused,)
        return (NOT_FOUND,)


SEES_OPERATION = "readers admin walkers opd_afterwards"
SEES_WALK = "readers admin walkers"

ROWS: dict[str, Row] = {
    # public
    "GET /": Row("page", "everybody", ok=(200, 404)),
    "GET /<path:path>": Row("page", "everybody", ok=(200, 404)),
    "GET /api/health": Row("none", "everybody"),
    "GET /api/keys": Row("none", "everybody"),
    "GET /api/openapi.json": Row("none", "everybody"),
    "OPTIONS /api/uploads": Row("none", "everybody"),
    "GET /api/letters/check/<string:token>": Row("proof", "everybody"),  # whoever holds the paper
    # whoever holds a slip; here with a code that is none
    "POST /api/replies/look": Row("none", "everybody", ok=(404,)),
    "POST /api/replies": Row("none", "everybody", ok=(404,)),
    "PUT /api/replies/<uuid:late_id>/file": Row("reply", "everybody", ok=(404,)),
    "GET /api/tips/challenge": Row("none", "everybody"),
    "POST /api/tips": Row("none", "everybody", ok=(422,)),  # work that was not done
    "POST /api/tips/evidence": Row("none", "everybody", ok=(404, 429)),  # a receipt of nothing
    "POST /api/tips/status": Row("none", "everybody", ok=(404, 429)),
    # accounts
    "POST /api/session": Row("none", "everybody", ok=(401,)),  # a wrong name and password
    "POST /api/first-admin": Row("none", "everybody", ok=(410,)),  # a link that is no link
    "POST /api/second-factor/begin": Row("none", "signed_in"),
    "POST /api/second-factor": Row("none", "signed_in", ok=(422,)),  # a ticket that is none
    "POST /api/password": Row("none", "everybody", ok=(410,)),  # a link that is no link
    "PUT /api/password": Row("none", "signed_in", ok=(422,)),  # not the password of today
    "GET /api/passkeys": Row("none", "signed_in"),
    "POST /api/passkeys/begin": Row("none", "signed_in", ok=(422,)),  # not the password of today
    "POST /api/passkeys": Row("none", "signed_in", ok=(422,)),  # no challenge was drawn
    "POST /api/passkeys/<uuid:passkey_id>/remove": Row("none", "signed_in", ok=(422,)),
    "POST /api/session/passkey/begin": Row("none", "everybody", ok=(409,)),  # the site is a number
    "POST /api/session/passkey": Row("none", "everybody", ok=(401,)),  # a passkey of nobody
    "GET /api/sessions": Row("none", "signed_in"),
    "DELETE /api/sessions": Row("none", "signed_in"),
    "POST /api/enrolments/look": Row("none", "everybody", ok=(410,)),  # a code that is none
    "POST /api/enrolments/use": Row("none", "everybody", ok=(410,)),
    "GET /api/users": Row("none", "bkpsdm admin"),
    "POST /api/users": Row("none", "admin"),
    "POST /api/users/list": Row("none", "admin", ok=(422,)),  # an empty file
    "PATCH /api/users/<uuid:user_id>": Row("user", "admin"),
    "POST /api/users/<uuid:user_id>/link": Row("user", "admin"),
    "GET /api/session": Row("none", "signed_in"),
    "DELETE /api/session": Row("none", "signed_in"),
    "POST /api/devices": Row("none", "signed_in"),
    "POST /api/devices/<uuid:device_id>/heartbeat": Row("device", "author"),
    "GET /api/devices": Row("none", "bkpsdm admin"),
    "POST /api/devices/<uuid:device_id>/revoke": Row("device", "bkpsdm admin"),
    # people and permits
    "GET /api/opds": Row("none", "signed_in"),
    "POST /api/opds": Row("none", "bkpsdm admin"),
    "PATCH /api/opds/<uuid:opd_id>": Row("opd", "bkpsdm admin"),
    "GET /api/schedules": Row("none", "signed_in"),
    "POST /api/schedules": Row("none", "bkpsdm admin"),
    "PUT /api/schedules/<uuid:schedule_id>": Row("schedule", "bkpsdm admin"),
    "GET /api/ramadan": Row("none", "signed_in"),
    "PUT /api/ramadan": Row("none", "bkpsdm admin"),
    "GET /api/holidays/proposed": Row("none", "bkpsdm admin"),
    "POST /api/holidays/adopt": Row("none", "bkpsdm admin"),
    "GET /api/holidays": Row("none", "signed_in"),
    "POST /api/holidays": Row("none", "bkpsdm admin"),
    "DELETE /api/holidays/<uuid:day_id>": Row("holiday", "bkpsdm admin"),
    "GET /api/employees": Row("none", "readers admin opd"),
    "POST /api/employees/search": Row("none", "readers admin opd"),
    "GET /api/employees/<uuid:employee_id>": Row("employee", "readers admin own_opd"),
    "PATCH /api/employees/<uuid:employee_id>": Row("employee", "bkpsdm admin"),
    "GET /api/employees/<uuid:employee_id>/changes": Row("employee", "bkpsdm admin"),
    "GET /api/imports": Row("none", "bkpsdm admin"),
    "POST /api/imports/roster": Row("none", "bkpsdm admin", ok=(422,)),  # an empty file
    "POST /api/imports/attendance": Row("none", "bkpsdm admin", ok=(422,)),  # an empty file
    "POST /api/imports/permits": Row("none", "bkpsdm", ok=(422,)),
    "POST /api/imports/opds": Row("none", "bkpsdm admin", ok=(422,)),
    "GET /api/imports/<uuid:import_id>": Row("import", "importers"),
    "GET /api/imports/<uuid:import_id>/report": Row("import", "importers"),
    "POST /api/imports/<uuid:import_id>/decide": Row("import", "importers", conflict=True),
    "POST /api/imports/<uuid:import_id>/apply": Row("import", "importers", conflict=True),
    "POST /api/imports/<uuid:import_id>/undo": Row("import", "importers", conflict=True),
    "DELETE /api/imports/<uuid:import_id>": Row("import", "importers", conflict=True),
    "GET /api/permits": Row("none", "bkpsdm opd"),
    "POST /api/permits": Row("permit", "bkpsdm own_opd", refused=422, knows="opd"),
    "POST /api/permits/<uuid:permit_id>/withdraw": Row(
        "typed_permit", "bkpsdm author", conflict=True
    ),
    # laporan masyarakat
    "GET /api/tips": Row("none", "bkpsdm inspector"),
    "GET /api/tips/<uuid:tip_id>": Row("tip", "triage"),
    "GET /api/tip-pictures/<uuid:picture_id>": Row("tip", "triage"),
    "POST /api/tips/<uuid:tip_id>/take": Row("tip", "triage", conflict=True),
    "POST /api/tips/<uuid:tip_id>/target": Row("tip", "triage", conflict=True),
    "POST /api/tips/<uuid:tip_id>/case": Row("tip", "triage", conflict=True),
    "POST /api/tips/<uuid:tip_id>/identify": Row("tip", "triage", conflict=True),
    "POST /api/tips/<uuid:tip_id>/end": Row("tip", "triage", conflict=True),
    "POST /api/tips/<uuid:tip_id>/reopen": Row("tip", "second_triage", conflict=True),
    "POST /api/tips/<uuid:tip_id>/reporter": Row("tip", "inspector"),
    # the sidak itself
    "GET /api/reference": Row("none", "readers admin field team"),
    "GET /api/operations": Row("none", "signed_in"),
    "POST /api/operations": Row("none", "bkpsdm admin"),
    "GET /api/operations/<uuid:operation_id>": Row("operation", SEES_OPERATION),
    "PATCH /api/operations/<uuid:operation_id>": Row("operation", "bkpsdm admin", conflict=True),
    "POST /api/operations/<uuid:operation_id>/open": Row(
        "operation", "bkpsdm sekda", conflict=True
    ),
    "POST /api/operations/<uuid:operation_id>/close": Row(
        "operation", "bkpsdm sekda", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/teams": Row("operation", SEES_WALK),
    "POST /api/operations/<uuid:operation_id>/teams": Row(
        "operation", "bkpsdm admin", conflict=True
    ),
    "POST /api/operations/<uuid:operation_id>/teams/<uuid:team_id>/close": Row(
        "team", "bkpsdm lead", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/teams/<uuid:team_id>/day": Row(
        "team", "readers walking_team"
    ),
    "GET /api/operations/<uuid:operation_id>/teams/<uuid:team_id>/walked": Row(
        "team", "readers walking_team"
    ),
    "GET /api/team-reports/<uuid:report_id>.pdf": Row("team_report", "readers walking_team"),
    "POST /api/operations/<uuid:operation_id>/phone-codes": Row(
        "team", "bkpsdm admin lead", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/reports": Row("operation", SEES_WALK),
    "GET /api/operations/<uuid:operation_id>/recorded": Row("operation", "out_walking"),
    "GET /api/operations/<uuid:operation_id>/zones": Row("operation", SEES_WALK),
    "POST /api/operations/<uuid:operation_id>/zones": Row(
        "operation", "bkpsdm admin", conflict=True
    ),
    "POST /api/operations/<uuid:operation_id>/copy": Row("operation", "bkpsdm admin"),
    "DELETE /api/operations/<uuid:operation_id>/teams/<uuid:team_id>": Row(
        "team", "bkpsdm admin", conflict=True
    ),
    "POST /api/operations/<uuid:operation_id>/zones/many": Row(
        "operation", "bkpsdm admin", conflict=True
    ),
    "PATCH /api/operations/<uuid:operation_id>/zones/<uuid:zone_id>": Row(
        "team", "bkpsdm admin", conflict=True
    ),
    "DELETE /api/operations/<uuid:operation_id>/zones/<uuid:zone_id>": Row(
        "team", "bkpsdm admin", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/visits": Row("operation", SEES_WALK),
    "POST /api/operations/<uuid:operation_id>/visits": Row(
        "team", "walking_team", refused=403, knows=SEES_OPERATION, conflict=True
    ),
    "PUT /api/visits/<uuid:visit_id>": Row("new_visit", "team", refused=403, conflict=True),
    # daftar hadir of a sidak kantor: a team its own, the desk all
    "GET /api/operations/<uuid:operation_id>/rolls": Row("office", "readers walkers"),
    "POST /api/operations/<uuid:operation_id>/rolls": Row(
        "office_team", "bkpsdm walking_team", conflict=True
    ),
    "GET /api/rolls/<uuid:roll_id>": Row("roll", "readers team"),
    "GET /api/rolls/<uuid:roll_id>/people": Row("roll", "readers team"),
    "POST /api/rolls/<uuid:roll_id>/marks": Row(
        "roll", "roll_marks", refused=409, knows="listed_desk", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/rolls.pdf": Row("office", "readers"),
    "GET /api/operations/<uuid:operation_id>/rolls.xlsx": Row("office", "readers"),
    "GET /api/operations/<uuid:operation_id>/rolls.csv": Row("office", "readers"),
    # findings and photos
    "GET /api/findings": Row("none", "signed_in"),
    "POST /api/findings/search": Row("none", "signed_in"),
    "PUT /api/findings/<uuid:finding_id>": Row("new_finding", "team", refused=403, conflict=True),
    "GET /api/findings/<uuid:finding_id>": Row("finding", "readers team"),
    "POST /api/findings/<uuid:finding_id>/amend": Row("finding", "author_walking judges"),
    "GET /api/findings/<uuid:finding_id>/candidates": Row("finding", "judges"),
    "PUT /api/corrections/<uuid:correction_id>": Row("finding", "author"),
    "POST /api/findings/<uuid:finding_id>/confirm": Row("finding", "judges", conflict=True),
    "POST /api/findings/<uuid:finding_id>/dismiss": Row("finding", "judges", conflict=True),
    "POST /api/findings/<uuid:finding_id>/refer": Row("finding", "judges", conflict=True),
    "POST /api/findings/<uuid:finding_id>/merge": Row("finding", "judges", conflict=True),
    "POST /api/findings/<uuid:finding_id>/identify": Row("finding", "judges", conflict=True),
    "POST /api/findings/<uuid:finding_id>/assess-document": Row("finding", "judges", conflict=True),
    "POST /api/findings/<uuid:finding_id>/reopen": Row("finding", "second_judge", conflict=True),
    "POST /api/findings/<uuid:finding_id>/late-letters": Row("finding", "judges"),
    "POST /api/late-letters/<uuid:late_id>/read": Row("late_letter", "judges"),
    "POST /api/operations/<uuid:operation_id>/slips": Row(
        "operation", "bkpsdm operation_lead", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/slips": Row("operation", "bkpsdm operation_lead"),
    # slips whose codes came from another key are not printed again
    "GET /api/slips/<uuid:batch_id>.pdf": Row("slips", "bkpsdm operation_lead", ok=(409,)),
    "GET /api/operations/<uuid:operation_id>/late-letters": Row("operation", "readers"),
    "PUT /api/late-letters/<uuid:late_id>/file": Row("bare_letter", "judges"),
    "GET /api/late-letters/<uuid:late_id>/file": Row("late_letter", "readers"),
    "POST /api/uploads": Row("photo", "readers team", refused=422, absent=422),
    "HEAD /api/uploads/<upload_id>": Row("upload", "author"),
    "PATCH /api/uploads/<upload_id>": Row("upload", "author"),
    "DELETE /api/uploads/<upload_id>": Row("upload", "author"),
    "GET /api/photos/<uuid:photo_id>": Row("photo", "readers team"),
    # board, lists, lines, letters
    "GET /api/operations/<uuid:operation_id>/board": Row("operation", "readers operation_lead"),
    "GET /api/operations/<uuid:operation_id>/breakdown": Row("operation", "readers operation_lead"),
    "GET /api/operations/<uuid:operation_id>/figures": Row("operation", "readers operation_lead"),
    "GET /api/operations/<uuid:operation_id>/map.geojson": Row("operation", "readers"),
    "GET /api/public-figures": Row("none", "everybody"),
    "GET /api/operations/<uuid:operation_id>/release": Row("operation", "readers"),
    "POST /api/operations/<uuid:operation_id>/release": Row(
        "operation", "approver sekda", conflict=True
    ),
    "POST /api/operations/<uuid:operation_id>/release/withdraw": Row(
        "operation", "bkpsdm sekda", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/summons-list.json": Row("operation", "readers"),
    "GET /api/operations/<uuid:operation_id>/summons-list.pdf": Row("operation", "readers"),
    "GET /api/operations/<uuid:operation_id>/summons-list.xlsx": Row("operation", "readers"),
    "GET /api/operations/<uuid:operation_id>/summons-list.csv": Row("operation", "readers"),
    "GET /api/operations/<uuid:operation_id>/recap": Row("operation", "readers"),
    "GET /api/operations/<uuid:operation_id>/report.pdf": Row(
        "operation", "readers", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/report.docx": Row(
        "operation", "readers", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/lines/<uuid:line_id>/packet.zip": Row(
        "line", "judges inspector"
    ),
    "GET /api/operations/<uuid:operation_id>/lines/<uuid:line_id>/examinations": Row(
        "line", "judges inspector"
    ),
    "POST /api/operations/<uuid:operation_id>/lines/<uuid:line_id>/examinations": Row(
        "line", "judges", conflict=True
    ),
    "GET /api/examinations/<uuid:examination_id>": Row("examination", "judges inspector"),
    "GET /api/examinations/<uuid:examination_id>.pdf": Row("examination", "judges inspector"),
    "PUT /api/examinations/<uuid:examination_id>": Row("examination", "judges", conflict=True),
    "POST /api/examinations/<uuid:examination_id>/close": Row(
        "examination", "judges", conflict=True, ok=(422,)
    ),
    "GET /api/operations/<uuid:operation_id>/lines/<uuid:line_id>/lost-time": Row(
        "line", "judges inspector"
    ),
    "GET /api/overdue": Row("none", "readers"),
    "GET /api/own-lines": Row("none", "opd"),
    "POST /api/own-lines/<uuid:line_id>/replies": Row("line", "own_opd_afterwards"),
    "PUT /api/own-lines/<uuid:line_id>/replies/<uuid:late_id>/file": Row(
        "reply", "own_opd_afterwards"
    ),
    # a letter B in the hands of the OPD that finishes it: of a closed operation, and nobody else's
    "GET /api/own-letters": Row("none", "opd"),
    "GET /api/own-letters/<uuid:letter_id>": Row("own_letter", "own_opd_afterwards"),
    "GET /api/own-letters/<uuid:letter_id>.pdf": Row("own_letter", "own_opd_afterwards"),
    "GET /api/own-letters/<uuid:letter_id>.docx": Row("own_letter", "own_opd_afterwards"),
    "PATCH /api/own-letters/<uuid:letter_id>": Row("own_letter", "own_opd_afterwards"),
    "POST /api/own-letters/<uuid:letter_id>/sign": Row(
        "own_letter", "own_opd_afterwards", conflict=True
    ),
    "POST /api/own-letters/<uuid:letter_id>/deliver": Row(
        "own_letter", "own_opd_afterwards", conflict=True
    ),
    # it was not issued yet: nothing signed can come back
    "PUT /api/own-letters/<uuid:letter_id>/signed": Row(
        "own_letter", "own_opd_afterwards", ok=(409,)
    ),
    "GET /api/due": Row("none", "readers"),
    # every list as a spreadsheet
    "POST /api/findings/table": Row("operation", "readers"),
    "GET /api/due/table": Row("none", "readers"),
    "GET /api/overdue/table": Row("none", "readers"),
    "GET /api/own-lines/table": Row("none", "opd"),
    "GET /api/operations/<uuid:operation_id>/late-letters/table": Row("operation", "readers"),
    "GET /api/operations/<uuid:operation_id>/case-records/table": Row(
        "operation", "bkpsdm inspector"
    ),
    "GET /api/permits/table": Row("none", "bkpsdm opd"),
    "POST /api/lines/<uuid:line_id>/list": Row("line", "judges", conflict=True),
    "POST /api/lines/<uuid:line_id>/exclude": Row("line", "judges", conflict=True),
    "POST /api/lines/<uuid:line_id>/attend": Row("line", "judges", conflict=True),
    "POST /api/lines/<uuid:line_id>/excuse": Row("line", "judges", conflict=True),
    "POST /api/lines/<uuid:line_id>/reschedule": Row("line", "judges", conflict=True),
    "POST /api/lines/<uuid:line_id>/absent": Row("line", "judges", conflict=True),
    "POST /api/lines/<uuid:line_id>/outcome": Row("line", "judges", conflict=True),
    "POST /api/lines/<uuid:line_id>/clear": Row("line", "second_judge", conflict=True),
    "POST /api/operations/<uuid:operation_id>/letters": Row("operation", "bkpsdm", conflict=True),
    "POST /api/operations/<uuid:operation_id>/letters/slots": Row(
        "operation", "bkpsdm", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/letters": Row("operation", "readers"),
    "GET /api/operations/<uuid:operation_id>/letters.zip": Row(
        "operation", "readers", conflict=True
    ),
    "GET /api/operations/<uuid:operation_id>/letters.xlsx": Row("operation", "readers"),
    "GET /api/operations/<uuid:operation_id>/letters.csv": Row("operation", "readers"),
    "POST /api/letters/search": Row("none", "readers"),
    "GET /api/letters/<uuid:letter_id>": Row("letter", "readers"),
    "GET /api/letters/<uuid:letter_id>/readers": Row("letter", "readers"),
    "PATCH /api/letters/<uuid:letter_id>": Row("letter", "bkpsdm", conflict=True),
    "GET /api/letters/<uuid:letter_id>.pdf": Row("letter", "readers"),
    "GET /api/letters/<uuid:letter_id>.docx": Row("letter", "readers"),
    "GET /api/operations/<uuid:operation_id>/lines/<uuid:line_id>/case-records": Row(
        "line", "judges inspector"
    ),
    "POST /api/operations/<uuid:operation_id>/lines/<uuid:line_id>/case-records": Row(
        "line", "judges", conflict=True
    ),
    # a plan without a kop or with nobody in it prints nothing
    "GET /api/operations/<uuid:operation_id>/order.pdf": Row("operation", "bkpsdm sekda admin"),
    "GET /api/letters/<uuid:letter_id>/issued.pdf": Row("letter", "readers"),
    # a draft was never issued: nothing signed can come back
    "PUT /api/letters/<uuid:letter_id>/signed": Row("letter", "bkpsdm", ok=(409,)),
    "POST /api/letters/<uuid:letter_id>/submit": Row("letter", "bkpsdm", conflict=True),
    "POST /api/letters/<uuid:letter_id>/return": Row("letter", "approver", conflict=True),
    "POST /api/letters/<uuid:letter_id>/approve": Row("letter", "approver", conflict=True),
    "POST /api/letters/<uuid:letter_id>/sign": Row("letter", "bkpsdm", conflict=True),
    "POST /api/letters/<uuid:letter_id>/deliver": Row("letter", "bkpsdm", conflict=True),
    # a draft is withdrawn by the desk, anything later by the approver only
    "POST /api/letters/<uuid:letter_id>/withdraw": Row(
        "letter", "approver drafting_desk", conflict=True
    ),
    "POST /api/letters/<uuid:letter_id>/replace": Row("letter", "approver", conflict=True),
    "GET /api/letterhead": Row("none", "readers admin"),
    "PUT /api/letterhead": Row("none", "bkpsdm admin"),
    "GET /api/letter-templates": Row("none", "bkpsdm admin"),
    "GET /api/letter-templates/<string:kind>/file": Row("template", "bkpsdm admin"),
    "PUT /api/letter-templates/<string:kind>/file": Row("template", "bkpsdm admin", ok=(422,)),
    "DELETE /api/letter-templates/<string:kind>": Row("template", "bkpsdm admin", ok=(409,)),
    "GET /api/signatories": Row("none", "readers admin"),
    "POST /api/signatories": Row("none", "bkpsdm admin"),
    "PATCH /api/signatories/<uuid:signatory_id>": Row("signatory", "bkpsdm admin"),
    # trust
    "GET /api/ready": Row("none", "bkpsdm admin"),
    "GET /api/audit": Row("none", "inspector admin"),
    "GET /api/retention": Row("none", "bkpsdm inspector admin"),
    "POST /api/holds": Row("operation", "bkpsdm inspector"),
    "POST /api/holds/<uuid:hold_id>/lift": Row("hold", "approver"),
}
