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

from server.archive import subject_files
from server.archive import subject_records as records
from server.archive.subject_records import columns, role
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
from server.operations.models import Operation, Team
from server.people.models import Employee
from server.summons.models import (
    Letter,
    LetterLine,
    Line,
    LineStep,
)

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
    heard = records.examinations(employee)
    ids = [one.id for one in findings] + [one.id for one in lines] + [one.id for one in letters]
    ids += [one.id for one in heard]
    data = {
        "made_at": iso(now()),
        "roster": records.roster(employee),
        "permits": records.permits(employee),
        "attendance": records.attendance(employee),
        "rolls": records.rolls(employee),
        "findings": [_finding(one) for one in findings],
        "lines": [_line(one) for one in lines],
        "letters": [_letter(one) for one in letters],
        "examinations": [records.examination(one) for one in heard],
        "followed": records.followed(employee),
        "reports": records.reports(employee),
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
        **columns(row, "seen_at", "received_at", "place", "status", "assessment", "flags"),
        "said": said,
        "steps": [
            {
                **columns(one, "at", "verb", "reason"),
                "by": role(one.actor_id) if one.actor_id else PERSON,
            }
            for one in db.session.scalars(steps)
        ],
        "corrections": [
            {
                **columns(one, "at", "received_at", "applied"),
                "changes": one.said.get("changes"),
            }
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
            {**columns(one, *names), "file": one.file_sha256}
            for one in db.session.scalars(later.order_by(LateLetter.received_at))
        ],
        "set_aside": [
            columns(one, "kind", "why", "received_at", "sha256")
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
        **columns(row, "id", "status", "hearing_at", "note", "changed_at"),
        "steps": [
            {
                **columns(one, "at", "verb", "before", "after", "reason"),
                "by": role(one.actor_id),
            }
            for one in db.session.scalars(steps)
        ],
    }


def _letters(line_ids: list[UUID]) -> list[Letter]:
    named = select(LetterLine.letter_id).where(LetterLine.line_id.in_(line_ids))
    return list(db.session.scalars(select(Letter).where(Letter.id.in_(named))))


def _letter(row: Letter) -> dict[str, Any]:
    names = ("id", "kind", "status", "number", "dated", "hearing_at", "hearing_place")
    return {
        **columns(row, *names, "delivered_at"),
        "names_others": not subject_files.alone(row),
    }


def _processing(ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """What the audit says of these things; readings carry the hour behind their id."""
    subject = AuditEntry.subject_id
    query = select(AuditEntry).where(or_(*(subject.startswith(str(one)) for one in ids)))
    return [
        {**columns(row, "at", "action"), "by": role(row.actor_id)}
        for row in db.session.scalars(query.order_by(AuditEntry.log_index))
    ]


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)
