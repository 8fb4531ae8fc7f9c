"""The attendance lists of a sidak kantor on paper and as a workbook."""

from typing import Literal
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import may, require
from server.core import audit
from server.core.clock import now
from server.core.db import db, start_writing
from server.core.problems import Code, Problem
from server.operations import queries as operations
from server.operations.models import Operation, RollPerson
from server.permits.rules import Presence
from server.summons import queries
from server.summons.letters import RollPaper, RollSection, csv_rolls, render_rolls, xlsx_rolls
from server.summons.letters import RollPerson as PersonOnPaper
from server.summons.service.printed import head_on_paper, imprint, kop, paper_size, simulated

FORGOTTEN = "(nama sudah dihapus)"


def rolls_paper(
    user: User, operation_id: UUID, form: Literal["pdf", "xlsx", "csv"]
) -> tuple[bytes, str]:
    """Return the lists with a file name, and leave a trace; raises `not-found`.

    Who is ill is told apart, with the notes, only in the spreadsheet of who may write marks: paper leaves
    the house.
    """
    require(user, "roll.export")
    queries.operation_of(operation_id)
    start_writing()
    operation = queries.operation_of(operation_id)
    if operation.kind != "office":
        raise Problem(Code.NOT_FOUND)
    paper = _paper(operation, health=form != "pdf" and may(user, "roll.mark"))
    size = paper_size(queries.letterhead())
    spread = {"xlsx": xlsx_rolls, "csv": csv_rolls}.get(form)
    made = spread(paper) if spread else render_rolls(paper, paper=size)
    audit.record(
        "roll.export",
        actor_id=user.id,
        subject_id=operation_id,
        operation_id=operation_id,
        format=form,
        people=sum(len(one.persons) for one in paper.sections),
    )
    return made, f"daftar-hadir-{operation.day.isoformat()}.{form}"


def _paper(operation: Operation, *, health: bool) -> RollPaper:
    return RollPaper(
        head=head_on_paper(kop(queries.letterhead())),
        zone=operation.time_zone,
        operation=operation.name,
        day=operation.day,
        as_of=now(),
        sections=tuple(
            _section(one, health=health)
            for one in operations.roll_sheets(operation.id, health=health)
        ),
        health=health,
        imprint=imprint(draft=False, simulation=simulated(operation)),
    )


def _section(sheet: operations.RollSheet, *, health: bool) -> RollSection:
    rows = operations.people_of(sheet.roll.id).order_by(RollPerson.position)
    people = operations.on_roll(db.session.scalars(rows).all(), health=health)
    return RollSection(
        opd=sheet.opd_name,
        team=f"Tim {sheet.team_number}",
        count=sheet.count,
        persons=tuple(
            PersonOnPaper(
                name=one.name or FORGOTTEN,
                nip=one.nip or "",
                job=one.job,
                code=Presence(one.code) if one.code else None,
                note=one.note,
            )
            for one in people
        ),
    )
