"""The two registers of the desk as spreadsheets: what followed for people, and letters and leave.

Each is for whoever reads it on the screen, row by row; each export is audited.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import app_state
from server.core.clock import now
from server.core.db import db
from server.people import queries as people
from server.permits import queries as permit_queries
from server.permits.models import Permit
from server.summons import queries
from server.summons.letters.table_words import LINES, PERMITS
from server.summons.letters.tables import Cell, Form, Table, write
from server.summons.letters.wording import nip
from server.summons.models import CaseRecord
from server.summons.queries import Listing
from server.summons.service.examinations import line_of, may_on
from server.summons.service.field_sheet import RESULTS
from server.summons.service.follow_up import READ
from server.summons.service.lines import state_now
from server.summons.service.tables import MOMENT, NAME, NIP, OPD, Made, clock, trace


def cases(user: User, operation_id: UUID, form: Form, line: UUID | None = None) -> Made:
    """Return the riwayat pembinaan of an operation, or of one line, each row as it was written.

    Lines that the user may not read are left out. Raises `not-found`, also for such a line.
    """
    if line is None:
        require(user, READ)
        listing = queries.listing(queries.operation_of(operation_id))
        wanted = [one for one in listing.people if may_on(user, listing, one, READ)]
    else:
        listing, line = line_of(user, operation_id, line, READ)
        wanted = [line]
    rows = [row for one in wanted for row in _followed(listing, one)]
    columns = (
        NAME, NIP, OPD, ("Keadaan", 20), ("Catatan ke-", 10), ("Jenis", 20), ("Tanggal", 12),
        ("Oleh", 28), ("Hasil", 24), ("Catatan", 44), ("Kunjungan berikutnya", 14),
        ("Dicatat", MOMENT), ("Dicatat oleh", 24),
    )  # fmt: skip
    rows.sort(key=lambda row: (str(row[2]), str(row[0])))
    made = write(Table(columns, rows, by=2), form)
    told = {"line": str(line)} if line else {}
    trace(user, READ, operation_id, f"cases.{form}", len(rows), **told)
    return made, f"riwayat-pembinaan-{listing.operation.day.isoformat()}.{form}"


def _followed(listing: Listing, line_id: UUID) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a person, the first one first."""
    shown, at = listing.people[line_id].shown, clock(listing.operation.time_zone)
    records = queries.case_records_of(listing.ids_of(line_id))
    state = LINES.get(str(state_now(listing, line_id)), "") if records else ""
    for number, row in enumerate(records, 1):
        by = db.session.get(User, row.recorded_by)
        yield (
            shown.name or "", nip(shown.nip or ""), shown.opd_name or "", state, number,
            _kind(row), row.held_on, row.by_whom, RESULTS.get(row.result, "").capitalize(),
            row.note, row.next_on, at(row.recorded_at), by.name if by else "",
        )  # fmt: skip


def _kind(row: CaseRecord) -> str:
    if row.held_on is None:
        return "Rencana kunjungan"
    return "Kunjungan" if row.kind == "visit" else "Keputusan"


def permits(user: User, form: Form, day: date | None = None) -> Made:
    """Return the register of letters and leave that the user sees, of one local day when asked."""
    require(user, "permit.read")
    zone = app_state.settings().time_zone
    wanted = permit_queries.visible_to(user).options(joinedload(Permit.person))
    if day is not None:
        wanted = permit_queries.on_day(wanted, day, zone)
    at, opds = clock(zone), {one.id: one.name for one in people.all_opds()}
    found = db.session.scalars(wanted.order_by(Permit.registered_at.desc(), Permit.id.desc()))
    rows: list[tuple[Cell, ...]] = [
        (one.person.name, nip(one.person.nip or ""), opds.get(one.person.opd_id, ""),
         PERMITS.get(one.kind, one.kind), one.number, one.dated, one.signer, at(one.valid_from),
         at(one.valid_to), one.place, one.purpose, at(one.registered_at))
        for one in found
    ]  # fmt: skip
    columns = (
        NAME, NIP, OPD, ("Jenis", 24), ("Nomor", 30), ("Tanggal surat", 12),
        ("Penanda tangan", 28), ("Berlaku mulai", MOMENT), ("Sampai", MOMENT), ("Tempat", 28),
        ("Keperluan", 34), ("Didaftarkan", MOMENT),
    )  # fmt: skip
    made = write(Table(columns, rows, by=2), form)
    told: dict[str, Any] = {"day": day.isoformat()} if day else {}
    trace(user, "permit.read", None, f"permits.{form}", len(rows), **told)
    return made, f"surat-dan-cuti-{day or now().date()}.{form}"
