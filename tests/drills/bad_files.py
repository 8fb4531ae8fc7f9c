"""G4: files that people bring, bent in every way, through the real door; the roster must not notice.

Sound rosters, OPDs, punches and permits get hostile cells, torn and doubled rows, flipped bytes, and inside a
workbook broken parts under a sound archive. Whatever is taken is compared, read, applied and taken
back: no answer of 500, nothing changed by bringing, and the roster as it was after taking it back.
"""

import io
import random
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import workbooks
from doors import Step, connection_of
from drills.outcome import Outcome
from flask import Flask
from sqlalchemy import select
from world import World

from server.core.db import db
from server.people.models import Employee

NIPS = ("198703122010011004", "199005212019032007", "198804172022212031", "199203152015031002")
PUNCHES = ("NO", "NAMA / NIP", "PANGKAT", "JABATAN", "PAGI", "PULANG", "APEL")
PERMITS = ("NAMA / NIP", "JENIS", "NOMOR SURAT", "MULAI", "SAMPAI")
OPDS = ("NAMA OPD", "SINGKATAN", "INDUK", "NIP KEPALA", "KEDUDUKAN KEPALA", "LINTANG", "BUJUR",
        "NAMA LAIN", "BERLAKU SEJAK")  # fmt: skip
HOSTILE = (
    "", " ", "\t", "-", "0", "'", "=1+1", "@SUM(A1)", "+cmd|'/c calc'!A0", "-2+3", "\x00", "\x0b", "a\x00b",
    "\ufeff", "\u202e", "\ufffe", "😀" * 40, "x" * 600, "1.98703122010011E+17", "198703122010011004 ",
    "1987031220100110041", "19870312201001100", "٣٤٥", "NaN", "1e999", "31/02/2026", "0000-00-00",
    "9999-12-31", "24:00", "25:61", "07.15", "7:5", "<script>", "'; DROP TABLE employees; --", "null",
    "#REF!", "PNS", "pppk", "IV/e", "V/a", "Dinas Pendidikan", "dinas  pendidikan", ";", '"', "\r\n",
)  # fmt: skip


@dataclass(frozen=True)
class Brought:
    """One file as it goes to its door."""

    kind: str
    form: str
    data: bytes


def rows_of(kind: str, dice: random.Random) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return headers and rows of a sound file."""
    people = [dice.choice(NIPS) for _ in range(dice.randrange(1, 30))]
    if kind == "roster":
        offices = ("Dinas Pendidikan", "Dinas Perhubungan")
        return workbooks.HEADERS, [
            [nip, f"ORANG {at}", "PNS", "III/a", "", "Guru", "", dice.choice(offices)]
            for at, nip in enumerate(people)
        ]
    if kind == "attendance":
        return PUNCHES, [
            [str(at), f"ORANG\n{nip}", "III/c", "Staf", "07.15", "16.05", "-"]
            for at, nip in enumerate(people)
        ]
    if kind == "opds":
        return OPDS, [
            [f"UPT {at}", "", "Dinas Pendidikan", nip, "Plt.", "-7,76", "113,22", "", "2024-01-01"]
            for at, nip in enumerate(people)
        ]
    return PERMITS, [
        [nip, "Surat Tugas", f"{at}/ST", "2026-11-23", "2026-11-23"]
        for at, nip in enumerate(people)
    ]


def bend(dice: random.Random) -> Brought:
    """Make one hostile file of a sound one."""
    kind = dice.choice(("roster", "opds", "attendance", "permits"))
    form = dice.choice(("csv", "xlsx"))
    headers, rows = rows_of(kind, dice)
    for _ in range(dice.choice((0, 1, 4, 40))):  # cells
        row = dice.choice(rows)
        row[dice.randrange(len(row))] = dice.choice(HOSTILE)
    if dice.random() < 0.3:
        row = dice.choice(rows)
        rows[dice.randrange(len(rows))] = dice.choice((row[:2], row + row, row, []))
    if dice.random() < 0.1:
        headers = (*dice.sample(headers, len(headers)), dice.choice(HOSTILE))
    write: Callable[..., bytes] = workbooks.csv_of if form == "csv" else workbooks.book
    data = write(rows, headers)
    how = dice.random()
    if how < 0.2:
        data = torn(data, dice)
    elif how < 0.5 and form == "xlsx":
        data = part_torn(data, dice)
    return Brought(kind, form if dice.random() < 0.95 else "csv", data)


def torn(data: bytes, dice: random.Random) -> bytes:
    """Flip, cut or double some bytes."""
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 3, 20))):
        made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
    cut = dice.randrange(len(made))
    return bytes(dice.choice((made, made, made[:cut], made[:cut] + made, bytes(made) * 2)))


def part_torn(data: bytes, dice: random.Random) -> bytes:
    """Tear one part of a workbook, and pack it soundly again."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    name = dice.choice(list(parts))
    parts[name] = dice.choice((torn(parts[name], dice), b"", parts[name] * 2, b"<a>" * 9000))
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as pack:
        for each, content in parts.items():
            pack.writestr(each, content)
    return memory.getvalue()


def roster(app: Flask) -> list[tuple[Any, ...]]:
    """Return who is in service, as comparing sees them: who came with an import leaves with it."""
    shown = (Employee.nip, Employee.name, Employee.kind, Employee.rank, Employee.job,
             Employee.opd_id, Employee.unit, Employee.left_on)  # fmt: skip
    with app.app_context():
        in_service = select(*shown).where(Employee.left_on.is_(None)).order_by(Employee.id)
        return [tuple(row) for row in db.session.execute(in_service)]


def run(app: Flask, city: World, files: int, *, seed: int = 1) -> Outcome:
    """Bring so many files; `acknowledged` counts those taken, `undetected` changes of the roster."""
    outcome, begun, dice = Outcome("G4 files"), time.perf_counter(), random.Random(seed)  # noqa: S311
    desk, bound, before = city.client("desk"), connection_of(app), roster(app)
    day = city.seen_at.date().isoformat()
    for _ in range(files):
        brought, step = bend(dice), Step(bound)
        asked = {"form": brought.form} | (
            {} if brought.kind in {"permits", "opds"} else {"effective_on": day}
        )
        outcome.tried += 1
        try:
            taken = desk.post(f"/api/imports/{brought.kind}", query_string=asked, data=brought.data,
                              content_type="application/octet-stream")  # fmt: skip
            answers = [taken]
            if taken.status_code == 201:
                outcome.acknowledged += 1
                answers += follow(desk, taken.json, outcome, lambda: roster(app) == before)
            bad = [one for one in answers if one.status_code >= 500]
            outcome.faults += [f"{brought.kind} {brought.form}: {one.status}" for one in bad]
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            outcome.faults.append(f"{brought.kind} {brought.form}: {error!r:.300}")
        step.rollback()
    outcome.faults = list(dict.fromkeys(outcome.faults))
    outcome.seconds = time.perf_counter() - begun
    return outcome


def follow(desk: Any, one: Any, outcome: Outcome, same: Callable[[], bool]) -> list[Any]:
    """Read, apply and take back what was taken; return the answers."""
    place = f"/api/imports/{one['id']}"
    outcome.undetected += not same()
    answers = [desk.get(f"{place}/report?part={part}") for part in ("differences", "remarks")]
    answers.append(desk.post(f"{place}/apply", json={"revision": one["revision"]}))
    if answers[-1].status_code == 200:
        answers.append(desk.post(f"{place}/undo", json={"reason": "berkas lama"}))
        outcome.undetected += answers[-1].status_code == 200 and not same()
    return answers
