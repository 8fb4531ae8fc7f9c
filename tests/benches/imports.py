"""Files of 20,000 rows: read in the limited process, compared, and applied."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import databases
import workbooks
from sqlalchemy import insert
from world import World

from benches.figure import Figure
from benches.yard import Yard
from server.core.db import db
from server.people.models import Employee

PEOPLE, DAYS = 5_000, 4
HEADERS = ("NAMA / NIP", "TANGGAL", "PAGI", "PULANG")


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield the seconds of the dry run and of applying it, on both databases."""
    for kind in databases.KINDS:
        with yard.city(kind) as city:
            data = _punches(city)
            desk = city.client("desk")
            begun = time.perf_counter()
            one: Any = desk.post(
                "/api/imports/attendance",
                query_string={"form": "xlsx"},
                data=data,
                content_type="application/octet-stream",
            ).json
            compared = time.perf_counter() - begun
            assert one["figures"]["new"] == PEOPLE * DAYS, one
            begun = time.perf_counter()
            done = desk.post(f"/api/imports/{one['id']}/apply", json={"revision": one["revision"]})
            assert done.status_code == 200, done.json
            how = f"{kind}, {PEOPLE * DAYS:,} baris absen (xlsx), dalam proses"
            yield Figure("absen, uji coba", compared, "dtk", 5, how)
            yield Figure("absen, terapkan", time.perf_counter() - begun, "dtk", 5, how)


def _punches(city: World) -> bytes:
    """Fill the roster, and return a workbook with four days of everybody."""
    rows = {
        f"198703132010{1 + at // 999:02}1{at % 999 + 1:03}": f"ORANG {at}" for at in range(PEOPLE)
    }
    opd_id: UUID = city.opds["Disdik"]
    with city.app.app_context():
        db.session.execute(
            insert(Employee),
            [
                {"nip": nip, "name": name, "kind": "pns", "opd_id": opd_id}
                for nip, name in rows.items()
            ],
        )
        db.session.commit()
    days = [(city.seen_at - timedelta(days=back)).strftime("%d-%m-%Y") for back in range(DAYS)]
    return workbooks.book(
        [
            (f"{name}\n{nip}", day, "07:28:00", "16:02:00")
            for day in days
            for nip, name in rows.items()
        ],
        HEADERS,
    )
