"""Files of 20,000 rows: read in the limited process, compared, and applied."""

import time
from collections.abc import Iterable, Iterator
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

ROWS, PEOPLE = 20_000, 5_000
DAYS = ROWS // PEOPLE
BUDGET = 5
PUNCHES = ("NAMA / NIP", "TANGGAL", "PAGI", "PULANG")
OPDS = ("NAMA OPD", "SINGKATAN", "INDUK", "LINTANG", "BUJUR")
PERMITS = ("NIP", "NAMA", "JENIS", "NOMOR SURAT", "TANGGAL MULAI", "TANGGAL SELESAI", "TEMPAT")


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield the seconds of each dry run and of applying it, on both databases."""
    for kind in databases.KINDS:
        with yard.city(kind) as city:
            people = _people(city)
            days = [
                (city.seen_at - timedelta(days=back)).strftime("%d-%m-%Y") for back in range(DAYS)
            ]
            punches = [
                (f"{name}\n{nip}", day, "07:28:00", "16:02:00")
                for day in days
                for nip, name in people
            ]
            permits = [
                (nip, name, "Surat Tugas", f"{at}/ST/2026", day, day, "Surabaya")
                for at, day in enumerate(days)
                for nip, name in people
            ]
            yield from _timed(city, "attendance", "absen", workbooks.book(punches, PUNCHES), kind)
            yield from _timed(
                city, "permits", "surat dan cuti", workbooks.book(permits, PERMITS), kind
            )
        with yard.city(kind) as city:
            yield from _timed(city, "roster", "pegawai", workbooks.book(_roster()), kind)
        with yard.city(kind) as city:
            yield from _timed(city, "opds", "OPD", workbooks.book(_offices(), OPDS), kind)


def _timed(city: World, what: str, name: str, data: bytes, kind: str) -> Iterator[Figure]:
    desk = city.client("desk")
    begun = time.perf_counter()
    one: Any = desk.post(
        f"/api/imports/{what}",
        query_string={"form": "xlsx"},
        data=data,
        content_type="application/octet-stream",
    ).json
    compared = time.perf_counter() - begun
    assert one["figures"]["rejected"] == 0, one
    assert ROWS in one["figures"].values(), one["figures"]
    begun = time.perf_counter()
    done = desk.post(f"/api/imports/{one['id']}/apply", json={"revision": one["revision"]})
    assert done.status_code == 200, done.json
    how = f"{kind}, {ROWS:,} baris (xlsx), dalam proses"
    yield Figure(f"{name}, uji coba", compared, "dtk", BUDGET, how)
    yield Figure(f"{name}, terapkan", time.perf_counter() - begun, "dtk", BUDGET, how)


def _numbers(many: int) -> Iterable[str]:
    for at in range(many):
        yield f"1987{at // 27_972 % 12 + 1:02}{at // 999 % 28 + 1:02}2010031{at % 999 + 1:03}"


def _people(city: World) -> list[tuple[str, str]]:
    """Fill the roster and return everybody's NIP and name."""
    people = [(nip, f"ORANG {at}") for at, nip in enumerate(_numbers(PEOPLE))]
    opd_id: UUID = city.opds["Disdik"]
    with city.app.app_context():
        db.session.execute(
            insert(Employee),
            [{"nip": nip, "name": name, "kind": "pns", "opd_id": opd_id} for nip, name in people],
        )
        db.session.commit()
    return people


def _roster() -> list[tuple[str, ...]]:
    """Return a SIASN export of people whom nobody knows yet."""
    return [
        (
            nip,
            f"ORANG {at}",
            "PNS",
            "III/a",
            "Fungsional",
            "Guru Ahli Pertama",
            "",
            "Dinas Pendidikan",
        )
        for at, nip in enumerate(_numbers(ROWS))
    ]


def _offices() -> list[tuple[str, ...]]:
    """Return units of units, twenty to each, in a tree as deep as a ministry's."""
    return [
        (f"Unit {at:05}", f"U{at}", f"Unit {at // 20:05}" if at else "Disdik", "-7.75", "113.21")
        for at in range(ROWS)
    ]
