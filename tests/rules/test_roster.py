"""What a roster file says, and how it differs from the roster."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from server.people.rules.files import HeaderUnknown, same_headers
from server.people.rules.roster import (
    HABITS,
    Field,
    Known,
    Office,
    Places,
    differences,
    read_rows,
)

TODAY = date(2026, 11, 23)
SHORT = ("NIP BARU", "NAMA", "STATUS ASN", "GOL AKHIR NAMA", "JENIS JABATAN NAMA", "JABATAN NAMA",
         "UNOR 2", "UNOR 1")  # fmt: skip
BUDI, SITI = "198703122010011004", "199005212019032007"
DISHUB, DISDIK, SCHOOL = uuid4(), uuid4(), uuid4()
OFFICES = {
    DISHUB: Office(DISHUB, "Dinas Perhubungan", DISHUB),
    DISDIK: Office(DISDIK, "Dinas Pendidikan", DISDIK),
    SCHOOL: Office(SCHOOL, "SDN 1", DISDIK),
}
PLACES = Places(OFFICES, {"Dinas Perhubungan": DISHUB, "Dinas Pendidikan": DISDIK, "Dinas X": None})


def row(nip: str, name: str, *, unit: str = "", opd: str = "Dinas Perhubungan", **more: str) -> Any:
    said = {"status": "PNS", "rank": "III/c", "job": "Staf", **more}
    return (nip, name, said["status"], said["rank"], "", said["job"], unit, opd)


def known(nip: str, name: str, **more: Any) -> Known:
    said = {"kind": "pns", "rank": "Penata (III/c)", "job": "Staf", "unit": None,
            "opd_id": DISHUB, "left_on": None, **more}  # fmt: skip
    return Known(id=uuid4(), nip=nip, name=name, **said)


def read(*rows: Any, names: tuple[str, ...] = SHORT) -> Any:
    return read_rows(enumerate(rows, 2), HABITS.choose(names, {}), TODAY)


def compared(people: list[Known], *rows: Any) -> Any:
    sound, remarks = read(*rows)
    return differences(sound, remarks, people, PLACES, TODAY)[0]


def test_columns_are_found_by_the_names_of_either_export() -> None:
    assert HABITS.choose(SHORT, {})[Field.OPD] == 7
    full = ("PNS ID", "nip_baru", "NAMA", "GELAR DEPAN", "UNOR NAMA", "UNOR INDUK NAMA")
    found = HABITS.choose(full, {})
    assert (found[Field.NIP], found[Field.UNIT], found[Field.OPD]) == (1, 4, 5)


def test_missing_columns_are_named_and_can_be_pointed_at() -> None:
    with pytest.raises(HeaderUnknown) as error:
        HABITS.choose(("Nomor Pokok", "NAMA", "Kantor"), {})
    assert error.value.missing == (Field.NIP, Field.OPD)
    found = HABITS.choose(
        ("Nomor Pokok", "NAMA", "Kantor"), {"nip": "Nomor Pokok", "opd": "Kantor"}
    )
    assert found[Field.OPD] == 2
    assert same_headers(("A b", "C")) == same_headers(("a_B", " c "))


@pytest.mark.parametrize(
    ("nip", "code"),
    [
        ("1.98703122010011E+17", "excel_float"),
        ("198703122010011000", "excel_float"),
        ("6371015203870003", "nik"),
        ("19870312201001100", "digit_missing"),
        ("1987O3122O1OO11OO4", "letters_for_digits"),
        ("198713122010011004", "impossible_birth_date"),
        ("", "empty"),
    ],
)
def test_a_damaged_number_is_told_by_its_sign_and_not_taken(nip: str, code: str) -> None:
    rows, remarks = read(row(nip, "BUDI"))
    assert rows == []
    assert [(one.row, one.code, one.rejected) for one in remarks] == [(2, code, True)]


def test_one_number_on_two_different_rows_leaves_both_out() -> None:
    rows, remarks = read(row(BUDI, "BUDI"), row(SITI, "SITI"), row(BUDI, "BUDI", job="Kepala"))
    assert [one.nip for one in rows] == [SITI]
    assert [(one.row, one.code) for one in remarks] == [(2, "nip_twice"), (4, "nip_twice")]
    same, remarks = read(row(BUDI, "BUDI"), row(BUDI, "BUDI"))
    assert len(same) == 1
    assert not remarks[0].rejected


def test_a_date_that_excel_made_a_number_is_read_and_told() -> None:
    names = (*SHORT, "TANGGAL LAHIR")
    rows, remarks = read((*row(BUDI, "BUDI"), "31848"), names=names)  # 12 March 1987
    assert len(rows) == 1
    assert [one.code for one in remarks] == ["date_as_number"]
    _rows, remarks = read((*row(BUDI, "BUDI"), "13-03-1987"), names=names)
    assert [one.code for one in remarks] == ["birth_differs_from_roster"]


def test_titles_in_their_own_columns_become_part_of_the_name() -> None:
    names = (
        "NIP BARU",
        "NAMA",
        "GELAR DEPAN",
        "GELAR BELAKANG",
        "UNOR INDUK NAMA",
        "STATUS CPNS PNS",
    )
    rows, _ = read((BUDI, "BUDI", "Drs.", "M.Si", "Dinas", "C"), names=names)
    assert (rows[0].name, rows[0].kind) == ("Drs. BUDI, M.Si", "cpns")
    numbers = {"": (BUDI, "pns"), "P": ("199205202025211187", None)}
    for trial, (number, kind) in numbers.items():  # a PPPK's number does not say which PPPK
        rows, _ = read((number, "BUDI", "", "", "Dinas", trial), names=names)
        assert rows[0].kind == kind


def test_joins_moves_changes_and_leaves_are_told_apart() -> None:
    people = [known(BUDI, "BUDI SANTOSO, S.T."), known(SITI, "SITI", opd_id=DISDIK),
              known("197001011995031001", "SUTRISNO")]  # fmt: skip
    found = compared(
        people,
        row(BUDI, "BUDI SANTOSO", job="Analis"),
        row(SITI, "SITI"),
        row("198804172022212031", "JOKO", status="PPPK", rank="IX"),
    )
    assert [(one.kind, one.after) for one in found] == [
        ("change", {"job": "Analis"}),
        ("move", {"opd_id": DISHUB}),
        ("join", {"name": "JOKO", "kind": "pppk", "rank": "IX", "job": "Staf", "unit": None,
                  "opd_id": DISHUB}),
        ("leave", {"left_on": TODAY}),
    ]  # fmt: skip
    assert found[0].before == {"job": "Staf"}


def test_what_only_differs_in_writing_is_no_change() -> None:
    people = [known(BUDI, "BUDI SANTOSO, S.T.", rank="Penata, III/c", job="STAF ")]
    assert compared(people, row(BUDI, "BUDI SANTOSO")) == []


def test_a_person_of_a_unit_stays_there_when_the_file_names_opd_and_unit() -> None:
    people = [known(BUDI, "BUDI", opd_id=SCHOOL)]
    assert compared(people, row(BUDI, "BUDI", unit="SDN 1", opd="Dinas Pendidikan")) == []


def test_nobody_leaves_from_an_opd_that_the_file_does_not_speak_of() -> None:
    people = [known(BUDI, "BUDI"), known(SITI, "SITI", opd_id=SCHOOL)]
    assert compared(people, row(BUDI, "BUDI")) == []
    assert compared(people, row(BUDI, "BUDI"), row("197001011995031001", "X", opd="Dinas X")) == []


def test_a_damaged_number_retires_nobody_of_that_name() -> None:
    people = [known(BUDI, "BUDI"), known(SITI, "SITI AMINAH, S.Pd.")]
    assert compared(people, row(BUDI, "BUDI"), row("199005212019032000", "SITI AMINAH")) == []


def test_who_is_retired_in_the_file_leaves_and_who_comes_back_returns() -> None:
    names = (*SHORT, "KEDUDUKAN HUKUM NAMA")
    sound, remarks = read(
        (*row(BUDI, "BUDI"), "Pensiun BUP"), (*row(SITI, "SITI"), "Aktif"), names=names
    )
    people = [known(BUDI, "BUDI"), known(SITI, "SITI", left_on=date(2025, 1, 1))]
    found, _ = differences(sound, remarks, people, PLACES, TODAY)
    assert [(one.kind, one.row, one.after) for one in found] == [
        ("leave", 2, {"left_on": TODAY}), ("return", 3, {"left_on": None})
    ]  # fmt: skip


def test_a_very_different_name_for_a_known_number_is_told() -> None:
    sound, remarks = read(row(BUDI, "SITI AMINAH"))
    _, more = differences(sound, remarks, [known(BUDI, "BUDI SANTOSO")], PLACES, TODAY)
    assert [one.code for one in more] == ["name_differs"]
