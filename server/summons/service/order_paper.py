"""The surat perintah tugas of an operation on paper, from its plan as it stands today.

A plan is secret: only who plans it, and the Sekda who opens it, print it; each print leaves a trace.
"""

from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.db import db, start_writing
from server.core.problems import Code, Problem
from server.operations import queries as operations
from server.operations.models import Operation
from server.operations.queries import Member, TeamSheet
from server.people import queries as people
from server.summons.letters import Ordered, OrderedTeam, OrderPaper, render_order
from server.summons.models import Letterhead
from server.summons.service.content import operation_words, signatory_for
from server.summons.service.printed import (
    head_on_paper,
    imprint,
    kop,
    need_letterhead,
    paper_size,
    signatory_on_paper,
    simulated,
)

PRINT = "operation.print_order"
# one ground a line; edited on the page of the kop (⚠ until BKPSDM has confirmed it)
BASIS = (
    "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara\n"
    "Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil"
)
DUTIES = {"coordinator": "koordinator", "officer": "petugas"}


def order_paper(user: User, operation_id: UUID) -> tuple[bytes, str]:
    """Return the SPT as PDF bytes with a file name, and leave a trace.

    Raises `not-found`, `signatory-missing`, `bad-field` for a plan without anybody in it.
    """
    require(user, PRINT)
    operation = operations.get(user, operation_id)
    if operation is None:
        raise Problem(Code.NOT_FOUND)
    head = need_letterhead()
    teams = [_team(sheet) for sheet in operations.sheets(operation.id)]
    if not any(team.members for team in teams):
        sentence = "Tambahkan tim dan anggotanya sebelum surat perintah tugas dicetak."
        raise Problem(Code.BAD_FIELD, invalid={"teams": [sentence]}, detail=sentence)
    made = render_order(_paper(operation, head, teams), paper=paper_size(head))
    name = f"surat-perintah-tugas-{operation.day.isoformat()}.pdf"
    start_writing()
    audit.record(PRINT, actor_id=user.id, subject_id=operation_id, operation_id=operation_id)
    return made, name


def _paper(operation: Operation, head: Letterhead, teams: list[OrderedTeam]) -> OrderPaper:
    basis = head.matters.get("order") or BASIS
    return OrderPaper(
        head=head_on_paper(kop(head)),
        zone=operation.time_zone,
        operation=operation_words(operation.name),
        starts=operation.starts_at,
        ends=operation.ends_at,
        basis=tuple(line.strip() for line in basis.splitlines() if line.strip()),
        teams=tuple(teams),
        signatory=signatory_on_paper(signatory_for("order", set())),
        number=operation.order_number,
        dated=operation.order_date,
        secret=operation.status == "planned",
        office=operation.kind == "office",
        imprint=imprint(draft=not operation.order_number, simulation=simulated(operation)),
    )


def _team(sheet: TeamSheet) -> OrderedTeam:
    return OrderedTeam(
        name=f"Tim {sheet.team.number}",
        members=tuple(map(_member, sheet.members)),
        places=tuple(sheet.team.places),
    )


def _member(member: Member) -> Ordered:
    """Say who is sent, with rank and post where the account is joined to somebody of the roster."""
    user = db.session.get_one(User, member.user_id)
    employee = people.employee(user.employee_id) if user.employee_id else None
    return Ordered(
        name=employee.name if employee else member.name,
        nip=(employee.nip or "") if employee else "",
        rank=(employee.rank or "") if employee else "",
        job=(employee.job if employee else member.title) or "",
        duty=DUTIES[member.role],
    )
