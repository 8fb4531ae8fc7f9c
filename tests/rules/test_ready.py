"""Whether everything is ready for a sidak day: each limit, both sides of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.archive.rules import (
    Calendar,
    Certificate,
    Facts,
    Office,
    Phone,
    Plan,
    Readiness,
    ReadyRow,
    Roster,
    judged,
    worst,
)

READY, WATCH, MISSING = Readiness
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PHONE = Phone("Rina", enrolled=True, version="1.2", heard=HOUR, clock_ms=300)
PLAN = Plan("Sidak pasar", "Senin, 30 November 2026", "800/1", teams=2, members=6, zones=3)
GOOD = Facts(
    certificate=Certificate(days_left=60),
    database_ms=20,
    disk_free=80_000_000_000,
    backup_key=True,
    backup=3 * HOUR,
    version="1.2",
    phones=[PHONE] * 5,
    roster=Roster(5000, imported=9 * DAY),
    calendar=Calendar(days=25),
    office=Office(blank=[]),
    open_keys=[],
    plan=PLAN,
)


def row(key: str, **changed: Any) -> ReadyRow:
    return next(one for one in judged(replace(GOOD, **changed)) if one.key == key)


def test_a_prepared_server_is_ready_in_every_row_and_asks_for_nothing() -> None:
    rows = judged(GOOD)
    assert len(rows) == 10
    assert worst(rows) is READY
    assert not any(one.todo for one in rows)


def test_a_day_that_has_passed_is_not_the_next_operation() -> None:
    first = judged(replace(GOOD, plan=replace(PLAN, running=True, past=True)))[0]
    assert (first.key, first.title) == ("plan", "Operasi berjalan")
    assert "Belum ditutup" in first.says
    assert judged(GOOD)[0].title == "Operasi berikutnya"


def phones(**changed: Any) -> list[Phone]:
    return [PHONE, PHONE, replace(PHONE, owner="Joko", **changed)]


@pytest.mark.parametrize(
    ("key", "state", "changed", "said"),
    [
        ("plan", MISSING, {"plan": None}, "Belum ada operasi"),
        ("plan", MISSING, {"plan": replace(PLAN, teams=0)}, "0 tim"),
        ("plan", MISSING, {"plan": replace(PLAN, without_coordinator=[2])}, "2 tim"),
        ("plan", MISSING, {"plan": replace(PLAN, without_members=[1])}, "2 tim"),
        ("plan", WATCH, {"plan": replace(PLAN, without_zone=[1, 2])}, "3 zona"),
        ("plan", WATCH, {"plan": replace(PLAN, order_number="")}, "Sidak pasar"),
        ("phones", MISSING, {"phones": []}, "Belum ada petugas"),
        ("phones", MISSING, {"phones": [Phone("Joko")]}, "0 dari 1"),
        ("phones", WATCH, {"phones": [PHONE, Phone("Joko")]}, "belum punya HP terdaftar (Joko)"),
        ("phones", WATCH, {"phones": phones(heard=4 * DAY)}, "1 lama tidak terhubung (Joko)"),
        ("phones", WATCH, {"phones": phones(heard=None)}, "lama tidak terhubung"),
        ("phones", WATCH, {"phones": phones(version="1.1")}, "1 versi lama (Joko)"),
        ("phones", READY, {"phones": phones(version=None)}, "3 dari 3"),
        ("phones", WATCH, {"phones": phones(unsent=2)}, "masih memuat kiriman (Joko)"),
        ("phones", WATCH, {"phones": [replace(PHONE, unsent=1)] * 6}, "Rina, Rina, Rina, Rina, +2"),
        ("clock", MISSING, {"database_ms": -42_000}, "berbeda 42 detik"),
        ("clock", READY, {"database_ms": None}, "memakai jam server"),
        ("clock", WATCH, {"phones": phones(clock_ms=-600_000)}, "Jam 1 HP meleset"),
        ("clock", READY, {"phones": phones(clock_ms=90_000)}, "jam 3 HP cocok"),
        ("clock", READY, {"phones": phones(clock_ms=None)}, "jam 2 HP cocok"),
        ("clock", MISSING, {"phones": [replace(PHONE, clock_ms=180_000)] * 3}, "terlambat sekitar 3 menit"),
        ("clock", MISSING, {"phones": [replace(PHONE, clock_ms=-7_200_000)] * 3}, "lebih cepat"),
        ("clock", WATCH, {"phones": [replace(PHONE, clock_ms=180_000)] * 2}, "meleset"),
        ("roster", MISSING, {"roster": Roster(0)}, "kosong"),
        ("roster", WATCH, {"roster": Roster(5000, changed=2 * DAY)}, "5.000 orang, belum pernah"),
        ("roster", WATCH, {"roster": Roster(5000, imported=36 * DAY)}, "36 hari lalu"),
        ("calendar", MISSING, {"calendar": Calendar(empty_years=[2027])}, "2027 belum diisi"),
        ("calendar", WATCH, {"calendar": Calendar(provisional=3, days=25)}, "3 hari libur"),
        ("office", MISSING, {"office": Office(blank=None)}, "Kop surat belum diisi"),
        ("office", MISSING, {"office": Office([], ["surat panggilan"])}, "surat panggilan"),
        ("office", WATCH, {"office": Office([], ["surat ralat"])}, "surat ralat"),
        ("office", WATCH, {"office": Office(["alamat"])}, "alamat"),
        ("backup", MISSING, {"backup_key": False}, "kunci cadangan"),
        ("backup", MISSING, {"backup": None}, "Belum pernah"),
        ("backup", WATCH, {"backup": 27 * HOUR}, "1 hari lalu"),
        ("backup", MISSING, {"backup": 8 * DAY}, "8 hari lalu"),
        ("disk", WATCH, {"disk_free": 4_900_000_000}, "4,9 GB"),
        ("disk", MISSING, {"disk_free": 900_000_000}, "0,9 GB"),
        ("certificate", WATCH, {"certificate": None}, "http"),
        ("certificate", WATCH, {"certificate": Certificate(days_left=13)}, "13 hari"),
        ("certificate", MISSING, {"certificate": Certificate("expired")}, "habis"),
        ("certificate", MISSING, {"certificate": Certificate("untrusted")}, "tidak dipercaya"),
        ("certificate", MISSING, {"certificate": Certificate("unreachable")}, "tidak menjawab"),
        ("keys", MISSING, {"open_keys": ["keys/receipts.pem"]}, "keys/receipts.pem"),
    ],
)  # fmt: skip
def test_each_lack_is_named_with_what_to_do(
    key: str, state: Readiness, changed: dict[str, Any], said: str
) -> None:
    found = row(key, **changed)
    assert found.state is state
    assert said in found.says
    assert bool(found.todo) is (state is not READY)


def test_the_whole_is_as_its_worst_row() -> None:
    assert worst(judged(replace(GOOD, disk_free=2_000_000_000))) is WATCH
    assert worst(judged(replace(GOOD, disk_free=2_000_000_000, backup=None))) is MISSING
