"""Everything that this server knows of one person, for that person (UU 27/2022 Pasal 5 to 7).

Other people stay out of it: team members stand as a team number, those who judged as their role,
letters that name several people without their file, and photos of a place without a picture.
"""

import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from server.accounts.models import User
from server.archive import subject_files
from server.core import audit
from server.core.audit import AuditEntry
from server.core.blobs import BlobStore
from server.core.clock import iso, now
from server.core.db import db
from server.findings.models import (
    Amendment,
    Correction,
    Finding,
    LateLetter,
    SetAside,
)
from server.findings.queries import PERSON
from server.operations.models import Operation, Roll, RollMark, RollPerson, Team
from server.people.models import Employee, EmployeeChange
from server.permits.models import AttendanceDay, Permit
from server.summons.models import (
    CaseRecord,
    Examination,
    Letter,
    LetterLine,
    Line,
    LineStep,
)
from server.tips.models import Tip

OF_OTHERS = frozenset(
    {"author_id", "device_id", "team_id", "previous_sha256", "sequence", "photos"}
)
NOTICE = """\
Salinan data pribadi Anda dari Sidak (UU 27/2022).

data.json   semua yang tercatat tentang Anda: data induk, surat terdaftar, absen, daftar hadir,
            temuan dan setiap langkah atasnya, daftar panggilan, surat, BAP, dan siapa (menurut
            perannya) yang melihatnya; dari laporan masyarakat hanya waktu dan hasilnya, demi
            keselamatan pelapor
foto/       foto diri dan surat Anda; foto suasana tidak disertakan karena memuat orang lain
surat/      surat yang hanya menyebut Anda, dan surat atau penjelasan yang menyusul

Ada yang keliru? Anda berhak meminta pembetulan; permintaan dijawab dalam 3 x 24 jam.
"""


class UnknownPerson(RuntimeError):  # noqa: N818 - a refusal, told to a person in one sentence
    """Nobody here has this NIP; the text is for a person."""


def export(target: Path, nip: str, reason: str, store: BlobStore) -> dict[str, int]:
    """Write the ZIP and return what it holds, counted; leaves a trace, call it in a transaction.

    Raises UnknownPerson when neither roster nor findings know the NIP.
    """
    employee = db.session.scalar(select(Employee).where(Employee.nip == nip))
    findings = _findings(employee, nip)
    if employee is None and not findings:
        raise UnknownPerson("NIP ini tidak ada di data induk maupun di temuan.")
    lines = _lines(employee)
    letters = _letters([line.id for line in lines])
    heard = _examinations(employee)
    ids = [one.id for one in findings] + [one.id for one in lines] + [one.id for one in letters]
    ids += [one.id for one in heard]
    data = {
        "made_at": iso(now()),
        "roster": _roster(employee),
        "permits": _permits(employee),
        "attendance": _attendance(employee),
        "rolls": _rolls(employee),
        "findings": [_finding(one) for one in findings],
        "lines": [_line(one) for one in lines],
        "letters": [_letter(one) for one in letters],
        "examinations": [_examination(one) for one in heard],
        "followed": _followed(employee),
        "reports": _reports(employee),
        "processing": _processing([*ids, employee.id] if employee else ids),
    }
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as file:
        file.writestr("BACA-SAYA.txt", NOTICE)
        file.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1, default=_plain))
        photos = subject_files.photos(file, findings, store)
        papers = subject_files.letters(file, letters, store) + subject_files.answers(
            file, findings, store
        )
    audit.record(
        "person.export",
        actor_id=None,
        subject_id=employee.id if employee else findings[0].id,
        reason=reason,
        findings=len(findings),
        photos=photos,
        letters=papers,
    )
    return {"findings": len(findings), "photos": photos, "letters": papers}


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _columns(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _roster(employee: Employee | None) -> dict[str, Any] | None:
    if employee is None:
        return None
    changes = select(EmployeeChange).where(EmployeeChange.employee_id == employee.id)
    return {
        **_columns(employee, "nip", "name", "kind", "rank", "job", "unit", "opd_id", "left_on"),
        "changes": [
            _columns(one, "at", "kind", "valid_from", "before", "after", "undone_at")
            for one in db.session.scalars(changes.order_by(EmployeeChange.at))
        ],
    }


def _permits(employee: Employee | None) -> list[dict[str, Any]]:
    if employee is None:
        return []
    query = select(Permit).where(Permit.employee_id == employee.id).order_by(Permit.valid_from)
    names = (
        "kind",
        "number",
        "dated",
        "valid_from",
        "valid_to",
        "place",
        "purpose",
        "registered_at",
        "withdrawn_at",
        "withdrawn_reason",
    )
    return [_columns(one, *names) for one in db.session.scalars(query)]


def _attendance(employee: Employee | None) -> list[dict[str, Any]]:
    if employee is None:
        return []
    rows = select(AttendanceDay).where(AttendanceDay.employee_id == employee.id)
    return [
        _columns(one, "day", "arrived", "departed", "code")
        for one in db.session.scalars(rows.order_by(AttendanceDay.day))
    ]


def _rolls(employee: Employee | None) -> list[dict[str, Any]]:
    """What teams put beside the person in a sidak kantor, every mark with its note and reason."""
    if employee is None:
        return []
    rows = (
        select(RollMark, RollPerson.proposed, Operation.name)
        .join(RollPerson, RollPerson.id == RollMark.person_id)
        .join(Roll, Roll.id == RollPerson.roll_id)
        .join(Operation, Operation.id == Roll.operation_id)
        .where(RollPerson.employee_id == employee.id)
        .order_by(RollMark.at, RollMark.number)
    )
    return [
        {
            "operation": operation,
            "proposed": proposed,
            **_columns(mark, "number", "code", "note", "reason", "at"),
            "by": _role(mark.by_id),
        }
        for mark, proposed, operation in db.session.execute(rows)
    ]


def _findings(employee: Employee | None, nip: str) -> list[Finding]:
    same = Finding.nip == nip
    if employee is not None:
        same = or_(same, Finding.employee_id == employee.id)
    return list(db.session.scalars(select(Finding).where(same).order_by(Finding.seen_at)))


def _finding(row: Finding) -> dict[str, Any]:
    team = db.session.get_one(Team, row.team_id)
    said = {name: value for name, value in row.said.items() if name not in OF_OTHERS}
    if isinstance(signature := said.get("signature"), dict):
        said["signature"] = {"state": signature.get("state")}  # not the witness
    corrected = select(Correction).where(Correction.finding_id == row.id)
    steps = select(Amendment).where(Amendment.finding_id == row.id).order_by(Amendment.revision)
    return {
        "id": row.id,
        "operation": db.session.get_one(Operation, row.operation_id).name,
        "team": team.number,
        **_columns(row, "seen_at", "received_at", "place", "status", "assessment", "flags"),
        "said": said,
        "steps": [
            {
                **_columns(one, "at", "verb", "reason"),
                "by": _role(one.actor_id) if one.actor_id else PERSON,
            }
            for one in db.session.scalars(steps)
        ],
        "corrections": [
            {**_columns(one, "at", "received_at", "applied"), "changes": one.said.get("changes")}
            for one in db.session.scalars(corrected.order_by(Correction.log_index))
        ],
        **_beside(row.id),
    }


def _beside(finding_id: UUID) -> dict[str, Any]:
    """What came after the finding, from the person too, and what was kept apart from it."""
    later = select(LateLetter).where(LateLetter.finding_id == finding_id)
    apart = select(SetAside).where(SetAside.finding_id == finding_id)
    names = ("source", "kind", "number", "dated", "signed_at", "signer", "note", "received_at")
    return {
        "answers": [
            {**_columns(one, *names), "file": one.file_sha256}
            for one in db.session.scalars(later.order_by(LateLetter.received_at))
        ],
        "set_aside": [
            _columns(one, "kind", "why", "received_at", "sha256")
            for one in db.session.scalars(apart.order_by(SetAside.received_at))
        ],
    }


def _lines(employee: Employee | None) -> list[Line]:
    if employee is None:
        return []
    return list(db.session.scalars(select(Line).where(Line.employee_id == employee.id)))


def _line(row: Line) -> dict[str, Any]:
    steps = select(LineStep).where(LineStep.line_id == row.id).order_by(LineStep.revision)
    return {
        **_columns(row, "id", "status", "hearing_at", "note", "changed_at"),
        "steps": [
            {**_columns(one, "at", "verb", "before", "after", "reason"), "by": _role(one.actor_id)}
            for one in db.session.scalars(steps)
        ],
    }


def _letters(line_ids: list[UUID]) -> list[Letter]:
    named = select(LetterLine.letter_id).where(LetterLine.line_id.in_(line_ids))
    return list(db.session.scalars(select(Letter).where(Letter.id.in_(named))))


def _letter(row: Letter) -> dict[str, Any]:
    names = ("id", "kind", "status", "number", "dated", "hearing_at", "hearing_place")
    return {**_columns(row, *names, "delivered_at"), "names_others": not subject_files.alone(row)}


def _examinations(employee: Employee | None) -> list[Examination]:
    if employee is None:
        return []
    rows = select(Examination).where(Examination.employee_id == employee.id)
    return list(db.session.scalars(rows.order_by(Examination.opened_at)))


def _examination(row: Examination) -> dict[str, Any]:
    """What the person was asked and said, whole: it is their own; not who asked or witnessed."""
    names = ("id", "number", "status", "place", "started_at", "ended_at", "closed_at")
    signature = row.content["signature"]
    return {
        **_columns(row, *names),
        **{name: row.content[name] for name in ("matter", "questions", "lost")},
        "signature": {"state": signature["state"], "declared": signature["declared"]},
    }


def _followed(employee: Employee | None) -> list[dict[str, Any]]:
    """What followed: visits and decisions, with what was written; not who came to see."""
    if employee is None:
        return []
    rows = select(CaseRecord).where(CaseRecord.employee_id == employee.id)
    names = ("number", "kind", "held_on", "result", "note", "next_on", "recorded_at")
    return [_columns(one, *names) for one in db.session.scalars(rows.order_by(CaseRecord.number))]


def _reports(employee: Employee | None) -> list[dict[str, Any]]:
    """That somebody reported them and how it went: what was written could tell who wrote it."""
    if employee is None:
        return []
    rows = select(Tip).where(Tip.employee_id == employee.id).order_by(Tip.received_at)
    names = ("received_at", "state", "outcome", "ended_at")
    return [_columns(one, *names) for one in db.session.scalars(rows)]


def _role(user_id: UUID | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return ", ".join(user.roles) if user else "server"


def _processing(ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """What the audit says of these things; readings carry the hour behind their id."""
    subject = AuditEntry.subject_id
    query = select(AuditEntry).where(or_(*(subject.startswith(str(one)) for one in ids)))
    return [
        {**_columns(row, "at", "action"), "by": _role(row.actor_id)}
        for row in db.session.scalars(query.order_by(AuditEntry.log_index))
    ]
