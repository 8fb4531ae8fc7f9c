"""The berita acara of a team on paper, as it stood when its coordinator declared it.

What came in later stands in the next one. A finding that the desk took back afterwards stays on the
paper that was signed with it; the end of the audit chain printed below is that of the declaration.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import audit
from server.core.db import db, start_writing
from server.core.problems import Code, Problem
from server.findings.models import Amendment, Finding, TeamReport
from server.findings.queries.reports import OUT_OF_THE_COUNT
from server.operations import queries as operations
from server.operations.models import Operation, Team, Visit
from server.people import queries as people
from server.summons import queries
from server.summons.letters import Person, Place, TeamMember, render_team_report
from server.summons.letters import TeamReport as TeamReportPaper
from server.summons.service.printed import head_on_paper, imprint, kop, paper_size, simulated

READ = "finding.read"
TAKEN_BACK = tuple({"dismissed": "dismiss", "merged": "merge"}[one] for one in OUT_OF_THE_COUNT)
OBSERVED = {
    "matches": "Sesuai",
    "mismatch": "Belum sesuai",
    "promised": "Menyusul",
    "none": "Tidak ada",
    "refused": "Menolak menunjukkan",
}
CONDUCT = {"left": "Meninggalkan lokasi", "refused": "Menolak memberi keterangan"}


def team_paper(user: User, report_id: UUID) -> tuple[bytes, str]:
    """Return a berita acara as PDF bytes with a file name, and leave a trace; raises `not-found`."""
    operation, team, report = _report(user, report_id)
    before = _numbered(team.id, report.number - 1)
    made = render_team_report(
        _paper(operation, team, report, before), paper=paper_size(queries.letterhead())
    )
    name = f"berita-acara-tim-{team.number}-{operation.day.isoformat()}-{report.number}.pdf"
    operation_id = operation.id
    start_writing()
    audit.record(
        "team.read_report", actor_id=user.id, subject_id=report_id, operation_id=operation_id
    )
    return made, name


def _report(user: User, report_id: UUID) -> tuple[Operation, Team, TeamReport]:
    report = db.session.get(TeamReport, report_id)
    operation = operations.get(user, report.operation_id) if report else None
    team = operations.team(report.operation_id, report.team_id) if report else None
    if report is None or operation is None or team is None:
        raise Problem(Code.NOT_FOUND)
    require(user, READ, Thing(team_role=operations.team_role(user, team.id)))
    return operation, team, report


def _numbered(team_id: UUID, number: int) -> TeamReport | None:
    rows = select(TeamReport).where(TeamReport.team_id == team_id, TeamReport.number == number)
    return db.session.scalar(rows)


def _paper(
    operation: Operation, team: Team, report: TeamReport, before: TeamReport | None
) -> TeamReportPaper:
    found = _findings(report, before)
    own_hash = audit.hash_at(report.log_index) or ""
    return TeamReportPaper(
        head=head_on_paper(kop(queries.letterhead())),
        zone=operation.time_zone,
        operation=operation.name,
        team=f"Tim {team.number}",
        starts=operation.starts_at,
        until=_until(operation, report.declared_at),
        places=_places(report, before, found),
        persons=tuple(_person(finding) for finding in found),
        members=_members(operation, team),
        assignment=operation.order_number,
        addendum=report.number > 1,
        checkpoint=f"{report.log_index}:{own_hash[: audit.PRINTED]}",
        imprint=imprint(draft=False, simulation=simulated(operation)),
    )


def _until(operation: Operation, declared_at: datetime) -> datetime:
    """Return when the walk ended: the declaration where it was made that day, else the plan's end."""
    zone = ZoneInfo(operation.time_zone)
    same_day = declared_at.astimezone(zone).date() == operation.starts_at.astimezone(zone).date()
    return declared_at if same_day and declared_at > operation.starts_at else operation.ends_at


def _findings(report: TeamReport, before: TeamReport | None) -> Sequence[Finding]:
    """Return what this report speaks of, by time: what had arrived and was not taken back yet."""
    gone = select(Amendment.finding_id).where(
        Amendment.verb.in_(TAKEN_BACK), Amendment.at <= report.received_at
    )
    rows = select(Finding).where(
        Finding.team_id == report.team_id,
        Finding.log_index < report.log_index,
        Finding.log_index > (before.log_index if before else 0),
        Finding.id.not_in(gone),
    )
    return db.session.scalars(rows.order_by(Finding.seen_at, Finding.id)).all()


def _person(finding: Finding) -> Person:
    opd = people.opd(finding.opd_id) if finding.opd_id else None
    units = (finding.unit, opd.name if opd else finding.opd_text)
    left = finding.conduct == "left"  # the remark says so; nobody asked for a name
    return Person(
        name=finding.name or ("Tidak dikenal" if left else "Tidak menyebut nama"),
        nip=finding.nip or "",
        rank=finding.rank or "",
        job=finding.job or "",
        unit=", ".join(unit for unit in units if unit),
        kind=finding.kind,
        remark=CONDUCT.get(finding.conduct, ""),
        document=OBSERVED[finding.observed],
        seen_at=finding.seen_at,
        seen_where=finding.place,
    )


def _places(
    report: TeamReport, before: TeamReport | None, found: Sequence[Finding]
) -> tuple[Place, ...]:
    """Return where somebody was found, and where a visit said nihil."""
    here: dict[str, list[datetime]] = {}
    for finding in found:
        here.setdefault(finding.place, []).append(finding.seen_at)
    rows = select(Visit).where(
        Visit.team_id == report.team_id, Visit.nil, Visit.received_at <= report.received_at
    )
    if before is not None:
        rows = rows.where(Visit.received_at > before.received_at)
    nil = [Place(visit.place, visit.at, 0) for visit in db.session.scalars(rows)]
    places = [Place(name, min(times), len(times)) for name, times in here.items()]
    return tuple(sorted([*places, *nil], key=lambda place: (place.at, place.name)))


def _members(operation: Operation, team: Team) -> tuple[TeamMember, ...]:
    (sheet,) = (one for one in operations.sheets(operation.id) if one.team.id == team.id)
    found = []
    for member in sheet.members:
        user = db.session.get_one(User, member.user_id)
        employee = people.employee(user.employee_id) if user.employee_id else None
        duty = "koordinator" if member.role == "coordinator" else "petugas"
        nip = (employee.nip if employee else None) or ""
        found.append(TeamMember(name=member.name, nip=nip, duty=duty))
    return tuple(found)
