"""Every list of the desk as a spreadsheet, as the screen shows it; each export is audited.

The answers are those of the screens; here they only become rows. A list over many operations has
its moments in the time zone of each.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import now
from server.core.db import db, start_writing
from server.findings.service import late as late_service
from server.findings.service import look as findings
from server.operations.models import Operation
from server.people.rules import ELSEWHERE_KINDS
from server.summons import queries
from server.summons.letters.table_words import (
    ASSESSMENTS,
    CONDUCT,
    DUE,
    FLAGS,
    OBSERVED,
    OVERDUE,
    OWN,
    STATUSES,
)
from server.summons.letters.tables import Cell, Form, Table, write
from server.summons.letters.wording import KINDS, nip
from server.summons.service import due as due_service
from server.summons.service import overdue as overdue_service
from server.summons.service import own as own_service

PAGE = 200
NAME, NIP, OPD, MOMENT = ("Nama", 30), ("NIP", 21), ("OPD", 34), 17
ASN = frozenset({"pns", "cpns", "pppk", "pppk_part_time"})
UNDECIDED = frozenset({"received", "reopened"})
# What the queue is narrowed by in the database; the rest changes by itself and is asked of the rows.
STORED = ("operation", "team", "opd")
# A file is told from a look on the screen in the audit by its format.
Made = tuple[bytes, str]


def queue(user: User, wanted: Mapping[str, Any], form: Form) -> Made:
    """Return the review queue of an operation under the filters of the screen; raises `not-found`."""
    require(user, "summons_list.read")
    operation = queries.operation_of(wanted["operation"])
    asked = {name: wanted[name] for name in STORED if name in wanted}
    rows, cursor = [], None
    while True:
        page = findings.page(user, {**asked, "cursor": cursor, "limit": PAGE})
        rows += [_queued(item, operation) for item in page["items"] if passes(item, wanted)]
        cursor = page["next"]
        if cursor is None:
            break
    columns = (
        ("Ditemukan", MOMENT), ("Tim", 6), OPD, NAME, NIP, ("Status pegawai", 18), ("Jabatan", 30),
        ("Tempat", 28), ("Keadaan", 20), ("Surat di lokasi", 18), ("Penilaian surat", 24),
        ("Batas surat", MOMENT), ("Sikap", 22), ("Tanda", 44), ("Petugas", 24),
    )  # fmt: skip
    made = write(Table(columns, rows, by=2), form)
    trace(user, "finding.list", operation.id, f"queue.{form}", len(rows), narrowed=sorted(wanted))
    return made, f"temuan-{operation.day.isoformat()}.{form}"


def passes(item: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a finding passes the filters that the screen answers itself."""
    person, status = item["person"], wanted.get("status")
    if (
        status
        and item["status"] != status
        and not (status == "open" and item["status"] in UNDECIDED)
    ):
        return False
    if "opd_text" in wanted and (person["opd_id"] or person["opd_text"] != wanted["opd_text"]):
        return False
    if "assessment" in wanted and item["assessment"]["state"] != wanted["assessment"]:
        return False
    if "findings" in wanted and item["id"] not in wanted["findings"]:
        return False
    if "flag" in wanted and wanted["flag"] not in item["flags"]:
        return False
    return "kind" not in wanted or wanted["kind"] in _groups(item)


def _groups(item: Mapping[str, Any]) -> set[str]:
    """Return the groups of the board a finding counts in."""
    kind = item["person"]["kind"]
    told = {
        "asn": kind in ASN,
        "elsewhere": kind in {str(one) for one in ELSEWHERE_KINDS},
        "left": item["conduct"] == "left",
        "document_accepted": item["assessment"]["state"].startswith("accepted"),
    }
    return {kind, *(name for name, true in told.items() if true)}


def _queued(item: Mapping[str, Any], operation: Operation) -> tuple[Cell, ...]:
    person, at = item["person"], clock(operation.time_zone)
    return (
        at(item["seen_at"]), item["team_number"], person["opd_name"] or person["opd_text"] or "",
        person["name"] or "", nip(person["nip"] or ""), KINDS.get(person["kind"], ""),
        person["job"] or "", item["place"], STATUSES.get(item["status"], ""),
        OBSERVED.get(item["observed"], ""), ASSESSMENTS.get(item["assessment"]["state"], ""),
        at(item["assessment"]["due_at"]), CONDUCT.get(item["conduct"], ""),
        "; ".join(FLAGS.get(one.replace("-", "_"), one) for one in item["flags"]),
        item["author_name"],
    )  # fmt: skip


def due(user: User, form: Form) -> Made:
    """Return what is due today over all operations."""
    zones = _zones()
    rows: list[tuple[Cell, ...]] = [
        (one["opd_name"] or "", DUE[one["kind"]], one["name"],
         zones[one["operation_id"]](one["due_at"]), one["operation_name"])
        for one in due_service.due(user)["items"]
    ]  # fmt: skip
    columns = (OPD, ("Pekerjaan", 40), NAME, ("Waktu", MOMENT), ("Operasi", 34))
    made = write(Table(columns, rows, by=0), form)
    trace(user, "summons_list.read", None, f"due.{form}", len(rows))
    return made, f"jatuh-tempo-{now():%Y-%m-%d}.{form}"


def overdue(user: User, form: Form) -> Made:
    """Return what superiors left open after its day, one row for each person."""
    zones = _zones()
    rows: list[tuple[Cell, ...]] = [
        (one["name"], nip(one["nip"] or ""), one["job"] or "", line["name"], OVERDUE[line["why"]],
         _day(zones[line["operation_id"]](line["since"])), line["days"], line["operation_name"])
        for one in overdue_service.overdue(user)["items"]
        for line in one["lines"]
    ]  # fmt: skip
    columns = (
        ("Atasan langsung", 30), ("NIP atasan", 21), ("Jabatan", 30), ("Yang bersangkutan", 30),
        ("Belum", 36), ("Sejak", 12), ("Hari lewat", 10), ("Operasi", 34),
    )  # fmt: skip
    made = write(Table(columns, rows), form)
    trace(user, "summons_list.read", None, f"overdue.{form}", len(rows))
    return made, f"terlambat-per-atasan-{now():%Y-%m-%d}.{form}"


def late(user: User, operation_id: UUID, form: Form) -> Made:
    """Return who of an operation still owes a letter, and what has come; raises `not-found`."""
    items = late_service.of_operation(user, operation_id)["items"]
    operation = queries.operation_of(operation_id)
    at = clock(operation.time_zone)
    rows = [_owed(item, at) for item in items]
    columns = (
        OPD, NAME, NIP, ("Tempat", 28), ("Ditemukan", MOMENT), ("Penilaian surat", 24),
        ("Batas surat", MOMENT), ("Surat datang", 8), ("Nomor terakhir", 30), ("Tanggal surat", 12),
        ("Diterima", MOMENT),
    )  # fmt: skip
    made = write(Table(columns, rows, by=0), form)
    trace(user, "finding.read_late_letter", operation.id, f"late.{form}", len(rows))
    return made, f"surat-menyusul-{operation.day.isoformat()}.{form}"


def _owed(item: Mapping[str, Any], at: Callable[[Any], Cell]) -> tuple[Cell, ...]:
    papers = sorted(item["letters"], key=lambda one: str(one["received_at"]))
    last = papers[-1] if papers else {"number": "", "dated": None, "received_at": None}
    dated = last["dated"]
    return (
        item["opd_name"] or "", item["name"] or "", nip(item["nip"] or ""), item["place"],
        at(item["seen_at"]), ASSESSMENTS.get(item["state"], ""), at(item["due_at"]), len(papers),
        last["number"], date.fromisoformat(dated) if dated else None, at(last["received_at"]),
    )  # fmt: skip


def own(user: User, form: Form) -> Made:
    """Return the people of the user's OPD in closed operations, as its account sees them."""
    rows: list[tuple[Cell, ...]] = []
    for one in own_service.lines(user)["items"]:
        at, first = clock(one["time_zone"]), one["seen"][0]
        rows.append(
            (one["unit"] or "", one["name"] or "", nip(one["nip"] or ""), one["job"] or "",
             at(first["seen_at"]), first["place"], OWN.get(one["status"], ""),
             at(one["hearing_at"]), at(one["reply_until"]), len(one["replies"]),
             one["operation_name"])
        )  # fmt: skip
    columns = (
        ("Unit kerja", 34), NAME, NIP, ("Jabatan", 30), ("Ditemukan", MOMENT), ("Tempat", 28),
        ("Keadaan", 26), ("Menghadap", MOMENT), ("Batas menjawab", MOMENT), ("Jawaban", 8),
        ("Operasi", 34),
    )  # fmt: skip
    made = write(Table(columns, rows), form)
    trace(user, "line.read_own", None, f"own.{form}", len(rows))
    return made, f"pegawai-kami-{now():%Y-%m-%d}.{form}"


def _zones() -> dict[str, Callable[[Any], Cell]]:
    """Return the clock of each operation by its id."""
    rows = db.session.execute(select(Operation.id, Operation.time_zone))
    return {str(row.id): clock(row.time_zone) for row in rows}


def clock(zone: str) -> Callable[[Any], Cell]:
    """Return what turns a moment, or its ISO 8601 text, into one of the place, to the minute."""
    place = ZoneInfo(zone)

    def at(moment: datetime | str | None) -> Cell:
        if moment is None:
            return None
        aware = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return aware.astimezone(place).replace(tzinfo=None, second=0, microsecond=0)

    return at


def _day(moment: Cell) -> Cell:
    return moment.date() if isinstance(moment, datetime) else moment


def trace(
    user: User, action: str, operation_id: UUID | None, table: str, count: int, **more: Any
) -> None:
    """Write an export down: which table in which form ("queue.csv"), and how many rows left."""
    start_writing()
    audit.record(
        action,
        actor_id=user.id,
        subject_id=operation_id,
        operation_id=operation_id,
        format=table,
        count=count,
        **more,
    )
