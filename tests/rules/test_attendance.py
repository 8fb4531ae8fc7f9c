"""Punches as files have them, and what they say beside a finding."""

from datetime import date, time

import pytest

from server.people.rules.files import HeaderUnknown
from server.permits.rules import HABITS, Field, Punches, indication, read_rows
from server.permits.rules.attendance import DASH, name_and_number, read_clock

DAY, TODAY = date(2026, 11, 23), date(2026, 11, 24)
BUDI, SITI = "198703122010011004", "199005212019032007"
DAILY = ("NO", "NAMA / NIP", "PANGKAT", "JABATAN", "PAGI", "PULANG", "APEL")
T = time


def rows(*lines: tuple[str, ...], names: tuple[str, ...] = DAILY):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return read_rows(enumerate(lines, 2), HABITS.choose(names, {}), DAY, TODAY)


@pytest.mark.parametrize(
    ("cell", "name", "nip"),
    [
        (f"BUDI SANTOSO, S.Sos.\n{BUDI}", "BUDI SANTOSO, S.Sos.", BUDI),
        ("BUDI SANTOSO / 19870312 201001 1 004", "BUDI SANTOSO", BUDI),
        (f"NIP. {BUDI}\nBUDI SANTOSO", "BUDI SANTOSO", BUDI),
        (BUDI, "", BUDI),
        ("1.98703122010011E+17", "", "1.98703122010011E+17"),
        ("BUDI SANTOSO", "", "BUDI SANTOSO"),
    ],
)
def test_name_and_nip_in_one_cell_are_told_apart(cell: str, name: str, nip: str) -> None:
    assert name_and_number(cell) == (name, nip)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("07:28", T(7, 28)), ("07.28", T(7, 28)), ("7:28:05", T(7, 28, 5)), ("16.02 WITA", T(16, 2)),
        ("2026-11-23T07:28:00", T(7, 28)), ("2026-11-23 07:28:00.5", T(7, 28)),
        ("0.31111111111111112", T(7, 28)),
        ("", None), ("-", None), ("00:00:00", None), ("00:00", None), ("0", None), ("0.0", None),
    ],
)  # fmt: skip
def test_a_punch_is_read_however_it_is_written_and_zero_is_missing(
    cell: str, at: time | None
) -> None:
    assert read_clock(cell) == (at, True)


@pytest.mark.parametrize("cell", ["25:10", "07:61", "pagi", "1.5", "nan", "07"])
def test_a_punch_that_is_none_is_not_guessed(cell: str) -> None:
    assert read_clock(cell) == (None, False)


def test_a_daily_sheet_is_read_with_what_is_to_be_said_about_its_rows() -> None:
    found, remarks = rows(
        ("1", f"BUDI\n{BUDI}", "III/c", "Staf", "07:28:00", "16:02:00", "-"),
        ("2", f"SITI\n{SITI}", "", "", "00:00:00", "00:00:00", ""),
        ("3", "JOKO\n1.98703122010011E+17", "", "", "07:00", "16:00", ""),
        ("4", f"RINA\n{BUDI[:-1]}5", "", "", "tujuh", "16:00", ""),
    )
    assert [(one.nip, one.name, one.day, one.arrived, one.departed) for one in found] == [
        (BUDI, "BUDI", DAY, T(7, 28), T(16, 2)),
        (SITI, "SITI", DAY, None, None),
    ]
    assert [(one.row, one.code, one.rejected) for one in remarks] == [
        (4, "excel_float", True),
        (5, "time_unreadable", True),
    ]


def test_several_rows_of_a_day_become_one_from_the_earliest_to_the_latest_punch() -> None:
    names = ("NIP", "TANGGAL", "MASUK", "PULANG", "KETERANGAN")
    found, remarks = rows(
        (BUDI, "23-11-2026", "09:58", "", ""),
        (BUDI, "23-11-2026", "07:28", "", "H"),
        (BUDI, "2026-11-23", "16:02", "", ""),
        (BUDI, "45619", "08:00", "16:00", "DL"),  # Excel's number for 23 November 2024
        names=names,
    )
    assert [(one.day, one.arrived, one.departed, one.code) for one in found] == [
        (DAY, T(7, 28), T(16, 2), "hadir"),
        (date(2024, 11, 23), T(8), T(16), "dinas luar"),
    ]
    assert [one.code for one in remarks] == ["punches_joined"] * 2


def test_days_to_come_strange_days_and_strange_codes_are_named() -> None:
    names = ("NIP", "TANGGAL", "MASUK", "KETERANGAN")
    found, remarks = rows(
        (BUDI, "25-11-2026", "07:28", ""), (BUDI, "32-11-2026", "07:28", ""),
        (SITI, "23-11-2026", "-", "WFH"), names=names,
    )  # fmt: skip
    assert [one.code for one in remarks] == ["day_ahead", "day_unreadable", "code_unknown"]
    assert [one.code for one in found] == ["WFH"]


def test_a_file_without_nip_or_punch_asks_which_column_it_is() -> None:
    with pytest.raises(HeaderUnknown) as error:
        HABITS.choose(("NAMA", "SHIFT"), {})
    assert error.value.missing == (Field.NIP, Field.ARRIVED)


@pytest.mark.parametrize(
    ("punches", "kind", "words"),
    [
        (
            Punches(T(7, 28), T(16, 2)),
            "present",
            f"Tercatat hadir 07.28{DASH}16.02 padahal ditemukan 10.15.",
        ),
        (Punches(T(7, 28), T(9, 58)), "outside", "sesudah absen pulang"),
        (Punches(T(10, 40), T(16, 2), "hadir"), "outside", "sebelum absen masuk"),
        (Punches(T(21), T(7, 5)), "night", "melewati malam"),
        (
            Punches(T(7, 28), None),
            "one_punch",
            "Hanya tercatat absen masuk 07.28; ditemukan 10.15.",
        ),
        (Punches(None, T(16, 2)), "one_punch", "absen pulang 16.02"),
        (Punches(None, None), "no_punch", "Tidak absen hari itu."),
        (Punches(None, None, "tanpa keterangan"), "no_punch", "Tidak absen"),
        (Punches(T(7, 28), None, "dinas luar"), "away", "Menurut absen: dinas luar."),
        (None, "not_listed", "Tidak ada di daftar absen"),
    ],
)
def test_punches_are_told_beside_a_finding_as_facts(
    punches: Punches | None, kind: str, words: str
) -> None:
    said = indication(T(10, 15), punches)
    assert said.kind == kind
    assert words in said.words
