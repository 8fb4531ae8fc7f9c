"""What a list of OPDs says, and how it differs from ours."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest

from server.people.rules.offices import (
    OPD_HABITS,
    Known,
    Masters,
    differences,
    opd_text,
    read_rows,
)

TODAY = date(2026, 11, 23)
HEAD, CLERK = "197001011995031001", "199005212019032007"
SERVING = {HEAD: uuid4(), CLERK: uuid4()}
WEEK = uuid4()


def known(name: str, short: str, **more: Any) -> Known:
    said = {
        "aliases": [], "parent_id": None, "address": "", "head_title": "", "head_form": "definitive",
        "head_id": None, "personnel_officer_id": None, "valid_from": date(2020, 1, 1),
        "valid_to": None, "schedule_id": None, "office": None, **more,
    }  # fmt: skip
    return Known(id=uuid4(), name=name, short_name=short, **said)


DISDIK = known("Dinas Pendidikan", "Disdik", aliases=["Dinas P dan K"], office=[113.21, -7.75])
SCHOOL = known("SDN Contoh 1", "SDN 1", parent_id=DISDIK.id)
RSUD = known("Rumah Sakit", "RSUD", address="Jalan Melati 1")
OLD = known("Dinas Pasar", "Dispas", valid_to=date(2024, 12, 31))
OURS = (DISDIK, SCHOOL, RSUD, OLD)


def new_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name.lower())


def read(*rows: dict[str, str]) -> Any:
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    columns = OPD_HABITS.choose(names, {})
    lines = [tuple(row.get(name, "") for name in names) for row in rows]
    places = {field: names.index(names[at]) for field, at in columns.items()}
    return read_rows(enumerate(lines, 2), places, TODAY)


def compared(*rows: dict[str, str], ours: tuple[Known, ...] = OURS) -> Any:
    sound, wrong = read(*rows)
    masters = Masters(ours, SERVING, {"LIMA HARI": WEEK})
    found, more = differences(sound, wrong, masters, TODAY, new_id)
    return found, [*wrong, *more]


def opd(name: str, **more: str) -> dict[str, str]:
    return {"NAMA OPD": name, **{key.replace("_", " ").upper(): said for key, said in more.items()}}


def test_what_the_list_says_otherwise_changes_and_an_empty_cell_says_nothing() -> None:
    found, remarks = compared(
        opd("DINAS PENDIDIKAN", alamat="Jalan Baru 2", nip_kepala=HEAD, kedudukan_kepala="PLT",
            nip_pengelola=CLERK, jam_kerja="lima hari", berlaku_sejak="02-01-2021"),
        opd("RSUD", singkatan="rsud"),
    )  # fmt: skip
    assert remarks == []
    changed, *gone = found
    assert (changed.kind, changed.row, changed.opd_id) == ("change", 2, DISDIK.id)
    assert changed.after == {
        "address": "Jalan Baru 2", "head_id": SERVING[HEAD], "head_form": "Plt.",
        "personnel_officer_id": SERVING[CLERK], "schedule_id": WEEK,
        "valid_from": date(2021, 1, 2),
    }  # fmt: skip
    assert changed.before["valid_from"] == date(2020, 1, 1)
    assert gone == []  # the unit is not missed by a list that names no units


def test_a_position_that_is_only_written_otherwise_is_the_same_place() -> None:
    found, _ = compared(opd("Disdik", letak_kantor="-7.7500000001; 113.21"))
    assert [one.row for one in found] == [None]  # the RSUD is missing, and nothing else is told


def test_a_dash_empties_and_the_former_name_stays_as_another_one() -> None:
    found, _ = compared(
        opd("Rumah Sakit Umum Daerah", nama_lain="Rumah Sakit; RS Lama", alamat="-"),
        opd("Dinas P dan K"),
    )
    assert [(one.kind, one.after) for one in found] == [
        ("change", {"address": "", "name": "Rumah Sakit Umum Daerah",
                    "aliases": ["Rumah Sakit", "RS Lama"]}),
    ]  # fmt: skip


def test_new_ones_stand_below_each_other_and_old_ones_come_back_or_end() -> None:
    found, remarks = compared(
        opd("UPT Baru", opd_induk="Dinas Baru"),
        opd("Dinas Baru", singkatan="DB", letak_kantor="-7,7543; 113,2159"),
        opd("Dinas Pasar"),
        opd("SDN Contoh 1", opd_induk="Dinas Baru", berlaku_sampai="30/06/2026"),
    )
    assert remarks == []
    kinds = {one.name: (one.kind, one.row) for one in found}
    assert kinds == {
        "UPT Baru": ("new", 2), "Dinas Baru": ("new", 3), "Dinas Pasar": ("return", 4),
        "SDN Contoh 1": ("end", 5), "Dinas Pendidikan": ("end", None), "Rumah Sakit": ("end", None),
    }  # fmt: skip
    by = {one.name: one.after for one in found}
    assert by["UPT Baru"]["parent_id"] == new_id("Dinas Baru") == by["SDN Contoh 1"]["parent_id"]
    assert by["Dinas Baru"]["office"] == [113.2159, -7.7543]
    assert by["Rumah Sakit"] == {"valid_to": date(2026, 11, 22)}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (opd(""), "opd_name_missing"),
        (opd("D"), "opd_name_short"),
        (opd("RSUD", opd_induk="Dinas Entah"), "parent_unknown"),
        (opd("RSUD", opd_induk="Rumah Sakit"), "parent_itself"),
        (opd("Disdik", opd_induk="SDN Contoh 1"), "parent_circle"),
        (opd("Dinas Baru", nama_lain="Dinas P dan K; x"), "alias_taken"),
        (opd("RSUD", nip_kepala="198703122010011004"), "head_unknown"),
        (opd("RSUD", nip_kepala="1.98703122010011E+17"), "head_nip_wrong"),
        (opd("RSUD", nip_pengelola="198703122010011004"), "officer_unknown"),
        (opd("RSUD", kedudukan_kepala="bos"), "head_form_unknown"),
        (opd("RSUD", jam_kerja="semaunya"), "schedule_unknown"),
        (opd("RSUD", lintang="113.2159", bujur="-7.7543"), "position_swapped"),
        (opd("RSUD", lintang="-77543", bujur="1132159"), "position_strange"),
        (opd("RSUD", lintang="-7.7543", bujur=""), "position_half"),
        (opd("RSUD", letak_kantor="dekat alun-alun"), "position_unreadable"),
        (opd("RSUD", berlaku_sejak="kapan-kapan"), "day_unreadable"),
        (opd("RSUD", berlaku_sampai="31-12-2019"), "ends_before_start"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_is_named_and_ends_nobody(
    row: dict[str, str], code: str
) -> None:
    found, remarks = compared(opd("SDN Contoh 1"), row)
    assert [(one.row, one.code) for one in remarks if one.rejected] == [(3, code)]
    assert all(one.row is None for one in found)
    named = {"RSUD": "Rumah Sakit", "Disdik": "Dinas Pendidikan"}.get(row["NAMA OPD"])
    assert named not in {one.name for one in found}
    assert opd_text(code)


def test_one_opd_on_two_rows_and_those_below_a_row_left_out_are_left_out_too() -> None:
    found, remarks = compared(
        opd("Dinas Baru"),
        opd("DINAS  BARU"),
        opd("UPT Baru", opd_induk="Dinas Baru"),
        opd("Rumah Sakit"),
        opd("RSUD"),
    )
    assert {(one.row, one.code) for one in remarks} == {
        (2, "opd_twice"), (3, "opd_twice"), (4, "parent_unknown"), (5, "opd_twice"),
        (6, "opd_twice"),
    }  # fmt: skip
    assert [one.name for one in found] == ["Dinas Pendidikan"]  # the only one that is missed


def test_what_is_odd_is_taken_and_said() -> None:
    found, remarks = compared(
        opd(
            "Kantor Penghubung", singkatan="RSUD", letak_kantor="-6.2, 106.8", berlaku_sejak="45000"
        )
    )
    assert found[0].kind == "new"
    assert [(one.code, one.rejected) for one in remarks] == [
        ("day_as_number", False), ("short_shared", False), ("position_far", False),
    ]  # fmt: skip


def test_a_circle_of_three_is_found_among_new_and_known() -> None:
    _, remarks = compared(
        opd("Disdik", opd_induk="Bidang Satu"),
        opd("Bidang Satu", opd_induk="Bidang Dua"),
        opd("Bidang Dua", opd_induk="Disdik"),
    )
    assert {(one.row, one.code) for one in remarks} == {(at, "parent_circle") for at in (2, 3, 4)}
